"""Tables fitted to a width: columns as wide as they need, cells wrapped, one cell a line when all else fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui_reader.text.document.model import Align, Table
from tui_reader.ui.markdown.wrap import longest_word, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN = 3
_WORD_LIMIT = 14
_RULE = "─"

Row = tuple[tuple[int, int, int], ...] | str
"""A line of a table: pieces (column, start, end), or a rule as it is drawn."""


def lay_out_table(text: str, table: Table, width: int) -> Iterator[tuple[Row, bool]]:
    """The lines of a table at most `width` cells wide, each with whether it belongs to the header."""
    columns = len(table.aligns)
    if not columns or not table.rows:
        return
    widths = _column_widths(text, table, width)
    if widths is None:
        yield from _stacked(text, table, width)
        return
    full_width = sum(widths) + _BETWEEN * (columns - 1)
    wrapped = [
        [wrap(text, cell_width, *cell) for cell, cell_width in zip(row, widths, strict=True)] for row in table.rows
    ]
    # Rows of several lines run into each other unless they are set apart.
    is_airy = any(len(cell) > 1 for row in wrapped[1:] for cell in row)
    for number, row in enumerate(wrapped):
        if number > 1 and is_airy:
            yield (), False
        for line in range(max(len(cell) for cell in row)):
            pieces, left = [], 0
            for cell, cell_width, align in zip(row, widths, table.aligns, strict=True):
                if line < len(cell):
                    start, end = cell[line]
                    pieces.append((left + _indent(align, cell_width - cell_len(text[start:end])), start, end))
                left += cell_width + _BETWEEN
            yield tuple(pieces), number == 0
        if number == 0:
            yield _RULE * full_width, True


def _indent(align: Align, free: int) -> int:
    if align is Align.RIGHT:
        return max(0, free)
    return max(0, free) // 2 if align is Align.CENTRE else 0


def _column_widths(text: str, table: Table, width: int) -> list[int] | None:
    """How wide each column is; None when there are too many columns to set side by side."""
    columns = range(len(table.aligns))
    natural = [max(1, *(cell_len(text[slice(*row[column])]) for row in table.rows)) for column in columns]
    room = width - _BETWEEN * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    least = [
        max(2, min(natural[column], _WORD_LIMIT, max(longest_word(text, *row[column]) for row in table.rows)))
        for column in columns
    ]
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


def _stacked(text: str, table: Table, width: int) -> Iterator[tuple[Row, bool]]:
    """Every cell on lines of its own, indented under the first of its row."""
    for number, row in enumerate(table.rows):
        if number:
            yield (_RULE * min(width, 12)), False
        for column, (start, end) in enumerate(row):
            if start == end:
                continue
            indent = 2 if column and width > 8 else 0
            for line_start, line_end in wrap(text, width - indent, start, end):
                yield ((indent, line_start, line_end),), number == 0
