"""Headings, lists, quotes, code and the other blocks of a page."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tui_reader.html.embeds import write_kept
from tui_reader.html.flow import Flow, Written, write_list
from tui_reader.html.formula_sources import source_kept
from tui_reader.html.formulas import is_drawn_twice
from tui_reader.html.inline import Style
from tui_reader.html.tables import is_table, page_table
from tui_reader.html.visible import FOOTNOTE_NUMBER, HEADINGS, Element, code_language, preformatted, visible_text
from tui_reader.html.walk import Handler, Walk
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.markdown import fence, heading, prefixed

# A form with more text than this is a page wrapped into a form, not one to fill in.
_FORM_TEXT = 400
_LAST_NUMBER = 999_999_999


def _heading(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    flow.flush()
    if flow.in_table:
        walk.block(element, flow, replace(style, strong=True), depth)
        return
    inner = walk.flow()
    walk.children(element, inner, Style(link=style.link), depth)
    inner.unbold()
    if text := inner.line():
        flow.add(heading(HEADINGS[str(element.tag)], text))


def quote(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A quotation, or what else stands behind a bar."""
    if not walk.may_nest(flow):
        walk.block(element, flow, style, depth)
    elif text := walk.apart(element, Style(link=style.link), depth).markdown():
        flow.add(prefixed(text, "> ", "> "))


def _list(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    flow.flush()
    if not walk.may_nest(flow):
        _list_in_line(walk, element, flow, style, depth)
        return
    ordered = element.tag == "ol"
    usual, other = (".", ")") if ordered else ("-", "*")
    # Two lists in a row would be read as one if they had the same marker.
    bullet = other if flow.marker_of_last_list() == usual else usual
    step = -1 if ordered and "reversed" in element.attrib else 1
    first = sum(1 for child in element if child.tag == "li") if step < 0 else 1
    number = _number(element.get("start", ""), first)
    items: list[tuple[str, list[Written]]] = []
    walk.nesting += 1
    for inner, child in _list_items(walk, element, style, depth):
        if child is not None and child.tag in {"ul", "ol"} and items:
            # Pages put a list inside a list between its items; it belongs to the item before it.
            items[-1][1].extend(inner.blocks)
            continue
        if ordered and child is not None:
            number = _number(child.get("value", ""), number)
        items.append((f"{number}{bullet}" if ordered else bullet, inner.blocks))
        number = max(0, min(number + step, _LAST_NUMBER))
    walk.nesting -= 1
    if items:
        flow.add(write_list(items), bullet)


def _list_in_line(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A list where none can stand: its items one after the other, each with its mark."""
    number = _number(element.get("start", ""), 1)
    flow.text(element.text or "", style)
    for child in element:
        if child.tag == "li":
            flow.flush()
            flow.text(f"{number}. " if element.tag == "ol" else "• ", style)
            walk.children(child, flow, style, depth + 1)
            flow.flush()
            number += 1
        else:
            walk.element(child, flow, style, depth + 1)
        flow.text(child.tail or "", style)
    flow.flush()


def _list_items(walk: Walk, element: Element, style: Style, depth: int) -> Iterator[tuple[Flow, Element | None]]:
    """What stands in a list, each with its element; None for text outside any."""
    inner = walk.flow()
    inner.text(element.text or "", style)
    inner.flush()
    if inner.blocks:
        yield inner, None
    for child in element:
        inner = walk.flow()
        walk.element(child, inner, style, depth + 1)
        inner.text(child.tail or "", style)
        inner.flush()
        if inner.blocks:
            yield inner, child


def _term(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    walk.block(element, flow, replace(style, strong=True), depth)


def _definition(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    if not walk.may_nest(flow):
        walk.block(element, flow, style, depth)
        return
    inner = walk.apart(element, style, depth)
    if inner.blocks:
        flow.add(write_list([("-", inner.blocks)]), "-")


def _division(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    number = None
    if "footnote" in element.get("class", "").split():
        number = element.find(".//a[@class='footnote-number']")
    if is_drawn_twice(element) or write_kept(walk, element, flow, style):
        return
    if source := source_kept(element):
        flow.flush()
        flow.text(math_to_unicode(source), style)
        flow.flush()
        return
    if number is None and is_table(element):
        page_table(walk, element, flow, style, depth)
    elif number is None:
        walk.block(element, flow, style, depth)
    else:
        _footnote(walk, element, number, flow, style, depth)


def _footnote(walk: Walk, element: Element, number: Element, flow: Flow, style: Style, depth: int) -> None:
    """Substack's footnotes: a number and a body side by side."""
    said = FOOTNOTE_NUMBER.fullmatch(visible_text(number))
    if said is None or not walk.may_nest(flow):
        walk.block(element, flow, style, depth)
        return
    tail = number.tail
    number.clear()
    number.tail = tail
    inner = walk.apart(element, style, depth)
    if inner.blocks:
        digits = said[1].isascii() and said[1].isdigit()
        flow.add(write_list([(f"{said[1]}." if digits else "-", inner.blocks)]))


def verbatim(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """Text as it was typed."""
    code = preformatted(element)
    if flow.in_table:
        for line in filter(None, map(str.strip, code.split("\n"))):
            flow.text(line, replace(style, code=True))
            flow.text(" ")
    elif code:
        flow.add(fence(code, code_language(element)))


def _figure(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    flow.flush()
    caption = element.find(".//figcaption")
    walk.captions.append(visible_text(caption) if caption is not None else "")
    walk.children(element, flow, style, depth)
    walk.captions.pop()
    flow.flush()


def _form(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    if len(visible_text(element)) > _FORM_TEXT:
        walk.block(element, flow, style, depth)


def _rule(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    # Underscores are no list's marker: "- ---" would be one rule.
    flow.add("" if flow.in_table else "___")


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else otherwise


BLOCK_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(HEADINGS, _heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    **dict.fromkeys(("dt", "summary"), _term),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), verbatim),
    "blockquote": quote,
    "dd": _definition,
    "div": _division,
    "figure": _figure,
    "form": _form,
    "hr": _rule,
}
