"""What a score costs: a board's models by score and price (or speed), and those that nothing beats on both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.frontier import frontier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.boards import BoardRow, Snapshot

PRICE, SPEED = "usd_per_1m", "tok_s"
#: With fewer models there is nothing to plot.
_LEAST = 2


class Offer(Struct, frozen=True):
    """A model with both figures; `x` is its price or speed."""

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
    """PRICE and SPEED, as far as the table gives them together with scores."""
    return [name for name in (PRICE, SPEED) if len(_offers(table.rows, name)) >= _LEAST]


def trade_off(table: Snapshot, figure: str, *, lower_is_better: bool = False) -> TradeOff:
    """Weigh a table; `lower_is_better` is of the score."""
    offers = _offers(table.rows, figure)
    points = [(offer.x, offer.score) for offer in offers]
    best = frontier(points, less=(figure == PRICE, lower_is_better))
    return TradeOff(figure, tuple(offers), tuple(offers[i] for i in best), len(table.rows) - len(offers))


def _offers(rows: Sequence[BoardRow], figure: str) -> list[Offer]:
    found = []
    for row in rows:
        x: float | None = getattr(row, figure)
        # No model has a negative price, nor a speed of nothing: such figures stand for what was not measured.
        is_sane = x is not None and math.isfinite(x) and (x >= 0 if figure == PRICE else x > 0)
        if x is not None and is_sane and row.score is not None and math.isfinite(row.score):
            found.append(Offer(row.model_id or row.model, row.model, row.score, x))
    return found
