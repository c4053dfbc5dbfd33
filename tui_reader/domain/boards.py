"""Leaderboards: a table of models on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One model on one day. `score` in the board's own unit, `tok_s` in tokens per second, `usd_per_1m` in dollars
    per million tokens; None is "not said", never zero. `model_id` is the source's own id where it has one."""

    model: str
    rank: int | None = None
    score: float | None = None
    tok_s: float | None = None
    usd_per_1m: float | None = None
    model_id: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A board's table on a day, as one source gave it.

    `board` is a slug (`artificial-analysis`), `source` where it came from (`issues`, a board id, `import`),
    `index_version` the version of the index where the source has one, `complete` False for a table of only the top N.
    """

    board: str
    title: str
    taken_on: date
    rows: tuple[BoardRow, ...]
    metric: str = ""
    description: str = ""
    source: str = ""
    index_version: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class BoardInfo:
    """A board with the span of its snapshots."""

    board: str
    title: str
    metric: str
    snapshots: int
    first: date | None
    last: date | None
