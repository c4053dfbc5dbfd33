"""Taking over what the library does not have yet, and beginning another where one is damaged.

The library is made of what is fetched; what the user did lies in the journal, and imported files in copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.checks import CheckStatus
from tui_reader.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_reader.domain.settings import Settings
    from tui_reader.services.importing import Importing
    from tui_reader.services.writer import Writer
    from tui_reader.storage.journal import Journal
    from tui_reader.storage.library import Library

_TAKEN = "imports"


def catch_up(
    library: Library, writer: Writer[Library], journal: Journal, importing: Callable[[Library], Importing]
) -> int:
    """Take over journal lines that other machines or programs wrote, and imports into a library made anew. Returns how
    many lines were new. Raises StorageError."""
    if library.can_write and not writer.submit(lambda writing: writing.meta.get(_TAKEN)).result():
        # The reader calls this beside its screen: a connection of its own for this thread.
        own = library.clone()
        try:
            importing(own).replay()
        finally:
            own.close()
        writer.submit(lambda writing: writing.meta.set(_TAKEN, "taken over")).result()
    return writer.submit(lambda writing: writing.journal.fold_new(journal)).result()


def complete_behind(writer: Writer[Library], settings: Settings, seconds: float) -> None:
    """Search items stored before a name was known, and count the words of papers that ranking has not seen, step by
    step behind everything else the writer does; wait for the names so long at most. What is left at the end is gone on
    with at the next start."""
    from tui_reader.services.names import NameReading
    from tui_reader.services.ranking import FeatureMaking

    if settings.ranking.enabled:
        FeatureMaking(writer).start()
    NameReading(writer, settings.aliases).start().wait(seconds)


def repair(library: Callable[[], Library], begin_anew: Callable[[], Path]) -> str:
    """Make anew what is derived; where that is not enough, have the library set aside and another begun from the
    imports and the journal: `begin_anew` gives where the old one lies then. Says what was done. Raises StorageError."""
    try:
        checks = library().health.repair()
        if all(check.status is not CheckStatus.FAILED for check in checks):
            return "search index and counts were made anew"
    except StorageError:
        pass  # the file itself is damaged
    aside = begin_anew()
    return f"the damaged library was set aside as {aside.name} and a new one begun"
