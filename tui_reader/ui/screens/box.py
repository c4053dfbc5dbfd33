"""A box over the reader: from the key that opens it until it closes, keys belong to it.

Keys that were typed before its parts stand, or that went to the screen below, are kept in their order and given to it;
it closes once, and what is typed after that goes to the screen below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.screen import ModalScreen, Screen

if TYPE_CHECKING:
    from tui_reader.ui.widgets.search_line import SearchLine

T = TypeVar("T")
#: Keys that leave the program from anywhere.
_QUIT = ("ctrl+c", "ctrl+q")


class Box(ModalScreen[T | None], inherit_bindings=False):
    """Subclasses give `press` what they do with a key, and `line`, if they have one, what is typed."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.is_closed = False
        self._is_ready = False
        self._early: list[events.Key] = []

    # -- for subclasses
    @property
    def line(self) -> SearchLine | None:
        """The line in which text is typed, if the box has one."""
        return None

    def press(self, key: str) -> bool:
        """Do what a key means; False where it means nothing. Printable ones come as the character."""
        return False

    def begin(self) -> None:
        """The parts of the box stand."""

    def close(self, result: T | None) -> None:
        """Close with a result; once."""
        if not self.is_closed:
            self.is_closed = True
            if self.line is not None:
                self.line.is_closed = True
            self.dismiss(result)

    def fail(self, message: str) -> None:
        """What was to be shown could not be read."""
        self.close(None)
        self.notify_below(message)

    def notify_below(self, message: str) -> None:
        """Say something on the screen below."""
        say = getattr(self.below, "say", None)
        if say is not None:
            say(message, is_error=True)

    # -- keys
    @property
    def below(self) -> Screen[Any]:
        """The screen that the box stands over."""
        stack = self.app.screen_stack
        return stack[stack.index(self) - 1] if self in stack else stack[-1]

    def take(self, event: events.Key) -> None:
        """A key that went elsewhere while the box was opening."""
        event.stop()
        event.prevent_default()
        pass_on(event, self)

    def on_mount(self) -> None:
        """Begin, then the keys that came before."""
        self.begin()
        self._is_ready = True
        if self.line is not None:
            self.set_focus(self.line)
        early, self._early = self._early, []
        for event in early:
            self._take_key(event)

    def on_key(self, event: events.Key) -> None:
        """Every key that no part took."""
        top = self.app.screen
        if self.is_closed or top is not self:
            event.stop()
            event.prevent_default()
            pass_on(event, self.below if self.is_closed else top)
        elif not self._is_ready:
            event.stop()
            event.prevent_default()
            self._early.append(event)
        else:
            self._take_key(event)

    def _take_key(self, event: events.Key) -> None:
        if event.key in _QUIT:
            event.stop()
            self.app.exit()
            return
        name = name_of(event)
        line = self.line
        if line is not None and not line.has_focus:
            self.set_focus(line)
        if self.press(name):
            event.stop()
            event.prevent_default()
        elif line is not None and event.is_printable and event.character is not None:
            # It went past the line: typed before the line had the focus.
            event.stop()
            event.prevent_default()
            line.insert_text_at_cursor(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Text pasted while nothing has the focus is the line's."""
        if self.line is not None and not self.line.has_focus and event.text:
            event.stop()
            self.line.insert_text_at_cursor(event.text.splitlines()[0])


def pass_on(event: events.Key, screen: Screen[Any]) -> None:
    """Give a key that went elsewhere to the screen that it was meant for."""
    key = events.Key(event.key, event.character)
    key._set_forwarded()  # noqa: SLF001  # else the application would send it round again when nobody takes it
    screen.post_message(key)


def name_of(event: events.Key) -> str:
    """A key as boxes name it: the character typed, else Textual's name; the space bar is `space`."""
    if event.character and event.is_printable and event.character != " ":
        return event.character
    return event.key
