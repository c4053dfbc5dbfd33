"""Rows of a leaderboard made of boxes: which boxes are one row is told by their nesting and by what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from tui_reader.domain.boards import BoardRow
from tui_reader.html.block_types import Block
from tui_reader.sources.report.columns import Column, is_nothing, number_in, rank_in

_DEEPEST = 60
_WIDEST = 40
_FEWEST = 2


class _Cell(Struct, frozen=True):
    """A cell made of a box: its text and the elements around it, outermost first."""

    text: str
    path: tuple[int, ...]
    block: int


def row_of(columns: Sequence[Column], cells: Sequence[str]) -> BoardRow | None:
    """A row's values; None when the cells do not fit the columns."""
    if len(cells) != len(columns):
        cells = [c for c in cells if c]
    if len(cells) != len(columns):
        return None
    values = dict(zip(columns, cells, strict=True))
    model = values.get(Column.MODEL, "").strip()
    rank, score = values.get(Column.RANK, ""), values.get(Column.SCORE, "")
    if not re.search(r"\w", model) or len(model) > 200:
        return None
    # A cell that should hold a number and holds words shows that these are no rows of this table.
    if rank and rank_in(rank) is None and not is_nothing(rank):
        return None
    if score and number_in(score) is None and not is_nothing(score):
        return None
    speed, price = values.get(Column.SPEED, ""), values.get(Column.PRICE, "")
    free = price.strip().lower() == "free"
    return BoardRow(model, rank_in(rank), number_in(score), number_in(speed), 0.0 if free else number_in(price))


def guess_columns(rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns of a table without a header, from what its first rows hold; () when that is not clear."""
    width = len(rows[0]) if rows else 0
    if len(rows) < _FEWEST or width < 2 or any(len(r) != width for r in rows):
        return ()
    columns: list[Column] = []
    for cells in zip(*rows, strict=True):
        if not columns and [rank_in(c) for c in cells] == list(range(1, len(cells) + 1)):
            columns.append(Column.RANK)
        elif Column.MODEL not in columns and all(re.search(r"[^\W\d_]", c) and number_in(c) is None for c in cells):
            columns.append(Column.MODEL)
        elif all(c.startswith("$") or is_nothing(c) for c in cells):
            columns.append(Column.PRICE)
        elif all("/s" in c or is_nothing(c) for c in cells):
            columns.append(Column.SPEED)
        elif Column.SCORE not in columns and all(number_in(c) is not None or is_nothing(c) for c in cells):
            columns.append(Column.SCORE)
        else:
            columns.append(Column.OTHER)
    return tuple(columns) if {Column.MODEL, Column.SCORE} <= set(columns) else ()


def box_rows(blocks: Sequence[Block], columns: Sequence[Column]) -> tuple[tuple[BoardRow, ...], int]:
    """The rows in blocks under a header, and how many blocks they take.

    The nesting that parts the cells into most rows is taken; where none does, one row follows the other.
    """
    for cells in _as_cells(blocks):
        best: list[tuple[BoardRow, int]] = []
        for groups in _nestings(cells):
            rows = [(row, g[-1].block) for g in groups if (row := row_of(columns, [c.text for c in g])) is not None]
            if len(rows) > len(best):
                best = rows
        best = best or _in_turn(columns, cells)
        if best:
            return tuple(row for row, _ in best), best[-1][1] + 1
    return (), 0


def ranked_boxes(blocks: Sequence[Block]) -> list[tuple[int, tuple[BoardRow, ...], int]]:
    """Tables without a header: runs of boxes that begin with 1, 2, 3, … and hold the same kinds of values.

    Each as the block where it begins, its rows, and the block after it.
    """
    best: list[tuple[int, tuple[BoardRow, ...], int]] = []
    for cells in _as_cells(blocks):
        for groups in _nestings(cells):
            found = [t for run in _ranked_runs(groups) if (t := _table(run)) is not None]
            if sum(len(t[1]) for t in found) > sum(len(t[1]) for t in best):
                best = found
    return best


def _table(run: Sequence[Sequence[_Cell]]) -> tuple[int, tuple[BoardRow, ...], int] | None:
    columns = guess_columns([[c.text for c in g] for g in run[:5]])
    rows = [row for g in run if (row := row_of(columns, [c.text for c in g])) is not None] if columns else []
    return (run[0][0].block, tuple(rows), run[-1][-1].block + 1) if len(rows) >= _FEWEST else None


def _ranked_runs(groups: Sequence[Sequence[_Cell]]) -> list[list[Sequence[_Cell]]]:
    runs: list[list[Sequence[_Cell]]] = []
    for group in groups:
        rank = rank_in(group[0].text) if len(group) > 2 else None
        if rank == 1:
            runs.append([group])
        elif rank is not None and runs and rank == len(runs[-1]) + 1:
            runs[-1].append(group)
    return runs


def _as_cells(blocks: Sequence[Block]) -> Iterator[list[_Cell]]:
    """The cells, first with each block as one, then with each piece of a block as one."""
    yield [_Cell(b.text, _around(b), i) for i, b in enumerate(blocks)]
    yield [_Cell(p.words, p.path, i) for i, b in enumerate(blocks) for p in b.pieces]


def _nestings(cells: Sequence[_Cell]) -> Iterator[list[list[_Cell]]]:
    """The cells parted by the element around them, once for each depth."""
    for depth in range(1, min(_DEEPEST, max((len(c.path) for c in cells), default=0) + 1)):
        groups = [list(g) for _, g in groupby(cells, lambda c, d=depth: c.path[:d])]  # type: ignore[misc]
        yield [g for g in groups if len(g) <= _WIDEST]


def _in_turn(columns: Sequence[Column], cells: Sequence[_Cell]) -> list[tuple[BoardRow, int]]:
    rows = []
    for place in range(0, len(cells) - len(columns) + 1, len(columns)):
        row = row_of(columns, [c.text for c in cells[place : place + len(columns)]])
        if row is None:
            break
        rows.append((row, cells[place + len(columns) - 1].block))
    return rows


def _around(block: Block) -> tuple[int, ...]:
    """The elements around all of a block."""
    shared = block.pieces[0].path
    for piece in block.pieces[1:]:
        same = 0
        for a, b in zip(shared, piece.path, strict=False):
            if a != b:
                break
            same += 1
        shared = shared[:same]
    return shared
