"""Tables as GFM tables: those of pages, of which some only lay the page out, and LaTeXML's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from tui_reader.html.flow import Flow
from tui_reader.html.inline import Style
from tui_reader.html.visible import Element, classes_of, visible_text
from tui_reader.html.walk import Handler, Walk
from tui_reader.text.markdown import table

_MAX_COLUMNS = 60
_MAX_CELLS = 20_000
_MAX_HEADS = 4
# A cell with more text than this is a column of a page.
_MAX_CELL_TEXT = 600
# Sections of a table are not nested by anyone.
_DEEPEST = 2
_SHORT_CELL = 160
_CELL_ROLES = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
_SHOWN_SECTIONS = frozenset({"table-header-group", "table-row-group", "table-footer-group"})
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*((?:inline-)?table[a-z-]*)", re.IGNORECASE)
# Beside a listing that is set as a table.
_LINE_NUMBERS = frozenset({"gutter", "rouge-gutter", "code-gutter", "blob-num", "hljs-ln-numbers", "linenos"})
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_SECTION_CLASSES = frozenset({"ltx_thead", "ltx_tbody", "ltx_tfoot"})
_LAYOUT = etree.XPath("@role = 'presentation' or @role = 'none' or .//table[not(starts-with(@class, 'ltx_'))]")
# What a table has that lays out a page, and what one of data may have in its cells, when it says what its columns are.
_HOLDS_BLOCKS = etree.XPath("boolean(.//pre or .//h1 or .//h2 or .//h3 or .//h4 or .//blockquote)")
_HAS_HEADING = etree.XPath("boolean(.//h1 or .//h2 or .//h3 or .//h4)")
_NAMES_COLUMNS = etree.XPath("boolean(.//th)")
_ALIGNED = re.compile(r"text-align\s*:\s*(left|right|center)", re.IGNORECASE)
# LaTeXML's tables that are made of spans.
_SPAN_CLASS = {name: re.compile(rf"\bltx_{name}_(\d+)\b") for name in ("colspan", "rowspan")}
_ALIGN_CLASS = re.compile(r"ltx_align_(left|right|center)")


class Place(NamedTuple):
    """A cell in a place of the grid; `is_first` in the first of those it spans."""

    cell: Element
    is_first: bool


Grid = list[list[Place | None]]
"""Rows of a place for each column, None where a cell is missing."""


def page_table(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A table of a page, or what says that it is one. One that only lays the page out is written as its blocks."""
    flow.flush()
    if "ltx_eq" in element.get("class", ""):
        # LaTeXML sets displayed equations as tables; each is a line of its own.
        for row in element.iter("tr"):
            if text := walk.line(row, style, depth):
                flow.add(text)
        return
    is_layout = _LAYOUT(element) or (_HOLDS_BLOCKS(element) and not _NAMES_COLUMNS(element) and not _is_even(element))
    grid = None if flow.in_table or is_layout else _data(element)
    if grid is None:
        walk.block(element, flow, style, depth)
        return
    for caption in element.iterchildren("caption"):
        walk.block(caption, flow, style, depth)
    said = {p.cell: walk.line(p.cell, style, depth) for places in grid for p in places if p and p.is_first}
    _write(flow, _lines(grid, said, _heads(element)), [_first_alignment(grid, n) for n in range(len(grid[0]))])


def _is_even(element: Element) -> bool:
    """Whether all rows have the same cells, none empty and none long: data without a head, whatever stands in it.
    Where each cell of the first row has a heading of its own, they are columns of a page."""
    rows = [list(_cells(row)) for row in _rows(element)]
    if not rows or all(map(_HAS_HEADING, rows[0])):
        return False
    said = [[len(visible_text(cell)) for cell in cells] for cells in rows]
    lengths = [length for row in said for length in row]
    return (
        len(rows) > 1
        and len(set(map(len, said))) == 1 < len(said[0])
        and 0 < min(lengths) <= max(lengths) <= _SHORT_CELL
    )


def is_table(element: Element) -> bool:
    """Whether an element that is no `table` says that it is one: by its role, its style, or LaTeXML's class."""
    attributes = element.attrib
    if attributes.get("role") in {"table", "grid"} or "ltx_tabular" in attributes.get("class", ""):
        return True
    return "style" in attributes and _shown_as(element) in {"table", "inline-table"}


def _shown_as(element: Element) -> str:
    found = _DISPLAY.search(element.get("style", ""))
    return found[1].lower() if found else ""


def paper_table(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A table of LaTeXML's, built of table elements or of spans with the same classes. One that stands in a cell of
    another, or has a single column, is written as its text; the rows of its head are made one."""
    rows = [list(_cells(row)) for row in _rows(element)]
    if flow.in_table:
        for cells in rows:
            for cell in cells:
                walk.children(cell, flow, style, depth + 1)
                flow.text(" ")
        return
    flow.flush()
    for caption in element.iterchildren("caption"):
        walk.element(caption, flow, style, depth + 1)
    if max(map(len, rows), default=0) < 2 or sum(map(len, rows)) > _MAX_CELLS:
        for cells in rows:
            for cell in cells:
                walk.block(cell, flow, style, depth + 1)
        return
    grid = _grid(rows)
    if grid is None:
        for cells in rows:
            flow.add(" · ".join(text for cell in cells if (text := walk.line(cell, Style(), depth + 1))))
        return
    for row in _rows(element):
        walk.note_anchors(row, flow)
    said = {cell: walk.line(cell, Style(), depth + 1) for cells in rows for cell in cells}
    heads = _heads(element)
    _write(
        flow,
        _lines(grid, said, heads),
        [_alignment([places[column] for places in grid[heads:]]) for column in range(len(grid[0]))],
    )


def _write(flow: Flow, lines: list[list[str]], aligns: list[str]) -> None:
    """A table without its empty rows and columns."""
    kept = [cells for cells in lines if any(cells)]
    used = [column for column in range(len(aligns)) if any(cells[column] for cells in kept)]
    if used:
        flow.add(table([[cells[column] for column in used] for cells in kept], [aligns[column] for column in used]))


def _data(element: Element) -> Grid | None:
    """The cells of a table that holds data; None of one that lays out a page."""
    rows = [list(_cells(row)) for row in _rows(element)]  # an empty one still has what reaches into it
    grid = _grid(rows) if sum(map(bool, rows)) > 1 else None
    if grid is None or len(grid[0]) < 2 or len(grid) * len(grid[0]) > _MAX_CELLS:
        return None
    return None if any(len(visible_text(cell)) > _MAX_CELL_TEXT for cells in rows for cell in cells) else grid


def _rows(element: Element, depth: int = 0) -> Iterator[Element]:
    """The rows of a table, not those of tables in its cells; those of the foot last, wherever it stands."""
    feet = []
    for child in element:
        names = classes_of(child)
        if child.tag == "tr" or "ltx_tr" in names or child.get("role") == "row" or _shown_as(child) == "table-row":
            yield child
        elif child.tag == "tfoot":
            feet.append(child)
        elif depth < _DEEPEST and (
            child.tag in _SECTIONS
            or not _SECTION_CLASSES.isdisjoint(names)
            or child.get("role") == "rowgroup"
            or _shown_as(child) in _SHOWN_SECTIONS
        ):
            yield from _rows(child, depth + 1)
    for foot in feet:
        yield from _rows(foot, depth + 1)


def _cells(row: Element) -> Iterator[Element]:
    for cell in row:
        names = classes_of(cell)
        if not _LINE_NUMBERS.isdisjoint(names):
            continue
        if (
            cell.tag in {"td", "th"}
            or not {"ltx_td", "ltx_th"}.isdisjoint(names)
            or cell.get("role") in _CELL_ROLES
            or _shown_as(cell) == "table-cell"
        ):
            yield cell


def _heads(element: Element) -> int:
    """How many rows make up the head; 0 when the table does not say, and its first row is taken for it."""
    heads = 0
    for child in element:
        if child.tag == "thead" or "ltx_thead" in classes_of(child):
            heads += sum(1 for _ in _rows(child))
    if not heads:
        # A head that is none by its element: a cell reaches down beside some that reach across.
        first = next((list(_cells(row)) for row in _rows(element)), [])
        across = any(_span(cell, "colspan") > 1 for cell in first)
        heads = max((_span(cell, "rowspan") for cell in first), default=0) if across else 0
    return heads if 1 < heads <= _MAX_HEADS else 0


def _lines(grid: Grid, said: dict[Element, str], heads: int) -> list[list[str]]:
    """The rows of a table, those of its head as one."""
    head = [[said.get(p.cell, "") if p else "" for p in places] for places in grid[:heads]]
    rows = [[said[p.cell] if p and p.is_first else "" for p in places] for places in grid[heads:]]
    return [_head(head), *rows] if head else rows


def _head(rows: list[list[str]]) -> list[str]:
    """One head out of several rows: what stands over a column, from the top, each thing once."""
    return [" ".join(dict.fromkeys(text for text in column if text)) for column in zip(*rows, strict=True)]


def _grid(rows: list[list[Element]]) -> Grid | None:
    """A place for each column of each row; None for a table wider than any screen."""
    reach: dict[int, tuple[int, Element]] = {}
    placed: Grid = []
    section = None
    for row in rows:
        places: list[Place | None] = []
        if row and (of := _section(row[0])) is not section:
            section = of
            reach.clear()  # nothing reaches out of its section
        for cell in row:
            _take_spanned(reach, places)
            below, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if len(places) + across > _MAX_COLUMNS:
                return None
            for offset in range(across):
                if below > 1:
                    reach[len(places)] = (below - 1, cell)
                places.append(Place(cell, not offset))
        _take_spanned(reach, places)
        while reach and len(places) < max(reach):
            places.append(None)
            _take_spanned(reach, places)
        placed.append(places)
    width = max(map(len, placed), default=0)
    return [places + [None] * (width - len(places)) for places in placed]


def _section(cell: Element) -> Element | None:
    row = cell.getparent()
    return row.getparent() if row is not None else None


def _take_spanned(reach: dict[int, tuple[int, Element]], places: list[Place | None]) -> None:
    """Fill the columns into which a cell of an earlier row reaches."""
    while (spanned := reach.pop(len(places), None)) is not None:
        left, cell = spanned
        if left > 1:
            reach[len(places)] = (left - 1, cell)
        places.append(Place(cell, is_first=False))


def _span(cell: Element, name: str) -> int:
    text = cell.get(name, "")
    if not text and (said := _SPAN_CLASS[name].search(cell.get("class", ""))):
        text = said[1]
    if name == "rowspan" and text == "0":  # to the end of its section
        return _MAX_CELLS
    return min(max(int(text), 1), _MAX_COLUMNS + 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _first_alignment(grid: Grid, column: int) -> str:
    """What the first cells of a column say."""
    for places in grid[:2]:
        place = places[column]
        if place is None or not place.is_first:
            continue
        said = place.cell.get("align", "").lower()
        if said in {"left", "right", "center"}:
            return said
        if match := _ALIGNED.search(place.cell.get("style", "")) or _ALIGN_CLASS.search(place.cell.get("class", "")):
            return match[1].lower()
    return ""


def _alignment(column: list[Place | None]) -> str:
    """What most cells of a column say."""
    said = Counter(
        match[1]
        for place in column
        if place and place.is_first and (match := _ALIGN_CLASS.search(place.cell.get("class", "")))
    )
    return said.most_common(1)[0][0] if said else ""


TABLE_HANDLERS: dict[str, Handler] = {"table": page_table}
