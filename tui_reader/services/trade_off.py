"""What a score costs: a board's models by score and price (or speed, or release date), and those that nothing beats on
both; and who led the board through time."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from tui_reader.domain.boards import RELEASED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.boards import BoardRow, Snapshot

PRICE, SPEED, RELEASE = "usd_per_1m", "tok_s", "released"


class LedTables(Protocol):
    """What is asked of the library's leaderboards."""

    def firsts(self, board: str) -> list[tuple[date, str, str, float]]:
        """The model ranked first on each day: day, name, id and score, oldest first."""


#: With fewer models there is nothing to plot.
_LEAST = 2


class Leader(Struct, frozen=True):
    """Who led a board on a day, with what score."""

    day: date
    model: str
    key: str
    score: float


class Offer(Struct, frozen=True):
    """A model with both figures; `x` is its price, its speed, or the day it was released
    (`date.toordinal`)."""

    key: str
    model: str
    score: float
    x: float


class TradeOff(Struct, frozen=True):
    """Models of a table by score and `figure`. `best` are those of `offers` that none beats on both, best score
    first; `missing` is how many models lack one of the two."""

    figure: str
    offers: tuple[Offer, ...]
    best: tuple[Offer, ...]
    missing: int


def figures_of(table: Snapshot) -> list[str]:
    """PRICE, SPEED and RELEASE, as far as the table gives them together with scores."""
    return [name for name in (PRICE, SPEED, RELEASE) if len(_offers(table.rows, name)) >= _LEAST]


def trade_off(table: Snapshot, figure: str, *, lower_is_better: bool = False) -> TradeOff:
    """Weigh a table; `lower_is_better` is of the score."""
    offers = _offers(table.rows, figure)
    points = [(offer.x, offer.score) for offer in offers]
    best = frontier(points, less=(figure in (PRICE, RELEASE), lower_is_better))
    return TradeOff(figure, tuple(offers), tuple(offers[i] for i in best), len(table.rows) - len(offers))


def _offers(rows: Sequence[BoardRow], figure: str) -> list[Offer]:
    found = []
    for row in rows:
        x: float | None = _released(row) if figure == RELEASE else getattr(row, figure)
        # No model has a negative price, nor a speed of nothing: such figures stand for what was not measured.
        is_sane = x is not None and math.isfinite(x) and (x >= 0 if figure == PRICE else x > 0)
        if x is not None and is_sane and row.score is not None and math.isfinite(row.score):
            found.append(Offer(row.model_id or row.model, row.model, row.score, x))
    return found


def leaders(tables: LedTables, board: str) -> list[Leader]:
    """The first of every table of a board that has a score, oldest first."""
    return [Leader(day, model, key or model, score) for day, model, key, score in tables.firsts(board)]


def changes_of_lead(found: Sequence[Leader]) -> list[Leader]:
    """The days on which another model than before led."""
    return [now for before, now in zip([None, *found], found, strict=False) if before is None or now.key != before.key]


def _released(row: BoardRow) -> float | None:
    try:
        return float(date.fromisoformat(row.text(RELEASED)[:10]).toordinal())
    except ValueError:
        return None


def frontier(points: Sequence[tuple[float, float]], *, less: tuple[bool, bool] = (False, False)) -> list[int]:
    """Indexes of the points that no other point beats, best by the second count first.

    A point beats another when it is at least as good on both counts and better on one; equal points do not beat each
    other. `less` says of each count whether less of it is better. Points that are no numbers are left out.
    """
    ranked = sorted(
        (-_worth(second, less[1]), -_worth(first, less[0]), index)
        for index, (first, second) in enumerate(points)
        if math.isfinite(first) and math.isfinite(second)
    )
    found: list[int] = []
    best = math.inf
    at: tuple[float, float] | None = None
    for second, first, index in ranked:
        if first < best:
            best, at = first, (second, first)
            found.append(index)
        elif (second, first) == at:
            found.append(index)
    return found


def _worth(value: float, is_less_better: bool) -> float:
    return -value if is_less_better else value
