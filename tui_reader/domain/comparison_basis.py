"""Whether the scores of two tables can be set against each other, or the index was rebased between them.

The bounds below are taken from recorded tables. Artificial Analysis hardly ever changes a score, and 501 of 509 at once
when its index changes. LMArena fits all ratings anew each time: they drift by a thousandth of their spread, and when it
moved its anchor in May 2025 every rating fell by 3.45, give or take 0.04.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from tui_reader.domain.boards import Snapshot
from tui_reader.domain.comparison_figures import Scale
from tui_reader.domain.model_identity import name_key

#: How many models it takes to speak of all of them.
_FEW = 3
#: With fewer models than these, all of them must agree.
_FEW_TO_JUDGE = 8
#: The share of scores that must have moved, and of those the share that must have moved the same way.
_MOST = 0.8
#: How far the typical score moves, as a share of the spread of scores, when a rebased index is not a common shift.
_SAME_WAY, _ANY_WAY = 0.01, 0.10
#: How much the shifts (or the ratios) of the models may differ from each other to be one and the same.
_ALIKE = 0.10
#: Three standard deviations of a normal spread, in medians of its absolute values.
_THREE_SIGMA = 3 * 1.4826

Pair = tuple[float, float]


class Basis(Struct, frozen=True):
    """Whether scores compare, why not (`reason` in a clause, `warning` in sentences), and the `drift` below which a
    difference of scores means nothing."""

    comparable: bool = True
    reason: str = ""
    warning: str = ""
    drift: float = 0.0


def apart(reason: str) -> Basis:
    """Scores that do not compare, for a reason that is a clause."""
    return Basis(False, reason, f"{reason}: scores do not compare, ranks do.")


def basis_of(before: Snapshot, after: Snapshot, pairs: Sequence[Pair], scale: Scale) -> Basis:
    """Judge two tables by their versions and metrics, and by the scores of the models in both (`pairs`)."""
    old, new = plain_version(before.index_version), plain_version(after.index_version)
    if old and new and old != new:
        return apart(f"The index changed from version {old} to {new}")
    moved = [(a, b) for a, b in pairs if abs(b - a) > scale.slack(a, b)]
    if _is_other_metric(before.metric, after.metric) and 2 * len(moved) > len(pairs):
        return apart(f"The metric changed from {before.metric} to {after.metric}")
    if _is_rebased(pairs, moved):
        return Basis(
            False,
            "The index was rebased",
            f"The index was rebased: {len(moved)} of {len(pairs)} scores shifted at once. "
            "Scores do not compare, ranks do.",
        )
    # A board that fits all its scores anew moves most of them a little; only what stands out of that is a move.
    if len(pairs) >= _FEW_TO_JUDGE and 2 * len(moved) > len(pairs):
        drift = _THREE_SIGMA * median(abs(b - a) for a, b in pairs)
        return Basis(
            True,
            warning=f"Most scores of this board drift; only a change of more than {drift:.2g} counts as a move.",
            drift=drift,
        )
    return Basis()


def plain_version(version: str) -> str:
    """A version without what only writing adds: `v4.0` is `4`."""
    text = version.strip().lower().removeprefix("version").strip().removeprefix("v").strip()
    while text.endswith(".0"):
        text = text.removesuffix(".0")
    return text


def _is_other_metric(before: str, after: str) -> bool:
    return bool(before and after) and name_key(before) != name_key(after)


def _is_rebased(pairs: Sequence[Pair], moved: Sequence[Pair]) -> bool:
    if len(moved) < _FEW or len(moved) < _MOST * len(pairs):
        return False
    shifts = [b - a for a, b in moved]
    ratios = [math.log(abs(b)) - math.log(abs(a)) for a, b in moved if a and b and (a > 0) == (b > 0)]
    if _are_alike(shifts) or (len(ratios) >= _MOST * len(moved) and _are_alike(ratios)):
        return True
    size = median(abs(s) for s in shifts) / (_spread(pairs) or math.inf)
    one_way = max(sum(s > 0 for s in shifts), sum(s < 0 for s in shifts))
    if len(pairs) < _FEW_TO_JUDGE:
        return one_way == len(pairs) and size > _ANY_WAY
    return size > (_SAME_WAY if one_way >= _MOST * len(moved) else _ANY_WAY)


def _are_alike(shifts: Sequence[float]) -> bool:
    """Whether the shifts are one shift: of few all must agree, of many the typical one."""
    if len(shifts) < _FEW:
        return False
    middle = median(shifts)
    off = [abs(s - middle) for s in shifts]
    return middle != 0 and (max(off) if len(off) < _FEW_TO_JUDGE else median(off)) <= _ALIKE * abs(middle)


def _spread(pairs: Sequence[Pair]) -> float:
    """The width of the middle half of the scores, or of all where there are few."""
    ordered = sorted(score for pair in pairs for score in pair)
    quarter = len(ordered) // 4 if len(pairs) >= _FEW_TO_JUDGE else 0
    return ordered[-1 - quarter] - ordered[quarter]
