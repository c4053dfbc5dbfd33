"""Two figures of one column on two days: whether they differ by more than their writing and their noise."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

#: Of 1,380 pairs of speeds that Artificial Analysis gave for one model on two days in a row (April and May 2026), 95 in
#: 100 lie within a fifth of each other.
SPEED_NOISE = 0.20
#: More decimals than these are a number as a computer keeps it, not one that was rounded for readers.
_WRITTEN_IN_FULL = 8
#: How many figures it takes to see how finely a column is written.
_TELLING = 3
_LARGEST = 1e100


class Delta(Struct, frozen=True):
    """A figure then and now. None is "not said", never zero.

    `delta` is later minus earlier, in the decimals of the coarser of the two, so zero where they differ only in
    rounding, and None where one is missing or the two do not compare. `moved` is a difference beyond rounding and
    noise.
    """

    before: float | None = None
    after: float | None = None
    delta: float | None = None
    moved: bool = False

    @property
    def only_rewritten(self) -> bool:
        """Whether the same figure is only written with other decimals."""
        return self.delta == 0 and self.before != self.after


NOTHING = Delta()


def sane(value: float | None) -> float | None:
    """The value, unless it is no number, or one too large to reckon with."""
    return value if value is not None and abs(value) < _LARGEST else None


@lru_cache(maxsize=8192)
def decimals(value: float) -> int:
    """How many decimals a number is written with, without the dust of binary arithmetic (0.15000000000000002)."""
    digits = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return max(0, -digits) if isinstance(digits, int) else 0


def column_decimals(values: Iterable[float]) -> int:
    """How many decimals a column is written with: 54 in a column of 57.2, 53.1 is 54.0.

    Where most values are rounded, a few that are not, or a stray one among forty, do not make the column finer.
    """
    found = sorted(map(decimals, values))
    rounded = [d for d in found if d < _WRITTEN_IN_FULL]
    if 2 * len(rounded) < len(found):
        return found[len(found) // 2]
    return rounded[math.ceil(0.95 * (len(rounded) - 1))] if rounded else 0


class Scale(Struct, frozen=True):
    """How finely a column is written in two tables."""

    before: int
    after: int

    @classmethod
    def of(cls, before: Iterable[float | None], after: Iterable[float | None]) -> Scale:
        """The scale of a column, from all of its values."""
        # A zero is written alike in any column, and a figure or two may end in .0 by chance.
        old, new = [v for v in before if v], [v for v in after if v]
        fine_old, fine_new = column_decimals(old), column_decimals(new)
        finest = max(fine_old, fine_new)
        return cls(finest if len(old) < _TELLING else fine_old, finest if len(new) < _TELLING else fine_new)

    def places(self, before: float, after: float) -> int:
        """The decimals that both figures are known to."""
        return min(max(self.before, decimals(before)), max(self.after, decimals(after)))

    def slack(self, before: float, after: float) -> float:
        """The largest difference that rounding one of them to the decimals of the other explains."""
        return 0.5 * 10.0 ** -self.places(before, after) * (1 + 1e-6) + 1e-9 * max(abs(before), abs(after))

    @property
    def unit(self) -> float:
        """One unit in the last place of the coarser table."""
        return 10.0 ** -min(self.before, self.after)

    @property
    def is_even(self) -> bool:
        """Whether both tables are written with the same decimals."""
        return self.before == self.after


def figure_delta(before: float | None, after: float | None, scale: Scale, noise: float = 0.0) -> Delta:
    """A score or a price on two days; a difference of up to `noise`, in the figure's own unit, is no move."""
    if before is None or after is None:
        return Delta(before, after)
    difference = after - before
    if not difference or abs(difference) <= scale.slack(before, after):
        return Delta(before, after, 0.0)
    return Delta(before, after, round(difference, scale.places(before, after)), abs(difference) > noise)


def speed_delta(before: float | None, after: float | None, scale: Scale) -> Delta:
    """A speed on two days, moved when they lie apart by more than SPEED_NOISE of the slower, after rounding."""
    if before is None or after is None:
        return Delta(before, after)
    difference = after - before
    if not difference or abs(difference) <= scale.slack(before, after):
        return Delta(before, after, 0.0)
    rounding = 0.5 * (10.0**-scale.before + 10.0**-scale.after)
    moved = abs(difference) - rounding > SPEED_NOISE * min(abs(before), abs(after))
    return Delta(before, after, round(difference, scale.places(before, after)), moved)


def rank_delta(before: int | None, after: int | None) -> Delta:
    """A rank on two days; a negative delta is nearer to the top."""
    if before is None or after is None:
        return Delta(before, after)
    return Delta(before, after, after - before, before != after)
