"""`xml:base` inside the XHTML of a feed (https://www.w3.org/TR/xmlbase/): addresses below it start from there."""

from __future__ import annotations

from lxml import etree

from tui_reader.html.markup import html_tree
from tui_reader.text.addresses import resolve

_NAME = "xml:base"
_ADDRESSES = ("href", "src", "cite", "poster")


def with_bases_resolved(markup: str, base: str) -> str:
    """The markup with absolute addresses where an element in it says where they start; as it is where none does."""
    if _NAME not in markup:
        return markup
    root = html_tree(markup)
    body = root.find("body") if root is not None else None
    if body is None:
        return markup
    # Elements come before what they hold, so that the base around an element is known.
    bases: dict[etree._Element, str] = {body: ""}
    for element in body.iterdescendants(etree.Element):
        parent = element.getparent()
        around = bases.get(parent, "") if parent is not None else ""
        said = element.get(_NAME, "")
        if said:
            del element.attrib[_NAME]
        own = bases[element] = (resolve(around or base, said) or around) if said else around
        for name in _ADDRESSES if own else ():
            if (address := element.get(name, "").strip()) and not address.startswith("#"):
                element.set(name, resolve(own, address) or address)
    inside = "".join(str(etree.tostring(child, encoding="unicode", method="html")) for child in body)
    return (body.text or "") + inside
