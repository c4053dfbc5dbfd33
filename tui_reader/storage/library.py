"""The library: everything the program knows, in one SQLite file.

A `Library` is one connection; `clone` gives another thread its own. One thread of a process writes, in short
transactions (STEP things each), so that a crash at any moment costs at most the step being written, and another
process never waits long.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

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
from tui_reader.storage import keys as keys_of
from tui_reader.storage import reads
from tui_reader.storage.db import Db
from tui_reader.storage.opening import open_db

STEP = 200

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from tui_reader.domain.boards import BoardInfo, BoardRow, Snapshot
    from tui_reader.domain.checks import Check
    from tui_reader.domain.digests import Digest, DigestView
    from tui_reader.domain.errors import Problem
    from tui_reader.domain.feeds import Body, Entry, Subscription
    from tui_reader.domain.issues import Issue, SourcedLink
    from tui_reader.domain.items import Sighting
    from tui_reader.domain.journal import FeedChange, JournalLine
    from tui_reader.domain.names import NameTable
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.ports import JournalReader
    from tui_reader.domain.query import Node
    from tui_reader.domain.repos import Repo
    from tui_reader.domain.sources import SourceHealth, SourceKind
    from tui_reader.domain.whole_papers import WantedPaper, WholePaper
    from tui_reader.storage.items import Items
    from tui_reader.storage.search_index import SearchIndex

T = TypeVar("T")


class Library:
    """Reads and writes of the library; see LibraryReader and LibraryWriter in domain/ports.py for what each does.

    `notice` tells the user what was special about opening it, "" mostly. Raises StorageError.
    """

    def __init__(self, db: Db, notice: str = "") -> None:
        self._db = db
        self.notice = notice

    # What only writing, or one thing looked at, needs is imported there: opening a library is on the way to the
    # first frame, and lists are all that draws.
    @cached_property
    def _index(self) -> SearchIndex:
        from tui_reader.storage.search_index import SearchIndex

        return SearchIndex(self._db)

    @cached_property
    def _items(self) -> Items:
        from tui_reader.storage.items import Items

        return Items(self._db, self._index)

    @classmethod
    def open(cls, path: Path, *, state_dir: Path, read_only: bool = False) -> Library:
        """Open the library at `path`, or make it. A damaged file is set aside under a new name and a fresh one made;
        where nothing can be written, the library is opened for reading."""
        return cls(*open_db(path, state_dir, read_only))

    def clone(self) -> Library:
        """Another connection to the same file, for another thread."""
        return Library(Db(self._db.path, self._db.mode))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def interrupt(self) -> None:
        """Cancel the query that runs on this connection in another thread."""
        self._db.raw.interrupt()

    @property
    def can_write(self) -> bool:
        """Whether anything can be stored."""
        return self._db.can_write

    # -- lists ---------------------------------------------------------------
    def ids(self, query: Node, *, order: Order = Order.NEWEST, limit: int | None = None, offset: int = 0) -> array[int]:
        """Row ids that match, in order."""
        return reads.ids(self._db, query, order, limit, offset)

    def groups_of(self, ids: Sequence[int]) -> list[Group]:
        """Run lengths per day of these rows, in the order of their ids."""
        return reads.groups_of(self._db, ids)

    def groups(self, query: Node) -> list[Group]:
        """Run lengths per day of what `ids` gives in NEWEST order."""
        return reads.groups(self._db, query)

    def count(self, query: Node) -> int:
        """How many items match."""
        return reads.count(self._db, query)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Rows in the order of their ids."""
        return reads.rows(self._db, ids)

    def new_since(self, query: Node, max_id: int) -> int:
        """How many matching items have a row id above `max_id`."""
        return reads.new_since(self._db, query, max_id)

    def max_id(self) -> int:
        """The highest row id given so far."""
        return int(self._db.value("SELECT seq FROM sqlite_sequence WHERE name = 'items'") or 0)

    def next_id(self, query: Node, after_id: int, backwards: bool = False) -> int | None:
        """The next matching row after (or before) that one in NEWEST order."""
        return reads.next_id(self._db, query, after_id, backwards)

    def newest_change(self) -> int:
        """A number that differs after anything changed, by whichever connection."""
        return (int(self._db.value("PRAGMA data_version")) << 32) + self._db.raw.total_changes

    def counts(self, today: date) -> PaneCounts:
        """The numbers in the header."""
        return reads.counts(self._db, today)

    def tags(self) -> list[tuple[str, int]]:
        """Tags in use, with how many items have them."""
        return reads.tags(self._db)

    def facets(self, query: Node, field: str) -> list[FacetValue]:
        """The values of a field among what matches."""
        from tui_reader.storage import facets

        return facets.facets(self._db, query, field)

    # -- single things -------------------------------------------------------
    def row(self, key: str) -> Row | None:
        """The row of an item, by its present or a former key."""
        return self._of(key, reads.row)

    def resolve(self, key: str) -> str | None:
        """The present key of an item, from a former one or a unique beginning of a hash."""
        return keys_of.resolve(self._db, key)

    def entry(self, key: str) -> EntryDetail | None:
        """A feed entry or linked article with all that is known."""
        from tui_reader.storage import details

        return self._of(key, details.entry)

    def paper(self, key: str) -> PaperDetail | None:
        """A paper with all that is known."""
        from tui_reader.storage import details

        return self._of(key, details.paper)

    def papers(self, ids: Sequence[int]) -> list[PaperDetail]:
        """The papers of these row ids, in their order; what is gone or no paper is left out."""
        from tui_reader.storage import details

        return details.papers(self._db, ids)

    def earlier_abstract(self, key: str) -> EarlierText | None:
        """What a paper said when it was decided on, where a version since then changed it."""
        from tui_reader.storage.earlier import earlier_text

        return self._of(key, earlier_text)

    def papers_to_complete(self, limit: int) -> list[str]:
        """arXiv numbers of papers that lack what arXiv can tell, and were not asked about yet."""
        from tui_reader.storage.lookups import numbers_to_complete

        return numbers_to_complete(self._db, limit)

    def titles_to_find(self, limit: int) -> list[Paper]:
        """Papers known by title alone that were not looked for yet."""
        from tui_reader.storage.lookups import titles_to_find

        return titles_to_find(self._db, limit)

    def repo(self, key: str) -> RepoDetail | None:
        """A repository with all that is known."""
        from tui_reader.storage import details

        return self._of(key, details.repo)

    def issue(self, key: str) -> Issue | None:
        """An issue, put together from all the forms it was seen in."""
        from tui_reader.storage import issues

        return self._of(key, issues.load_issue)

    def digest(self, key: str) -> DigestView | None:
        """What a digest names, in its order; None for an item that is no digest."""
        from tui_reader.storage.digests import load_digest

        return self._of(key, load_digest)

    def issue_days(self) -> set[date]:
        """The days whose issues are stored."""
        from tui_reader.storage import issues

        return issues.issue_days(self._db)

    def body(self, key: str) -> Body | None:
        """The text of an item, when it is known."""
        from tui_reader.storage.entries import load_body

        return self._of(key, load_body)

    def whole_paper(self, key: str) -> WholePaper | None:
        """The text of a paper, or that arXiv had none."""
        from tui_reader.storage import whole_papers

        return self._of(key, whole_papers.load)

    def wanted_papers(self, asked_before: datetime) -> list[WantedPaper]:
        """Kept papers without their text."""
        from tui_reader.storage import whole_papers

        return whole_papers.wanted(self._db, asked_before)

    def sightings(self, key: str) -> list[SightingView]:
        """Where an item was seen, oldest first."""
        from tui_reader.storage import details

        return self._of(key, details.sightings) or []

    def mentions(self, target: str, limit: int | None = None) -> list[SightingView]:
        """The items that name a target, oldest first; of more than `limit` the newest."""
        from tui_reader.storage import seen

        return seen.mentions(self._db, target, limit)

    def listings(self, target: str) -> list[SightingView]:
        """Where the model of a target stands on leaderboards, first and last, oldest first."""
        from tui_reader.storage import seen

        return seen.listings(self._db, seen.names_of(self._db, target))

    def names_of(self, target: str) -> tuple[str, ...]:
        """The names that leaderboards have for the model of a target."""
        from tui_reader.storage import seen

        return seen.names_of(self._db, target)

    def model_target(self, name: str) -> str:
        """The target of a model's name, however it is written; "" when no leaderboard knows it."""
        from tui_reader.storage import seen

        return seen.known_target(self._db, name)

    def stories(self) -> dict[int, int]:
        """The entries whose near-equal titles share a story, newest first, with the story's number."""
        return reads.stories(self._db)

    def name_table(self) -> NameTable:
        """What texts are searched for: the models of all leaderboards, labs, known repositories."""
        from tui_reader.storage import mentions

        return mentions.name_table(self._db)

    def _of(self, key: str, load: Callable[[Db, int], T | None]) -> T | None:
        item_id = keys_of.find(self._db, key)
        return None if item_id is None else load(self._db, item_id)

    # -- boards, sources, words of the program's own ---------------------------
    def boards(self) -> list[BoardInfo]:
        """The leaderboards."""
        from tui_reader.storage import boards

        return boards.boards(self._db)

    def snapshots(self, board: str) -> list[SnapshotInfo]:
        """The snapshots of a board, newest first."""
        from tui_reader.storage import boards

        return boards.snapshots(self._db, board)

    def snapshot(self, board: str, day: date | None = None) -> Snapshot | None:
        """The table of that day, else of the nearest day before; without a day, the newest."""
        from tui_reader.storage import boards

        return boards.snapshot(self._db, board, day)

    def steady_days(self, board: str) -> set[date]:
        """The dates of a board on which most scores are exactly those of the date before."""
        from tui_reader.storage import boards

        return boards.steady_days(self._db, board)

    def appearances(self, board: str, models: Sequence[str]) -> list[tuple[SnapshotInfo, BoardRow]]:
        """Every row with one of these names or ids, over all dates, oldest first."""
        from tui_reader.storage import boards

        return boards.appearances(self._db, board, models)

    def models(self, board: str = "") -> list[str]:
        """The names that stand or stood on a board, or on all boards, the latest first."""
        from tui_reader.storage import boards

        return boards.models(self._db, board)

    def sources(self) -> list[SourceHealth]:
        """All sources and how they have been doing."""
        from tui_reader.storage import sources

        return sources.sources(self._db)

    def last_success(self) -> datetime | None:
        """When any source was last fetched with success."""
        from tui_reader.storage import sources

        return sources.last_success(self._db)

    def source(self, source_id: str) -> SourceHealth | None:
        """One source."""
        from tui_reader.storage import sources

        return sources.source(self._db, source_id)

    def feed_changes(self) -> list[FeedChange]:
        """Feeds added and removed by command, oldest change first."""
        from tui_reader.storage.marks import feed_changes

        return feed_changes(self._db)

    def meta(self, name: str) -> str:
        """A word the program remembered under that name, else ""."""
        return str(self._db.value("SELECT value FROM meta WHERE name = ?", (name,)) or "")

    # -- storing ---------------------------------------------------------------
    def set_meta(self, name: str, value: str) -> None:
        """Remember a word of the program's own."""
        with self._db.transaction():
            self._db.run("INSERT OR REPLACE INTO meta VALUES(?, ?)", (name, value))

    def set_body(self, key: str, body: Body) -> None:
        """Keep the text of an item in place of the one there was; what a search finds stays as it is."""
        from tui_reader.storage.entries import write_body

        with self._db.transaction():
            item_id = self._items.find(key)
            if item_id is not None:
                write_body(self._db, item_id, body)

    def set_article(self, key: str, body: Body, digest: Digest | None, now: datetime) -> None:
        """Keep the article of an entry as its text: searches find it, names in it are read, and what it names as a
        digest becomes items."""
        from tui_reader.storage.articles import store_article

        with self._db.transaction():
            store_article(self._items, key, body, digest, now)
        self._index.settle()

    def set_whole_paper(self, key: str, paper: WholePaper) -> None:
        """Keep the text of a paper, or that arXiv has none."""
        from tui_reader.storage import whole_papers

        with self._db.transaction():
            item_id = self._items.find(key)
            if item_id is not None:
                whole_papers.write(self._db, item_id, paper)

    def defer_index(self, on: bool) -> None:
        """While on, bring the search index up to date in larger steps; turning it off brings it up at once."""
        self._index.is_deferred = on
        if not on:
            self._index.settle()

    def store_entries(self, source_id: str, entries: Sequence[Entry], now: datetime) -> Stored:
        """Store what a feed holds. An empty list changes nothing."""
        from tui_reader.storage.entries import EntryBatch

        batch = EntryBatch(self._items, source_id, entries, now)
        return self._in_steps(batch.entries, batch.store)

    def store_issue(self, issue: Issue, source: str, now: datetime) -> Stored:
        """Store an issue with its papers, links, tables and repositories, as one."""
        from tui_reader.storage import issues

        return self._in_steps([issue], lambda _: issues.store_issue(self._items, issue, source, now))

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
        """Store papers seen in one place; with `inbox` those of the announce types in `include` (empty: all) ask for
        a decision."""
        from tui_reader.storage.papers import Seen, store_paper

        seen = Seen(source, where_kind, where, seen_on, now, inbox, frozenset(include))
        return self._in_steps(papers, lambda step: [store_paper(self._items, p, seen) for p in step])

    def complete_papers(self, papers: Sequence[Paper], asked: Sequence[str], now: datetime) -> Stored:
        """Add what arXiv tells to papers that are known; `asked` are the keys of those it was asked about, which are
        not asked about again."""
        from tui_reader.storage.lookups import note_lookups
        from tui_reader.storage.papers import complete_paper

        stored = self._in_steps(papers, lambda step: [complete_paper(self._items, p, now) for p in step])
        with self._db.transaction():
            note_lookups(self._items, asked)
        return stored

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
        from tui_reader.storage.links import store_link
        from tui_reader.storage.papers import Seen

        seen = Seen(source, where_kind, where, seen_on or now.date(), now, inbox)
        return self._in_steps(links, lambda step: [store_link(self._items, link, seen) for link in step])

    def store_repos(
        self,
        repos: Sequence[Repo],
        *,
        source: str,
        day: date | None,
        now: datetime,
        where_kind: str = "trending",
        where: str = "",
        inbox: bool = False,
    ) -> Stored:
        """Store repositories seen in one place."""
        from tui_reader.storage.links import store_repo
        from tui_reader.storage.papers import Seen

        seen = Seen(source, where_kind, where, day or now.date(), now, inbox)
        return self._in_steps(repos, lambda step: [store_repo(self._items, r, seen) for r in step])

    def store_snapshot(self, snapshot: Snapshot, now: datetime) -> Stored:
        """Store a board's table; `now` matters to other kinds only."""
        from tui_reader.storage import boards

        del now
        return self._in_steps([snapshot], lambda step: [boards.store_snapshot(self._items, s) for s in step])

    def add_sightings(self, sightings: Iterable[Sighting]) -> None:
        """Note where items were seen; keys the library does not know are passed over."""
        with self._db.transaction():
            for s in sightings:
                item_id = self._items.find(s.item_key)
                if item_id is not None:
                    self._items.see(item_id, s.source, s.kind, s.where, s.seen_on, s.text)

    def read_names(self) -> bool:
        """Search one step of the items stored before a name was known. False when nothing is left to search, or a
        sync is under way: what waits for the index cannot be found yet."""
        if self._index.is_deferred:
            return False
        self._index.settle()
        with self._db.transaction():
            return self._items.names.catch_up()

    def use_aliases(self, own: Mapping[str, Sequence[str]]) -> None:
        """Take over the names of models that the configuration ties together."""
        from tui_reader.storage import mentions

        if mentions.are_aliases_new(self._db, own):
            with self._db.transaction():
                mentions.use_aliases(self._db, own)

    def _in_steps(self, things: Sequence[T], store: Callable[[Sequence[T]], list[tuple[str, str]]]) -> Stored:
        outcomes: list[tuple[str, str]] = []
        for start in range(0, len(things), STEP):
            with self._db.transaction():
                outcomes += store(things[start : start + STEP])
        self._index.settle()
        new = dict.fromkeys(k for k, outcome in outcomes if outcome == "new")
        updated = dict.fromkeys(k for k, outcome in outcomes if outcome == "updated" and k not in new)
        return Stored(tuple(new), tuple(updated), tuple(k for k, _ in outcomes))

    # -- sources ---------------------------------------------------------------
    def upsert_source(self, sub: Subscription, kind: SourceKind) -> None:
        """Make a source known, or change what it is called and where it is."""
        from tui_reader.storage import sources

        with self._db.transaction():
            sources.upsert_source(self._db, sub, kind)

    def remove_source(self, source_id: str) -> None:
        """Forget a source; its items stay."""
        with self._db.transaction():
            self._db.run("DELETE FROM sources WHERE id = ?", (source_id,))

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
        from tui_reader.storage import sources

        with self._db.transaction():
            sources.record_attempt(
                self._db, source_id, now, error=error, not_before=not_before, retry_after=retry_after,
                moved_to=moved_to, title=title, retired=retired,
            )  # fmt: skip

    # -- the journal -------------------------------------------------------------
    def fold(self, lines: Iterable[JournalLine]) -> int:
        """Apply journal lines; in any order, any number of times, the outcome is the same. How many were new."""
        from tui_reader.storage import folding

        return folding.fold_lines(self._db, lines)

    def fold_new(self, journal: JournalReader) -> int:
        """Apply what the journal's files hold beyond what was read before. How many lines were new."""
        from tui_reader.storage import folding

        # What cannot be stored is read again next time; the reader opens all the same.
        return folding.fold_new(self._db, journal) if self._db.can_write else 0

    # -- health ------------------------------------------------------------------
    def check(self) -> list[Check]:
        """Look the library over."""
        from tui_reader.storage import health

        return health.check(self._db)

    def repair(self) -> list[Check]:
        """Make the search index and the counts anew, and look the library over."""
        from tui_reader.storage import health

        return health.repair(self._db)
