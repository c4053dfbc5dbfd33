"""What services and screens ask of the room below them: the library, the journal, the cache of answers.

`storage/` satisfies these protocols; tests hand in fakes. All of them raise StorageError, and nothing else, for what
can go wrong on disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tui_reader.domain.http import CachedResponse
    from tui_reader.domain.journal import BatchDone, Change, JournalLine


class JournalReader(Protocol):
    """The files of the journal, as a fold reads them."""

    def read(self, offsets: Mapping[str, int]) -> Iterator[tuple[str, int, JournalLine | None]]:
        """Lines beyond `offsets` (bytes, by file name) as (file name, offset of the line's end, line); None in place
        of a line that is not one."""


class JournalWriter(JournalReader, Protocol):
    """What records the user's actions."""

    def append(self, changes: Sequence[Change], now: datetime, batch_label: str = "") -> BatchDone:
        """Record one action on any number of items."""

    def undo(self, now: datetime) -> BatchDone | None:
        """Take back this machine's last live action; None when there is none."""

    def redo(self, now: datetime) -> BatchDone | None:
        """Bring back the action undone last, unless a new one came since."""


class HttpCache(Protocol):
    """Answers kept on disk. Safe to call from any thread; a cache that cannot be used just forgets."""

    def get(self, url: str) -> CachedResponse | None:
        """The answer kept for that address."""

    def put(self, url: str, response: CachedResponse) -> None:
        """Keep an answer."""

    def close(self) -> None:
        """Let go of the files."""
