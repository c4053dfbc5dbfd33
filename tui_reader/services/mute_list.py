"""The mute list: words, authors, sources and domains that are not to be seen. Changes are journal lines over the
configured list; what they mute is found by `is:muted`, and `u` brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.journal import BatchDone, Change
from tui_reader.domain.muting import listed, said, same, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.settings import MuteSettings

#: Characters of the longest term.
_LONGEST = 200


class Recorder(Protocol):
    """What records the user's actions."""

    def record(self, changes: Sequence[Change], label: str) -> BatchDone:
        """Record one action on things that are no rows. Raises StorageError."""


class MuteChanges(Protocol):
    """What is asked of the library's journal."""

    def mute_changes(self) -> list[tuple[str, bool]]:
        """Terms muted and taken off in the reader, the oldest change first."""


class MutedLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def journal(self) -> MuteChanges:
        """What the journal adds up to."""


class MuteList:
    """The list, and changing it."""

    def __init__(self, settings: MuteSettings, library: MutedLibrary, triage: Recorder) -> None:
        self._settings = settings
        self._library = library
        self._triage = triage

    def terms(self) -> tuple[str, ...]:
        """The list as it was given."""
        given = self._settings
        changes = self._library.journal.mute_changes()
        return listed(given.words, given.authors, given.sources, given.domains, changes)

    def add(self, term: str) -> tuple[str, BatchDone | None]:
        """Mute a term: as the list keeps it, and what was done (None: it was muted before). Raises UsageError."""
        kept = tidy(term)
        if not kept or len(kept) > _LONGEST:
            raise UsageError(
                f"{term[:60]!r} could not be found in any text" if not kept else "the term is too long",
                "A term is a word, words in order, quantiz*, author:NAME, source:ID or domain:HOST.",
            )
        if same(kept) in map(same, self.terms()):
            return kept, None
        return kept, self._triage.record([_change(kept, True)], f"mute {said(kept)}")

    def remove(self, term: str) -> tuple[str, BatchDone]:
        """Mute a term no longer: the one taken off, and what was done. Raises NotFound."""
        wanted = same(tidy(term) or term)
        for known in self.terms():
            if same(known) == wanted:
                return known, self._triage.record([_change(known, None)], f"no longer mute {said(known)}")
        raise NotFound(f"{term!r} is not muted")


def _change(term: str, value: bool | None) -> Change:
    return Change(f"mute:{term}", f"mute:{term}", value)
