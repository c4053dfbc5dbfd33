"""Tables of LaTeXML's HTML, built of table elements or of spans with the same classes, as GFM tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tui_reader.html.inline import Style
from tui_reader.html.latexml.flow import PaperFlow
from tui_reader.html.latexml.writer import Element, Writer, classes_of
from tui_reader.text import markdown

_MAX_COLUMNS = 60
_MAX_CELLS = 20_000
_MAX_HEADS = 4
# Sections of a table are not nested by anyone.
_DEEPEST = 2
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_SECTION_CLASSES = frozenset({"ltx_thead", "ltx_tbody", "ltx_tfoot"})
_ALIGN = re.compile(r"ltx_align_(left|right|center)")


def table(writer: Writer, element: Element, flow: PaperFlow, style: Style, depth: int) -> None:
    """A table. One that stands in a cell of another, or has a single column, is written as its text."""
    if flow.in_table:
        for row in _rows(element):
            for cell in _cells(row):
                writer.children(cell, flow, style, depth + 1)
                flow.text(" ")
        return
    flow.flush()
    for caption in element.iterchildren("caption"):
        writer.element(caption, flow, style, depth + 1)
    rows = [list(_cells(row)) for row in _rows(element)]
    if max(map(len, rows), default=0) < 2 or sum(map(len, rows)) > _MAX_CELLS:
        for cells in rows:
            for cell in cells:
                writer.block(cell, flow, style, depth + 1)
        return
    grid = _grid(rows)
    if grid is None:
        for cells in rows:
            flow.add(" · ".join(text for cell in cells if (text := writer.line(cell, Style(), depth + 1))))
        return
    for row in _rows(element):
        writer.note_anchors(row, flow)
    said = {cell: writer.line(cell, Style(), depth + 1) for cells in rows for cell in cells}
    heads = _heads(element)
    lines = [_head([[said[place.cell] if place else "" for place in cells] for cells in grid[:heads]])] if heads else []
    lines += [[said[place.cell] if place and place.is_first else "" for place in cells] for cells in grid[heads:]]
    aligns = [_alignment([cells[column] for cells in grid[heads:]]) for column in range(len(grid[0]))]
    kept = [cells for cells in lines if any(cells)]
    used = [column for column in range(len(aligns)) if any(cells[column] for cells in kept)]
    if used:
        chosen = [[cells[column] for column in used] for cells in kept]
        flow.add(markdown.table(chosen, [aligns[column] for column in used]))


def _rows(element: Element, depth: int = 0) -> Iterator[Element]:
    """The rows of a table, not those of tables in its cells."""
    for child in element:
        names = classes_of(child)
        if child.tag == "tr" or "ltx_tr" in names:
            yield child
        elif depth < _DEEPEST and (child.tag in _SECTIONS or not _SECTION_CLASSES.isdisjoint(names)):
            yield from _rows(child, depth + 1)


def _heads(element: Element) -> int:
    """How many rows make up the head; 0 when the table does not say, and its first row is taken for it."""
    heads = 0
    for child in element:
        if child.tag == "thead" or "ltx_thead" in classes_of(child):
            heads += sum(1 for _ in _rows(child))
    return heads if 1 < heads <= _MAX_HEADS else 0


def _head(rows: list[list[str]]) -> list[str]:
    """One head out of several rows: what stands over a column, from the top, each thing once."""
    return [" ".join(dict.fromkeys(text for text in column if text)) for column in zip(*rows, strict=True)]


def _cells(row: Element) -> Iterator[Element]:
    for cell in row:
        if cell.tag in {"td", "th"} or not {"ltx_td", "ltx_th"}.isdisjoint(classes_of(cell)):
            yield cell


class _Place(NamedTuple):
    """A cell in a place of the grid; `is_first` in the first of those it spans."""

    cell: Element
    is_first: bool


def _grid(rows: list[list[Element]]) -> list[list[_Place | None]] | None:
    """A cell for each column, None where one is missing; None for a table wider than any screen."""
    reach: dict[int, tuple[int, Element]] = {}
    placed: list[list[_Place | None]] = []
    for row in rows:
        cells: list[_Place | None] = []
        for cell in row:
            _take_spanned(reach, cells)
            below, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if len(cells) + across > _MAX_COLUMNS:
                return None
            for offset in range(across):
                if below > 1:
                    reach[len(cells)] = (below - 1, cell)
                cells.append(_Place(cell, not offset))
        _take_spanned(reach, cells)
        placed.append(cells)
    width = max(map(len, placed), default=0)
    return [cells + [None] * (width - len(cells)) for cells in placed]


def _take_spanned(reach: dict[int, tuple[int, Element]], cells: list[_Place | None]) -> None:
    """Fill the columns into which a cell of an earlier row reaches."""
    while (spanned := reach.pop(len(cells), None)) is not None:
        left, cell = spanned
        if left > 1:
            reach[len(cells)] = (left - 1, cell)
        cells.append(_Place(cell, is_first=False))


def _span(cell: Element, name: str) -> int:
    text = cell.get(name, "")
    return min(max(int(text), 1), _MAX_COLUMNS + 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _alignment(column: list[_Place | None]) -> str:
    """What most cells of a column say."""
    said = Counter(
        match[1]
        for place in column
        if place and place.is_first and (match := _ALIGN.search(place.cell.get("class", "")))
    )
    return said.most_common(1)[0][0] if said else ""
