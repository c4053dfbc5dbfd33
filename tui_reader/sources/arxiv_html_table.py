"""Tables of LaTeXML's HTML, built of table elements or of spans with the same classes, as GFM tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tui_reader.sources.arxiv_html_flow import PaperFlow
from tui_reader.sources.arxiv_html_writer import Element, Writer, classes_of
from tui_reader.text import markdown
from tui_reader.text.html_inline import Style

_MAX_COLUMNS = 60
_MAX_CELLS = 20_000
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
    lines = [[writer.line(cell, Style(), depth + 1) if cell is not None else "" for cell in cells] for cells in grid]
    aligns = [_alignment([cells[column] for cells in grid]) for column in range(len(grid[0]))]
    kept = [cells for cells in lines if any(cells)]
    used = [column for column in range(len(aligns)) if any(cells[column] for cells in kept)]
    if used:
        chosen = [[cells[column] for column in used] for cells in kept]
        flow.add(markdown.table(chosen, [aligns[column] for column in used]))


def _rows(element: Element) -> Iterator[Element]:
    """The rows of a table, not those of tables in its cells."""
    for child in element:
        names = classes_of(child)
        if child.tag == "tr" or "ltx_tr" in names:
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"} or not {"ltx_thead", "ltx_tbody", "ltx_tfoot"}.isdisjoint(names):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for cell in row:
        if cell.tag in {"td", "th"} or not {"ltx_td", "ltx_th"}.isdisjoint(classes_of(cell)):
            yield cell


def _grid(rows: list[list[Element]]) -> list[list[Element | None]] | None:
    """A cell for each column, None where one spans or is missing; None for a table wider than any screen."""
    reach: dict[int, int] = {}
    placed: list[list[Element | None]] = []
    for row in rows:
        cells: list[Element | None] = []
        for cell in row:
            _pass_spanned(reach, cells)
            below, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if len(cells) + across > _MAX_COLUMNS:
                return None
            for offset in range(across):
                if below > 1:
                    reach[len(cells)] = below - 1
                cells.append(None if offset else cell)
        _pass_spanned(reach, cells)
        placed.append(cells)
    width = max(map(len, placed), default=0)
    return [cells + [None] * (width - len(cells)) for cells in placed]


def _pass_spanned(reach: dict[int, int], cells: list[Element | None]) -> None:
    """Leave the columns free into which a cell of an earlier row reaches."""
    while reach.get(len(cells), 0):
        reach[len(cells)] -= 1
        cells.append(None)


def _span(cell: Element, name: str) -> int:
    text = cell.get(name, "")
    return min(max(int(text), 1), _MAX_COLUMNS + 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _alignment(column: list[Element | None]) -> str:
    """What most cells below the head of a column say."""
    said = Counter(
        match[1]
        for cell in column[1:] or column
        if cell is not None and (match := _ALIGN.search(cell.get("class", "")))
    )
    return said.most_common(1)[0][0] if said else ""
