"""Visits of the reader: when one ends, and since when what came is new; and when `today --since last` was asked.

A visit begins with the reader, or with the first key after one ended. It ends when the reader is closed, or when no key
came for thirty minutes, which is noted then: in tmux nothing is ever closed. It ends at its last key where nobody was
there any more, so that what came after that is new the next time. The ends of this machine's visits are kept in state/.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ENDED, _REPORTED = "visit.ended", "today.told"
IDLE = timedelta(minutes=30)


class Visit(Struct, frozen=True):
    """A visit: `since` is the end of the one before it (None: there was none), `last_key` when it last saw a key,
    `is_over` whether its end was noted."""

    since: datetime | None
    last_key: datetime
    is_over: bool = False

    def pressed(self, at: datetime) -> Visit:
        """The visit with one more key."""
        return Visit(self.since, max(self.last_key, at))

    def is_idle(self, at: datetime) -> bool:
        """Whether no key had come for so long that it ended."""
        return not self.is_over and at - self.last_key >= IDLE

    def ended(self) -> Visit:
        """The visit with its end noted, at its last key."""
        return Visit(self.since, self.last_key, True)


class Visits:
    """The visit that goes on, and the ends of those before. `recall` and `remember` are what state/ keeps."""

    def __init__(
        self,
        recall: Callable[[], Mapping[str, str]],
        remember: Callable[[dict[str, str]], None],
        now: Callable[[], datetime],
    ) -> None:
        self._recall = recall
        self._remember = remember
        self._now = now
        self._visit: Visit | None = None

    @property
    def ended(self) -> datetime | None:
        """The end of the last visit that ended; None when there was none."""
        return _moment(self._recall().get(_ENDED, ""))

    @property
    def reported(self) -> datetime | None:
        """When it was last told what came since the time before; None if it never was."""
        return _moment(self._recall().get(_REPORTED, ""))

    def note_report(self, now: datetime) -> None:
        """What came until now was told."""
        self._remember({_REPORTED: now.isoformat()})

    @property
    def since(self) -> datetime | None:
        """Since when what came is new to the visit that goes on: the end of the one before it."""
        return self._visit.since if self._visit is not None else self.ended

    def pressed(self, at: datetime) -> None:
        """A key, or the start of the reader: it begins a visit where none goes on."""
        visit = self._visit
        if visit is not None and at <= visit.last_key:
            return
        if visit is not None and visit.is_idle(at):
            self._end(visit)
        if self._visit is None or self._visit.is_over:
            self._visit = Visit(self.ended or (visit.last_key if visit is not None else None), at)
        else:
            self._visit = self._visit.pressed(at)

    def look(self, last_key: datetime) -> None:
        """Note the end of a visit in which no key came for long. Asked once in a while, with the last key."""
        self.pressed(last_key)
        if self._visit is not None and self._visit.is_idle(self._now()):
            self._end(self._visit)

    def close(self, last_key: datetime) -> None:
        """The reader is closed: the visit ends now, or where it has ended."""
        self.look(last_key)
        if self._visit is not None and not self._visit.is_over:
            self._end(self._visit.pressed(self._now()))

    def _end(self, visit: Visit) -> None:
        self._visit = visit.ended()
        ended = self.ended  # another reader on this machine may have been left later
        if ended is None or ended < visit.last_key:
            self._remember({_ENDED: visit.last_key.isoformat()})


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
