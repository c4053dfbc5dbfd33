"""Ask for a line of text: a tag, a note, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from textual.app import ComposeResult


class AskScreen(Box[str]):
    """One line. Closes with the text, or None when left with escape."""

    DEFAULT_CSS = """
    AskScreen { align: center middle; background: $background 60%; }
    AskScreen > Vertical { width: 72; max-width: 94%; height: auto; background: $surface; border: round $primary;
        border-title-color: $primary; }
    AskScreen SearchLine { display: block; }
    AskScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, title: str, value: str = "", hint: str = "enter take · esc leave") -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._line = SearchLine(id="ask-line")
        self._line.value = value
        self._line.cursor_position = len(value)

    @property
    def line(self) -> SearchLine:
        """The line."""
        return self._line

    def compose(self) -> ComposeResult:
        """The line and a hint."""
        with Vertical() as box:
            box.border_title = Content(self._title)  # a title may be foreign text, which is no markup
            yield self._line
            yield Static(self._hint, classes="hint", markup=False)

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text."""
        self.press(event.key)

    def press(self, key: str) -> bool:
        """Take or leave."""
        if key == "enter":
            self.close(self._line.value.strip())
        elif key == "escape":
            self.close(None)
        return key in ("enter", "escape")
