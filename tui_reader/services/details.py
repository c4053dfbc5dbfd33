"""What services ask of the library to read one item with all that is known of it, and to make a document of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from tui_reader.domain.boards import Snapshot
    from tui_reader.domain.digests import DigestView
    from tui_reader.domain.feeds import Body
    from tui_reader.domain.issues import Issue
    from tui_reader.domain.rows import EarlierText, EntryDetail, PaperDetail, RepoDetail, Row, SightingView


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


class ReadItems(Protocol):
    """What is asked of an item to read it, whatever it is."""

    def row(self, key: str) -> Row | None:
        """The row of an item, by its present or a former key."""

    def sightings(self, key: str) -> list[SightingView]:
        """Where an item was seen, oldest first."""


class ReadPapers(PaperDetails, Protocol):
    """What is asked of the library's papers to read one."""

    def earlier(self, key: str) -> EarlierText | None:
        """Title and abstract of a paper as they were when it was decided on, where a version since then changed
        them; else None."""


class ReadEntries(EntryDetails, Protocol):
    """What is asked of the library's entries to read one."""

    def digest(self, key: str) -> DigestView | None:
        """What a digest names, in its order; None for an item that is no digest."""

    def alike(self, key: str) -> list[str]:
        """The keys of entries with near-equal titles that feeds brought, newest first; at most a handful."""


class ReadIssues(Protocol):
    """What is asked of the library's issues."""

    def get(self, key: str) -> Issue | None:
        """An issue with all it names, each with all that is known of it."""


class ReadTables(Protocol):
    """What is asked of the library's leaderboards to read a table."""

    def snapshot(self, board: str, day: date | None = None) -> Snapshot | None:
        """The fullest table of a day or else of the nearest before; without a day, of the newest."""


class ReadingLibrary(Protocol):
    """The subjects of the library that documents are made of."""

    @property
    def items(self) -> ReadItems:
        """Items."""

    @property
    def issues(self) -> ReadIssues:
        """Issues."""

    @property
    def entries(self) -> ReadEntries:
        """Entries of feeds and linked articles."""

    @property
    def papers(self) -> ReadPapers:
        """Papers."""

    @property
    def repos(self) -> RepoDetails:
        """Repositories."""

    @property
    def boards(self) -> ReadTables:
        """Leaderboards."""


class Bodies(Protocol):
    """What is asked of the library's entries to keep what was made of a text."""

    def set_body(self, key: str, body: Body) -> None:
        """Keep the text of an item in place of the one there was; what a search finds stays as it is."""


class BodiesLibrary(Protocol):
    """The subject of the library that texts are kept in, on the writer's thread."""

    @property
    def entries(self) -> Bodies:
        """Entries of feeds and linked articles."""
