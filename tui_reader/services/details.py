"""What services ask of the library to read one item with all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui_reader.domain.rows import EntryDetail, PaperDetail, RepoDetail


class PaperDetails(Protocol):
    """What is asked of the library's papers."""

    def get(self, key: str) -> PaperDetail | None:
        """A paper with all that is known."""


class EntryDetails(Protocol):
    """What is asked of the library's entries."""

    def get(self, key: str) -> EntryDetail | None:
        """An entry with all that is known; of a mere link, what the place that named it said."""


class RepoDetails(Protocol):
    """What is asked of the library's repositories."""

    def get(self, key: str) -> RepoDetail | None:
        """A repository with all that is known."""
