"""Progress of a sync, as the screen and the command line both show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tui_reader.domain.sources import SourceResult, SyncReport


class SyncStarted(Struct, frozen=True):
    """A sync begins; `total` sources will be asked."""

    total: int


class SourceStarted(Struct, frozen=True):
    """A source is being asked."""

    source_id: str
    title: str


class SourceProgress(Struct, frozen=True):
    """A source that takes long says how far it has come ("4,000 of 12,000 papers")."""

    source_id: str
    text: str


class SourceFinished(Struct, frozen=True):
    """A source is done; `done` of `total` are."""

    result: SourceResult
    done: int
    total: int


class SyncFinished(Struct, frozen=True):
    """All is done."""

    report: SyncReport


class ProgramsFailed(Struct, frozen=True):
    """Programs that run for what came went wrong; a line each."""

    failures: tuple[str, ...]


class WatchedCame(Struct, frozen=True):
    """A sync brought so many items that are watched; the newest is called `title`."""

    count: int
    title: str


SyncEvent = ProgramsFailed | WatchedCame | SyncStarted | SourceStarted | SourceProgress | SourceFinished | SyncFinished


class DownloadProgress(Struct, frozen=True):
    """So many bytes of a download are here; `total` is 0 where its server does not say."""

    done: int
    total: int

    def words(self) -> str:
        """How far it is, for a person."""
        if not self.total:
            return f"{self.done / 2**20:,.1f} MiB"
        percent = min(100, 100 * self.done // self.total)
        return f"{self.done / 2**20:,.1f} of {self.total / 2**20:,.1f} MiB ({percent} %)"
