"""Stand-ins for the world around a Fetcher: a clock, a cache."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tui_reader.domain.http import CachedResponse
from tui_reader.fetch.client import Fetcher

MakeFetcher = Callable[..., Fetcher]


class World:
    """A clock that only sleeping moves, and a memory of the sleeps."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


class MemoryCache:
    """The cache port in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, CachedResponse] = {}

    def get(self, url: str) -> CachedResponse | None:
        return self.kept.get(url)

    def put(self, url: str, response: CachedResponse) -> None:
        self.kept[url] = response
