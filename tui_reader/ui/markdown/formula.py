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
    rows: list[tuple[list[tuple[int, int]], tuple[int, int] | None]] = []
    numbers = 0
    at = 0
    for line in text.split("\n"):
        formula, tab, number = line.partition("\t")
        rows.append(([(at, at + len(formula))], (at + len(formula) + 1, at + len(line)) if tab else None))
        numbers = max(numbers, cell_len(number))
        at += len(line) + 1
    taken = numbers + _BEFORE_NUMBER if numbers else 0
    if width - taken < _LEAST:
        # Too narrow for both: the number stands on a line of its own.
        taken = 0
    room = max(1, width - taken)
    wrapped = [(wrap(text, room, *spans[0]), number) for spans, number in rows]
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
