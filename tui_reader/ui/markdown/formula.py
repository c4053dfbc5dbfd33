"""Displayed formulas fitted to a width: in the middle as a whole, numbers at the right edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui_reader.ui.markdown.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE_NUMBER = 2
_LEAST = 12


def lay_out_formula(text: str, width: int) -> Iterator[tuple[tuple[int, int, int], ...]]:
    """The lines of a formula as pieces (column, start, end). A tab in a line of `text` stands before its number."""
    rows = list(_rows(text))
    numbers = max(cell_len(text[slice(*number)]) if number else 0 for _, number in rows)
    taken = numbers + _BEFORE_NUMBER if numbers else 0
    if width - taken < _LEAST:
        # Too narrow for both: the number stands on a line of its own.
        taken = 0
    room = max(1, width - taken)
    wrapped = [(wrap(text, room, *formula), number) for formula, number in rows]
    widest = max(cell_len(text[start:end]) for spans, _ in wrapped for start, end in spans)
    column = max(0, min((width - widest) // 2, room - widest))
    for spans, number in wrapped:
        *others, last = [(column, start, end) for start, end in spans]
        for piece in others:
            yield (piece,)
        if number is None:
            yield (last,)
            continue
        mark = (max(0, width - cell_len(text[slice(*number)])), *number)
        if taken:
            yield (last, mark)
        else:
            yield (last,)
            yield (mark,)


def _rows(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int] | None]]:
    """Where each line's formula and its number stand."""
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        tab = line.find("\t")
        yield ((at, end), None) if tab < 0 else ((at, at + tab), (at + tab + 1, end))
        at = end + 1
