"""Links, emphasis, code, raised and lowered text, formulas: what stands inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from tui_reader.html.embeds import write_kept
from tui_reader.html.flow import Flow
from tui_reader.html.formula_sources import source_kept
from tui_reader.html.formulas import (
    code_of_formula,
    drawn_alone,
    drawn_formula,
    is_divisor,
    is_drawn_twice,
    mathml_kept,
    unicode_of,
)
from tui_reader.html.inline import Style
from tui_reader.html.tables import page_table
from tui_reader.html.visible import FOOTNOTE_NUMBER, Element, visible_text
from tui_reader.html.walk import Handler, Walk
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.scripts import lowered, raised

# The text of links that only lead back to where a note is called, or give a heading's address.
_WAYS_BACK = frozenset({"↩", "↩️", "↑", "^", "⏎", "↵", "⤴", "⬆", "#", "¶", "§", "🔗", "[↩]", "∞"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NORMAL_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
# LaTeXML's marks: numbers that the list has itself, a footnote's mark inside the note, commands it did not know.
_LATEXML_NOISE = frozenset({"ltx_note_mark", "ltx_note_type", "ltx_tag_note", "ltx_tag_item", "ltx_ERROR"})
_TEX_DOCUMENT = re.compile(r"(?:.*\\begin\{document\})?(.*?)(?:\\end\{document\}|$)", re.DOTALL)
_BRACKETED_NUMBER = re.compile(r"\[(\d{1,4})\]")


def _checkbox(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    if element.get("type") == "checkbox":
        flow.text("☑ " if "checked" in element.attrib else "☐ ", style)


def line_break(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A `br`."""
    flow.line_break()
    # HTML has no content here; what a lenient parser puts inside is text that follows.
    walk.children(element, flow, style, depth)


def _link(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    href = element.get("href", "").strip()
    if not href:
        walk.children(element, flow, style, depth)
    elif href.startswith("#"):
        _in_page(walk, element, flow, style, depth)
    else:
        walk.children(element, flow, replace(style, link=walk.address(href) or style.link), depth)


def _in_page(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A link to another place of the page: its text, unless it is only a way back or a mark to copy."""
    text = visible_text(element)
    if text in _WAYS_BACK:
        return
    if "footnote-anchor" in element.get("class", "") or element.get("role") == "doc-noteref":
        note = FOOTNOTE_NUMBER.fullmatch(text)
        flow.text(raised(note[1]) if note else text, style)
    else:
        walk.children(element, flow, style, depth)


def _strong(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    # Text pasted from Google Docs comes wrapped into a <b> that says it is not bold.
    on = not _NORMAL_STYLE.search(element.get("style", ""))
    walk.children(element, flow, replace(style, strong=on or style.strong), depth)


def _emphasis(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    walk.children(element, flow, replace(style, em=True), depth)


def _struck(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    walk.children(element, flow, replace(style, strike=True), depth)


def _code(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    if source := code_of_formula(element):
        flow.text(math_to_unicode(source), style)
        return
    walk.children(element, flow, replace(style, code=True), depth)


def _quoted(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    flow.text("“", style)
    walk.children(element, flow, style, depth)
    flow.text("”", style)


def _span(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    if is_drawn_twice(element) or write_kept(walk, element, flow, style):
        return
    if source := source_kept(element) or mathml_kept(element):
        flow.text(math_to_unicode(source), style)
        return
    if is_divisor(element):
        flow.text("/", style)
    if drawn_alone(element):
        flow.text("[formula]", style)
        return
    if (math := drawn_formula(element)) is not None:
        walk.element(math, flow, style, depth + 1)
        return
    if css := element.get("style"):
        if _BOLD_STYLE.search(css):
            style = replace(style, strong=True)
        if _ITALIC_STYLE.search(css):
            style = replace(style, em=True)
    if "ltx_" in (classes := element.get("class", "")):
        names = classes.split()
        if "ltx_tabular" in names:
            page_table(walk, element, flow, style, depth)
            return
        if not _LATEXML_NOISE.isdisjoint(names):
            return
        if "ltx_note_content" in names:
            # LaTeXML puts a footnote where it is called.
            flow.text(" (", style)
            walk.children(element, flow, style, depth)
            flow.text(") ", style)
            return
    walk.children(element, flow, style, depth)


def _superscript(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    if "ltx_note_mark" in element.get("class", ""):
        return
    _script(walk, element, flow, style, raised)


def _subscript(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    _script(walk, element, flow, style, lowered)


def _script(walk: Walk, element: Element, flow: Flow, style: Style, form: Callable[[str], str]) -> None:
    text = visible_text(element)
    if text in _WAYS_BACK - {"*", "∞", "^"}:
        return
    anchor = element.find(".//a[@href]")
    if anchor is not None:
        note = FOOTNOTE_NUMBER.fullmatch(text)
        text = note[1] if note else text
        href = anchor.get("href", "").strip()
        if not href.startswith("#"):
            style = replace(style, link=walk.address(href) or style.link)
    if number := _BRACKETED_NUMBER.fullmatch(text):
        text = number[1]
    flow.text(form(text), replace(style, code=False))


def _ruby_text(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    flow.text("(", style)
    walk.children(element, flow, style, depth)
    flow.text(")", style)


def _math(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    text = unicode_of(element)
    if element.get("display") == "block" and not flow.in_table:
        flow.flush()
        flow.text(text)
        flow.flush()
    else:
        flow.text(text, Style(link=style.link))


def _tex(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A formula of a journal (JATS), with the same as MathML beside it or alone."""
    parent = element.getparent()
    if parent is None or next(parent.iter("math"), None) is None:
        found = _TEX_DOCUMENT.search(visible_text(element))
        flow.text(math_to_unicode(found[1].strip().strip("$")) if found else "", style)


SPAN_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("b", "strong"), _strong),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), _emphasis),
    **dict.fromkeys(("s", "del", "strike"), _struck),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), _code),
    "a": _link,
    "br": line_break,
    "input": _checkbox,
    "math": _math,
    "q": _quoted,
    "rt": _ruby_text,
    **dict.fromkeys(("span", "mjx-container"), _span),
    "tex-math": _tex,
    "sub": _subscript,
    "sup": _superscript,
}
