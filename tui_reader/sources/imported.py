"""What a kind of file is to an import, and what it may use: of the library, one method for each kind of file.

Each room of `sources/` says how its files are known and what is done with one, as a `FileKind`; the registry has the
order in which they are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from tui_reader.domain.boards import Snapshot
    from tui_reader.domain.feeds import Entry, Subscription
    from tui_reader.domain.issues import Issue
    from tui_reader.domain.items import Seen
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.repos import Repo
    from tui_reader.domain.rows import PaperDetail, Stored
    from tui_reader.domain.settings import Settings
    from tui_reader.domain.sources import SourceKind
    from tui_reader.domain.whole_papers import WholePaper
    from tui_reader.sources.sample import Sample

T = TypeVar("T")

#: The kinds of files, as `import --as` and the folders of copies name them.
KINDS = ("issue", "feed", "arxiv", "opml", "board", "digest", "trending", "article", "zotero")


class ModelNames(Protocol):
    """What is asked of the library's leaderboards to read an issue."""

    def models(self) -> list[str]:
        """The names that stand or stood on a board; the latest first."""


class ModelNamesLibrary(Protocol):
    """The subject of the library that files are read with."""

    @property
    def boards(self) -> ModelNames:
        """Leaderboards."""


class Sources(Protocol):
    """What is asked of what the library knows of sources."""

    def upsert(self, sub: Subscription, kind: SourceKind) -> None:
        """Make a source known, or change what it is called and where it is."""


class Issues(Protocol):
    """What is asked of the library's issues."""

    def store(self, issue: Issue, source: str, now: datetime) -> Stored:
        """Store an issue with its papers, links, tables and repositories, as one."""


class Entries(Protocol):
    """What is asked of the library's entries."""

    def store(self, source_id: str, entries: Sequence[Entry], now: datetime) -> Stored:
        """Store what a feed holds. An empty list changes nothing."""


class Papers(Protocol):
    """What is asked of the library's papers."""

    def get(self, key: str) -> PaperDetail | None:
        """A paper with all that is known."""

    def store(self, papers: Sequence[Paper], seen: Seen) -> Stored:
        """Store papers seen in one place."""


class Texts(Protocol):
    """What is asked of the library's texts of papers."""

    def set(self, key: str, paper: WholePaper) -> None:
        """Keep the text of a paper. That there is none takes no text away that was here before."""


class Repos(Protocol):
    """What is asked of the library's repositories."""

    def store(self, repos: Sequence[Repo], seen: Seen) -> Stored:
        """Store repositories seen in one place, on a day."""


class Tables(Protocol):
    """What is asked of the library's leaderboards."""

    def store(self, snapshot: Snapshot) -> Stored:
        """Store the table of a day."""


class ImportLibrary(Protocol):
    """The subjects of the library that files are stored in, on the writer's thread."""

    @property
    def sources(self) -> Sources:
        """Sources, and how they have been doing."""

    @property
    def issues(self) -> Issues:
        """Issues."""

    @property
    def entries(self) -> Entries:
        """Entries of feeds and linked articles."""

    @property
    def papers(self) -> Papers:
        """Papers."""

    @property
    def whole_papers(self) -> Texts:
        """Texts of papers."""

    @property
    def repos(self) -> Repos:
        """Repositories."""

    @property
    def boards(self) -> Tables:
        """Leaderboards."""


class ImportContext(Protocol):
    """What may be used to store what a file holds."""

    @property
    def settings(self) -> Settings:
        """The configuration."""

    @property
    def now(self) -> datetime:
        """When the file is, or was, imported."""

    def models(self) -> Collection[str]:
        """The names that stand or stood on a board; the latest first."""

    def store(self, job: Callable[[ImportLibrary], T]) -> T:
        """Have the writer do it, and wait. Raises StorageError."""

    def feed_named(self, title: str, home_url: str, path: Path) -> str:
        """The id of the followed feed of that title, else of one that stands for the file; known to the library."""

    def follow(self, subscriptions: bytes) -> tuple[int, int, Sequence[str]]:
        """Follow the feeds of an OPML file: how many it lists, how many are new, what was left out. Raises
        ParseError."""


class Imported(Struct, frozen=True):
    """What came of a file: keys of items, how many items, and what is to be said of it."""

    keys: tuple[str, ...] = ()
    items: int = 0
    note: str = ""


class FileKind(Struct, frozen=True):
    """A kind of file. `is_known` tells one by what is in it, and never raises; `take` stores what it holds, and raises
    ParseError for what is none."""

    name: str
    is_known: Callable[[Sample], bool]
    take: Callable[[bytes, Path, ImportContext], Imported]


def counted(stored: Stored, note: str = "") -> Imported:
    """What was stored, an item a key."""
    return Imported(stored.keys, len(stored.keys), note)
