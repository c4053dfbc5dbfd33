"""Search everything: all kinds at once, as you type."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui_reader.domain.following import with_watched
from tui_reader.domain.query import And, Field, Phrase, QueryError, Word, parse
from tui_reader.domain.rows import Order, Row
from tui_reader.ui.row_sources import Ids, QuerySource
from tui_reader.ui.screens.box import Box
from tui_reader.ui.watching import Watching
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.row_line import draw_row
from tui_reader.ui.widgets.search_line import LabelledLine, SearchLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from tui_reader.domain.query import Node
    from tui_reader.ui.background import Background
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.widgets.drawing import DrawContext

SHOWN = 200
TYPING_S = 0.03
_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
_ORDERS = {Order.RANK: "by relevance", Order.NEWEST: "newest first"}
_KEYS = "enter open · ctrl+s {other} · ↑↓ move · esc leave"
_FIELDS = "cat: author: title: source: kind: is: tag: since: until: -without OR"


@dataclass
class EverywhereState:
    """What is searched for, how the answers are ordered, and the row id under the cursor: what a search that is left
    for one of its answers is opened with again."""

    text: str = ""
    order: Order = Order.RANK
    at: int | None = None


class SearchEverywhere(Box[str]):
    """A search over issues, entries, papers and repositories. Closes with the key of an item. `state` is kept as it
    goes."""

    DEFAULT_CSS = """
    SearchEverywhere { align: center middle; background: $background 60%; }
    SearchEverywhere > Vertical { width: 110; max-width: 96%; height: 80%; background: $surface;
        border: round $primary; border-title-color: $primary; }
    SearchEverywhere SearchLine { display: block; }
    SearchEverywhere ItemList { height: 1fr; background: $surface; }
    SearchEverywhere .hint { height: auto; max-height: 3; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, opened: OpenLibrary, queries: Background, state: EverywhereState | None = None) -> None:
        super().__init__()
        self.state = state or EverywhereState()
        self._opened = opened
        self._queries = queries
        self._watching = Watching(opened)
        self._timer: Timer | None = None
        self._found: tuple[str, Order] | None = None
        self._takes = False
        self._words: tuple[str, ...] = ()
        self._line = SearchLine(id="everywhere-line")
        self._line.placeholder = "title, author, words of the text"
        self._label = LabelledLine(self._line, self._order_label)
        self._hint = Static(f"{self._keys} · {_FIELDS}", classes="hint", markup=False)
        self._list: ItemList[Row] = ItemList(draw=self._draw, id="everywhere-list")
        self._list.can_focus = False

    @property
    def line(self) -> SearchLine:
        """The line of the query."""
        return self._line

    @property
    def _order_label(self) -> str:
        return f"everything, {_ORDERS[self.state.order]}"

    @property
    def _keys(self) -> str:
        return _KEYS.format(other=next(words for order, words in _ORDERS.items() if order is not self.state.order))

    def compose(self) -> ComposeResult:
        """The line, the list, a hint."""
        with Vertical() as box:
            box.border_title = "Search everything"
            yield self._label
            yield self._list
            yield self._hint

    def begin(self) -> None:
        """A search that was left goes on."""
        if self.state.text:
            self._line.value = self.state.text
            self._line.cursor_position = len(self.state.text)
            self._search(self.state.text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search when typing rests."""
        self._takes = False
        if event.value == self.state.text and self._found is None:
            return  # what was searched for before
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(TYPING_S, lambda: self._search(event.value))

    def _search(self, text: str) -> None:
        if text != self.state.text:
            self.state.text, self.state.at = text, None
        order = self.state.order
        if not text.strip():
            self._show(text, order, array("q"))
            return
        today = self._opened.now().astimezone().date()
        try:
            query = parse(text, today, live=True)
            if "watched" in text.casefold():
                query = with_watched(query, self._opened.following())
        except QueryError as error:
            self._hint.update(f"{error.message} · {error.hint}")
            self._takes = False
            return
        words = tuple(_words(query))

        def show(ids: array[int]) -> None:
            self._words = words
            self._show(text, order, ids)

        self._queries.run("everywhere", lambda library: _ids(library, query, order), show)

    def _show(self, text: str, order: Order, ids: array[int]) -> None:
        if self.is_closed or not self.is_mounted:
            return
        source = QuerySource(self._opened.library, self._opened, Ids(ids, [], True), self._watching)
        self._list.set_source(source, keep_id=self.state.at, cursor=0)
        self._found = (text, order)
        if self._takes and text == self._line.value:
            self._take()
            return
        if not text.strip():
            self._hint.update(f"{self._keys} · {_FIELDS}")
            return
        more = f"The first {SHOWN}" if len(ids) == SHOWN else f"{len(ids)} found" if ids else "Nothing found"
        self._hint.update(f"{more} · {self._keys}")

    def _draw(self, row: Row, context: DrawContext) -> Content:
        return draw_row(row, context, said=author_found(row, self._words))

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text."""
        self.press(event.key)

    def press(self, key: str) -> bool:
        """Move, take, turn the order or leave."""
        if key == "escape":
            self.close(None)
        elif key == "enter" and self._found == (self._line.value, self.state.order):
            self._take()
        elif key == "enter":  # what was typed last is still being looked for
            self._takes = True
        elif key == "ctrl+s":
            self.state.order = Order.NEWEST if self.state.order is Order.RANK else Order.RANK
            self.state.at = None
            self._label.set_label(self._order_label)
            self._search(self._line.value)
        elif key in _MOVES:
            self._list.move_by(_MOVES[key])
        return key in ("escape", "enter", "ctrl+s", *_MOVES)

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The list has nothing to tell the reader below."""
        event.stop()
        self.state.at = self._list.current_id

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click takes the row."""
        event.stop()
        self._take()

    def _take(self) -> None:
        row = self._list.current_row
        self.state.at = self._list.current_id
        self.close(row.key if row is not None else None)


def _ids(library: ListsLibrary, query: Node, order: Order) -> array[int]:
    return library.lists.ids(query, order=order, limit=SHOWN)


def _words(query: Node) -> list[str]:
    """What a query says that may be part of a name, folded."""
    terms = query.terms if isinstance(query, And) else (query,)
    said = [t.text for t in terms if isinstance(t, Word | Phrase)]
    said += [t.value for t in terms if isinstance(t, Field) and t.name == "author"]
    return [word for each in said for word in each.casefold().split()]


def author_found(row: Row, words: tuple[str, ...]) -> str:
    """The author by whom a row was found: the first of them who has the most of the words, where the title does not
    have them; "" where none has any."""
    title = row.title.casefold()
    wanted = [word for word in words if word not in title]
    if not wanted or not row.authors:
        return ""

    def has(author: str) -> int:
        parts = author.casefold().replace("-", " ").split()
        return sum(any(part.startswith(word) for part in parts) for word in wanted)

    best = max(row.authors.split(", "), key=has)
    return best if has(best) else ""
