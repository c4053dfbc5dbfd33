"""The one screen of the reader: header, list, document, search line, status, footer. It routes; the desk decides."""

from __future__ import annotations

import gc
import logging
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen, Screen

from tui_reader.domain.actions import BY_ID, Context, applies
from tui_reader.domain.errors import ReaderError
from tui_reader.domain.items import Kind
from tui_reader.ui.keys import KeyReader, name_of
from tui_reader.ui.panes.table import pane_named
from tui_reader.ui.status_bar import StatusBar
from tui_reader.ui.widgets.bars import Bar, Piece
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.row_line import draw_row
from tui_reader.ui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widgets import Input

    from tui_reader.domain.rows import PaneCounts
    from tui_reader.domain.sources import SourceKind
    from tui_reader.ui.handlers.table import Handlers
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.sync_controller import SyncController
    from tui_reader.ui.widgets.board_table import BoardTable
    from tui_reader.ui.widgets.document import DocumentView
    from tui_reader.ui.widgets.search_line import SearchLine

T = TypeVar("T")
_log = logging.getLogger(__name__)
#: Without a key for so long, the reader tidies its memory.
_IDLE_S = 2.0

_PANES_BY_KIND = {
    Kind.ISSUE: Context.ISSUES,
    Kind.ENTRY: Context.FEEDS,
    Kind.REPO: Context.FEEDS,
    Kind.PAPER: Context.PAPERS,
    Kind.BOARD: Context.BENCHMARKS,
}


class MainScreen(Screen[None], inherit_bindings=False):
    """The reader."""

    def __init__(self, opened: OpenLibrary, pane: str = "", sample: Callable[[], OpenLibrary] | None = None) -> None:
        super().__init__()
        self._own = opened
        self.opened = opened
        self._sample = sample
        self._first_pane = pane
        self.list = ItemList(draw=draw_row, id="list")
        self.document_side = Vertical(id="document-side")
        self.status_bar = StatusBar(opened)
        self._keys = KeyReader(opened.keymap)
        self._rests: dict[str, Timer] = {}
        self._message_timer: Timer | None = None
        self.is_furnished = False
        self._pressed_at = 0.0

    # What the first frame does without: see `furnish`.
    document: DocumentView
    handlers: Handlers
    sync_controller: SyncController
    _line: SearchLine

    def compose(self) -> ComposeResult:
        """Header, list and the document's side, status, footer."""
        yield self.status_bar.header
        with Horizontal(id="sides"):
            yield self.list
            yield self.document_side
        yield self.status_bar.status
        yield self.status_bar.footer

    def on_mount(self) -> None:
        """The first frame comes from disk; all else follows it."""
        context = pane_named(self._first_pane)
        self.workspace = Workspace(self, self.opened, context)
        self.workspace.show_pane(context)
        for warning in self.opened.warnings():
            self.say(warning, is_error=True)
        self.call_after_refresh(self._after_first_frame)

    def furnish(self) -> None:
        """Bring in what the first frame does without, before anything needs it: the document view, the search line
        and the handlers, whose imports and styles would hold that frame up by a third."""
        if self.is_furnished:
            return
        from tui_reader.ui.handlers.table import Handlers
        from tui_reader.ui.sync_controller import SyncController
        from tui_reader.ui.widgets.document import DocumentView
        from tui_reader.ui.widgets.search_line import SearchLine

        self.is_furnished = True
        self.document = DocumentView(id="document")
        self._line = SearchLine(id="search-line")
        self.document_side.mount(self.document)
        self.mount(self._line, before=self.status_bar.status)
        self.handlers = Handlers(self.workspace)
        self.sync_controller = SyncController(self, self._own)

    def _after_first_frame(self) -> None:
        self.furnish()
        gc.freeze()  # what the imports made stays for good; the collector need not look at it again
        # Tables and documents are thousands of small values that live as long as they are shown. With the usual
        # thresholds all of them are looked through every few keys, which takes longer than the key does. So that is
        # done seldom, and where nobody presses one.
        gc.set_threshold(2_000, 10, 30)
        gc.enable()
        self.set_interval(_IDLE_S, self._collect_if_idle)
        self.workspace.awake()
        self.count_soon()
        self.sync_controller.begin(self._sample)
        self.set_interval(60, self.sync_controller.due)

    def _collect_if_idle(self) -> None:
        if self._pressed_at and monotonic() - self._pressed_at > _IDLE_S:
            self._pressed_at = 0.0
            gc.collect()

    def use(self, opened: OpenLibrary) -> None:
        """Show another edition: the user's own takes the place of the sample."""
        context = self.workspace.pane.context
        self.workspace.close()
        if self.opened is not self._own:
            self.sync_controller.stop_sample()
            self.opened.close()
        self.opened = opened
        self.status_bar.new = 0
        self.status_bar.forget_age()
        self.workspace.use(opened, context)
        self.show_list()
        self.workspace.open_view()
        self.count_soon()

    # -- what is shown where -----------------------------------------------
    @property
    def in_document(self) -> bool:
        """Whether keys go to the document, or to the table in its place."""
        return self.focused is not None and self.document_side in self.focused.ancestors

    @property
    def reads(self) -> bool:
        """Whether the document lies over the list (narrow layout)."""
        return self.has_class("-reading") and self.has_class("-narrow")

    @property
    def shows_document(self) -> bool:
        """Whether the document can be seen."""
        return self.has_class("-reading") or not self.has_class("-narrow") or self.has_class("-zoom")

    def show_document(self) -> None:
        """Keys go to the document; in the narrow layout it lies over the list."""
        self.add_class("-reading")
        is_table = self.workspace.pane.context is Context.BENCHMARKS
        self.set_focus(self.workspace.controller.table if is_table else self.document)
        self.refresh_bars()

    def show_list(self) -> None:
        """Keys go to the list."""
        self.remove_class("-reading")
        self.remove_class("-zoom")
        self.set_focus(self.list)
        self.refresh_bars()

    def go_to(self, key: str) -> None:
        """Show an item in the pane it belongs to, wherever the user is."""
        if key.startswith("board:"):
            context, wanted = Context.BENCHMARKS, key
        else:
            row = self.opened.library.items.row(key)
            if row is None:
                self.say("This is no longer in the library")
                return
            context, wanted = _PANES_BY_KIND[row.kind], row.key
        pane = self.workspace.panes[context]
        pane.search = pane.filter = ""
        while pane.leave():
            pass
        self.workspace.show_pane(context)
        self.workspace.find_row(wanted)

    # -- keys --------------------------------------------------------------
    def on_key(self, event: events.Key) -> None:
        """Everything that no input took."""
        self._pressed_at = monotonic()
        self.furnish()
        if self.document.has_hints:
            event.stop()
            name = name_of(event)
            if name == "escape":
                self.document.stop_hints()
            else:
                self.document.handle_hint_key(name)
            return
        action = self._keys.press(self.workspace.pane.context, event)
        if action is not None:
            event.stop()
            event.prevent_default()
            self.do(action)
        elif self._keys.waiting:
            event.stop()
        self.refresh_bars()

    def do(self, action_id: str) -> None:
        """Do an action, if it applies here."""
        self.furnish()
        if not applies(BY_ID[action_id], self.workspace.pane.context):
            self.say(f"{BY_ID[action_id].label} does not apply in {self.workspace.pane.name}")
            return
        self.guard(self.handlers.handler(action_id, self.workspace.pane.context))

    def guard(self, call: Callable[[], object]) -> None:
        """Do something that must not end the reader: a failure is shown, and a mistake of ours is logged."""
        try:
            call()
        except ReaderError as error:
            self.say(error.message, error.hint, is_error=True)
        except Exception as error:
            _log.exception("unexpected")
            self.say(f"That went wrong ({type(error).__name__}: {error})", "the log has the details", is_error=True)

    def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """A click in the header or footer."""
        self.do(event.action)

    # -- messages of the widgets -------------------------------------------
    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The cursor moved."""
        if event.control is self.list:
            self.workspace.moved()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A row was double-clicked."""
        if event.control is self.list:
            self.do("nav.open")

    def on_document_view_link_followed(self, event: DocumentView.LinkFollowed) -> None:
        """A link was followed."""
        self.handlers.opening.follow(event.url)

    def on_document_view_scrolled(self, event: DocumentView.Scrolled) -> None:
        """The position in the status line follows."""
        self.refresh_bars()

    def on_board_table_entered(self) -> None:
        """A leaderboard has the focus."""
        self.add_class("-reading")
        self.workspace.controller.looked_at()
        self.refresh_bars()

    def on_board_table_moved(self) -> None:
        """The position in the status line follows."""
        self.refresh_bars()

    def on_board_table_opened(self) -> None:
        """A model was double-clicked."""
        self.do("nav.open")

    def on_board_table_sort_asked(self, event: BoardTable.SortAsked) -> None:
        """The head of a column was clicked."""
        self.handlers.boards.sort_by(event.column)

    def on_input_changed(self, event: Input.Changed) -> None:
        """A search is being typed."""
        if event.input is self._line and self._line.has_class("-open"):
            self.handlers.searching.typed(event.value)

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key in the search line that is not text."""
        self.handlers.searching.line_key(event.key)

    def on_resize(self) -> None:
        """What fits in the bars changes."""
        self.refresh_bars()

    # -- small services for the handlers -----------------------------------
    @property
    def search_text(self) -> str:
        """What stands in the search line."""
        return self._line.value

    def open_search(self, placeholder: str, text: str) -> None:
        """Open the search line."""
        self._line.placeholder = placeholder
        self._line.value = text
        self._line.cursor_position = len(text)
        self._line.add_class("-open")
        self._line.focus()

    def close_search(self) -> None:
        """Close the search line."""
        self._line.remove_class("-open")

    def rest(self, seconds: float, call: Callable[[], object], name: str = "cursor") -> None:
        """Call when nothing of that name has come for a while."""
        self.stop_rest(name)
        self._rests[name] = self.set_timer(seconds, call)

    def stop_rest(self, name: str) -> None:
        """Forget what waits."""
        timer = self._rests.pop(name, None)
        if timer is not None:
            timer.stop()

    def push(self, screen: ModalScreen[T], then: Callable[[T | None], object]) -> None:
        """Show a screen over this one."""

        def done(value: T | None) -> None:
            then(value)
            self.refresh_bars()

        self.app.push_screen(screen, done)

    def ask(self, title: str, value: str, hint: str, then: Callable[[str | None], None]) -> None:
        """Ask for a line of text."""
        from tui_reader.ui.screens.ask import AskScreen

        self.push(AskScreen(title, value, hint), then)

    def say(self, text: str, hint: str = "", is_error: bool = False) -> None:
        """A message in the status line; it goes after a while."""
        self.status_bar.message = (f"{text} · {hint}" if hint else text, is_error)
        if self._message_timer is not None:
            self._message_timer.stop()
        self._message_timer = self.set_timer(12 if is_error else 5, self._hush)
        self.refresh_bars()

    @property
    def said_error(self) -> str:
        """The error that stands in the status line, or ""."""
        text, is_error = self.status_bar.message
        return text if is_error else ""

    def _hush(self) -> None:
        self.status_bar.message = ("", False)
        self.refresh_bars()

    # -- numbers -----------------------------------------------------------
    def count_soon(self) -> None:
        """Count anew beside the screen."""
        workspace = self.workspace
        today = workspace.pane.today
        pane = workspace.pane

        def count(library) -> tuple[PaneCounts, int]:  # type: ignore[no-untyped-def]
            return library.lists.counts(today), pane.new_since(library)

        def counted(result: tuple[PaneCounts, int]) -> None:
            self.status_bar.counts, self.status_bar.new = result
            self.refresh_bars()

        workspace.queries.run("counts", count, counted)

    def refresh_bars(self) -> None:
        """Draw header, status line and footer as things stand; unchanged ones are not drawn."""
        if self.is_attached and hasattr(self, "workspace"):
            keymap, sample = self.opened.keymap, self.opened.is_sample
            self.status_bar.draw(self.workspace.pane, keymap, self.in_document, sample, self._place())

    def _place(self) -> list[Piece]:
        place = []
        if self._keys.waiting:
            place.append(Piece(self._keys.waiting, "bold $accent", "", 60))
        if self.list.has_range:
            place.append(Piece(f"range {len(list(self.list.range_ids()))}", "bold $accent", "", 60))
        if self.is_furnished and self.document.match_position:
            place.append(Piece(f"match {self.document.match_position}", "$accent", "", 55))
        source = self.workspace.pane.source
        if self.in_document and self.workspace.pane.context is Context.BENCHMARKS:
            table = self.workspace.controller.table
            place.append(Piece(f"{table.cursor + 1}/{table.count:,}" if table.count else "", "$text-muted", "", 45))
        elif source is not None and len(source):
            place.append(Piece(f"{self.list.cursor + 1}/{len(source):,}", "$text-muted", "", 45))
        return place

    # -- syncing -----------------------------------------------------------
    def sync(self, kinds: Container[SourceKind] | None = None) -> None:
        """Sync the user's own sources of some kinds (None: all) beside the screen."""
        self.sync_controller.start(kinds)

    def quit(self) -> None:
        """Leave."""
        self.app.exit()

    def on_unmount(self) -> None:
        """However the reader ends, what it held is let go of."""
        if self.is_furnished:
            self.sync_controller.stop()
        if hasattr(self, "workspace"):
            self._own.remember({"pane": self.workspace.pane.context.value})
            self.workspace.close()
        if self.opened is not self._own:
            self.opened.close()
