"""Code and algorithms of LaTeXML's HTML: lines with their indents and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui_reader.html.flow import Flow
from tui_reader.html.inline import Style
from tui_reader.html.latexml.formula import formula_source
from tui_reader.html.visible import Element, classes_of, visible_text
from tui_reader.html.walk import Walk
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.markdown import fence
from tui_reader.text.sanitise import clean_text

_LANGUAGE = re.compile(r"ltx_lst_language_([\w+#-]+)")
_WIDTH = re.compile(r"(?:^|;)\s*(?:width|padding-left|margin-left)\s*:\s*(\d{1,4}(?:\.\d+)?)pt")
# A letter of a typewriter font is about 5 points wide at the size of a listing.
_POINTS = 5.0
_WIDEST_INDENT = 60
_SKIPPED = frozenset({"ltx_listing_data", "ltx_note_mark", "ltx_note_type", "ltx_tag_note", "ltx_ERROR"})


def listing(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A listing or an algorithm, as a block of code."""
    lines = [line for line in element.iter() if "ltx_listingline" in classes_of(line)]
    if flow.in_table:
        for line in lines or [element]:
            flow.text(" ".join(_text(line).split()) + " ", Style(code=True))
        return
    if not lines:
        walk.block(element, flow, style, depth)
        return
    flow.flush()
    for caption in element.iter("figcaption"):
        walk.element(caption, flow, style, depth + 1)
    walk.note_anchors(element, flow)
    numbers = [_number(line) for line in lines]
    width = max(map(len, numbers))
    written = []
    for number, line in zip(numbers, lines, strict=True):
        text = _text(line).rstrip()
        written.append(f"{number:>{width}}  {text}".rstrip() if width else text)
    while written and not written[-1].strip():
        written.pop()
    if written:
        flow.add(fence("\n".join(written), _language(element)))


def _number(line: Element) -> str:
    tag = next((part for part in line if "ltx_tag" in classes_of(part)), None)
    return visible_text(tag) if tag is not None else ""


def _text(line: Element) -> str:
    """A line without its number, spaces kept, formulas in Unicode."""
    indent = _WIDTH.search(line.get("style", ""))
    text = clean_text("".join(_pieces(line))).replace("\n", " ")
    return " " * _cells(indent) + text


def _pieces(element: Element) -> Iterator[str]:
    waiting: list[Element | str] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        names = classes_of(node)
        if node is not element and ("ltx_tag_listingline" in names or not _SKIPPED.isdisjoint(names)):
            continue
        if node.tag == "math":
            source = formula_source(node)
            yield math_to_unicode(source) if source else visible_text(node)
            continue
        if node is not element and (width := _WIDTH.search(node.get("style", ""))) and not visible_text(node):
            yield " " * _cells(width)
            continue
        parts: list[Element | str] = [_line_ends_gone(node.text)] if node.text else []
        for child in node:
            if isinstance(child.tag, str):
                parts.append(child)
            if child.tail:
                parts.append(_line_ends_gone(child.tail))
        waiting += reversed(parts)


def _line_ends_gone(text: str) -> str:
    # A line end in the page's source is none of the listing, nor is what the page indents its source by.
    return re.sub(r"\s*\n\s*", "", text) if "\n" in text else text


def _cells(width: re.Match[str] | None) -> int:
    return min(_WIDEST_INDENT, round(float(width[1]) / _POINTS)) if width else 0


def _language(element: Element) -> str:
    for near in (element, *element.iterancestors("figure")):
        if match := _LANGUAGE.search(near.get("class", "")):
            return match[1].lower()
    return ""
