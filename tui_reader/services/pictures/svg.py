"""Drawings made of lines (SVG), as pixels: a file of its own, or drawn in a page."""

from __future__ import annotations

import re

from lxml import etree

from tui_reader.domain.errors import ParseError
from tui_reader.html.visible import visible_text
from tui_reader.services.pictures.extra import INSTALL

_IN_BROWSER = "o opens it in the browser."
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w+:)?svg\b", re.DOTALL
)
_NAMESPACE = "http://www.w3.org/2000/svg"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
#: A file of lines is taken up to so many bytes: each may take long to draw.
_LONGEST = 5_000_000
_MOST_ELEMENTS = 50_000
_WIDEST = 2_000


def is_svg(data: bytes) -> bool:
    """Whether bytes begin like such a drawing."""
    return _SVG.match(data[:4096]) is not None


def rasterise(data: bytes, fragment: str = "", width: int = 800) -> bytes:
    """A drawing as a PNG on white, about `width` pixels wide. Raises ParseError."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise ParseError("drawing SVG needs resvg-py", f"{INSTALL} brings it.") from None
    if len(data) > _LONGEST:
        raise ParseError("this drawing is too large to be drawn here", _IN_BROWSER)
    source = _of_page(data, fragment) if fragment and not is_svg(data) else _harmless(data)
    try:
        made = svg_to_bytes(svg_string=source, width=min(_WIDEST, max(100, width)), background="#ffffff")
    except (ValueError, RuntimeError, OSError):
        raise ParseError("this drawing is broken", _IN_BROWSER) from None
    return bytes(made)


def _harmless(data: bytes) -> str:
    """A drawing that refers to nothing outside of itself: no file of this machine, no address."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ParseError("this drawing is broken", _IN_BROWSER)
    return _written(root)


def _written(root: etree._Element) -> str:
    for count, element in enumerate(list(root.iter("*"))):
        if count > _MOST_ELEMENTS:
            raise ParseError("this drawing is too large to be drawn here", _IN_BROWSER)
        for name in _HREFS:
            if (where := element.get(name)) is not None and not where.startswith(("#", "data:image/")):
                del element.attrib[name]
    return str(etree.tostring(root, encoding="unicode"))


def _of_page(data: bytes, fragment: str) -> str:
    """The drawing in an element of a page; LaTeXML's hold their words as HTML, which become text of the drawing."""
    page = etree.fromstring(data, etree.HTMLParser(huge_tree=False))
    place = next((e for e in page.iter("*") if e.get("id") == fragment), None)
    found = None if place is None else place if place.tag == "svg" else next(place.iter("svg"), None)
    if found is None:
        raise ParseError("the page has no drawing there any more", _IN_BROWSER)
    return _written(_with_words(found))


def _with_words(drawing: etree._Element) -> etree._Element:
    """The drawing in its own namespace, with its HTML as lines of text."""
    made = etree.Element(f"{{{_NAMESPACE}}}svg")
    # HTML's parser makes small letters of all names.
    names = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
    for name, value in drawing.attrib.items():
        made.set(names.get(str(name), str(name)), value)
    waiting = [(made, child) for child in drawing.iterchildren("*")]
    while waiting:
        into, element = waiting.pop(0)
        if element.tag == "foreignobject":
            into.append(_words(element))
            continue
        copy = etree.SubElement(into, f"{{{_NAMESPACE}}}{element.tag.rpartition(':')[2]}")
        copy.text = element.text
        for name, value in element.attrib.items():
            if ":" not in str(name):
                copy.set(names.get(str(name), str(name)), value)
        waiting += [(copy, child) for child in element.iterchildren("*")]
    return made


def _words(box: etree._Element) -> etree._Element:
    text = etree.Element(f"{{{_NAMESPACE}}}text")
    for name in ("transform", "color"):
        if value := box.get(name):
            text.set("fill" if name == "color" else name, value)
    height = _number(box.get("height"), 12.0)
    text.set("x", box.get("x", "0"))
    text.set("y", str(_number(box.get("y"), 0.0) + 0.8 * height))
    text.set("font-size", str(min(14.0, height)))
    text.set("font-family", "serif")
    formulas = [math.get("alttext", "") for math in box.iter("math")]
    said = visible_text(box)
    text.text = said if not formulas else " ".join(formula.strip("$") for formula in formulas)
    return text


def _number(text: str | None, otherwise: float) -> float:
    try:
        return float(text or "")
    except ValueError:
        return otherwise
