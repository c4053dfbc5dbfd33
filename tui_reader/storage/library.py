"""The library: everything the program knows, in one SQLite file, by subject.

A `Library` is one connection; `clone` gives another thread its own. One thread of a process writes, in short
transactions (item_writer.STEP things each), so that a crash at any moment costs at most the step being written, and
another process never waits long.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tui_reader.storage.db import HURRY_S, Db
from tui_reader.storage.items import Items
from tui_reader.storage.lists import Lists
from tui_reader.storage.opening import open_db

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tui_reader.storage.arrivals import Arrivals
    from tui_reader.storage.boards import Boards
    from tui_reader.storage.entries import Entries
    from tui_reader.storage.facets import Facets
    from tui_reader.storage.features import Features
    from tui_reader.storage.folding import JournalFold
    from tui_reader.storage.health import Health
    from tui_reader.storage.issues import Issues
    from tui_reader.storage.item_writer import ItemWriter
    from tui_reader.storage.meta import Meta
    from tui_reader.storage.muting import Mutes
    from tui_reader.storage.papers import Papers
    from tui_reader.storage.ranking import Ranking
    from tui_reader.storage.references import References
    from tui_reader.storage.repos import Repos
    from tui_reader.storage.search_index import SearchIndex
    from tui_reader.storage.server import ServerStates
    from tui_reader.storage.sources import Sources
    from tui_reader.storage.whole_papers import WholePapers


class Library:
    """One connection, with a subject for each attribute.

    `notice` tells the user what was special about opening it, "" mostly. Every call raises StorageError for what can
    go wrong on disk, and nothing else. A subject's module is imported when the subject is first asked for: opening a
    library is on the way to the first frame, and lists are all that draws.
    """

    def __init__(self, db: Db, notice: str = "") -> None:
        self._db = db
        self.notice = notice
        self.lists = Lists(db)
        self.items = Items(db)

    @classmethod
    def open(
        cls, path: Path, *, state_dir: Path, read_only: bool = False, tell: Callable[[str], None] = lambda _: None
    ) -> Library:
        """Open the library at `path`, or make it. A damaged file is set aside under a new name and a fresh one made;
        where nothing can be written, the library is opened for reading. `tell` gets lines of progress where an old
        library is brought up to date, and "" at their end."""
        return cls(*open_db(path, state_dir, read_only, tell))

    def clone(self) -> Library:
        """Another connection to the same file, for another thread."""
        return Library(Db(self._db.path, self._db.mode, self._db.patience_s))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def hurry(self) -> None:
        """Wait little for other programs that hold the file, from now on and on the connections made from this one: a
        person waits."""
        self._db.wait_at_most(HURRY_S)

    def together(self) -> AbstractContextManager[None]:
        """Make one transaction of all that is written inside: all of it is stored, or nothing."""
        return self._db.transaction()

    def interrupt(self) -> None:
        """Cancel the query that runs on this connection in another thread; it raises QueryCancelled there."""
        self._db.raw.interrupt()

    @property
    def can_write(self) -> bool:
        """Whether anything can be stored."""
        return self._db.can_write

    def newest_change(self) -> int:
        """A number that differs after anything changed, by whichever connection."""
        return (int(self._db.value("PRAGMA data_version")) << 32) + self._db.raw.total_changes

    # -- subjects --------------------------------------------------------------
    @cached_property
    def entries(self) -> Entries:
        """Entries of feeds and linked articles."""
        from tui_reader.storage.entries import Entries

        return Entries(self._writing)

    @cached_property
    def papers(self) -> Papers:
        """Papers."""
        from tui_reader.storage.papers import Papers

        return Papers(self._writing)

    @cached_property
    def features(self) -> Features:
        """The words of papers, counted."""
        from tui_reader.storage.features import Features

        return Features(self._db)

    @cached_property
    def ranking(self) -> Ranking:
        """What papers are ranked by."""
        from tui_reader.storage.ranking import Ranking

        return Ranking(self._db)

    @cached_property
    def arrivals(self) -> Arrivals:
        """What came since a moment."""
        from tui_reader.storage.arrivals import Arrivals

        return Arrivals(self._db)

    @cached_property
    def whole_papers(self) -> WholePapers:
        """Texts of papers."""
        from tui_reader.storage.whole_papers import WholePapers

        return WholePapers(self._db)

    @cached_property
    def repos(self) -> Repos:
        """Repositories."""
        from tui_reader.storage.repos import Repos

        return Repos(self._writing)

    @cached_property
    def issues(self) -> Issues:
        """Issues."""
        from tui_reader.storage.issues import Issues

        return Issues(self._writing)

    @cached_property
    def boards(self) -> Boards:
        """Leaderboards."""
        from tui_reader.storage.boards import Boards

        return Boards(self._writing)

    @cached_property
    def server(self) -> ServerStates:
        """What a feed server said."""
        from tui_reader.storage.server import ServerStates

        return ServerStates(self._writing)

    @cached_property
    def references(self) -> References:
        """What names what."""
        from tui_reader.storage.references import References

        return References(self._writing)

    @cached_property
    def sources(self) -> Sources:
        """Sources, and how they have been doing."""
        from tui_reader.storage.sources import Sources

        return Sources(self._db)

    @cached_property
    def journal(self) -> JournalFold:
        """What the journal adds up to."""
        from tui_reader.storage.folding import JournalFold

        return JournalFold(self._db)

    @cached_property
    def facets(self) -> Facets:
        """What the items of a view have in common."""
        from tui_reader.storage.facets import Facets

        return Facets(self._db)

    @cached_property
    def meta(self) -> Meta:
        """Words of the program's own."""
        from tui_reader.storage.meta import Meta

        return Meta(self._db)

    @cached_property
    def mutes(self) -> Mutes:
        """What is muted."""
        from tui_reader.storage.muting import Mutes

        return Mutes(self._db)

    @cached_property
    def health(self) -> Health:
        """Whether the file is sound."""
        from tui_reader.storage.health import Health

        return Health(self._db)

    @cached_property
    def index(self) -> SearchIndex:
        """The full-text index."""
        from tui_reader.storage.search_index import SearchIndex

        return SearchIndex(self._db)

    @cached_property
    def _writing(self) -> ItemWriter:
        from tui_reader.storage.item_writer import ItemWriter

        return ItemWriter(self._db, self.index)
