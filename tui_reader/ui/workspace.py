"""The desk: the four panes, the one list and the one document that they share, and what is shown where.

Handlers of actions work on the desk; it knows nothing of keys. Everything here runs on the thread of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui_reader.domain.actions import Context
from tui_reader.domain.query import QueryError
from tui_reader.domain.rows import Row
from tui_reader.ui.background import Background
from tui_reader.ui.panes.table import Panes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tui_reader.services.reading import Page
    from tui_reader.storage.library import Library
    from tui_reader.ui.handlers.board_controller import BoardController
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.pages import Pages
    from tui_reader.ui.panes.base import Pane
    from tui_reader.ui.row_sources import Ids
    from tui_reader.ui.screens.main import MainScreen
    from tui_reader.ui.widgets.document import DocumentView

#: How long the cursor rests before its document is made: long enough for a held key, too short to notice.
REST_S = 0.1


class Workspace:
    """What the user works at."""

    def __init__(self, screen: MainScreen, opened: OpenLibrary, context: Context) -> None:
        self.screen = screen
        self.list = screen.list
        self.is_syncing = False
        self._is_awake = False
        self.use(opened, context)

    def use(self, opened: OpenLibrary, context: Context) -> None:
        """Sit down at another edition: the sample first, the user's own when it has something to read."""
        self.opened = opened
        self.panes = Panes(opened)
        self.pane: Pane = self.panes[context]
        self.documents = Background(opened.library, "documents", self.post)
        self.queries = Background(opened.library, "queries", self.post)
        self._pages: Pages | None = None
        self.is_closed = False
        self._controller: BoardController | None = None

    @property
    def controller(self) -> BoardController:
        """The table of Benchmarks, and what it shows; made when that pane is first looked at."""
        if self._controller is None:
            from tui_reader.ui.handlers.board_controller import BoardController

            self._controller = BoardController(self)
        return self._controller

    @property
    def pages(self) -> Pages:
        """What makes and shows documents."""
        if self._pages is None:
            from tui_reader.ui.pages import Pages

            self._pages = Pages(self)
        return self._pages

    @property
    def document(self) -> DocumentView:
        """The one document view; the screen brings it in right after the first frame."""
        return self.screen.document

    @property
    def shown_key(self) -> str:
        """Whose document is shown, as `key_of` names it."""
        return self._pages.shown_key if self._pages is not None else ""

    @shown_key.setter
    def shown_key(self, key: str) -> None:
        self.pages.forget()
        self.pages.shown_key = key

    def close(self) -> None:
        """End the background work."""
        self.is_closed = True
        if self._pages is not None:
            self._pages.leave()
        self.documents.close()
        self.queries.close()

    def post(self, call: Callable[[], object]) -> None:
        """Have something done on the thread of the screen, from any thread."""
        self.screen.call_later(self.screen.guard, call)

    # -- panes -------------------------------------------------------------
    def show_pane(self, context: Context) -> None:
        """Go to a pane; it opens where it was left, with what has come since."""
        self._remember_place()
        self.pane = self.panes[context]
        self.screen.show_list()
        self.open_view()

    def open_view(self) -> None:
        """Read the pane's list anew: what was decided leaves, what is new enters."""
        pane = self.pane
        keep = pane.cursor_id
        self.list.set_draw(pane.line)
        self.list.set_today(pane.today)  # dates of other years are shown with their year
        try:
            source = pane.load()
        except QueryError as error:
            self.screen.say(error.message, error.hint, is_error=True)
            return
        self.list.set_source(source, keep_id=keep, cursor=pane.cursor)
        self._bring_rest()
        self._after_change()

    def show_found(self, found: Ids) -> None:
        """Show what a search found."""
        self.list.set_source(self.pane.take_new(found), cursor=0)
        self._bring_rest()
        self._after_change()

    def show_source(self) -> None:
        """Show the pane's list as it stands: after going into or out of an issue."""
        pane = self.pane
        if pane.source is not None:
            self.list.set_source(pane.source, keep_id=pane.cursor_id, cursor=pane.cursor)
            self._after_change()

    def _after_change(self) -> None:
        if not self.list.count:  # its words may need counts, which a list with rows does without
            headline, hint = self.pane.empty(self.is_syncing)
            self.list.empty = Content.assemble((headline, "bold"), "\n\n", (hint, "dim"))
        self.list.border_title = Content(self.pane.title())
        self.screen.refresh_bars()
        self.show_document_of_cursor()

    def _bring_rest(self) -> None:
        loader = self.pane.loader()
        if loader is None:
            return
        pane = self.pane

        first = pane.source

        def arrived(found: Ids) -> None:
            if pane.source is first:  # else another view was opened meanwhile
                source = pane.take(found)
                if self.pane is pane:
                    self.list.extend_source(source)
                    self.screen.refresh_bars()

        self.queries.run(f"rest-{pane.name}", loader, arrived)

    def find_row(self, key: str) -> None:
        """Put the cursor on an item; one that is not in the open view is looked for in all of the pane."""
        from tui_reader.ui.panes.benchmarks import BenchmarksPane

        pane = self.pane
        if isinstance(pane, BenchmarksPane):
            if (index := pane.index_of(key)) is not None:
                pane.cursor, pane.cursor_id = index, None
                self.show_source()
            return
        if self.move_to(key):
            return
        row = self.opened.library.items.row(key)
        if row is not None:
            pane.show_only(row)
            self.show_source()

    def move_to(self, key: str) -> bool:
        """Put the cursor on an item of the open view; False when it is not there."""
        source = self.pane.source
        if source is None:
            return False
        row = self.opened.library.items.row(key) if not key.startswith("board:") else None
        for index in range(len(source)):
            found = source.id_at(index)
            if (row is not None and found == row.id) or (row is None and found < 0 and self._key_at(index) == key):
                self.list.move_to(index)
                return True
        return False

    def _key_at(self, index: int) -> str:
        source = self.pane.source
        rows = source.rows([source.id_at(index)]) if source is not None else ()
        return rows[0].key if rows and rows[0] is not None else ""

    def _remember_place(self) -> None:
        self.pane.cursor, self.pane.cursor_id = self.list.cursor, self.list.current_id
        if self._pages is not None:
            self._pages.leave()

    # -- rows --------------------------------------------------------------
    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        row = self.list.current_row
        return row if isinstance(row, Row) else None

    @property
    def item(self) -> Row | None:
        """The item that actions act on, freshly read."""
        row = self.row
        return self.pane.item_of(row) if row is not None else None

    def items(self) -> list[Row]:
        """The items that an action acts on: the range if one is selected, else the one under the cursor."""
        ids = self.list.range_ids()
        if ids and self.pane.source is not None:
            found = (self.pane.item_of(r) for r in self.pane.source.rows(list(ids)) if r is not None)
            return [r for r in found if r is not None]
        item = self.item
        return [item] if item is not None else []

    def changed(self, keys: Iterable[str]) -> None:
        """Items have changed: draw their rows anew, and nothing else."""
        wanted = set(keys)
        if len(wanted) > 500:  # looking them up one by one would take longer than drawing what is in view
            self.draw_rows_again()
        else:
            rows = (self.opened.library.items.row(key) for key in wanted)
            self.list.patch(row.id for row in rows if row is not None)
        self.screen.refresh_bars()

    # -- the document ------------------------------------------------------
    def moved(self) -> None:
        """The cursor moved: show its document when it rests."""
        self.pane.cursor, self.pane.cursor_id = self.list.cursor, self.list.current_id
        self.screen.refresh_bars()
        if self.screen.shows_document:
            self.screen.rest(REST_S, self.show_document_of_cursor)

    def awake(self) -> None:
        """The first frame stands: from now on documents are made. What makes them would have held it up."""
        self._is_awake = True
        self.show_document_of_cursor()

    def show_document_of_cursor(self, then: Callable[[], None] | None = None) -> None:
        """Show the document of the row under the cursor."""
        if not self._is_awake:
            return
        row = self.row
        is_table = self.pane.context is Context.BENCHMARKS
        self.document.display = not is_table
        if self._controller is not None or is_table:
            self.controller.table.display = is_table
        if is_table:
            self.controller.show_row(row, then)
            return
        if row is None:
            self.shown_key = ""
            self.document.show_text(Content(""))
            self.screen.document_side.border_title = ""
            return
        if self.key_of(row) == self.shown_key:
            if then is not None:
                then()
            return
        self.show(row, lambda library: self.pane.page(row, library), then)

    def draw_rows_again(self) -> None:
        """Read the rows in view anew, and leave the list as it is."""
        if self.pane.source is not None:
            self.list.set_source(self.pane.source, keep_id=self.list.current_id, cursor=self.list.cursor)

    def show_again(self) -> None:
        """Make the document anew, where it was scrolled to: what it shows has changed."""
        self.pages.show_again()

    def key_of(self, row: Row) -> str:
        """What tells the document of a row from others, for its place and scroll."""
        return f"{self.pane.context}:{row.key}:{row.id if row.id < 0 else ''}"

    def show(self, row: Row, make: Callable[[Library], Page | None], then: Callable[[], None] | None = None) -> None:
        """Make a page beside the screen and show it."""
        self.pages.show(row, self.key_of(row), make, then)
