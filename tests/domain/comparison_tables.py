"""Short ways to write leaderboards in tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import Comparison, ModelChange

DAY = date(2026, 3, 27)


def table(
    rows: Sequence[BoardRow | tuple[Any, ...]], days: int = 0, *, complete: bool = True, **fields: Any
) -> Snapshot:
    """A snapshot `days` after the first; a row may be (model, score, tok/s, $/1M) or its beginning, in order."""
    made = [
        row if isinstance(row, BoardRow) else BoardRow(row[0], place, *row[1:]) for place, row in enumerate(rows, 1)
    ]
    return Snapshot("board", "Board", DAY + timedelta(days), tuple(made), complete=complete, **fields)


def row_of(comparison: Comparison, model: str) -> ModelChange:
    """The one row of a model."""
    (found,) = (row for row in comparison.rows if row.model == model)
    return found


def changes(comparison: Comparison) -> dict[str, str]:
    """What became of each model."""
    return {row.model: row.change.value for row in comparison.rows}
