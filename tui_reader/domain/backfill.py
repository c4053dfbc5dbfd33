"""What of arXiv's past was brought already, and what is still to be asked for. Pure.

The past is asked for in windows of days. Papers show up in the API some days after they were submitted, so the newest
days are never done for good: they are asked for again at each backfill, and only what lies before them is remembered.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Days after which all papers submitted on a day can be found: announced after a weekend and a holiday.
SETTLED_AFTER = timedelta(days=6)
_DAY = timedelta(days=1)


class Window(Struct, frozen=True):
    """Days of submission, both included, of which `start` papers were brought already, the oldest first."""

    first: date
    last: date
    start: int = 0

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.last - self.first).days + 1

    def parts(self, count: int) -> tuple[Window, ...]:
        """The same days in about that many windows of equal length, a day at least."""
        length = max(1, -(-self.days // max(1, count)))
        firsts = [self.first + timedelta(days=n) for n in range(0, self.days, length)]
        return tuple(Window(f, min(f + timedelta(days=length - 1), self.last)) for f in firsts)


class Backfill(Struct, frozen=True):
    """How far a backfill has come: `done` are days brought for good, `begun` windows of which some pages were
    brought. Windows of both lie apart from each other, the oldest first."""

    done: tuple[Window, ...] = ()
    begun: tuple[Window, ...] = ()

    def wanted(self, since: date, today: date) -> tuple[Window, ...]:
        """The windows to ask for so that everything since that day is brought, the newest first."""
        settled = today - SETTLED_AFTER
        fresh = Window(max(since, settled + _DAY), today)
        begun = tuple(w for w in self.begun if since <= w.first and w.last <= settled)
        gaps = _without(Window(since, settled), (*self.done, *begun))
        windows = (*((fresh,) if fresh.days > 0 else ()), *gaps, *begun)
        return tuple(sorted(windows, key=lambda w: w.first, reverse=True))

    def came_to(self, window: Window, today: date) -> Backfill:
        """After the papers of a window before `window.start` were brought."""
        others = _apart(self.begun, window)
        if window.last > today - SETTLED_AFTER:
            return replace(self, begun=others)
        return replace(self, begun=tuple(sorted((*others, window), key=lambda w: w.first)))

    def split(self, window: Window, parts: Iterable[Window], today: date) -> Backfill:
        """After a window was found too large and is asked for in parts."""
        progress = replace(self, begun=_apart(self.begun, window))
        for part in parts:
            progress = progress.came_to(part, today)
        return progress

    def finished(self, window: Window, today: date) -> Backfill:
        """After all of a window was brought."""
        settled = Window(window.first, min(window.last, today - SETTLED_AFTER))
        done = _joined((*self.done, settled)) if settled.days > 0 else self.done
        return Backfill(done, _apart(self.begun, window))

    def to_json(self) -> str:
        """As text, for the library."""
        return json.dumps(
            {
                "done": [(w.first.isoformat(), w.last.isoformat()) for w in self.done],
                "begun": [(w.first.isoformat(), w.last.isoformat(), w.start) for w in self.begun],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Backfill:
        """What `to_json` made; of anything else nothing is taken as brought."""
        try:
            told = json.loads(text)
            done = tuple(Window(date.fromisoformat(f), date.fromisoformat(t)) for f, t in told["done"])
            begun = tuple(Window(date.fromisoformat(f), date.fromisoformat(t), int(n)) for f, t, n in told["begun"])
        except (ValueError, TypeError, KeyError):
            return cls()
        if any(w.days < 1 or w.start < 0 for w in (*done, *begun)):
            return cls()
        kept: tuple[Window, ...] = ()
        for window in begun:
            if not any(_meet(window, other) for other in (*kept, *done)):
                kept = (*kept, window)
        return cls(_joined(done), tuple(sorted(kept, key=lambda w: w.first)))


def _meet(one: Window, other: Window) -> bool:
    return one.first <= other.last and other.first <= one.last


def _apart(windows: Iterable[Window], window: Window) -> tuple[Window, ...]:
    return tuple(w for w in windows if not _meet(w, window))


def _joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    joined: list[Window] = []
    for window in sorted(windows, key=lambda w: w.first):
        if joined and window.first <= joined[-1].last + _DAY:
            joined[-1] = Window(joined[-1].first, max(joined[-1].last, window.last))
        else:
            joined.append(Window(window.first, window.last))
    return tuple(joined)


def _without(whole: Window, taken: Iterable[Window]) -> tuple[Window, ...]:
    """The days of a window that lie in none of the others."""
    gaps = []
    first = whole.first
    for window in sorted(taken, key=lambda w: w.first):
        if window.last < first or window.first > whole.last:
            continue
        if window.first > first:
            gaps.append(Window(first, window.first - _DAY))
        first = window.last + _DAY
    if first <= whole.last:
        gaps.append(Window(first, whole.last))
    return tuple(gaps)
