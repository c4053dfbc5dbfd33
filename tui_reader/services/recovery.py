"""Taking over what the library does not have yet, and beginning another where one is damaged.

The library is made of what is fetched; what the user did lies in the journal, and imported files in copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from tui_reader.domain.checks import CheckStatus
from tui_reader.domain.errors import StorageError, Unavailable
from tui_reader.services.catalogue import FollowChanges
from tui_reader.services.known_sources import KnownLibrary
from tui_reader.services.triage import JournalFold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Self

    from tui_reader.domain.checks import Check
    from tui_reader.domain.journal import JournalFiles
    from tui_reader.domain.settings import Settings
    from tui_reader.services.feature_making import FeatureMaking, Features
    from tui_reader.services.importing import Importing
    from tui_reader.services.name_reading import References
    from tui_reader.services.writer import Writer

_TAKEN = "imports"
_REST = 6.0


class TakenJournal(JournalFold, FollowChanges, Protocol):
    """What is asked of the library's journal."""


class TakingLibrary(KnownLibrary, Protocol):
    """What takes over lines, on the writer's thread."""

    @property
    def journal(self) -> TakenJournal:
        """What the journal adds up to."""


class Connection(Protocol):
    """What is asked of a library's connection."""

    @property
    def can_write(self) -> bool:
        """Whether anything can be stored."""

    def clone(self) -> Self:
        """Another connection to the same file, for another thread."""

    def close(self) -> None:
        """Let go of the file."""


class CompletedLibrary(Protocol):
    """What is completed step by step, on the writer's thread."""

    @property
    def features(self) -> Features:
        """The words of papers, counted."""

    @property
    def references(self) -> References:
        """What names what."""


class Health(Protocol):
    """What is asked of the library's soundness."""

    def repair(self) -> list[Check]:
        """Make anew what can be derived. Raises StorageError when the file itself is damaged."""


class RepairedLibrary(Protocol):
    """The subject of the library that a repair needs."""

    @property
    def health(self) -> Health:
        """Whether the file is sound."""


C = TypeVar("C", bound=Connection)


def catch_up(
    library: C,
    writer: Writer[TakingLibrary],
    journal: JournalFiles,
    importing: Callable[[C], Importing],
    follow: Callable[[TakingLibrary], object],
    reading: Callable[[int], object] | None = None,
) -> int:
    """Take over journal lines that other machines or programs wrote, and imports into a library made anew; `follow`
    has the library know what is followed then. Returns how many lines were new; `reading` is told how many of a long
    journal were read so far. Raises StorageError."""
    if library.can_write and not writer.submit(lambda writing: writing.meta.get(_TAKEN)).result():
        # The reader calls this beside its screen: a connection of its own for this thread.
        own = library.clone()
        try:
            importing(own).replay()
        finally:
            own.close()
        writer.submit(lambda writing: writing.meta.set(_TAKEN, "taken over")).result()
    new = writer.submit(lambda writing: writing.journal.fold_new(journal, reading or (lambda lines: None))).result()
    if library.can_write:
        writer.submit(follow).result()
    return new


def complete_behind(
    writer: Writer[CompletedLibrary],
    settings: Settings,
    seconds: float,
    counting: Callable[[int], object] | None = None,
    making: FeatureMaking | None = None,
    *,
    beside_keys: bool = False,
) -> FeatureMaking | None:
    """Search items stored before a name was known, and count the words of papers that ranking has not seen, step by
    step behind everything else the writer does; wait for the names so long at most. What is left at the end is gone on
    with at the next start. `counting` is told how many papers are left; with `beside_keys` counting takes a seventh of
    the time there is. `making` is what counts already: a second one beside it would
    take as much again. Gives what counts now."""
    from tui_reader.services.feature_making import FeatureMaking
    from tui_reader.services.name_reading import NameReading

    if settings.ranking.enabled and (making is None or making.is_done):
        making = FeatureMaking(writer, counting, _REST if beside_keys else 0.0).start()
    NameReading(writer, settings.aliases).start().wait(seconds)
    return making


def repair(library: Callable[[], RepairedLibrary], begin_anew: Callable[[], tuple[Path, int]]) -> str:
    """Make anew what is derived; where that is not enough, have the library set aside and another begun from what can
    be read of it, the imports and the journal: `begin_anew` gives where the old one lies then, and how many items were
    carried over. Says what was done. Raises StorageError."""
    try:
        checks = library().health.repair()
        if all(check.status is not CheckStatus.FAILED for check in checks):
            return "search index and counts were made anew"
    except Unavailable:
        raise  # nothing says that it is damaged
    except StorageError:
        pass  # the file itself is damaged
    aside, carried = begin_anew()
    kept = f", with {carried:,} items of it" if carried else ""
    return f"the damaged library was set aside as {aside.name} and a new one begun{kept}"
