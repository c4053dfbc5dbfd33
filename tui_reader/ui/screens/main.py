"""The one screen of the reader: header, list, document, search line, status, footer. It routes; the desk decides."""

from __future__ import annotations

import gc
import logging
from typing import TYPE_CHECKING, TypeVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen, Screen

from tui_reader.domain.actions import BY_ID, Context, applies
from tui_reader.domain.errors import ReaderError
from tui_reader.domain.items import Kind
from tui_reader.domain.rows import PaneCounts
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.bars import Situation, footer, header
from tui_reader.ui.desk import Desk
from tui_reader.ui.handlers.table import Handlers
from tui_reader.ui.keys import KeyReader, name_of
from tui_reader.ui.panes.base import when
from tui_reader.ui.syncer import Syncer
from tui_reader.ui.widgets.bars import Bar, Piece
from tui_reader.ui.widgets.document import DocumentView
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.row_line import draw_row
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widgets import Input

    from tui_reader.domain.events import SyncEvent, SyncFinished
    from tui_reader.ui.edition import Edition

T = TypeVar("T")
_log = logging.getLogger(__name__)

_PANES_BY_KIND = {
    Kind.ISSUE: Context.ISSUES,
    Kind.ENTRY: Context.FEEDS,
    Kind.REPO: Context.FEEDS,
    Kind.PAPER: Context.PAPERS,
    Kind.BOARD: Context.BENCHMARKS,
}


class MainScreen(Screen[None], inherit_bindings=False):
    """The reader."""

    class Synced(Message):
        """Something happened in a sync."""

        def __init__(self, event: SyncEvent) -> None:
            super().__init__()
            self.event = event

    class SampleSynced(Message):
        """Something happened while the sample edition was made ready."""

        def __init__(self, event: SyncEvent) -> None:
            super().__init__()
            self.event = event

    def __init__(self, edition: Edition, pane: str = "", sample: Callable[[], Edition] | None = None) -> None:
        super().__init__()
        self._own = edition
        self._edition = edition
        self._sample = sample
        self._first_pane = pane
        self.list = ItemList(draw=draw_row, id="list")
        self.document = DocumentView(id="document")
        self.document_side = Vertical(self.document, id="document-side")
        self._header = Bar(id="header", gap=0)
        self._status = Bar(id="status")
        self._footer = Bar(id="footer", key_style="bold $accent")
        self._line = SearchLine(id="search-line")
        self._keys = KeyReader(edition.keymap)
        self._rests: dict[str, Timer] = {}
        self._counts = PaneCounts()
        self._message: tuple[str, bool] = ("", False)
        self._message_timer: Timer | None = None
        self._new = 0
        self._progress = ""
        self._failed = 0
        self._offline = edition.is_offline
        self._syncer = Syncer(lambda event: self.post_message(self.Synced(event)))
        self._sample_syncer = Syncer(lambda event: self.post_message(self.SampleSynced(event)))

    def compose(self) -> ComposeResult:
        """Header, list and document, search line, status, footer."""
        yield self._header
        with Horizontal(id="sides"):
            yield self.list
            yield self.document_side
        yield self._line
        yield self._status
        yield self._footer

    def on_mount(self) -> None:
        """The first frame comes from disk; counting and fetching follow it."""
        self.desk = Desk(self, self._edition)
        self.handlers = Handlers(self.desk)
        pane = next((c for c in self.desk.panes if c.value == self._first_pane), Context.ISSUES)
        self.desk.show_pane(pane)
        for warning in self._edition.warnings():
            self.say(warning, is_error=True)
        self.call_after_refresh(self._after_first_frame)

    def _after_first_frame(self) -> None:
        from tui_reader.services.syncing.options import Options

        gc.freeze()  # what the imports made stays for good; the collector need not look at it again
        gc.enable()
        self.desk.awake()
        self.count_soon()
        if self._sample is not None and self._own.library.max_id() == 0:
            self.use(self._sample())
            self._sample_syncer.start(self._edition, self._edition.sources(), Options())
        elif self._own.is_sample:
            self._sample_syncer.start(self._own, self._own.sources(), Options())
        self.set_interval(60, self._sync_due)
        # Today's issue is what one opens the reader for; asking also tells whether there is a network.
        self._sync_due(frozenset({"issues"}))

    def use(self, edition: Edition) -> None:
        """Show another edition: the user's own takes the place of the sample."""
        context = self.desk.pane.context
        self.desk.close()
        if self._edition is not self._own:
            self._sample_syncer.stop()
            self._edition.close()
        self._edition = edition
        self._new = 0
        self._as_of_text = None
        self.desk.use(edition)
        self.desk.pane = self.desk.panes[context]
        self.show_list()
        self.desk.open_view()
        self.count_soon()

    # -- what is shown where -----------------------------------------------
    @property
    def in_document(self) -> bool:
        """Whether keys go to the document."""
        return self.focused is self.document

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
        self.set_focus(self.document)
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
            row = self._edition.library.row(key)
            if row is None:
                self.say("This is no longer in the library")
                return
            context, wanted = _PANES_BY_KIND[row.kind], row.key
        pane = self.desk.panes[context]
        pane.search = pane.filter = ""
        while pane.leave():
            pass
        self.desk.show_pane(context)
        self.desk.find_row(wanted)

    # -- keys --------------------------------------------------------------
    def on_key(self, event: events.Key) -> None:
        """Everything that no input took."""
        if self.document.has_hints:
            event.stop()
            name = name_of(event)
            if name == "escape":
                self.document.stop_hints()
            else:
                self.document.handle_hint_key(name)
            return
        action = self._keys.press(self.desk.pane.context, event)
        if action is not None:
            event.stop()
            event.prevent_default()
            self.do(action)
        elif self._keys.waiting:
            event.stop()
        self.refresh_bars()

    def do(self, action_id: str) -> None:
        """Do an action, if it applies here."""
        if not applies(BY_ID[action_id], self.desk.pane.context):
            self.say(f"{BY_ID[action_id].label} does not apply in {self.desk.pane.name}")
            return
        self.guard(self.handlers.table[action_id])

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
            self.desk.moved()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A row was double-clicked."""
        if event.control is self.list:
            self.handlers.moving.open()

    def on_document_view_link_followed(self, event: DocumentView.LinkFollowed) -> None:
        """A link was followed."""
        self.handlers.opening.follow(event.url)

    def on_document_view_scrolled(self, event: DocumentView.Scrolled) -> None:
        """The position in the status line follows."""
        self.refresh_bars()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A search is being typed."""
        if event.input is self._line and self._line.has_class("-open"):
            self.handlers.finding.typed(event.value)

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key in the search line that is not text."""
        self.handlers.finding.line_key(event.key)

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
        self._message = (f"{text} · {hint}" if hint else text, is_error)
        if self._message_timer is not None:
            self._message_timer.stop()
        self._message_timer = self.set_timer(12 if is_error else 5, self._hush)
        self.refresh_bars()

    @property
    def said_error(self) -> str:
        """The error that stands in the status line, or ""."""
        text, is_error = self._message
        return text if is_error else ""

    def _hush(self) -> None:
        self._message = ("", False)
        self.refresh_bars()

    # -- numbers -----------------------------------------------------------
    def count_soon(self) -> None:
        """Count anew beside the screen."""
        desk = self.desk
        today = desk.pane.today
        pane = desk.pane

        def count(library) -> tuple[PaneCounts, int]:  # type: ignore[no-untyped-def]
            return library.counts(today), pane.new_since(library)

        def counted(result: tuple[PaneCounts, int]) -> None:
            self._counts, self._new = result
            self.refresh_bars()

        desk.queries.run("counts", count, counted)

    def refresh_bars(self) -> None:
        """Draw header, status line and footer as things stand; unchanged ones are not drawn."""
        if not self.is_mounted or not hasattr(self, "desk"):
            return
        desk = self.desk
        situation = Situation(
            offline=self._offline,
            syncing=self._progress,
            as_of=self._as_of,
            new=self._new,
            sample=self._edition.is_sample,
            failed=self._failed,
        )
        self._header.set_pieces(*header(desk.pane.context, self._counts, situation))
        self._footer.set_pieces(footer(desk.pane.context, self._edition.keymap, self.in_document))
        self._status.set_pieces(*self._status_pieces())

    def _status_pieces(self) -> tuple[list[Piece], list[Piece]]:
        text, is_error = self._message
        left = [Piece(text, "bold $error" if is_error else "$text", "", 50)] if text else []
        if not text and self._edition.is_sample:
            left.append(
                Piece(
                    "A sample: nothing here is kept. Your own library takes its place with the first refresh.",
                    "$text-muted",
                    "",
                    40,
                    "A sample: nothing here is kept",
                )
            )
        right = []
        if self._keys.waiting:
            right.append(Piece(self._keys.waiting, "bold $accent", "", 60))
        if self.list.has_range:
            right.append(Piece(f"range {len(list(self.list.range_ids()))}", "bold $accent", "", 60))
        if self.document.match_position:
            right.append(Piece(f"match {self.document.match_position}", "$accent", "", 55))
        source = self.desk.pane.source
        if source is not None and len(source):
            right.append(Piece(f"{self.list.cursor + 1}/{len(source):,}", "$text-muted", "", 45))
        if self.desk.pane.context is Context.PAPERS and self._counts.decided_today:
            right.insert(0, Piece(f"{self._counts.decided_today} decided today", "$text-muted", "", 30, ""))
        return left, right

    @property
    def _as_of(self) -> str:
        if self._as_of_text is None:
            times = [s.last_success for s in self._own.library.sources() if s.last_success]
            self._as_of_text = when(max(times, default=None), self._own.now())
        return self._as_of_text

    _as_of_text: str | None = None

    # -- syncing -----------------------------------------------------------
    def _sync_due(self, asked: frozenset[str] = frozenset()) -> None:
        from tui_reader.services.syncing.options import Options

        minutes = self._edition.settings.network.refresh_minutes
        if minutes and not self._own.is_offline and not self._own.is_sample:
            self._syncer.start(self._own, self._own.sources(), Options(due=True, asked=asked))

    def sync(self, kinds: Container[SourceKind] | None = None) -> None:
        """Sync the user's own sources of some kinds (None: all) beside the screen."""
        from tui_reader.services.syncing.options import Options

        if self._own.is_sample:
            self.say("This is the sample edition: its sources are inside the program")
            return
        wanted = [s for s in self._own.sources() if kinds is None or s.kind in kinds]
        if not wanted:
            self.say("No source is configured for this pane")
        elif not self._syncer.start(self._own, wanted, Options()):
            self.say("A refresh is under way")

    def on_main_screen_sample_synced(self, message: MainScreen.SampleSynced) -> None:
        """The sample edition fills."""
        from tui_reader.domain.events import SourceFinished, SyncFinished

        event = message.event
        if not self._edition.is_sample:
            return
        if isinstance(event, SourceFinished) and not self.desk.list.count:
            self.rest(0.05, self._fill_if_empty, "fill")
        elif isinstance(event, SyncFinished):
            self.desk.open_view()
            self.count_soon()

    def on_main_screen_synced(self, message: MainScreen.Synced) -> None:
        """Progress; the open view does not change."""
        from tui_reader.domain.events import SourceFinished, SyncFinished, SyncStarted

        event = message.event
        if isinstance(event, SyncStarted):
            self.desk.is_syncing = True
            self._progress = f"0/{event.total}"
        elif isinstance(event, SourceFinished):
            self._progress = f"{event.done}/{event.total} {event.result.title}"[:40]
            if self._edition is not self._own and event.result.new:
                self.use(self._own)  # the first real item takes the place of the sample
            if event.result.new or event.result.updated:
                self.rest(0.5, self.count_soon, "counts")
                if event.result.kind is SourceKind.ISSUES or not self.desk.list.count:
                    self.rest(0.6, self._fill_if_empty, "fill")
        elif isinstance(event, SyncFinished):
            self._finished(event)
        self.refresh_bars()

    def _fill_if_empty(self) -> None:
        # An empty view has no rows that could jump: what arrives enters it at once.
        if not self.desk.list.count:
            self.desk.open_view()

    def _finished(self, event: SyncFinished) -> None:
        from tui_reader.services.sync import is_cut_off

        self.desk.is_syncing = False
        self._progress = ""
        failed = [s for s in event.report.sources if s.error is not None]
        self._offline = self._own.is_offline or is_cut_off(event.report)
        self._failed = 0 if self._offline else len(failed)
        self._as_of_text = None
        self.count_soon()
        self._fill_if_empty()
        if self._offline:
            self.say("Offline: everything fetched before can be read")
        elif event.report.new or failed:
            news = f"{event.report.new} new" if event.report.new else "Nothing new"
            self.say(news + (f", {len(failed)} sources failed · ! says why" if failed else ""))

    def quit(self) -> None:
        """Leave."""
        self.app.exit()

    def on_unmount(self) -> None:
        """However the reader ends, what it held is let go of."""
        self._syncer.stop()
        self._sample_syncer.stop()
        if hasattr(self, "desk"):
            self._own.remember({"pane": self.desk.pane.context.value})
            self.desk.close()
        if self._edition is not self._own:
            self._edition.close()
