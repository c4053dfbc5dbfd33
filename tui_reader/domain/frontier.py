"""Which of many things nothing beats on two counts at once: the best score for a price, or the fastest for a score."""

from __future__ import annotations

import math
from collections.abc import Sequence


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
