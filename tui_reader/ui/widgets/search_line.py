"""The line in which text is typed. Keys that are not text belong to the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len
from textual.containers import Horizontal
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input, Static

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

#: What the screen is told of, and under which name.
_TOLD = {
    "up": "up", "down": "down", "enter": "enter", "escape": "escape", "pageup": "pageup", "pagedown": "pagedown",
    "ctrl+n": "down", "ctrl+p": "up", "tab": "enter",
}  # fmt: skip


#: Keys that edit the line. Textual runs what they are bound to when they have bubbled up to the application; a letter
#: that came right behind them would be there first.
_EDITING = frozenset({
    "backspace", "delete", "left", "right", "home", "end", "ctrl+left", "ctrl+right", "shift+left", "shift+right",
    "ctrl+a", "ctrl+e", "ctrl+w", "ctrl+u", "ctrl+k",
})  # fmt: skip


class Searching(Protocol):
    """Whoever the search line works for."""

    example: str
    """What may be typed, shown while nothing is."""

    def typed(self, text: str) -> None:
        """The line changed."""

    def line_key(self, key: str, text: str) -> None:
        """`up`, `down`, `pageup`, `pagedown`, `enter` or `escape` was pressed in it; `text` is what stands there."""


class SearchLine(Input, inherit_bindings=True):
    """A line that reports every change; the screen decides what keys mean that are not text. A line that `is_closed`
    takes nothing more: what is typed after its box was closed is meant for what stands below."""

    DEFAULT_CSS = """
    SearchLine { height: 1; border: none; padding: 0 1; background: $panel; display: none; }
    SearchLine:focus { border: none; }
    SearchLine > .input--placeholder { color: $foreground-muted; }
    SearchLine.-open { display: block; }
    """

    class Key(Message):
        """A key of direction, enter or escape was pressed in the line."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, text: str = "", *, id: str) -> None:
        super().__init__(text, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False  # the terminal's own cursor stands there, and blinks if its user wants that
        self.is_closed = False
        self.last_key: events.Key | None = None
        """The last key that came here, by which the screen knows it when it bubbles up."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor stands: where the next character comes (Textual's own is one on at the end)."""
        before = cell_len(self.value[: self.cursor_position]) - self.scroll_offset.x
        return self.content_region.offset + Offset(before, 0)

    async def _on_key(self, event: events.Key) -> None:
        self.last_key = event
        if self.is_closed:
            event.prevent_default()
        elif (told := _TOLD.get(event.key)) is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.Key(told))
        elif event.key in _EDITING and (bound := self._bindings.key_to_bindings.get(event.key)):
            event.stop()
            event.prevent_default()
            await self.run_action(bound[0].action)
        else:
            await super()._on_key(event)


class LabelledLine(Horizontal):
    """A line behind what it is for."""

    DEFAULT_CSS = """
    LabelledLine { height: 1; }
    LabelledLine > Static { width: auto; height: 1; padding: 0 0 0 1; background: $panel; color: $text-primary; }
    LabelledLine > SearchLine { width: 1fr; }
    LabelledLine.-closed { display: none; }
    """

    def __init__(self, line: SearchLine, label: str = "") -> None:
        super().__init__()
        self._line = line
        self._label = Static(f"{label} › ", markup=False)

    def compose(self) -> ComposeResult:
        """The label, the line."""
        yield self._label
        yield self._line

    def set_label(self, label: str) -> None:
        """Say what the line is for."""
        self._label.update(f"{label} › ")


class SearchBar(SearchLine):
    """The line over the reader's status line: opened for whoever searches, who is told what happens in it."""

    def __init__(self, guard: Callable[[Callable[[], object]], None]) -> None:
        super().__init__(id="search-line")
        self._guard = guard
        self._searching: Searching | None = None
        self.labelled = LabelledLine(self)
        """The line with its label, which stands on the screen while it is open."""
        self.labelled.add_class("-closed")
        self.is_open = False
        """Whether a search is being typed."""

    def open(self, label: str, text: str, searching: Searching) -> None:
        """Open for a search, behind a label."""
        self._searching, self.is_open = searching, True
        self.labelled.set_label(label)
        self.labelled.remove_class("-closed")
        self.placeholder = searching.example
        self.value = text
        self.cursor_position = len(text)
        self.add_class("-open")

    def close(self) -> None:
        """Close."""
        self._searching, self.is_open = None, False
        self.labelled.add_class("-closed")
        self.remove_class("-open")

    def leave(self) -> None:
        """Close as `enter` does, since whoever searches goes elsewhere: what was typed is kept."""
        searching = self._searching
        if searching is not None:
            self._guard(lambda: searching.line_key("enter", self.value))
        self.close()

    def claims(self, event: events.Key) -> bool:
        """Take a key that was typed before the line had the focus; False for one that came out of the line."""
        if event is self.last_key:
            return False
        event.stop()
        event.prevent_default()
        if (told := _TOLD.get(event.key)) is not None:
            self.post_message(self.Key(told))
        elif event.is_printable and event.character is not None:
            self.insert_text_at_cursor(event.character)
        elif event.key == "backspace":
            self.action_delete_left()
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """The line changed."""
        event.stop()
        searching = self._searching
        if searching is not None:
            self._guard(lambda: searching.typed(event.value))

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key that is not text."""
        event.stop()
        searching = self._searching
        if searching is not None:
            self._guard(lambda: searching.line_key(event.key, self.value))
