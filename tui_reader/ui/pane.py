"""A pane: what its list shows, what a row opens, and the words for when there is nothing. No widgets in here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.query import And, Field, Node, Or, parse
from tui_reader.domain.rows import FacetValue
from tui_reader.ui.filters import names
from tui_reader.ui.row_sources import Ids, QuerySource, load
from tui_reader.ui.state import PaneState
from tui_reader.ui.watching import Watching
from tui_reader.ui.widgets.row_line import draw_under_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from tui_reader.domain.actions import Context
    from tui_reader.domain.rows import Row
    from tui_reader.domain.sources import SourceKind
    from tui_reader.services.reading import Page
    from tui_reader.ui.documents_library import DocumentsLibrary
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.ranked_library import OrderedLibrary
    from tui_reader.ui.row_sources import Arrange, RowSource
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.side_rows import SideRow
    from tui_reader.ui.widgets.drawing import LineDrawer


_AT_ONCE = 1000


class Pane:
    """A pane over queries; subclasses say which."""

    context: Context
    name: str
    base = ""
    facets: tuple[str, ...] = ()
    by_day = True
    searches_library = True
    """Whether `/` is a query; False where the list is a few rows that are narrowed by their words."""
    families: tuple[SourceKind, ...] = ()
    """The kinds of source that `r` asks here."""

    has_side_rows = False
    """Whether there is a side list."""
    side_title = ""

    line: LineDrawer[Row] = staticmethod(draw_under_day)
    """How a row of the list is drawn: every row stands below its day, or is one."""

    def __init__(self, opened: OpenLibrary, state: PaneState | None = None) -> None:
        self.opened = opened
        self.state = state or PaneState()
        self.source: RowSource | None = None
        self.watching = Watching(opened)

    # -- the list ----------------------------------------------------------
    @property
    def entered(self) -> str:
        """The key of the row whose own rows are the list; "" where the list is the pane's."""
        return ""

    @property
    def today(self) -> date:
        """Today, where the user is."""
        return self.opened.now().astimezone().date()

    def parts(self, base: str = "") -> list[tuple[str, Node]]:
        """The queries one below the other, each with a heading or ""."""
        return [("", self.query(base or self.base))]

    def query(self, base: str) -> Node:
        """A query of the pane's own with view, filter and search laid over it. Raises QueryError."""
        return self._laid_over(base, self.state.filter)

    def _laid_over(self, base: str, chosen: str) -> Node:
        terms = (
            parse(base, self.today),
            parse(self.state.view, self.today),
            parse(chosen, self.today),
            parse(self.state.search, self.today, live=self.state.live, typed=True),
        )
        query = And(tuple(t for t in terms if t != And(())))
        if "watched" in f"{self.state.view} {chosen} {self.state.search}".casefold():
            from tui_reader.domain.following import with_watched

            return with_watched(query, self.opened.following())
        return query

    @property
    def base_now(self) -> str:
        """The query that the list is narrowed from as it is shown now."""
        return self.base

    @property
    def arrange(self) -> Arrange | None:
        """What puts some rows first in their day here."""
        return None

    def reader(self, *, whole: bool) -> Callable[[ListsLibrary], Ids]:
        """What reads the list as it is asked for now, on any thread. Raises QueryError."""
        parts, today, by_day, arrange = self._with_guest(self.parts()), self.today, self.by_day, self.arrange
        return lambda library: load(library, parts, today, whole=whole, by_day=by_day, arrange=arrange)

    def _with_guest(self, parts: list[tuple[str, Node]]) -> list[tuple[str, Node]]:
        """The queries with the item that was jumped to, at its own place in the first."""
        if not self.state.guest or not parts:
            return parts
        (title, query), *others = parts
        return [(title, Or((query, Field("key", self.state.guest)))), *others]

    def holds(self, key: str) -> bool:
        """Whether an item is in the list as it is asked for now, on a page that was loaded or not."""
        asked = (And((query, Field("key", key))) for _, query in self.parts())
        return any(self.opened.library.lists.count(query) for query in asked)

    def load(self) -> RowSource:
        """The first page, at once."""
        self.watching.renew()
        self.source = self._source(self.reader(whole=False)(self.opened.library))
        return self.source

    def loader(self) -> Callable[[ListsLibrary], Ids] | None:
        """What brings the whole list, on another thread; None when it is all there."""
        if not isinstance(self.source, QuerySource) or self.source.found.is_whole:
            return None
        return self.reader(whole=True)

    def gatherer(self) -> Callable[[ListsLibrary], list[Row]]:
        """What brings all items of the open view, as they stand now, on any thread."""
        source = self.source
        if not isinstance(source, QuerySource):
            shown = [] if source is None else source.rows([source.id_at(i) for i in range(len(source))])
            items = [self.item_of(row) for row in shown if row is not None]
            return lambda _: [row for row in items if row is not None]
        read = self.loader()
        overlay = self.opened.overlay

        def gather(library: ListsLibrary) -> list[Row]:
            found = source.found if read is None else read(library)
            ids = [*found.ids, *(i for others in found.behind.values() for i in others)]
            ids = list(dict.fromkeys(ids))  # what stands behind a row may be shown below it too
            rows: list[Row] = []
            for start in range(0, len(ids), _AT_ONCE):
                wanted = [i for i in ids[start : start + _AT_ONCE] if i <= source.found.max_id]
                rows += overlay(library.lists.rows(wanted))
            return rows

        return gather

    def take(self, found: Ids) -> RowSource:
        """The whole list has come; what was visible keeps its place."""
        if isinstance(self.source, QuerySource):
            first = self.source.found.ids
            if found.ids[: len(first)] != first:
                # Something came in between: it waits until the view is opened anew.
                shown = set(first)
                rest = [i for i in found.ids if i not in shown and i <= self.source.found.max_id]
                found.ids = first + type(first)("q", rest)
                found.groups = self.source.found.groups
        self.source = self._source(found)
        return self.source

    def take_new(self, found: Ids) -> RowSource:
        """What a search found becomes the list."""
        self.source = self._source(found)
        return self.source

    def _source(self, found: Ids) -> QuerySource:
        return QuerySource(self.opened.library, self.opened, found)

    def new_since(self, library: ListsLibrary) -> int:
        """How many rows have come that the open list does not show."""
        if not isinstance(self.source, QuerySource) or self.state.search:
            return 0
        return sum(library.lists.new_since(query, self.source.found.max_id) for _, query in self.parts())

    # -- its words ---------------------------------------------------------
    def title(self) -> str:
        """The title over the list."""
        return self._titled(self.name)

    def _titled(self, name: str) -> str:
        state = self.state
        search = f"/{state.search.strip()}" if state.search else ""
        chosen = names(state.filter, self.opened.library.sources.title) if state.filter else ""
        return " · ".join(part for part in (name, state.view_name, chosen, search) if part)

    def empty(self, syncing: bool) -> tuple[str, str]:
        """A headline and a line of help for an empty list."""
        if self.state.is_narrowed:
            return "Nothing matches", "esc clears search, filter and view, one by one · F searches everything"
        if syncing:
            return "Fetching…", "What arrives is shown as soon as it is stored"
        if self.opened.is_offline:
            return "Nothing here yet, and no network", "Press R when you are back"
        return "Nothing here yet", "r refreshes · ! shows how the sources are doing"

    def draws_unread(self, row: Row) -> bool:
        """Whether `n` stops at a row."""
        return not row.read

    # -- opening -----------------------------------------------------------
    def page(self, row: Row, library: DocumentsLibrary) -> Page | None:
        """The document of a row. May be called on another thread, whose connection is `library`."""
        return self.opened.reading_on(library).page(row.key)

    def said_of_all(self, rows: Sequence[Row], library: OrderedLibrary) -> str:
        """What should be known of rows that are dealt with all at once; "" for nothing. Called on another thread, whose
        connection is `library`."""
        return ""

    def behind(self, row: Row) -> list[Row]:
        """The rows with near-equal titles that stand hidden behind a row."""
        return []

    def enter(self, row: Row) -> bool:
        """Go into a row (an issue's parts); False when a row is just a document."""
        return False

    def leave(self) -> bool:
        """Come back out; False when there is nothing to leave."""
        return False

    def item_of(self, row: Row) -> Row | None:
        """The item that actions on a row act on; None for a row that is no item, such as a table."""
        return row if row.id > 0 else None

    def whole_of(self, row: Row) -> Row | None:
        """The item whose whole text is shown when it is asked for on a row."""
        return self.item_of(row)

    def filter_base(self, facet: str, others: str) -> str:
        """What `f` counts the values of a facet over, where the filter says `others` of the other facets."""
        return self.base

    def values_for_filter(
        self,
        library: ListsLibrary,
        tell: Callable[[list[tuple[str, list[FacetValue]]]], object] | None = None,
    ) -> list[tuple[str, list[FacetValue]]]:
        """What `f` offers: each facet's name with its values, each with how many rows choosing it would leave. Counting
        a million takes seconds: `tell` hears what is known so far after each facet."""
        from tui_reader.ui.filters import without

        found: list[tuple[str, list[FacetValue]]] = []
        for facet in self.facets:
            others = without(self.state.filter, facet)
            query = self._laid_over(self.filter_base(facet, others), others)
            if values := self._values(library, query, facet):
                found.append((facet, values))
                if tell is not None and facet != self.facets[-1]:
                    tell(list(found))
        return found

    def _muted(self, library: ListsLibrary, query: Node) -> list[FacetValue]:
        """What is muted of a list, as a value of a filter by state."""
        count = library.lists.count(And((query, Field("is", "muted"))))
        return [FacetValue("muted", "muted", count, "is:muted")] if count else []

    def _values(self, library: ListsLibrary, query: Node, facet: str) -> list[FacetValue]:
        return library.facets.values(query, facet)

    def side_rows(self, library: ScreenLibrary) -> list[SideRow]:
        """What the side list offers, with counts; on any thread."""
        return []

    def move_date(self, step: int, row: Row | None) -> int | None:
        """`[` and `]`: the index to go to, -1 for older, +1 for newer."""
        if self.source is None or not self.source.groups:
            return None
        starts = [start for start, _ in self.source.groups]
        current = max((i for i, start in enumerate(starts) if start <= self.state.cursor), default=0)
        target = current + (1 if step < 0 else -1)
        if step > 0 and starts[current] < self.state.cursor:
            target = current
        return starts[target] if 0 <= target < len(starts) else None
