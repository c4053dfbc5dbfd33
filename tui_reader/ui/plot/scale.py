"""From values to places between 0 and 1, and the round values worth a tick."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

#: A logarithmic scale is worth its strangeness when the largest value is so many times the smallest.
_WIDE = 20.0
_MARGIN = 0.04
#: So many decades on either side of 1 can be reckoned with.
_DECADES = 300.0
_LEAST_SPAN = 0.005
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Tick(Struct, frozen=True):
    """A mark on an axis: where it is, between 0 and 1, and what it says."""

    place: float
    label: str


class Scale(Protocol):
    """One direction of a plot."""

    def place(self, value: float) -> float:
        """Where a value lies, between 0 (left, bottom) and 1 (right, top)."""

    def ticks(self, count: int) -> list[Tick]:
        """About so many round values, in ascending order of place."""


class Linear(Struct, frozen=True):
    """Even steps from `low` to `high`, which differ; `is_turned` puts the low value at the top, as for ranks."""

    low: float
    high: float
    is_turned: bool = False
    is_whole: bool = False

    def place(self, value: float) -> float:
        """See Scale."""
        share = (value - self.low) / (self.high - self.low)
        return 1.0 - share if self.is_turned else share

    def ticks(self, count: int) -> list[Tick]:
        """See Scale."""
        step = _step((self.high - self.low) / max(1, count))
        step = max(1.0, step) if self.is_whole else step
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        numbers = range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)
        values = [n * step for n in numbers]
        if self.is_whole:
            # Rank 1 matters more than a round number; there is no rank 0.
            values = [v for v in values if v >= 1]
            if self.low <= 1 <= self.high and 1 not in values:
                values = [1.0, *(v for v in values if v - 1 >= step * 0.6)]
        ticks = [Tick(self.place(v), _label(v, decimals)) for v in values]
        return ticks[::-1] if self.is_turned else ticks


class Logarithmic(Struct, frozen=True):
    """Even steps from decade to decade, from `low` to `high`, both above zero. `zero` is the place of free things,
    which no logarithm reaches: at the left end, None where there are none."""

    low: float
    high: float
    zero: float | None = None

    def place(self, value: float) -> float:
        """See Scale."""
        if value <= 0:
            return self.zero or 0.0
        left = 0.0 if self.zero is None else self.zero + 0.08
        share = (math.log10(value) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        return left + share * (1.0 - left)

    def ticks(self, count: int) -> list[Tick]:
        """See Scale."""
        exponents = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        for steps in ((1, 2, 5), (1, 3), (1,)):
            values = [s * 10.0**e for e in exponents for s in steps]
            values = [v for v in values if self.low * (1 - 1e-9) <= v <= self.high * (1 + 1e-9)]
            if len(values) <= count:
                break
        thinned = values[:: max(1, math.ceil(len(values) / max(1, count)))]
        ticks = [Tick(self.place(v), _label(v, max(0, -math.floor(math.log10(v) + 1e-9)))) for v in thinned]
        return ticks if self.zero is None else [Tick(self.zero, "0"), *ticks]


class Days(Struct, frozen=True):
    """Dates, as day numbers (`date.toordinal`)."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """See Scale."""
        return (value - self.low) / (self.high - self.low)

    def ticks(self, count: int) -> list[Tick]:
        """See Scale."""
        first = date.fromordinal(max(1, math.ceil(self.low)))
        last = date.fromordinal(min(date.max.toordinal(), math.floor(self.high)))
        days = (last - first).days
        for step in (1, 2, 7, 14):
            if days / step <= count:
                found = [first + timedelta(n) for n in range(0, days + 1, step)]
                return [Tick(self.place(d.toordinal()), f"{d.day} {_MONTHS[d.month - 1]}") for d in found]
        for months in (1, 2, 3, 6, 12, 24, 60, 120, 300, 600, 1_200, 3_000, 12_000, 120_000):
            if days / 30.4 / months <= count:
                break
        return [Tick(self.place(d.toordinal()), _month(d, months)) for d in _firsts(first, last, months)]


def linear(values: Sequence[float], *, is_turned: bool = False, is_whole: bool = False) -> Linear:
    """A scale that holds the values with a little room beside them; around zero where there are none.

    It spans at least a two-hundredth of the largest value: a change in the last decimal is not drawn as a cliff.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    least = max(abs(low), abs(high)) * _LEAST_SPAN or 1.0
    room = max((high - low) * _MARGIN, (least - (high - low)) / 2)
    if is_whole:
        # A rank has room for itself; nothing stands above the first.
        return Linear(max(0.5, low - max(room, 0.5)), high + max(room, 0.5), is_turned, is_whole)
    return Linear(low - room, high + room, is_turned)


def amounts(values: Sequence[float]) -> Scale:
    """A scale for prices and speeds: logarithmic where they span much, else linear from zero or thereabouts."""
    above = [v for v in values if v > 0]
    if not above or len(above) < 2 or max(above) < _WIDE * min(above) or min(values) < 0:
        return linear(values)
    low, high = math.log10(min(above)), math.log10(max(above))
    room = (high - low) * _MARGIN
    low, high = max(low - room, -_DECADES), min(high + room, _DECADES)
    return Logarithmic(10.0**low, 10.0**high, 0.02 if len(above) < len(values) else None)


def over_days(days: Sequence[date]) -> Days:
    """A scale that holds the dates; a single one stands in the middle."""
    low, high = min(days).toordinal(), max(days).toordinal()
    room = max((high - low) * 0.02, 0.0) if high > low else 1.0
    return Days(low - room, high + room)


def _step(rough: float) -> float:
    """The round step (1, 2 or 5 times a power of ten) next above."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * s for s in (1, 2, 5, 10) if power * s >= rough * (1 - 1e-9))


def _label(value: float, decimals: int) -> str:
    """A round value, in at most ten characters or so."""
    if abs(value) >= 1e7 or decimals > 6:
        return f"{value:.3g}"
    return f"{value + 0.0:,.{decimals}f}"


def _firsts(first: date, last: date, months: int) -> list[date]:
    number = first.year * 12 + first.month - 1
    found: list[date] = []
    number += -number % months
    while (year := number // 12) <= min(last.year, 9999):
        day = date(year, number % 12 + 1, 1)
        if first <= day <= last:
            found.append(day)
        number += months
    return found


def _month(day: date, months: int) -> str:
    return str(day.year) if months % 12 == 0 else f"{_MONTHS[day.month - 1]} {day.year % 100:02d}"
