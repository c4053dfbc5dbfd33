"""Search everything: all kinds at once, as you type."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_reader.domain.following import with_watched
from tui_reader.domain.query import QueryError, parse
from tui_reader.domain.rows import Row
from tui_reader.ui.row_sources import Ids, QuerySource
from tui_reader.ui.screens.box import Box
from tui_reader.ui.watching import Watching
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.row_line import draw_row
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from tui_reader.domain.query import Node
    from tui_reader.ui.background import Background
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.open_library import OpenLibrary

SHOWN = 200
TYPING_S = 0.03
_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


class SearchEverywhere(Box[str]):
    """A search over issues, entries, papers and repositories, for `text` to begin with. Closes with the key of an
    item."""

    DEFAULT_CSS = """
    SearchEverywhere { align: center middle; background: $background 60%; }
    SearchEverywhere > Vertical { width: 110; max-width: 96%; height: 80%; background: $surface;
        border: round $primary; border-title-color: $primary; }
    SearchEverywhere SearchLine { display: block; }
    SearchEverywhere ItemList { height: 1fr; background: $surface; }
    SearchEverywhere .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, opened: OpenLibrary, queries: Background, text: str = "") -> None:
        super().__init__()
        self._opened = opened
        self._queries = queries
        self._watching = Watching(opened)
        self._timer: Timer | None = None
        self._found = ""
        self._takes = False
        self._line = SearchLine(text, id="everywhere-line")
        self._list: ItemList[Row] = ItemList(draw=draw_row, id="everywhere-list")
        self._list.can_focus = False

    @property
    def line(self) -> SearchLine:
        """The line of the query."""
        return self._line

    def compose(self) -> ComposeResult:
        """The line, the list, a hint."""
        with Vertical() as box:
            box.border_title = "Search everything"
            yield self._line
            yield self._list
            yield Static("enter open · esc leave · cat: author: kind: is: since: …", classes="hint", markup=False)

    def begin(self) -> None:
        """What is there to begin with is looked for."""
        if self._line.value:
            self._line.cursor_position = len(self._line.value)
            self._search(self._line.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search when typing rests."""
        self._takes = False
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(TYPING_S, lambda: self._search(event.value))

    def _search(self, text: str) -> None:
        if not text.strip():
            self._show(text, array("q"))
            return
        today = self._opened.now().astimezone().date()
        try:
            query = parse(text, today, live=True)
            if "watched" in text.casefold():
                query = with_watched(query, self._opened.following())
        except QueryError as error:
            self.query_one(".hint", Static).update(error.message)
            self._takes = False
            return
        self._queries.run("everywhere", lambda library: _ids(library, query), lambda ids: self._show(text, ids))

    def _show(self, text: str, ids: array[int]) -> None:
        if self.is_closed or not self.is_mounted:
            return
        source = QuerySource(self._opened.library, self._opened, Ids(ids, [], True), self._watching)
        self._list.set_source(source, cursor=0)
        self._found = text
        if self._takes and text == self._line.value:
            self._take()
            return
        more = f"first {SHOWN}" if len(ids) == SHOWN else f"{len(ids)}"
        self.query_one(".hint", Static).update(f"{more} found · enter open · esc leave")

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text."""
        self.press(event.key)

    def press(self, key: str) -> bool:
        """Move, take or leave."""
        if key == "escape":
            self.close(None)
        elif key == "enter" and self._found == self._line.value:
            self._take()
        elif key == "enter":  # what was typed last is still being looked for
            self._takes = True
        elif key in _MOVES:
            self._list.move_by(_MOVES[key])
        return key in ("escape", "enter", *_MOVES)

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The list has nothing to tell the reader below."""
        event.stop()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click takes the row."""
        event.stop()
        self._take()

    def _take(self) -> None:
        row = self._list.current_row
        self.close(row.key if row is not None else None)


def _ids(library: ListsLibrary, query: Node) -> array[int]:
    return library.lists.ids(query, limit=SHOWN)
