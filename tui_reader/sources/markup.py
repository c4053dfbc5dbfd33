"""Documents as trees: XML that need not be well-formed, and HTML. Nothing outside the document is ever loaded."""

from __future__ import annotations

import html.entities
import re

from lxml import etree

# Characters that no XML document may have (XML 1.0, section 2.2); a document is not lost for one of them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# HTML's names for characters, which XML does not know without a DTD.
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_ROOT = re.compile(
    r"(?:\s+|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)*+<([A-Za-z_][\w.:-]*)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def root_name(text: str) -> str:
    """The local name of a document's root element in lower case; empty if it does not begin as markup."""
    match = _ROOT.match(text, 0, 100_000)
    return match[1].rsplit(":", 1)[-1].lower() if match else ""


def as_xml(text: str) -> str:
    """The text without what XML forbids, and with HTML's named characters as characters."""
    if _NOT_XML.search(text):
        text = _NOT_XML.sub("", text)
    # With a DTD of its own the names may mean something else.
    return text if "<!DOCTYPE" in text[:2000] else _NAMED.sub(_character, text)


def xml_tree(text: str) -> etree._Element | None:
    """The root element, of what can be read; None when nothing can."""
    text = _DECLARATION.sub("", as_xml(text), count=1)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return _root(text, parser)


def html_tree(text: str) -> etree._Element | None:
    """The root element of a page; None when there is nothing."""
    text = _DECLARATION.sub("", _NOT_XML.sub("", text), count=1)
    return _root(
        text, etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, huge_tree=False, remove_comments=True)
    )


def _root(text: str, parser: etree.XMLParser | etree.HTMLParser) -> etree._Element | None:
    if not text.strip():
        return None
    try:
        # As UTF-8 said to be so: lxml would otherwise believe a declaration that no longer holds.
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def local(element: etree._Element) -> str:
    """An element's name without namespace, in lower case; empty for comments and the like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def all_text(element: etree._Element | None) -> str:
    """All the text in an element."""
    return "" if element is None else "".join(str(part) for part in element.itertext())


def _character(match: re.Match[str]) -> str:
    code = html.entities.name2codepoint.get(match[1])
    return chr(code) if code else match[0]
