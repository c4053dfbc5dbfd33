"""Titles, lists, theorems, figures, code, references: the blocks of LaTeXML's HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from tui_reader.html.block_elements import quote, verbatim
from tui_reader.html.flow import Flow, Written, write_list
from tui_reader.html.inline import Style
from tui_reader.html.latexml.formula import equations
from tui_reader.html.latexml.listing import listing
from tui_reader.html.tables import paper_table
from tui_reader.html.visible import HEADINGS, Element, classes_of, visible_text
from tui_reader.html.walk import Handler, Walk
from tui_reader.text.markdown import heading

_LEVELS = {
    "document": 1,
    **dict.fromkeys(("part", "chapter", "section", "appendix", "bibliography", "abstract", "index", "glossary"), 2),
    "acknowledgements": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
}
_NUMBERED = re.compile(r"(\d{1,9})[.)]")
_BULLETS = frozenset("•◦∘▪■□–—-*·∙⋆★►▶➢◆♦✓")


def _title(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A heading, or a title that runs into its paragraph: "Theorem 1." """
    names = [name.removeprefix("ltx_title_") for name in classes_of(element) if name.startswith("ltx_title_")]
    level = next((_LEVELS[name] for name in names if name in _LEVELS), None)
    if level is None and not names:
        level = HEADINGS.get(str(element.tag))
    if level is None:
        inner = walk.flow()
        walk.children(element, inner, Style(strong=True), depth)
        flow.flush()
        flow.run_in(inner)
        return
    flow.finish()
    if flow.in_table:
        walk.block(element, flow, replace(style, strong=True), depth)
        return
    inner = walk.flow()
    walk.children(element, inner, Style(), depth)
    inner.unbold()
    if text := inner.line():
        flow.add(heading(level, text))


def _list(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    flow.flush()
    if not walk.may_nest(flow):
        walk.block(element, flow, style, depth)
        return
    items: list[tuple[str, list[Written]]] = []
    for label, parts in _items(element):
        inner = walk.flow()
        walk.nesting += 1
        marker = "-"
        said = visible_text(label) if label is not None else ""
        if number := _NUMBERED.fullmatch(said):
            marker = f"{number[1]}."
        elif label is not None and said not in _BULLETS:
            walk.children(label, inner, Style(strong=True), depth + 1)
            inner.text(" ")
        for part in parts:
            _item(walk, part, label, inner, depth + 1)
        walk.nesting -= 1
        inner.finish()
        if inner.blocks:
            items.append((marker, inner.blocks))
    if items:
        kinds = {marker[-1] for marker, _ in items}
        if len(kinds) > 1:
            items = [("-", blocks) for _, blocks in items]
        flow.add(write_list(items), items[0][0][-1])


def _items(element: Element) -> Iterator[tuple[Element | None, list[Element]]]:
    """What stands in a list: each item's label and the elements that make it up."""
    label: Element | None = None
    for child in element:
        if child.tag == "dt":
            label = child
        elif child.tag == "dd":
            yield label, [child]
            label = None
        elif isinstance(child.tag, str):
            yield next((part for part in child if "ltx_tag" in classes_of(part)), None), [child]
    if label is not None:
        yield label, []


def _item(walk: Walk, item: Element, label: Element | None, inner: Flow, depth: int) -> None:
    """An item without its label; its first paragraph stands beside the label."""
    walk.note_anchor(item, inner)
    inner.text(item.text or "")
    is_first = True
    for part in item:
        if part is not label:
            if is_first and {"ltx_para", "ltx_p"} & set(classes_of(part)):
                _run_on(walk, part, inner, depth + 1)
            else:
                walk.element(part, inner, Style(), depth + 1)
            is_first = False
        if part.tail:
            inner.text(part.tail)


def _run_on(walk: Walk, para: Element, inner: Flow, depth: int) -> None:
    """A paragraph whose first line continues what stands before it."""
    walk.note_anchor(para, inner)
    if "ltx_p" in classes_of(para):
        walk.children(para, inner, Style(), depth)
        inner.flush()
        return
    first = True
    for part in para:
        if first and "ltx_p" in classes_of(part):
            walk.children(part, inner, Style(), depth)
            inner.flush()
        else:
            walk.element(part, inner, Style(), depth)
        first = False
        if part.tail and part.tail.strip():
            inner.text(part.tail)


def _theorem(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A theorem and its like stand behind a bar; a proof does not."""
    if "ltx_proof" in classes_of(element) or not walk.may_nest(flow):
        walk.block(element, flow, style, depth)
        flow.finish()
    else:
        quote(walk, element, flow, style, depth)


def _caption(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    flow.flush()
    tag = next((part for part in element if "ltx_tag" in classes_of(part)), None)
    if tag is None:
        walk.children(element, flow, style, depth)
    else:
        flow.text(element.text or "")
        walk.children(tag, flow, replace(style, strong=True), depth)
        flow.text(" " + (tag.tail or ""))
        for part in tag.itersiblings():
            walk.element(part, flow, style, depth + 1)
            flow.text(part.tail or "")
    flow.flush()


def _reference(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """An entry of the bibliography: its label, and its parts on one paragraph."""
    inner = walk.flow()
    walk.children(element, inner, style, depth)
    inner.finish()
    if text := inner.line():
        flow.add(text)


def _apart(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """What holds blocks of its own; no title runs on behind its end."""
    flow.flush()
    walk.children(element, flow, style, depth)
    flow.finish()


BLOCK_CLASSES: dict[str, Handler] = {
    **dict.fromkeys(("ltx_equation", "ltx_equationgroup", "ltx_eqn_table"), equations),
    **dict.fromkeys(("ltx_itemize", "ltx_enumerate", "ltx_description"), _list),
    **dict.fromkeys(("ltx_theorem", "ltx_proof"), _theorem),
    "ltx_title": _title,
    "ltx_quote": quote,
    "ltx_caption": _caption,
    "ltx_bibitem": _reference,
    "ltx_biblist": _apart,
    "ltx_tabular": paper_table,
    "ltx_listing": listing,
}
BLOCK_TAGS: dict[str, Handler] = {
    **dict.fromkeys(HEADINGS, _title),
    **dict.fromkeys(("ul", "ol", "dl"), _list),
    "blockquote": quote,
    "figure": _apart,
    "pre": verbatim,
    "table": paper_table,
}
