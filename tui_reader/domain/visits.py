"""Visits of the reader: when one ends, and since when what came is new. Pure.

A visit begins with the reader, or with the first key after one ended. It ends when the reader is closed, or when no key
came for thirty minutes, which is noted then: in tmux nothing is ever closed. It ends at its last key where nobody was
there any more, so that what came after that is new the next time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

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
