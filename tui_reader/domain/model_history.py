"""One model on one board over all dates: where it stood, what it scored, when it was missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tui_reader.domain.boards import BoardRow


class Day(Struct, frozen=True):
    """A date of a board. `row` is the model's, None where the table does not list it; `rank` is as published, else by
    score; `is_rebased` says that scores of this date do not compare with earlier ones: the index was rebased, or the
    score is of other tasks."""

    day: date
    row: BoardRow | None = None
    rank: int | None = None
    is_rebased: bool = False


class Facts(Struct, frozen=True):
    """What a history comes to. Ranks are with the first day that had them; `names` in the order they were first used;
    `missing` counts the dates between the first and the last listing that do not list the model."""

    first: Day
    last: Day
    first_rank: Day | None
    best_rank: Day | None
    best_score: Day | None
    names: tuple[str, ...]
    listed: int
    missing: int


def facts(days: Sequence[Day], *, lower_is_better: bool = False) -> Facts | None:
    """The facts of a history, oldest day first; None where no day lists the model.

    The best score is looked for since the index was last rebased: older ones do not compare with it.
    """
    listed = [d for d in days if d.row is not None]
    if not listed:
        return None
    since = max((d.day for d in days if d.is_rebased), default=date.min)
    ranked = [d for d in listed if d.rank is not None]
    scored = [d for d in listed if d.row is not None and d.row.score is not None and d.day >= since]
    sign = 1 if lower_is_better else -1
    return Facts(
        listed[0],
        listed[-1],
        ranked[0] if ranked else None,
        min(ranked, key=lambda d: d.rank or 0, default=None),
        min(scored, key=lambda d: sign * ((d.row.score if d.row else None) or 0.0), default=None),
        tuple(dict.fromkeys(d.row.model for d in listed if d.row is not None)),
        len(listed),
        sum(d.row is None for d in days if listed[0].day < d.day < listed[-1].day),
    )


def stretches(days: Sequence[Day], figure: str) -> list[list[tuple[date, float]]]:
    """The figure of a history (`rank`, `score`, `tok_s` or `usd_per_1m`) in stretches without a gap.

    A date that does not list the model, or not that figure, is a gap; a score also breaks where the index was rebased.
    """
    found: list[list[tuple[date, float]]] = []
    is_open = False
    for day in days:
        value = day.rank if figure == "rank" else getattr(day.row, figure, None)
        if value is None:
            is_open = False
            continue
        if not is_open or (day.is_rebased and figure == "score"):
            found.append([])
        found[-1].append((day.day, float(value)))
        is_open = True
    return found
