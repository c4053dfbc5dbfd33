"""The follow list: authors and words, watched and dropped. Changes are journal lines over the configured list."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.following import AUTHOR, Following, cleaned, folded, listed, of_terms
from tui_reader.domain.journal import BatchDone, Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.settings import FollowSettings

#: Characters of the longest term.
_LONGEST = 200


class Recorder(Protocol):
    """What records the user's actions."""

    def record(self, changes: Sequence[Change], label: str) -> BatchDone:
        """Record one action on things that are no rows. Raises StorageError."""


class TermChanges(Protocol):
    """What is asked of the library's journal."""

    def follow_changes(self) -> list[tuple[str, bool]]:
        """Authors and words followed and dropped by command, the oldest change first."""


class TermsLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def journal(self) -> TermChanges:
        """What the journal adds up to."""


class FollowList:
    """The list, and changing it."""

    def __init__(self, settings: FollowSettings, library: TermsLibrary, triage: Recorder) -> None:
        self._settings = settings
        self._library = library
        self._triage = triage

    def terms(self) -> tuple[str, ...]:
        """The list as it was given; authors begin with `author:`."""
        return terms_of(self._settings, self._library)

    def add(self, term: str) -> tuple[str, BatchDone | None]:
        """Follow a term: as the list keeps it, and what was done (None: it was followed before). Raises UsageError."""
        kept = cleaned(term)
        if not kept or len(kept) > _LONGEST:
            raise UsageError(
                f"{term[:60]!r} could not be found in any text" if not kept else "the term is too long",
                f"A term is a word, words in order, quantiz*, -survey, or {AUTHOR}NAME.",
            )
        if folded(kept) in map(folded, self.terms()):
            return kept, None
        return kept, self._triage.record([_change(kept, True)], f"follow {kept.removeprefix(AUTHOR)}")

    def remove(self, term: str) -> tuple[str, BatchDone]:
        """Follow a term no longer: the one dropped, and what was done. Raises NotFound."""
        wanted = folded(cleaned(term) or term)
        terms = self.terms()
        for known in terms:
            if folded(known) == wanted:
                return known, self._triage.record(
                    [_change(known, None)], f"no longer follow {known.removeprefix(AUTHOR)}"
                )
        near = difflib.get_close_matches(term, terms, 3, 0.5)
        hint = f"The nearest: {', '.join(near)}." if near else "inference-tui follow list shows what is."
        raise NotFound(f"{term!r} is not followed", hint)


def terms_of(settings: FollowSettings, library: TermsLibrary) -> tuple[str, ...]:
    """The follow list as a library holds it, on the thread that its connection belongs to."""
    return listed(settings.authors, settings.words, library.journal.follow_changes())


def following_of(settings: FollowSettings, library: TermsLibrary) -> Following:
    """What is followed, on the thread that the connection belongs to."""
    return of_terms(terms_of(settings, library))


def _change(term: str, value: bool | None) -> Change:
    return Change(f"follow:{term}", f"follow:{term}", value)
