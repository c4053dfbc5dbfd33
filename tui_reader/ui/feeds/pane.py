"""Feeds: what is new since the last visit on top, below it everything unread, newest first, then what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.actions import Context
from tui_reader.domain.items import Kind
from tui_reader.domain.query import And, Arrived, Field, Not
from tui_reader.domain.rows import FacetValue
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.filters import speaks_of
from tui_reader.ui.pane import Pane
from tui_reader.ui.row_sources import NEW, Parts, QuerySource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tui_reader.domain.digests import DigestLine
    from tui_reader.domain.query import Node
    from tui_reader.domain.rows import Row
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.row_sources import Ids, Marks, RowSource
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.side_rows import SideRow
    from tui_reader.ui.state import PaneState


#: What issues and digests name is found by a search, and where it was decided on.
_ALL = "(kind:entry OR kind:repo)"
_UNREAD = Field("is", "unread")
_KINDS = {"entry": ("posts", "kind:post"), "repo": ("repositories", "kind:repo")}


class FeedsPane(Pane):
    """Entries of feeds, and trending repositories."""

    context = Context.FEEDS
    name = "Feeds"
    base = "(kind:post OR kind:repo)"
    facets = ("state", "group", "source", "tag", "kind")
    families = (SourceKind.FEED, SourceKind.SERVER, SourceKind.TRENDING)
    has_side_rows = True
    side_title = "Unread"

    def __init__(self, opened: OpenLibrary, state: PaneState | None = None) -> None:
        super().__init__(opened, state)
        self._digest: Row | None = None
        self._outer: tuple[RowSource | None, int, int | None, str, str] | None = None

    @property
    def entered(self) -> str:
        """The key of the digest that is open."""
        return self._digest.key if self._digest is not None else ""

    def load(self) -> RowSource:
        """The entries, or the things that the open digest names."""
        if self._digest is not None and not self.state.filter and not self.state.view:
            parts = digest_parts(self.opened, self._digest, self.state.search, self.watching)
            if parts is not None:
                self.source = parts
                return parts
        self._show(None)
        return super().load()

    def _show(self, digest: Row | None) -> None:
        self._digest = digest
        self.searches_library = digest is None  # what a digest names is a few rows, narrowed by their words
        if digest is None:
            self._outer = None

    def enter(self, row: Row) -> bool:
        """Open a digest: what it names becomes the list."""
        parts = digest_parts(self.opened, row, marks=self.watching) if self._digest is None else None
        if parts is None:
            return False
        state = self.state
        self._outer = (self.source, state.cursor, state.cursor_id, state.filter, state.search)
        self._show(row)
        self.source = parts
        state.filter = state.search = ""
        state.cursor, state.cursor_id = 0, None
        return True

    def leave(self) -> bool:
        """Back to the entries."""
        if self._digest is None:
            return False
        if self._outer is not None:
            state = self.state
            self.source, state.cursor, state.cursor_id, state.filter, state.search = self._outer
        self._show(None)
        return True

    def title(self) -> str:
        """`Feeds`, or the title of the digest that is open."""
        return self._digest.title if self._digest is not None else super().title()

    def parts(self, base: str = "") -> list[tuple[str, Node]]:
        """What is new and unread, other unread entries, unread repositories, then what was read; a search, and a
        filter or a view that speaks of states, mixes them."""
        chosen, search = self.state.filter, self.state.search
        if search or speaks_of(self.state.view, "state") or speaks_of(chosen, "state"):
            is_unread = not search and "is:unread" in f"{self.state.view} {chosen}"
            return [("", self.query(base or (self.base if is_unread else _ALL)))]
        # One kind at a time: that is what the library's own index of unread items answers at any size.
        unread = self.query("kind:post is:unread")
        since = self.opened.visits.since
        new = [] if since is None else [(NEW, And((unread, Arrived(int(since.timestamp())))))]
        return [
            *new,
            ("Unread" if new else "", And((unread, Not(new[0][1].terms[1]))) if new else unread),
            ("Repositories", self.query("kind:repo is:unread")),
            ("Read", self.query(f"{base or self.base} -is:unread")),
        ]

    def side_rows(self, library: ScreenLibrary) -> list[SideRow]:
        """All, what was kept, and the feeds by group, each with how many of its entries are unread."""
        from tui_reader.ui.feeds.side import feed_rows

        return feed_rows(library, self.state, self.today)

    def filter_base(self, facet: str, others: str) -> str:
        """What was decided on may be a link of an issue; all else counts what feeds and lists of repositories
        brought."""
        return _ALL if facet == "state" or speaks_of(others, "state") else self.base

    def _values(self, library: ListsLibrary, query: Node, facet: str) -> list[FacetValue]:
        """How many are unread of each value, and how many there are; where the list is by what was decided, or by
        words, how many it would show."""
        is_mixed = speaks_of(f"{self.state.view} {self.state.filter}", "state") or bool(self.state.search)
        values = library.facets.values(query, facet, by_unread=not is_mixed)
        if facet == "state":
            count = library.lists.count(And((query, Field("kind", "post"), _UNREAD)))
            count += library.lists.count(And((query, Field("kind", "repo"), _UNREAD)))
            return [FacetValue("unread", "unread", count, "is:unread"), *values, *self._muted(library, query)]
        if facet == "kind":
            return [replace(v, label=_KINDS[v.value][0], query=_KINDS[v.value][1]) for v in values if v.value in _KINDS]
        return values

    def reader(self, *, whole: bool) -> Callable[[ListsLibrary], Ids]:
        """The list with near-equal titles as one row. What is searched or filtered for is shown as it is found."""
        read = super().reader(whole=whole)
        if self.state.is_narrowed:
            return read

        def fold(library: ListsLibrary) -> Ids:
            from tui_reader.ui.feeds.stories import folded

            return folded(read(library), stories) if (stories := library.lists.stories()) else read(library)

        return fold

    def _source(self, found: Ids) -> QuerySource:
        from tui_reader.ui.feeds.stories import StorySource

        return StorySource(self.opened.library, self.opened, found, self.watching)

    def behind(self, row: Row) -> list[Row]:
        """What stands behind a closed row."""
        if not isinstance(self.source, QuerySource) or row.id in self.source.found.open:
            return []
        wanted = self.source.found.behind.get(row.id, ())
        return self.opened.overlay(self.opened.library.lists.rows(wanted)) if wanted else []

    def unfold(self, row: Row) -> RowSource | None:
        """The list with the row's story opened, or closed when it is open; None for a row without one."""
        if not isinstance(self.source, QuerySource):
            return None
        from tui_reader.ui.feeds.stories import lead_of, opened

        found = self.source.found
        lead = lead_of(found, row.id)
        if lead is None:
            return None
        self.source = self._source(opened(found, lead))
        self.state.cursor_id = lead
        return self.source


def digest_parts(opened: OpenLibrary, digest: Row, search: str = "", marks: Marks | None = None) -> Parts | None:
    """The rows of a digest; with `search`, of what has all its words in title, text or heading. None for what is no
    digest."""
    if digest.kind is not Kind.ENTRY:
        return None
    found = opened.library.entries.digest(digest.key)
    if found is None or not found.lines:
        return None
    words = search.casefold().split()
    return _parts(opened, digest, [line for line in found.lines if _has(line, words)], marks)


def _has(line: DigestLine, words: Iterable[str]) -> bool:
    text = f"{line.title} {line.text} {line.group}".casefold()
    return all(word in text for word in words)


def _parts(opened: OpenLibrary, digest: Row, lines: list[DigestLine], marks: Marks | None) -> Parts:
    library = opened.library
    ids = [digest.id]
    groups = [(0, "The whole")]
    group: str | None = None
    for line in lines:
        row = library.items.row(line.key)
        if row is None or row.id in ids:
            continue
        if line.group != group:
            group = line.group
            groups.append((len(ids), group or "Links"))
        ids.append(row.id)
    return Parts(library, opened, ids, groups, marks=marks)
