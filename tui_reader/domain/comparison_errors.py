"""What two scores leave open: whether they are of the same tasks, and whether their error bars overlap.

SWE-rebench renews its tasks each month and never runs old models on the new ones; the models that were run on both of
two months scored nine points lower on the later. So a score says little about one of another window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tui_reader.domain.boards import BoardRow


def main_window(rows: Iterable[BoardRow]) -> str:
    """The window of tasks that most scores of a table are of, "" if no more are known; of equals the latest."""
    counted = Counter(r.window for r in rows if r.score is not None)
    return max(counted, key=lambda window: (counted[window], window), default="")


def strangers(rows: Sequence[BoardRow]) -> frozenset[int]:
    """The rows, by `id(row)`, whose score is of other tasks than most of their table."""
    main = main_window(rows)
    return frozenset(id(r) for r in rows if r.window and main and r.window != main)


def other_tasks(before: BoardRow, after: BoardRow) -> bool:
    """Whether two scores are known to be of different tasks."""
    return bool(before.window and after.window) and before.window != after.window


def errors_overlap(before: BoardRow, after: BoardRow) -> bool:
    """Whether two scores may be the same for all that their errors say; False where an error is not known."""
    old, new = before.interval, after.interval
    return old is not None and new is not None and old[0] <= new[1] and new[0] <= old[1]
