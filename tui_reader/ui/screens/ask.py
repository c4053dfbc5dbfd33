"""Ask for a line of text: a tag, a note, a search of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from textual.app import ComposeResult


class AskScreen(ModalScreen[str | None]):
    """One line. Dismissed with the text, or None when left with escape."""

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
        self._value = value
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The line and a hint."""
        with Vertical() as box:
            box.border_title = Content(self._title)  # a title may be foreign text, which is no markup
            line = SearchLine(id="ask-line")
            line.value = self._value
            yield line
            yield Static(self._hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        line = self.query_one(SearchLine)
        line.focus()
        line.cursor_position = len(line.value)

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """Take or leave."""
        if event.key == "enter":
            self.dismiss(self.query_one(SearchLine).value.strip())
        elif event.key == "escape":
            self.dismiss(None)
