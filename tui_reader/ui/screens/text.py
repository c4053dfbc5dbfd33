"""A page of text over the reader: help, health of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui_reader.text.document.parse import parse
from tui_reader.ui.widgets.document import DocumentView

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

_SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1}
_PAGE = {"space": 1, "pagedown": 1, "ctrl+d": 1, "b": -1, "pageup": -1, "ctrl+u": -1}


class TextScreen(ModalScreen[str | None]):
    """A scrolling page. Dismissed with None, or with a key of `keys` that was pressed."""

    DEFAULT_CSS = """
    TextScreen { align: center middle; background: $background 60%; }
    TextScreen > Vertical { width: 100; max-width: 96%; height: 90%; background: $surface; border: round $primary;
        border-title-color: $primary; }
    TextScreen DocumentView { height: 1fr; background: $surface; }
    TextScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, title: str, markdown: str, keys: dict[str, str] | None = None) -> None:
        super().__init__()
        self._title = title
        self._markdown = markdown
        self._keys = keys or {}

    def compose(self) -> ComposeResult:
        """The page and a hint."""
        more = "".join(f" · {key} {label}" for key, label in self._keys.items())
        with Vertical() as box:
            box.border_title = self._title
            yield DocumentView(id="text-page")
            yield Static(f"j k space scroll · esc close{more}", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show the page."""
        page = self.query_one(DocumentView)
        page.show(parse(self._markdown))
        page.focus()

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        page = self.query_one(DocumentView)
        event.stop()
        name = event.character if event.character and event.is_printable and event.character != " " else event.key
        if name in self._keys:
            self.dismiss(name)
        elif name in _SCROLL:
            page.scroll_lines(_SCROLL[name])
        elif name in _PAGE:
            page.page(_PAGE[name])
        elif name in ("g", "home"):
            page.to_top()
        elif name in ("G", "end"):
            page.to_bottom()
        elif name in ("escape", "q", "question_mark", "?", "!", "f1", "h", "left", "enter"):
            self.dismiss(None)
