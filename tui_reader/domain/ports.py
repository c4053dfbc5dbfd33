"""What services and screens ask of the room below them: the library, the journal, the cache of answers.

`storage/` satisfies these protocols; tests hand in fakes. All of them raise StorageError, and nothing else, for what
can go wrong on disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.rows import (
    EarlierText,
    EntryDetail,
    FacetValue,
    Group,
    Order,
    PaneCounts,
    PaperDetail,
    RepoDetail,
    Row,
    SightingView,
    SnapshotInfo,
    Stored,
)

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from tui_reader.domain.boards import BoardInfo, BoardRow, Snapshot
    from tui_reader.domain.digests import Digest, DigestView
    from tui_reader.domain.errors import Problem
    from tui_reader.domain.feeds import Body, Entry, Subscription
    from tui_reader.domain.http import CachedResponse
    from tui_reader.domain.issues import Issue, SourcedLink
    from tui_reader.domain.items import Sighting
    from tui_reader.domain.journal import BatchDone, Change, FeedChange, JournalLine
    from tui_reader.domain.names import NameTable
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.query import Node
    from tui_reader.domain.repos import Repo
    from tui_reader.domain.sources import SourceHealth, SourceKind
    from tui_reader.domain.whole_papers import WantedPaper, WholePaper


class LibraryReader(Protocol):
    """Everything that is read from the library. Calls take a few milliseconds at most unless their text says more."""

    notice: str

    def clone(self) -> LibraryReader:
        """Another connection to the same library, for another thread."""

    def close(self) -> None:
        """Let go of the file."""

    def interrupt(self) -> None:
        """Cancel the query that runs in another thread; it raises QueryCancelled there."""

    def ids(self, query: Node, *, order: Order = Order.NEWEST, limit: int | None = None, offset: int = 0) -> array[int]:
        """Row ids that match, in order. Without a limit, time grows with the answer (about 0.1 s for 100,000)."""

    def groups_of(self, ids: Sequence[int]) -> list[Group]:
        """Run lengths per day of these rows, in the order of their ids."""

    def groups(self, query: Node) -> list[Group]:
        """Run lengths per day of what `ids` gives in NEWEST order."""

    def count(self, query: Node) -> int:
        """How many items match."""

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The rows of these ids, in their order; ids that are gone are left out."""

    def row(self, key: str) -> Row | None:
        """The row of an item, by its present or a former key."""

    def resolve(self, key: str) -> str | None:
        """The present key of an item, from a former key or a unique beginning of a hash (6 characters or more)."""

    def entry(self, key: str) -> EntryDetail | None:
        """A feed entry or linked article with all that is known."""

    def paper(self, key: str) -> PaperDetail | None:
        """A paper with all that is known."""

    def papers(self, ids: Sequence[int]) -> list[PaperDetail]:
        """The papers of these row ids, in their order, for long lists; what is gone or no paper is left out."""

    def earlier_abstract(self, key: str) -> EarlierText | None:
        """Title and abstract of a paper as they were when it was decided on, where a version since then changed
        them; else None."""

    def papers_to_complete(self, limit: int) -> list[str]:
        """arXiv numbers of papers that lack what arXiv can tell (of those kept or put off: the date and the comment;
        of all: abstract, authors, categories) and were not asked about yet. Some 0.1 s for 100,000 papers."""

    def titles_to_find(self, limit: int) -> list[Paper]:
        """Papers known by title alone that were not looked for yet, as far as they are known."""

    def repo(self, key: str) -> RepoDetail | None:
        """A repository with all that is known."""

    def issue(self, key: str) -> Issue | None:
        """An issue, put together from all the forms it was seen in."""

    def digest(self, key: str) -> DigestView | None:
        """What a digest names, in its order; None for an item that is no digest."""

    def body(self, key: str) -> Body | None:
        """The text of an item, when it is known."""

    def whole_paper(self, key: str) -> WholePaper | None:
        """The text of a paper, or that arXiv had none; None when it was never asked for it."""

    def wanted_papers(self, asked_before: datetime) -> list[WantedPaper]:
        """Kept papers whose text is not here, or is of an older version, newest first; not those that arXiv was asked
        for since `asked_before`."""

    def facets(self, query: Node, field: str) -> list[FacetValue]:
        """Values of category, source, group, state, tag, type or kind among what matches; for a worker thread when
        the view is large."""

    def sightings(self, key: str) -> list[SightingView]:
        """Where an item was seen, oldest first."""

    def mentions(self, target: str, limit: int | None = None) -> list[SightingView]:
        """The items that name a target (`arxiv:`, `repo:`, `model:`, `lab:`), oldest first; of more than `limit` the
        newest."""

    def listings(self, target: str) -> list[SightingView]:
        """Where the model of a target stands on leaderboards, first and last, oldest first."""

    def names_of(self, target: str) -> tuple[str, ...]:
        """The names that leaderboards have for the model of a target, variants included."""

    def model_target(self, name: str) -> str:
        """The target of a model's name, however it is written; "" when no leaderboard knows it."""

    def stories(self) -> dict[int, int]:
        """Row ids of the entries whose near-equal titles, from different hosts on one day, share a story, newest
        first, with the story's number."""

    def name_table(self) -> NameTable:
        """What texts are searched for. Some milliseconds when it has to be made anew."""

    def issue_days(self) -> set[date]:
        """The days whose issues are stored."""

    def meta(self, name: str) -> str:
        """A word the program remembered under that name, else ""."""

    def boards(self) -> list[BoardInfo]:
        """The leaderboards."""

    def snapshots(self, board: str) -> list[SnapshotInfo]:
        """The snapshots of a board, newest first, one a day."""

    def snapshot(self, board: str, day: date | None = None) -> Snapshot | None:
        """The table of that day, else of the nearest day before; without a day, the newest."""

    def steady_days(self, board: str) -> set[date]:
        """The dates of a board on which most scores are exactly those of the date before."""

    def appearances(self, board: str, models: Sequence[str]) -> list[tuple[SnapshotInfo, BoardRow]]:
        """Every row with one of these names or ids, over all dates, oldest first."""

    def models(self, board: str = "") -> list[str]:
        """The names that stand or stood on a board, or on all boards, the latest first."""

    def sources(self) -> list[SourceHealth]:
        """All sources and how they have been doing."""

    def last_success(self) -> datetime | None:
        """When any source was last fetched with success."""

    def source(self, source_id: str) -> SourceHealth | None:
        """One source."""

    def counts(self, today: date) -> PaneCounts:
        """The numbers in the header."""

    def tags(self) -> list[tuple[str, int]]:
        """Tags in use, with how many items have them."""

    def newest_change(self) -> int:
        """A number that differs after anything in the library changed, by whichever connection."""

    def new_since(self, query: Node, max_id: int) -> int:
        """How many matching items have a row id above `max_id`."""

    def max_id(self) -> int:
        """The highest row id given so far."""

    def next_id(self, query: Node, after_id: int, backwards: bool = False) -> int | None:
        """The next matching row after (or before) that one in NEWEST order."""

    def feed_changes(self) -> list[FeedChange]:
        """Feeds added and removed by command, oldest change first."""


class LibraryWriter(LibraryReader, Protocol):
    """Everything that changes the library; used by one thread of a process."""

    def set_body(self, key: str, body: Body) -> None:
        """Keep the text of an item in place of the one there was."""

    def set_article(self, key: str, body: Body, digest: Digest | None, now: datetime) -> None:
        """Keep the article of an entry as its text, with what it names: searches find it, names in it lead to it."""

    def set_whole_paper(self, key: str, paper: WholePaper) -> None:
        """Keep the text of a paper, or that arXiv has none of it."""

    def defer_index(self, on: bool) -> None:
        """While on, the search index is brought up to date in steps of some hundred items, which makes many small
        writes faster; turning it off brings it up to date at once."""

    def set_meta(self, name: str, value: str) -> None:
        """Remember a word of the program's own."""

    def store_entries(self, source_id: str, entries: Sequence[Entry], now: datetime) -> Stored:
        """Store what a feed holds."""

    def store_issue(self, issue: Issue, source: str, now: datetime) -> Stored:
        """Store an issue with its papers, links, tables and repositories."""

    def store_papers(
        self,
        papers: Sequence[Paper],
        *,
        source: str,
        where_kind: str,
        now: datetime,
        inbox: bool,
        include: Collection[str] = (),
        where: str = "",
        seen_on: date | None = None,
    ) -> Stored:
        """Store papers seen in one place; with `inbox` they ask for a decision. `include` names the announce types
        that do (empty: all)."""

    def complete_papers(self, papers: Sequence[Paper], asked: Sequence[str], now: datetime) -> Stored:
        """Add what arXiv tells to papers that are known, without a sighting; `asked` are the keys of those it was
        asked about, which are not asked about again."""

    def store_links(
        self,
        links: Sequence[SourcedLink],
        *,
        source: str,
        where_kind: str,
        now: datetime,
        inbox: bool,
        where: str = "",
        seen_on: date | None = None,
    ) -> Stored:
        """Store links of an issue or a digest as entries of their own."""

    def store_repos(
        self,
        repos: Sequence[Repo],
        *,
        source: str,
        day: date | None,
        now: datetime,
        where_kind: str = "",
        where: str = "",
        inbox: bool = False,
    ) -> Stored:
        """Store repositories seen in one place."""

    def store_snapshot(self, snapshot: Snapshot, now: datetime) -> Stored:
        """Store a board's table."""

    def read_names(self) -> bool:
        """Search one step (some tens of milliseconds) of the items stored before a name was known. False when nothing
        is left, or while the index is deferred."""

    def use_aliases(self, own: Mapping[str, Sequence[str]]) -> None:
        """Take over the names of models that the configuration ties together."""

    def add_sightings(self, sightings: Iterable[Sighting]) -> None:
        """Note where items were seen; keys the library does not know are passed over."""

    def upsert_source(self, sub: Subscription, kind: SourceKind) -> None:
        """Make a source known, or change its title, address and group."""

    def remove_source(self, source_id: str) -> None:
        """Forget a source; its items stay."""

    def record_attempt(
        self,
        source_id: str,
        now: datetime,
        *,
        error: Problem | None = None,
        not_before: datetime | None = None,
        retry_after: datetime | None = None,
        moved_to: str = "",
        title: str = "",
        retired: bool = False,
    ) -> None:
        """Note how asking a source went."""

    def fold(self, lines: Iterable[JournalLine]) -> int:
        """Apply journal lines; in any order, any number of times, the outcome is the same. How many were new."""

    def fold_new(self, journal: JournalReader) -> int:
        """Apply what the journal's files hold beyond what was read before. How many lines were new."""


class JournalReader(Protocol):
    """The files of the journal, as a fold reads them."""

    def read(self, offsets: Mapping[str, int]) -> Iterator[tuple[str, int, JournalLine | None]]:
        """Lines beyond `offsets` (bytes, by file name) as (file name, offset of the line's end, line); None in place
        of a line that is not one."""


class JournalWriter(JournalReader, Protocol):
    """What records the user's actions."""

    def append(self, changes: Sequence[Change], now: datetime, batch_label: str = "") -> BatchDone:
        """Record one action on any number of items."""

    def undo(self, now: datetime) -> BatchDone | None:
        """Take back this machine's last live action; None when there is none."""

    def redo(self, now: datetime) -> BatchDone | None:
        """Bring back the action undone last, unless a new one came since."""


class HttpCache(Protocol):
    """Answers kept on disk. Safe to call from any thread; a cache that cannot be used just forgets."""

    def get(self, url: str) -> CachedResponse | None:
        """The answer kept for that address."""

    def put(self, url: str, response: CachedResponse) -> None:
        """Keep an answer."""

    def close(self) -> None:
        """Let go of the files."""
