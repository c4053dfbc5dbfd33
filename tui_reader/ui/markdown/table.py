"""Tables set for a width: in columns while nothing that tells is cut, else as blocks with each value behind its head.

A table that fits, or whose text can be wrapped without breaking a word or a figure, stands in columns. A wider one
becomes a block for each row: its first cell, and below it "head value" pairs, which stand at the same places in all
blocks. Asked for in columns nevertheless, it is set in parts below each other, each beginning with the first column.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tui_reader.text.document.model import Align, Table
from tui_reader.ui.markdown.wrap import longest_word, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BETWEEN = 3
_WORD_LIMIT = 16
#: A figure of at most so many cells is never broken.
_FIGURE_LIMIT = 26
_RULE = "─"
_INDENT = 2
#: Columns whose rows take more lines than this on average are weighed against blocks.
_TALL = 4
#: A column with longer cells is prose: it is not set wider than the text around it.
_LONG = 60
_IN_FIGURES = r"[\d.,:/%$€£±+×x*†‡§¹²³↑↓()\[\]~<>≤≥−–-]*"
_FIGURE = re.compile(rf"{_IN_FIGURES}\d{_IN_FIGURES}[A-Za-z%]{{0,3}}")

Cell = tuple[int, int]
"""Where a cell begins and ends in the text of its block."""


class TableForm(StrEnum):
    """How tables are set: as it suits each of them, all in columns, or all as blocks."""

    FITTING = "fitting"
    COLUMNS = "columns"
    BLOCKS = "blocks"


class Piece(NamedTuple):
    """Characters `start` to `end` of the block's text, drawn `column` cells right of the lead. `is_head` names what
    stands behind it; what `is_again` drawn stands elsewhere too, and is no text to select here."""

    column: int
    start: int
    end: int
    is_head: bool = False
    is_again: bool = False


class TableLine(NamedTuple):
    """A line of a table: pieces, or a rule as it is drawn. `is_header` marks those of the head."""

    pieces: tuple[Piece, ...] = ()
    is_header: bool = False
    rule: str = ""


def lay_out_table(
    text: str, table: Table, width: int, room: int = 0, form: TableForm = TableForm.FITTING
) -> tuple[list[TableLine], int]:
    """The lines of a table, and how many cells they take: at most `width`, or where columns need more and there is
    more beside the text, `room`."""
    columns, room = len(table.aligns), max(width, room)
    if not columns or not table.rows:
        return [], 0
    if form is TableForm.BLOCKS and len(table.rows) > 1:
        return list(_blocks(text, table, width)), width
    natural = _natural_widths(text, table)
    if sum(natural) + _BETWEEN * (columns - 1) <= room and (room == width or max(natural) <= _LONG):
        widths: list[int] | None = natural
    else:
        widths = _column_widths(text, table, width) or _column_widths(text, table, room)
    if widths is None:
        lines = list(_parts(text, table, room)) if form is TableForm.COLUMNS or len(table.rows) == 1 else []
        return (lines, room) if lines else (list(_blocks(text, table, width)), width)
    lines = list(_columns(text, table, widths))
    if form is TableForm.FITTING and columns > 2 and len(lines) > _TALL * len(table.rows):
        blocks = list(_blocks(text, table, width))
        if 2 * len(blocks) < len(lines):
            return blocks, width
    return lines, sum(widths) + _BETWEEN * (columns - 1)


# -- in columns


def _columns(text: str, table: Table, widths: Sequence[int], chosen: Sequence[int] = ()) -> Iterator[TableLine]:
    """Cells side by side: all columns, or those that are `chosen`, the first of which is then drawn again."""
    numbers = chosen or range(len(table.aligns))
    wrapped = [[wrap(text, widths[column], *row[column]) for column in numbers] for row in table.rows]
    # Rows of several lines run into each other unless they are set apart.
    is_airy = any(len(cell) > 1 for row in wrapped[1:] for cell in row)
    for number, row in enumerate(wrapped):
        if number > 1 and is_airy:
            yield TableLine()
        for line in range(max(len(cell) for cell in row)):
            pieces, left = [], 0
            for cell, column in zip(row, numbers, strict=True):
                if line < len(cell):
                    start, end = cell[line]
                    indent = _indent(table.aligns[column], widths[column] - cell_len(text[start:end]))
                    pieces.append(Piece(left + indent, start, end, is_again=bool(chosen) and not column))
                left += widths[column] + _BETWEEN
            yield TableLine(tuple(pieces), number == 0)
        if number == 0:
            full_width = sum(widths[column] for column in numbers) + _BETWEEN * (len(numbers) - 1)
            yield TableLine((), True, _RULE * full_width)


def _parts(text: str, table: Table, width: int) -> Iterator[TableLine]:
    """As many columns as fit, below them the next ones, each time behind the first column; nothing where words or
    figures would be cut even so."""
    natural = _natural_widths(text, table)
    least = [max(_least(text, row[column]) for row in table.rows) for column in range(len(natural))]
    first = min(natural[0], max(least[0], width // 3))
    beside = width - first - _BETWEEN
    if any(each > beside for each in least[1:]):
        return
    widths = [first, *(min(each, beside) for each in natural[1:])]
    parts: list[list[int]] = []
    left = 0
    for column in range(1, len(widths)):
        if not parts or left + _BETWEEN + widths[column] > width:
            parts.append([])
            left = first
        parts[-1].append(column)
        left += _BETWEEN + widths[column]
    for number, part in enumerate(parts or [[]]):
        if number:
            yield TableLine()
            yield from _columns(text, table, widths, [0, *part])
        else:
            whole = Table(table.aligns[: len(part) + 1], tuple(row[: len(part) + 1] for row in table.rows))
            yield from _columns(text, whole, widths)


def _indent(align: Align, free: int) -> int:
    if align is Align.RIGHT:
        return max(0, free)
    return max(0, free) // 2 if align is Align.CENTRE else 0


def _natural_widths(text: str, table: Table) -> list[int]:
    return [max(1, *(cell_len(text[slice(*row[column])]) for row in table.rows)) for column in range(len(table.aligns))]


def _column_widths(text: str, table: Table, width: int) -> list[int] | None:
    """How wide each column is; None where they cannot stand side by side without cutting words or figures."""
    columns = range(len(table.aligns))
    natural = _natural_widths(text, table)
    room = width - _BETWEEN * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    least = [max(2, max(_least(text, row[column]) for row in table.rows)) for column in columns]
    if sum(least) > room:
        return None
    # Narrow columns get what they need, the others share the rest evenly.
    widths, open_columns, free = list(least), set(columns), room
    while open_columns:
        share = free // len(open_columns)
        settled = {column for column in open_columns if natural[column] <= share or least[column] >= share}
        if not settled:
            for column in open_columns:
                widths[column] = share
            break
        for column in settled:
            widths[column] = natural[column] if natural[column] <= share else least[column]
            free -= widths[column]
        open_columns -= settled
    return widths


def _least(text: str, cell: Cell) -> int:
    """The cells that a cell needs: its longest word, which is cut only where nobody could read it whole either."""
    said = text[slice(*cell)]
    if len(said) <= _FIGURE_LIMIT and _FIGURE.fullmatch(said.replace(" ", "")):
        return cell_len(said)
    return min(longest_word(text, *cell), _WORD_LIMIT)


# -- as blocks


def _blocks(text: str, table: Table, width: int) -> Iterator[TableLine]:
    """A block for each row: what it is of, and below that its values, each behind the head of its column."""
    head, *rows = table.rows
    titles = _title_columns(text, rows) if rows else len(head)
    indent = _INDENT if width > 4 * _INDENT else 0
    places = _places(text, table, titles, width - indent)
    heads = list(_title(text, head[:titles], width))
    yield from (TableLine(pieces, True) for pieces in heads)
    if heads:
        yield TableLine((), True, _RULE * min(width, max(12, _widest(text, rows, titles))))
    above: tuple[Cell, ...] = ()
    for number, row in enumerate(rows):
        if number and len(places) > 1:
            yield TableLine()
        named = tuple(row[:titles])
        if not _is_empty(named[0]):
            above = named
            again: Sequence[Cell] = ()
        else:
            again = above[:1]  # the cell above reaches down, or is meant to
        for pieces in _title(text, named, width, again):
            yield TableLine(pieces, True)
        for line in places:
            yield from _pairs(text, line, head, row, indent, width, is_first=not number)


def _title_columns(text: str, rows: Sequence[Sequence[Cell]]) -> int:
    """How many columns say what a row is of: the first, or a rank and what has it."""

    def is_figures(column: int) -> bool:
        said = [text[slice(*row[column])].replace(" ", "") for row in rows]
        return all(len(each) < 6 and _FIGURE.fullmatch(each) for each in said if each)

    return 2 if rows and len(rows[0]) > 2 and is_figures(0) and not is_figures(1) else 1


def _widest(text: str, rows: Sequence[Sequence[Cell]], columns: int) -> int:
    return max((sum(cell_len(text[slice(*cell)]) + 2 for cell in row[:columns]) - 2 for row in rows), default=0)


def _is_empty(cell: Cell) -> bool:
    return cell[0] == cell[1]


def _title(text: str, cells: Sequence[Cell], width: int, again: Sequence[Cell] = ()) -> Iterator[tuple[Piece, ...]]:
    """What a block is of, on as many lines as it needs; before it what was said `again`."""
    named = [Piece(0, *cell, is_again=True) for cell in again] + [Piece(0, *c) for c in cells if not _is_empty(c)]
    pieces, left = [], 0
    for piece in named:
        pieces.append(piece._replace(column=left))
        left += cell_len(text[piece.start : piece.end]) + 2
    if left - 2 <= width:
        if pieces:
            yield tuple(pieces)
        return
    for piece in named:
        for start, end in wrap(text, width, piece.start, piece.end):
            yield (piece._replace(start=start, end=end),)


class _Place(NamedTuple):
    """Where a column's value stands in each block: `at` a cell of the line, or -1 on lines of its own."""

    column: int
    at: int


def _places(text: str, table: Table, titles: int, width: int) -> list[list[_Place]]:
    """The pairs of each line of a block, at the same places in all blocks."""
    head, *rows = table.rows
    lines: list[list[_Place]] = []
    left = width
    for column in range(titles, len(table.aligns)):
        values = max((cell_len(text[slice(*row[column])]) for row in rows), default=0)
        label = cell_len(text[slice(*head[column])])
        needed = values + label + (1 if label and values else 0)
        if needed > width:
            lines.append([_Place(column, -1)])
            left = width
            continue
        if not lines or left + needed > width:
            lines.append([])
            left = 0
        lines[-1].append(_Place(column, left))
        left += needed + _BETWEEN
    return lines


def _pairs(
    text: str,
    places: Sequence[_Place],
    head: Sequence[Cell],
    row: Sequence[Cell],
    indent: int,
    width: int,
    *,
    is_first: bool,
) -> Iterator[TableLine]:
    """One line of pairs; of a value that needs more, as many lines as it takes. The heads are text in the first block
    and drawn again in the others."""
    pieces: list[Piece] = []
    for column, at in places:
        label, value = Piece(0, *head[column], is_head=True, is_again=not is_first), row[column]
        if _is_empty(value) and not is_first:
            continue
        size = cell_len(text[label.start : label.end])
        if at >= 0:
            if size:
                pieces.append(label._replace(column=indent + at))
            if not _is_empty(value):
                pieces.append(Piece(indent + at + (size + 1 if size else 0), *value))
            continue
        begun = 0
        for start, end in wrap(text, width - indent, label.start, label.end) if size else ():
            yield TableLine((label._replace(column=indent, start=start, end=end),))
            begun = _INDENT if indent else 0
        for start, end in wrap(text, max(1, width - indent - begun), *value) if not _is_empty(value) else ():
            yield TableLine((Piece(indent + begun, start, end),))
    if pieces:
        yield TableLine(tuple(pieces))
