"""The past of a leaderboard that is a file of dated runs: the table that it was on the day of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from tui_reader.domain.boards import RUN_ON, BoardRow
from tui_reader.sources.leaderboard.board import PastPage


def by_runs(rows: Iterable[BoardRow], best: Callable[[Iterable[BoardRow]], Iterable[BoardRow]] = tuple) -> PastPage:
    """A table for the day of each run: what `best` makes of the runs until then. A run without a date is in none."""
    dated = [(date.fromisoformat(day), row) for row in rows if (day := row.text(RUN_ON))]
    days = sorted({day for day, _ in dated})
    tables = tuple((day, tuple(best([row for run_on, row in dated if run_on <= day]))) for day in days)
    return PastPage(tables, len(dated), len(dated))
