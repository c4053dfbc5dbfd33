"""Search everything: all kinds at once, as you type."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui_reader.domain.query import QueryError, parse
from tui_reader.domain.rows import Row
from tui_reader.ui.row_sources import Ids, QuerySource
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.row_line import draw_row
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from tui_reader.storage.library import Library
    from tui_reader.ui.background import Background
    from tui_reader.ui.open_library import OpenLibrary

SHOWN = 200


class SearchEverywhere(ModalScreen[str | None]):
    """A search over issues, entries, papers and repositories. Dismissed with the key of an item."""

    DEFAULT_CSS = """
    SearchEverywhere { align: center middle; background: $background 60%; }
    SearchEverywhere > Vertical { width: 110; max-width: 96%; height: 80%; background: $surface;
        border: round $primary; border-title-color: $primary; }
    SearchEverywhere SearchLine { display: block; }
    SearchEverywhere ItemList { height: 1fr; background: $surface; }
    SearchEverywhere .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, opened: OpenLibrary, queries: Background) -> None:
        super().__init__()
        self._opened = opened
        self._queries = queries
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line, the list, a hint."""
        with Vertical() as box:
            box.border_title = "Search everything"
            yield SearchLine(id="everywhere-line")
            yield ItemList(draw=draw_row, id="everywhere-list")
            yield Static("enter open · esc leave · cat: author: kind: is: since: …", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(SearchLine).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search when typing rests."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(0.03, lambda: self._search(event.value))

    def _search(self, text: str) -> None:
        if not text.strip():
            self._show(array("q"))
            return
        today = self._opened.now().astimezone().date()
        try:
            query = parse(text, today, live=True)
        except QueryError as error:
            self.query_one(".hint", Static).update(error.message)
            return
        self._queries.run("everywhere", lambda library: _ids(library, query), self._show)

    def _show(self, ids: array[int]) -> None:
        if not self.is_attached:
            return
        source = QuerySource(self._opened.library, self._opened, Ids(ids, [], True))
        self.query_one(ItemList).set_source(source, cursor=0)
        more = f"first {SHOWN}" if len(ids) == SHOWN else f"{len(ids)}"
        self.query_one(".hint", Static).update(f"{more} found · enter open · esc leave")

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """Move, take or leave."""
        items = self.query_one(ItemList)
        row = items.current_row
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter":
            self.dismiss(row.key if isinstance(row, Row) else None)
        else:
            items.move_by(1 if event.key == "down" else -1)

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A click takes the row."""
        event.stop()
        row = self.query_one(ItemList).current_row
        self.dismiss(row.key if isinstance(row, Row) else None)


def _ids(library: Library, query: object) -> array[int]:
    return library.lists.ids(query, limit=SHOWN)  # type: ignore[arg-type]
