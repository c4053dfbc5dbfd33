"""Tables: those that hold data become GFM tables, those that only lay out a page become blocks."""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct

from tui_reader.html.flow import Flow
from tui_reader.html.inline import Style
from tui_reader.html.text import visible_text
from tui_reader.html.walk import Element, Handler, Walk
from tui_reader.text.markdown import table

_MAX_COLUMNS = 40
_MAX_CELLS = 20_000
# A cell with more text than this is a column of a page.
_MAX_CELL_TEXT = 600
_LAYOUT = etree.XPath(
    "@role = 'presentation' or @role = 'none'"
    " or .//table[not(starts-with(@class, 'ltx_'))] or .//pre or .//h1 or .//h2 or .//h3 or .//h4 or .//blockquote"
)
_ALIGNED = re.compile(r"text-align\s*:\s*(left|right|center)", re.IGNORECASE)
_ALIGN_CLASS = re.compile(r"ltx_align_(left|right|center)")


class Grid(Struct, frozen=True):
    """A table of data: `rows` hold a cell for each column, None where one spans or is missing."""

    rows: list[list[Element | None]]
    width: int
    alignments: list[str]


def read_grid(element: Element) -> Grid | None:
    """The cells of a table; None when it only lays out a page."""
    if _LAYOUT(element):
        return None
    rows = [row for part in _parts(element) for row in part.iterchildren("tr")]
    spanning: dict[int, int] = {}
    placed: list[list[Element | None]] = []
    total = 0
    for row in rows:
        cells: list[Element | None] = []
        for cell in row.iterchildren("td", "th"):
            while _still_spanned(spanning, len(cells)):
                cells.append(None)
            below = _span(cell.get("rowspan", ""))
            for offset in range(_span(cell.get("colspan", ""))):
                if below > 1:
                    spanning[len(cells)] = below - 1
                cells.append(None if offset else cell)
            if len(cells) > _MAX_COLUMNS:
                return None
        while _still_spanned(spanning, len(cells)):
            cells.append(None)
        total += len(cells)
        if total > _MAX_CELLS:
            return None
        if cells:
            placed.append(cells)
    width = max((len(cells) for cells in placed), default=0)
    if width < 2 or len(placed) < 2:
        return None
    if any(cell is not None and len(visible_text(cell)) > _MAX_CELL_TEXT for cells in placed for cell in cells):
        return None
    grid = [cells + [None] * (width - len(cells)) for cells in placed]
    return Grid(grid, width, [_alignment(grid, column) for column in range(width)])


def _table(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    flow.flush()
    if "ltx_eq" in element.get("class", ""):
        # LaTeXML sets displayed equations as tables; each is a line of its own.
        for row in element.iter("tr"):
            inner = Flow(in_table=True)
            walk.children(row, inner, style, depth)
            if text := inner.line():
                flow.add(text)
        return
    grid = None if flow.in_table else read_grid(element)
    if grid is None:
        walk.block(element, flow, style, depth)
        return
    for caption in element.iterchildren("caption"):
        walk.block(caption, flow, style, depth)
    lines = [line for line in (_written(walk, cells, style, depth) for cells in grid.rows) if any(line)]
    used = [column for column in range(grid.width) if any(line[column] for line in lines)]
    if used:
        chosen = [[line[column] for column in used] for line in lines]
        flow.add(table(chosen, [grid.alignments[column] for column in used]))


def _written(walk: Walk, cells: list[Element | None], style: Style, depth: int) -> list[str]:
    line = []
    for cell in cells:
        inner = Flow(in_table=True)
        if cell is not None:
            walk.children(cell, inner, style, depth)
        line.append(inner.line())
    return line


def _parts(element: Element) -> list[Element]:
    """The table itself and its sections, the foot last wherever it stands; rows may stand in any."""
    return [element, *element.iterchildren("thead", "tbody"), *element.iterchildren("tfoot")]


def _span(text: str) -> int:
    return min(max(int(text), 1), _MAX_COLUMNS + 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _still_spanned(spanning: dict[int, int], column: int) -> bool:
    """Whether a cell of an earlier row reaches down into this column; takes one row off its reach."""
    left = spanning.get(column, 0)
    if left:
        spanning[column] = left - 1
    return left > 0


def _alignment(rows: list[list[Element | None]], column: int) -> str:
    for row in rows[:2]:
        cell = row[column]
        if cell is None:
            continue
        said = cell.get("align", "").lower()
        if said in {"left", "right", "center"}:
            return said
        if match := _ALIGNED.search(cell.get("style", "")) or _ALIGN_CLASS.search(cell.get("class", "")):
            return match[1].lower()
    return ""


TABLE_HANDLERS: dict[str, Handler] = {"table": _table}
