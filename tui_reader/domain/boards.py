"""Leaderboards: a table of models on a day."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

#: Standard errors on either side of a mean that hold 95 in 100 of a normal distribution.
_OF_95 = 1.96

#: A figure or a word of a row beyond those every board has; a date is ISO text.
Value = str | int | float | bool


class Column(Struct, frozen=True):
    """What the values of one id are: a title for people, the unit they are in ("" for none, or for words), and which of
    them are better: `higher`, `lower`, or "" where neither is."""

    id: str
    title: str
    unit: str = ""
    better: str = ""


VOTES = Column("votes", "Votes")
COST = Column("cost", "Cost", "USD", "lower")
TOKENS = Column("tokens", "Tokens", "", "lower")
STEPS = Column("steps", "Steps", "", "lower")
RUN_ON = Column("run_on", "Run on")
ORGANISATION = Column("organisation", "Organisation")
LICENSE = Column("license", "Licence")
OPEN_WEIGHTS = Column("open_weights", "Open weights")
AGENT = Column("agent", "Agent")
TRIES = Column("tries", "Tries")
RELEASED = Column("released", "Released")
"""Columns that several boards have, under one id each; `agent` is the agent, harness or scaffold a model was run in,
`tries` how many of its answers counted, `run_on` the day of the run and `released` the model's, as ISO dates."""


class BoardRow(Struct, frozen=True):
    """One model on one day. `score` in the board's own unit, `tok_s` in tokens per second, `usd_per_1m` in dollars
    per million tokens; None is "not said", never zero. `model_id` is the source's own id where it has one.

    `window` is which tasks the score is of, where a board renews them ("2026-02-01 – 2026-03-01"); scores of different
    windows do not compare. `sem` is the score's standard error, `low` and `high` the interval the source itself gives
    (usually of 95 %), both in the unit of the score. `values` are the other figures by the ids of the table's columns.
    """

    model: str
    rank: int | None = None
    score: float | None = None
    tok_s: float | None = None
    usd_per_1m: float | None = None
    model_id: str = ""
    window: str = ""
    sem: float | None = None
    low: float | None = None
    high: float | None = None
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def interval(self) -> tuple[float, float] | None:
        """The lowest and the highest score that the error leaves open at 95 %, if anything is known of the error."""
        if self.low is not None and self.high is not None:
            return min(self.low, self.high), max(self.low, self.high)
        if self.score is None or self.sem is None:
            return None
        return self.score - _OF_95 * abs(self.sem), self.score + _OF_95 * abs(self.sem)

    def value(self, column: Column) -> Value | None:
        """What stands in a column; None where nothing is said."""
        wanted = column.id
        for name, value in self.values:
            if name == wanted:
                return value
        return None

    def text(self, column: Column) -> str:
        """What stands in a column as words; "" where nothing is said."""
        found = self.value(column)
        return "" if found is None else str(found)


class Snapshot(Struct, frozen=True):
    """A board's table on a day, as one source gave it.

    `board` is a slug (`artificial-analysis`), `source` where it came from (`issues`, a board id, `import`),
    `index_version` the version of the index where the source has one, `complete` False for a table of only the top N,
    `better` which scores are better where the source says so: `higher`, `lower`, or "" (then the ranks tell).
    `columns` say what the rows' `values` are. `ceiling` is the score from which on the board itself cannot tell more
    from less. `held_until` is the last day on which the source still gave exactly this table.
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
    better: str = ""
    columns: tuple[Column, ...] = ()
    ceiling: float | None = None
    held_until: date | None = None


class BoardInfo(Struct, frozen=True):
    """A board with the span of its snapshots."""

    board: str
    title: str
    metric: str
    snapshots: int
    first: date | None
    last: date | None
