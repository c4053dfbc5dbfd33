"""What sources ask of the library: what is known already, and to store what came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from tui_reader.domain.boards import Snapshot
    from tui_reader.domain.feeds import Entry, Subscription
    from tui_reader.domain.issues import Issue
    from tui_reader.domain.items import Seen
    from tui_reader.domain.journal import FeedChange
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.repos import Repo
    from tui_reader.domain.rows import SnapshotInfo, Stored
    from tui_reader.domain.server import Flag, KnownFeed, KnownItem, ServerEntry, ServerFeed
    from tui_reader.domain.sources import Attempt, SourceHealth, SourceKind


class Words(Protocol):
    """What is asked of the library's own words."""

    def get(self, name: str) -> str:
        """The word remembered under that name, else ""."""

    def set(self, name: str, value: str) -> None:
        """Remember a word."""


class Sources(Protocol):
    """What is asked of what the library knows of sources."""

    def get(self, source_id: str) -> SourceHealth | None:
        """One source."""

    def upsert(self, sub: Subscription, kind: SourceKind) -> None:
        """Make a source known, or change what it is called and where it is."""

    def record(self, attempt: Attempt) -> None:
        """Note how asking a source went; nothing happens for one that was removed meanwhile."""


class Issues(Protocol):
    """What is asked of the library's issues."""

    def get(self, key: str) -> Issue | None:
        """An issue with all it names, each with all that is known of it."""

    def days(self) -> set[date]:
        """The days whose issues are stored."""

    def store(self, issue: Issue, source: str, now: datetime) -> Stored:
        """Store an issue with its papers, links, tables and repositories, as one."""


class Entries(Protocol):
    """What is asked of the library's entries."""

    def store(self, source_id: str, entries: Sequence[Entry], now: datetime, backlog: datetime | None = None) -> Stored:
        """Store what a feed holds. An empty list changes nothing. What is dated before `backlog` and new comes in as
        read."""


class Papers(Protocol):
    """What is asked of the library's papers."""

    def to_complete(self, limit: int) -> list[str]:
        """arXiv numbers of papers that lack what arXiv can tell, without those that were asked about before."""

    def titles_to_find(self, limit: int) -> list[Paper]:
        """Papers known by title alone, as far as they are known; those asked about before are left out."""

    def store(self, papers: Sequence[Paper], seen: Seen) -> Stored:
        """Store papers seen in one place."""

    def complete(self, papers: Sequence[Paper], asked: Sequence[str], now: datetime) -> Stored:
        """Add what arXiv tells to papers that are known, without a sighting; `asked` are the keys of those it was
        asked about."""


class Repos(Protocol):
    """What is asked of the library's repositories."""

    def store(self, repos: Sequence[Repo], seen: Seen) -> Stored:
        """Store repositories seen in one place, on a day."""


class Boards(Protocol):
    """What is asked of the library's leaderboards."""

    def models(self, board: str = "") -> list[str]:
        """The names that stand or stood on a board, or on all boards; the latest first."""

    def snapshots(self, board: str) -> list[SnapshotInfo]:
        """The tables of a board, newest first, the fullest of each day."""

    def snapshot(self, board: str, day: date | None = None) -> Snapshot | None:
        """The fullest table of a day or else of the nearest before; without a day, of the newest."""

    def of_source(self, board: str, day: date, source: str) -> Snapshot | None:
        """The table of exactly that day and source."""

    def store(self, snapshot: Snapshot) -> Stored:
        """Store the table of a day."""

    def take(self, snapshot: Snapshot, now: datetime | None = None) -> Stored:
        """Store what a board gives of itself today, unless it is what it gave before: then the older table is noted to
        have held until today."""


class FeedChanges(Protocol):
    """What is asked of what the journal adds up to."""

    def feed_changes(self) -> list[FeedChange]:
        """Feeds added and removed by command, the oldest change first."""


class Server(Protocol):
    """What is asked of what a feed server said."""

    def feeds(self) -> list[KnownFeed]:
        """The subscriptions of the last sync."""

    def keep_feeds(self, feeds: Iterable[tuple[ServerFeed, str, str]]) -> None:
        """The subscriptions as they are now, each with its source and the journal's last line on it."""

    def feed_lines(self) -> dict[str, str]:
        """The journal's last live line on each feed, by address."""

    def numbers(self) -> set[int]:
        """The numbers of all entries that were taken from the server and mean the same there."""

    def store(self, source: str, entries: Sequence[ServerEntry], now: datetime) -> Stored:
        """Store entries of one feed; which item each is, is remembered."""

    def pass_over(self, numbers: Iterable[int]) -> None:
        """Remember numbers that the server gave no entry for."""

    def set_aside(self, there: set[int]) -> None:
        """The server was restored from a backup and has only these; what held of the others is kept."""

    def states(self) -> list[KnownItem]:
        """Every item that the server has, with what held of it and what the journal says."""

    def agree(self, flags: Iterable[tuple[KnownItem, Flag, bool]]) -> None:
        """Both sides have these values now."""


class SyncLibrary(Protocol):
    """The subjects of the library that sources know."""

    @property
    def meta(self) -> Words:
        """Words of the program's own."""

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
    def repos(self) -> Repos:
        """Repositories."""

    @property
    def boards(self) -> Boards:
        """Leaderboards."""

    @property
    def server(self) -> Server:
        """What a feed server said."""

    @property
    def journal(self) -> FeedChanges:
        """What the journal adds up to."""
