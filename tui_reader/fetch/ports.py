"""What fetching needs of others; handed in by wiring."""

from __future__ import annotations

from typing import Protocol

from tui_reader.domain.http import CachedResponse


class HttpCachePort(Protocol):
    """A cache of answers by address. Calls may block on a disk and come from several threads; either may raise
    StorageError, which costs the caller the cache but never the answer."""

    def get(self, url: str) -> CachedResponse | None:
        """The answer kept for this address, however old."""

    def put(self, url: str, response: CachedResponse) -> None:
        """Keep an answer, in place of an earlier one."""
