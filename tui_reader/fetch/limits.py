"""How many requests run at once, and how long a host asked to be left alone."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

PER_HOST = 2
"""Requests at once to one host."""


class Slots:
    """At most `total` requests at once over all hosts, and two to one host and port."""

    def __init__(self, total: int, per_host: int = PER_HOST) -> None:
        self._all = asyncio.Semaphore(max(total, 1))
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(per_host))

    @asynccontextmanager
    async def slot(self, place: str) -> AsyncIterator[None]:
        """Hold one slot for `place` (host:port) while the block runs."""
        # The host first: two hundred feeds of one host must not hold all the slots while they queue for two.
        async with self._hosts[place], self._all:
            yield


class Patience:
    """Until when each host asked not to be asked (Retry-After), for as long as this process runs."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def asked(self, place: str, seconds: float, now: datetime) -> None:
        """The host asks to be left alone for some seconds; the latest end holds."""
        until = now + timedelta(seconds=seconds)
        self._until[place] = max(until, self._until.get(place, until))

    def remaining(self, place: str, now: datetime) -> float:
        """Seconds still to wait, 0.0 when the host may be asked."""
        until = self._until.get(place)
        if until is None:
            return 0.0
        if until <= now:
            del self._until[place]
            return 0.0
        return (until - now).total_seconds()
