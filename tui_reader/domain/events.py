"""Progress of a sync, as the screen and the command line both show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from tui_reader.domain.sources import SourceResult, SyncReport


@dataclass(frozen=True, slots=True)
class SyncStarted:
    """A sync begins; `total` sources will be asked."""

    total: int


@dataclass(frozen=True, slots=True)
class SourceStarted:
    """A source is being asked."""

    source_id: str
    title: str


@dataclass(frozen=True, slots=True)
class SourceProgress:
    """A source that takes long says how far it has come ("4,000 of 12,000 papers")."""

    source_id: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceFinished:
    """A source is done; `done` of `total` are."""

    result: SourceResult
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SyncFinished:
    """All is done."""

    report: SyncReport


SyncEvent = SyncStarted | SourceStarted | SourceProgress | SourceFinished | SyncFinished
