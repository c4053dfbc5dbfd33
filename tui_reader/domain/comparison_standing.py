"""Places in two tables: which models overtook others, and which only made room or closed up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from tui_reader.domain.boards import BoardRow
from tui_reader.domain.comparison_figures import Scale
from tui_reader.domain.model_identity import Match


class Standing(Struct, frozen=True):
    """How a model's place changed. `overtook` is 1 where it passed models that stand in both tables, -1 where it was
    passed, 0 where its place among them is the same or a tie; `above` is how many more models are above it now because
    they came, less those that went; `is_tied` whether another model may share its place, then or now; `is_known`
    whether its place is known in both tables."""

    overtook: int = 0
    above: int = 0
    is_tied: bool = False
    is_known: bool = False


def better_is_lower(tables: Iterable[Sequence[BoardRow]]) -> bool:
    """Whether the published ranks say that a lower score is better; without ranks it is not."""
    balance = 0
    for rows in tables:
        ordered = _by_rank(rows)
        for upper, lower in pairwise(ordered):
            balance += (upper[1] < lower[1]) - (upper[1] > lower[1])
    return balance > 0


def places_by_score(rows: Sequence[BoardRow], *, lower_is_better: bool) -> dict[int, int]:
    """The place of each row that has a score, by `id(row)`, from 1; equal scores share a place."""
    worth = [_worth(r.score, lower_is_better) for r in rows if r.score is not None]
    worth.sort()
    return {
        id(r): 1 + len(worth) - bisect_right(worth, _worth(r.score, lower_is_better))
        for r in rows
        if r.score is not None
    }


def standings(
    both: Sequence[Match],
    only_before: Sequence[BoardRow],
    only_after: Sequence[BoardRow],
    scale: Scale,
    *,
    drift: float = 0.0,
    lower_is_better: bool,
    odd: Collection[int] = (),
) -> list[Standing]:
    """How the place of each matched model changed, in their order.

    Places are read from the scores where the published ranks follow them, so that two models with one score do not
    overtake each other by being listed the other way round, nor two that lie within the board's `drift`; else from the
    ranks themselves. `odd` rows, by `id(row)`, have scores that do not compare with the others, and so no place.
    """
    old_rows, new_rows = [*(m.before for m in both), *only_before], [*(m.after for m in both), *only_after]
    by_score = all(_follows([r for r in rows if id(r) not in odd], lower_is_better) for rows in (old_rows, new_rows))

    def key(row: BoardRow) -> float | None:
        if by_score:
            return None if row.score is None or id(row) in odd else _worth(row.score, lower_is_better)
        return None if row.rank is None else -float(row.rank)

    keys = [(key(m.before), key(m.after)) for m in both]
    paired = [(a, b) for a, b in keys if a is not None and b is not None]
    old, new = sorted(a for a, _ in paired), sorted(b for _, b in paired)
    gone = sorted([a for a, b in keys if a is not None and b is None] + _known(key(r) for r in only_before))
    come = sorted([b for a, b in keys if b is not None and a is None] + _known(key(r) for r in only_after))
    # Where one table rounds more, an order within its last place is not known in it.
    blur = max(drift, 0.0 if scale.is_even else scale.unit * (1 + 1e-6)) if by_score else 0.0
    found: list[Standing] = []
    for a, b in keys:
        if a is None or b is None:
            found.append(Standing())
            continue
        (first_old, last_old), (first_new, last_new) = _span(old, a, blur), _span(new, b, blur)
        overtook = 1 if last_new < first_old else -1 if first_new > last_old else 0
        above = len(come) - bisect_right(come, b) - (len(gone) - bisect_right(gone, a))
        found.append(Standing(overtook, above, first_old < last_old or first_new < last_new, is_known=True))
    return found


def _span(ordered: Sequence[float], value: float, blur: float) -> tuple[int, int]:
    """The first and the last place that a value may have: those above for sure, and those not below for sure."""
    return 1 + len(ordered) - bisect_right(ordered, value + blur), len(ordered) - bisect_left(ordered, value - blur)


def _known(values: Iterable[float | None]) -> list[float]:
    return [v for v in values if v is not None]


def _worth(score: float | None, lower_is_better: bool) -> float:
    value = score or 0.0
    return -value if lower_is_better else value


def _by_rank(rows: Iterable[BoardRow]) -> list[tuple[int, float]]:
    return sorted((r.rank, r.score) for r in rows if r.rank is not None and r.score is not None)


def _follows(rows: Sequence[BoardRow], lower_is_better: bool) -> bool:
    """Whether the scores never get better down the ranks, and every model with a rank has a score."""
    if not any(r.score is not None for r in rows) or any(r.rank is not None and r.score is None for r in rows):
        return False
    best: dict[int, float] = {}
    worst: dict[int, float] = {}
    for rank, score in _by_rank(rows):
        worth = _worth(score, lower_is_better)
        best[rank], worst[rank] = max(best.get(rank, worth), worth), min(worst.get(rank, worth), worth)
    ranks = sorted(best)
    return all(worst[upper] >= best[lower] for upper, lower in pairwise(ranks))
