"""What a comparison of two leaderboard tables comes to, as values."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison_doubts import Doubt
from tui_reader.domain.comparison_figures import NOTHING, Delta


class Change(StrEnum):
    """What became of a model between two tables."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    ENTERED = "entered"
    LEFT = "left"
    RENAMED = "renamed"


class ModelChange(Struct, frozen=True):
    """One model in two tables.

    `rank` is as published, or by score where nothing was published; `place` is always by score, equal scores sharing
    one. `up` and `down` are moves of that rank, and of nothing else: a score that moves at the same rank is `same`.
    `was` is the name it had when it was renamed. `is_pushed` says that it went up or down only because models above it
    came or went, or (`is_recounted`) because ranks are counted otherwise; `doubt` why its scores say nothing of its
    having got better or worse. `is_rescored` is a model that both tables list and only one has a score of: it
    `entered`, or `left`, the scores. `is_older_than_model` says that its score is of tasks that began before its
    release, `is_beyond` that it lies where the board itself cannot tell more from less. `is_against_score` is a
    published rank that fell though the score got better, or the other way round. `agent` is what it was run in, where
    a table lists it several times, once for each agent. `last_seen` is the last day of a model that is back again.
    `note` says in words what the figures do not. `before` and `after` are its rows of the two tables, None where it is
    not in one.
    """

    model: str
    change: Change
    rank: Delta = NOTHING
    place: Delta = NOTHING
    score: Delta = NOTHING
    tok_s: Delta = NOTHING
    usd_per_1m: Delta = NOTHING
    model_id: str = ""
    was: str = ""
    is_pushed: bool = False
    is_recounted: bool = False
    last_seen: date | None = None
    doubt: Doubt | None = None
    is_rescored: bool = False
    is_older_than_model: bool = False
    is_beyond: bool = False
    is_against_score: bool = False
    agent: str = ""
    note: str = ""
    before: BoardRow | None = None
    after: BoardRow | None = None

    @property
    def key(self) -> str:
        """What tells it from the other models of its table: the source's id, else the name."""
        return self.model_id or self.model

    @property
    def called(self) -> str:
        """Its name, with the agent where the name alone would be that of several rows."""
        return f"{self.model} in {self.agent}" if self.agent else self.model

    @property
    def is_uncertain(self) -> bool:
        """Whether what differs is no move."""
        return self.doubt is not None

    @property
    def is_move(self) -> bool:
        """Whether something happened to the model itself: not only to its neighbours, and not only to its speed."""
        return (self.change is not Change.SAME and not self.is_pushed) or self.score.moved or self.usd_per_1m.moved


class Comparison(Struct, frozen=True):
    """Two tables of a board, model by model: in the later table's order, then those that left.

    Where `comparable` is false the scores have no delta and only ranks tell; `reason` says why in a clause, `warning`
    in sentences, and whatever else should be known first. `outside` is how many models are beyond what a table of only
    the top N says anything about. `is_one_day` is of two sources' tables of one day: nothing can have moved.
    """

    before: Snapshot
    after: Snapshot
    rows: tuple[ModelChange, ...]
    comparable: bool = True
    reason: str = ""
    warning: str = ""
    outside: int = 0
    is_one_day: bool = False

    @property
    def same_source(self) -> bool:
        """Whether both tables are one source's."""
        return self.before.source == self.after.source

    @property
    def is_backwards(self) -> bool:
        """Whether the table compared with is the later one."""
        return self.before.taken_on > self.after.taken_on


class Counts(Struct, frozen=True):
    """How many models went up, down, and so on. `pushed` of `up` and `down` only made room or closed up; `scores`,
    `speeds` and `prices` moved, whatever else happened; `rewritten` scores are only written with other decimals,
    `uncertain` models moved, but within their error or for another reason that is no move."""

    up: int = 0
    down: int = 0
    same: int = 0
    entered: int = 0
    left: int = 0
    renamed: int = 0
    pushed: int = 0
    scores: int = 0
    speeds: int = 0
    prices: int = 0
    rewritten: int = 0
    uncertain: int = 0


def counts(comparison: Comparison) -> Counts:
    """The comparison in figures."""
    rows = comparison.rows
    by_change = {change.value: sum(r.change is change for r in rows) for change in Change}
    return Counts(
        **by_change,
        pushed=sum(r.is_pushed for r in rows),
        scores=sum(r.score.moved for r in rows),
        speeds=sum(r.tok_s.moved for r in rows),
        prices=sum(r.usd_per_1m.moved for r in rows),
        rewritten=sum(r.score.only_rewritten for r in rows),
        uncertain=sum(r.is_uncertain for r in rows),
    )
