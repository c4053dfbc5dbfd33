"""Why two scores of one model that differ may be no move: other tasks, another agent, more tries, their errors, or more
than the board itself can tell.

SWE-rebench renews its tasks each month and never runs old models on the new ones; the models that were run on both of
two months scored nine points lower on the later. So a score says little about one of another window. The same holds for
the agent a model is run in, and for how many of its answers count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from tui_reader.domain.boards import AGENT, RELEASED, TRIES, BoardRow


class Doubt(StrEnum):
    """Why two scores say nothing of a model's having got better or worse."""

    TASKS = "tasks"
    AGENT = "agent"
    TRIES = "tries"
    SOURCE = "source"
    CEILING = "ceiling"
    ERROR = "error"


#: Doubts in which a difference of the scores means nothing at all, and is not given.
INCOMPARABLE = frozenset({Doubt.TASKS, Doubt.AGENT, Doubt.TRIES})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def main_window(rows: Iterable[BoardRow]) -> str:
    """The window of tasks that most scores of a table are of, "" if no more are known; of equals the latest."""
    counted = Counter(r.window for r in rows if r.score is not None)
    return max(counted, key=lambda window: (counted[window], window), default="")


def strangers(rows: Sequence[BoardRow]) -> frozenset[int]:
    """The rows, by `id(row)`, whose score is of other tasks than most of their table."""
    main = main_window(rows)
    return frozenset(id(r) for r in rows if r.window and main and r.window != main)


def incomparable(before: BoardRow, after: BoardRow) -> Doubt | None:
    """Why the scores of two rows are known to be of different things, if they are."""
    if before.window and after.window and before.window != after.window:
        return Doubt.TASKS
    if not before.values or not after.values:
        return None
    if _differ(before.text(AGENT), after.text(AGENT)):
        return Doubt.AGENT
    return Doubt.TRIES if _differ(before.text(TRIES), after.text(TRIES)) else None


def errors_overlap(before: BoardRow, after: BoardRow) -> bool:
    """Whether two scores may be the same for all that their errors say; False where an error is not known."""
    old, new = before.interval, after.interval
    return old is not None and new is not None and old[0] <= new[1] and new[0] <= old[1]


def is_above(row: BoardRow, ceiling: float | None) -> bool:
    """Whether a score lies where the board itself cannot tell more from less."""
    return ceiling is not None and row.score is not None and row.score > ceiling


def is_older_than_model(row: BoardRow) -> bool:
    """Whether the tasks of a row's score began before its model was released, so that it may have learned them."""
    if row.score is None or not row.window or not _DAY.match(row.window):
        return False
    released = row.text(RELEASED)[:10]
    return bool(_DAY.fullmatch(released)) and row.window[:10] < released


def _differ(before: str, after: str) -> bool:
    return bool(before and after) and before.casefold() != after.casefold()
