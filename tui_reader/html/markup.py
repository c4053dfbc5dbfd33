"""Documents as trees: XML that need not be well-formed, and HTML. Nothing outside the document is ever loaded."""

from __future__ import annotations

import html.entities
import re

from lxml import etree

from tui_reader.text.addresses import resolve
from tui_reader.text.sanitise import clean_html_source, mend_references

# Characters that no XML document may have (XML 1.0, section 2.2); a document is not lost for one of them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(range(0x20)).translate(None, b"\t\n\r")
#: With which halves of pairs and the two characters that are none begin in UTF-8.
_LEADS = (*(bytes((0xED, second)) for second in range(0xA0, 0xC0)), b"\xef\xbf\xbe", b"\xef\xbf\xbf")
# HTML's names for characters, which XML does not know without a DTD.
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,9};|#[xX][0-9A-Fa-f]{1,8};|[A-Za-z][A-Za-z0-9]{0,31};)")
_ROOT = re.compile(
    r"(?:\s+|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)*+<([A-Za-z_][\w.:-]*)",
    re.IGNORECASE,
)
# Parsers compare each attribute of an element with all others: a hundred thousand of them take minutes.
_MOST_ATTRIBUTES = 500
_ATTRIBUTE_FLOOD = re.compile(
    r"""<[A-Za-z][^\s<>/]*+(?:[\s/]*+[^\s=<>"'/]++(?:\s*+=\s*+(?:"[^"]{0,2000}+"|'[^']{0,2000}+'|[^\s"'<>]++))?+)"""
    rf"{{{_MOST_ATTRIBUTES}}}"
)
# libxml2 gives up on a page nested deeper than 2,048 elements, and drops the rest of it.
_TOO_DEEP = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def root_name(text: str) -> str:
    """The local name of a document's root element in lower case; empty if it does not begin as markup."""
    match = _ROOT.match(text, 0, 100_000)
    return match[1].rsplit(":", 1)[-1].lower() if match else ""


def is_flooded(text: str) -> bool:
    """Whether an element has so many attributes that it is there to keep parsers busy."""
    return _ATTRIBUTE_FLOOD.search(text) is not None


def as_xml(text: str) -> str:
    """The text without what XML forbids, and with HTML's named characters as characters."""
    text = _allowed(mend_references(text))
    # Where the document says itself what names mean, they may mean something else. A DTD elsewhere is never fetched,
    # and a parser that knows of one drops the names that it might have explained.
    return text if "<!ENTITY" in text else _NAMED.sub(_character, text)


def _allowed(text: str) -> str:
    if "\x1b" in text:  # an escape sequence goes whole, or its letters would stay behind
        text = clean_html_source(text)
    return _NOT_XML.sub("", text) if _may_have_unallowed(text) else text


def _may_have_unallowed(text: str) -> bool:
    # Ten times as quick as looking for the characters themselves.
    data = text.encode("utf-8", "surrogatepass")
    if len(data.translate(None, _CONTROLS)) < len(data):
        return True
    return len(data) > len(text) and any(lead in data for lead in _LEADS)


def with_ampersands(text: str) -> str:
    """The text with `&amp;` for each `&` that begins no reference (`AT&T`, `?a=1&b=2`), CDATA left as it is."""
    if _BARE_AMPERSAND.search(text) is None:
        return text
    first, *others = text.split("<![CDATA[")
    out = [_BARE_AMPERSAND.sub("&amp;", first)]
    for part in others:
        inside, end, after = part.partition("]]>")
        out.append(f"<![CDATA[{inside}{end}{_BARE_AMPERSAND.sub('&amp;', after)}")
    return "".join(out)


def without_declaration(text: str) -> str:
    """The text without its XML declaration, which no longer tells the truth about decoded text."""
    match = _DECLARATION.match(text)
    return text[match.end() :] if match else text


def xml_tree(text: str) -> etree._Element | None:
    """The root element, of what can be read; None when nothing can."""
    text = without_declaration(as_xml(text))
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
    text = without_declaration(_allowed(mend_references(text)))
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    return _root(text, parser)


def page_tree(text: str) -> etree._Element | None:
    """The root element of a page however large; None when there is nothing, or when it is not read to its end."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser) if text.strip() else None
    except etree.LxmlError:
        return None
    return None if any(error.type == _TOO_DEEP for error in parser.error_log) else root


def _root(text: str, parser: etree.XMLParser | etree.HTMLParser) -> etree._Element | None:
    if not text.strip() or is_flooded(text):
        return None
    try:
        # As UTF-8 said to be so: lxml would otherwise believe a declaration that no longer holds.
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def own_base(root: etree._Element, url: str) -> str:
    """What a page says its relative addresses start from, "" when it says nothing usable."""
    declared = root.find(".//base[@href]")
    return resolve(url, declared.get("href", "")) if declared is not None else ""


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
