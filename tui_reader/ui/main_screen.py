"""The one screen of the reader: header, the pane that is shown, search line, status, footer. It routes keys and
messages to the pane's workspace, and does for actions what they ask of their `Host`."""

from __future__ import annotations

import gc
import logging
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual.reactive import Reactive
from textual.screen import Screen

from tui_reader.config.keymap import normalise
from tui_reader.domain.actions import BY_ID, Context, applies
from tui_reader.domain.errors import ReaderError, StorageError
from tui_reader.domain.key_sequences import KeySequences
from tui_reader.ui.background import settle_memory
from tui_reader.ui.panes import Panes
from tui_reader.ui.rooms import pane_named
from tui_reader.ui.sides import Sides
from tui_reader.ui.state import NOTHING, PASSING, SAVING, STARTING, Message, ReaderState
from tui_reader.ui.status_bar import Bar, StatusBar
from tui_reader.ui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget

    from tui_reader.domain.journal import BatchDone
    from tui_reader.domain.sources import SourceKind
    from tui_reader.ui.background import Work
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.screens.box import Box
    from tui_reader.ui.side_list import SidePanel
    from tui_reader.ui.sync_controller import SyncController
    from tui_reader.ui.widgets.search_line import SearchBar, Searching
    from tui_reader.ui.workspace import Workspace

T = TypeVar("T")
_log = logging.getLogger(__name__)
_IDLE_S = 2.0  # without a key for so long, the reader tidies its memory
#: How long the cursor rests before its document is made: long enough for a held key, too short to notice.
_REST_S = 0.1
_MESSAGE_S = 5
_name_of_key = lru_cache(maxsize=256)(normalise)


class MainScreen(Screen[None], inherit_bindings=False):
    """The reader. With `strict` a mistake of ours ends it, as tests want; else it is shown and logged."""

    def __init__(
        self,
        opened: OpenLibrary,
        pane: str = "",
        sample: Callable[[], OpenLibrary] | None = None,
        *,
        strict: bool = False,
    ) -> None:
        super().__init__()
        self.own = self.opened = opened
        self._sample, self._strict = sample, strict
        self.state = ReaderState(pane_named(pane), is_sample=opened.is_sample, is_offline=opened.is_offline)
        self.status_bar, self._sides = StatusBar(), Sides()
        self._workspaces: dict[Context, Workspace] = {}
        self._keys = KeySequences()
        self._rests: dict[str, Timer] = {}
        self._is_furnished, self._pressed_at, self.last_key = False, 0.0, opened.now()

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)  # what looks different with it draws itself
    first: Callable[[Callable[[], object]], object] | None = None  # asks on the first start, then calls back
    panes: Panes
    sync_controller: SyncController
    side_panel: SidePanel
    _line: SearchBar

    def compose(self) -> ComposeResult:
        """Header, list and right side, status, footer."""
        self.panes = Panes(self, self._sides, self.opened, self._post)
        yield self.status_bar.header
        with self._sides:
            yield from self.panes.widgets()
        yield self.status_bar.status
        yield self.status_bar.footer

    def on_mount(self) -> None:
        """The first frame comes from disk; all else follows it."""
        self.show_list()
        self.workspace.open_view()
        for warning in self.opened.warnings():
            self.say(warning, is_error=True, about=STARTING + warning)
        self.call_after_refresh(self._after_first_frame)

    def furnish(self) -> None:
        """Bring in what the first frame does without, before anything needs it: the right side, the search line and
        the handlers, whose imports and styles would hold that frame up by a third."""
        if self._is_furnished:
            return
        from tui_reader.ui.side_list import SidePanel
        from tui_reader.ui.sync_controller import SyncController
        from tui_reader.ui.widgets.search_line import SearchBar

        self._is_furnished = True
        self._line = SearchBar(self.guard)
        self.mount(self._line.labelled, before=self.status_bar.status)
        self.sync_controller = SyncController(self, self.own)
        self.side_panel = SidePanel(self, self._sides, lambda: self.workspace, self.own)
        self.workspace.awake()

    def _after_first_frame(self) -> None:
        self.furnish()
        settle_memory()
        self.set_interval(_IDLE_S, self._collect_if_idle)
        self.count_soon()
        self.sync_controller.begin(self._sample, self.first)
        self.set_interval(60, self.sync_controller.due)

    def _collect_if_idle(self) -> None:
        if self._pressed_at and monotonic() - self._pressed_at > _IDLE_S:
            self._pressed_at = 0.0
            gc.collect()

    def use(self, opened: OpenLibrary) -> None:
        """Show another library: the user's own takes the place of the sample."""
        self._forget_keys()
        before, self.opened = self.opened, opened
        self.panes.use(opened)
        if before is not self.own:
            self.sync_controller.stop_sample()
            before.close()
        self.count_soon()

    def on_unmount(self) -> None:
        """However the reader ends, what it held is let go of."""
        if self._is_furnished:
            self.sync_controller.stop()
        if hasattr(self, "panes"):
            self.own.remember({"pane": self.state.pane.value})
            self.panes.close()
        if self.opened is not self.own:
            self.opened.close()

    @property
    def workspace(self) -> Workspace:
        """That of the pane that is shown."""
        return self.panes.shown

    @property
    def work(self) -> Work:
        """The threads that read the library that is shown."""
        return self.panes.work

    def show_pane(self, context: Context) -> None:
        """Go to a pane; it opens where it was left, with what has come since."""
        self._forget_keys()
        self.panes.bring(context).open_view()
        self.count_soon()

    def show(self, context: Context, *, view: str = "", view_name: str = "", filter: str = "", key: str = "") -> None:
        """See `Host.show`."""
        self._forget_keys()
        self.panes.show(context, view=view, view_name=view_name, filter=filter, key=key)

    def go_to(self, key: str, inside: str = "", again: Callable[[], object] | None = None) -> None:
        """Show an item in its pane: see `Host.go_to`."""
        self._forget_keys()
        if not self.panes.go_to(key, inside, again):
            self.say("This is no longer in the library")

    def _forget_keys(self) -> None:
        # What was begun in a pane is not gone on with in another: a sequence, hints, a search being typed.
        self._keys.forget()
        if self._is_furnished:
            self._line.leave()

    @property
    def in_document(self) -> bool:
        """Whether keys go to the right side of the pane that is shown."""
        return self.focused is not None and self.focused.parent is self.workspace.side

    @property
    def reads(self) -> bool:
        """Whether the right side lies over the list (narrow layout)."""
        return self.has_class("-reading") and self.has_class("-narrow")

    @property
    def shows_document(self) -> bool:
        """Whether the right side can be seen."""
        return self.has_class("-reading") or not self.has_class("-narrow") or self.has_class("-zoom")

    @property
    def is_zoomed(self) -> bool:
        """Whether the right side is shown alone."""
        return self.has_class("-zoom")

    def toggle_zoom(self) -> bool:
        """Only the right side, or both again; whether it is alone now."""
        self.toggle_class("-zoom")
        return self.is_zoomed

    def show_document(self) -> None:
        """Keys go to the right side; in the narrow layout it lies over the list."""
        self._mark_reading()
        self.set_focus(self.workspace.right)
        self.refresh_bars()

    def _mark_reading(self) -> None:
        # Where both sides are shown it looks no different: styling everything anew would take longer than the key.
        self.add_class("-reading", update=self.has_class("-narrow"))

    def show_list(self) -> None:
        """Keys go to the list."""
        self.remove_class("-reading", "-zoom", update=self.has_class("-narrow") or self.is_zoomed)
        self.set_focus(self.workspace.list)
        self.refresh_bars()

    def on_key(self, event: events.Key) -> None:
        """Everything that no input took."""
        self._pressed_at, self.last_key = monotonic(), self.own.now()
        self.furnish()
        if self._is_elsewhere(event):
            return
        name = event.character if event.character and event.is_printable else _name_of_key(event.key)
        keymap, pane = self.opened.keymap, self.state.pane
        is_copied = event.key == "ctrl+c" and bool(self.get_selected_text())
        if is_copied:
            self.do("copy.address")  # what is selected
        if is_copied or self._keys.take(name):
            event.stop()
            return
        action, is_begun = self._keys.next(name, keymap.sequences[pane], keymap.begun[pane])
        if action is None and not is_begun:
            self.say(*keymap.means_nothing(name, pane), about=PASSING)
        else:
            event.stop().prevent_default()
        if action is not None:
            self.do(action)
        self.refresh_bars()

    def _is_elsewhere(self, event: events.Key) -> bool:
        """Whether a key is meant for a box, or the search line, that was opened while it was under way."""
        top = self.app.screen
        if top is not self:
            event.stop().prevent_default()
            from tui_reader.ui.screens.box import pass_on

            pass_on(event, top)
            return True
        if not self._line.is_open:
            return False
        means = self.opened.keymap.sequences[self.state.pane].get((_name_of_key(event.key),))
        if not self._line.claims(event) and means == "app.quit":
            event.stop()
            self.app.exit()
        return True

    def take_keys(self, taker: Callable[[str], bool]) -> None:
        """Give each key to `taker` first, until it wants no more and says False."""
        self._keys.give_to(taker)

    def do(self, action_id: str) -> None:
        """Do an action, if it applies in the pane that is shown."""
        self.furnish()
        if self.state.said.about == PASSING:
            self.state.said = NOTHING
        if (self.state.is_beside or action_id == "view.side") and self.side_panel.takes(action_id):
            return
        if not applies(BY_ID[action_id], self.state.pane):
            self.say(f"{BY_ID[action_id].label} does not apply in {self.workspace.pane.name}", about=PASSING)
            return
        self.guard(self.workspace.actions[action_id])

    def guard(self, call: Callable[[], object]) -> None:
        """Do something that must not end the reader: a failure is shown, and a mistake of ours is logged."""
        try:
            call()
        except ReaderError as error:
            self.say(error.message, error.hint, is_error=True, about=SAVING if isinstance(error, StorageError) else "")
        except Exception as error:
            if self._strict:
                raise
            _log.exception("unexpected")
            self.say(f"That went wrong ({type(error).__name__}: {error})", "the log has the details", is_error=True)

    def _post(self, call: Callable[[], object]) -> None:
        self.call_later(self.guard, call)

    def post_later(self, seconds: float, call: Callable[[], object]) -> None:
        """Have something done on the screen's thread in a while, from any thread."""
        self.call_later(self.set_timer, seconds, lambda: self.guard(call))

    def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """A click in the header or footer."""
        self.do(event.action)

    def on_resize(self) -> None:
        """A narrow screen has no divider, and the right side of a wide one may come in view."""
        self.panes.lay_out()
        if self._is_furnished:
            self.side_panel.lay_out()
        self.rest(_REST_S, self._show_document_of_cursor)

    def on_sides_divided(self, event: Sides.Divided) -> None:
        """The divider was dragged."""
        self.panes.divide_at(event.share)

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The cursor moved: its document is shown when it rests."""
        if event.control is self.workspace.list:
            self.refresh_bars()
            self.rest(_REST_S, self._show_document_of_cursor)

    def _show_document_of_cursor(self) -> None:
        if self.shows_document:
            self.guard(self.workspace.show_document_of_cursor)

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A row was double-clicked."""
        if event.control is self.workspace.list:
            self.do("nav.open")

    def on_descendant_focus(self) -> None:
        """A side has the keys now, maybe by a click."""
        if self.in_document:
            self._mark_reading()
        self.refresh_bars()

    def open_search(self, label: str, text: str, searching: Searching) -> None:
        """Open the search line."""
        self._line.open(label, text, searching)
        self.set_focus(self._line)
        self.refresh_bars()

    def close_search(self) -> None:
        """Close the search line."""
        self._line.close()
        self.refresh_bars()

    def rest(self, seconds: float, call: Callable[[], object], name: str = "cursor") -> None:
        """Call when nothing of that name has come for a while."""
        self.stop_rest(name)
        self._rests[name] = self.set_timer(seconds, call)

    def stop_rest(self, name: str) -> None:
        """Forget what waits."""
        if name in self._rests:
            self._rests.pop(name).stop()

    def push(self, box: Box[T], then: Callable[[T | None], object]) -> None:
        """Show a box over the reader; from now on keys are its own."""

        def done(value: T | None) -> None:
            self.last_key = self.own.now()
            self.guard(lambda: then(value))
            self.refresh_bars()

        self.app.push_screen(box, done)

    def say(self, text: str, hint: str = "", is_error: bool = False, about: str = "", brief: str = "") -> None:
        """See `Host.say`."""
        message = Message(text, hint, brief, about)
        if is_error:
            self.state.fail(message, about)
        elif message != self.state.said:
            self.state.say(message)
            self.rest(_MESSAGE_S, self._hush, "message")
        self.refresh_bars()

    def _hush(self) -> None:
        self.state.said = NOTHING
        self.refresh_bars()

    def stored(self, done: BatchDone) -> None:
        """The library holds an action: counts, and what stands on pages, are to follow."""
        self.panes.stored(done)
        self.count_soon()

    def sync(self, kinds: Container[SourceKind] | None = None, ids: frozenset[str] = frozenset()) -> None:
        """See `Host.sync`."""
        self.sync_controller.start(kinds, ids)

    def count_soon(self) -> None:
        """Count anew beside the screen."""
        self.panes.count(self.refresh_bars)
        self.side_panel.lay_out()

    def refresh_bars(self) -> None:
        """Draw header, status line and footer as things stand; unchanged ones are not drawn."""
        if not self.is_attached or not hasattr(self, "panes"):
            return
        begun, typing = "".join(self._keys.typed), self._is_furnished and self._line.is_open
        self.status_bar.draw(self, self.workspace, begun, can_jump_back=self.panes.can_jump_back, typing=typing)
