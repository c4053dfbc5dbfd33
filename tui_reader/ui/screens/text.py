"""A page of text over the reader: help, health, a model on its leaderboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_reader.text.document.parse import parse
from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.document import DocumentView

if TYPE_CHECKING:
    from textual.app import ComposeResult

SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1}
PAGE = {"space": 1, "pagedown": 1, "ctrl+d": 1, "b": -1, "pageup": -1, "ctrl+u": -1}
CLOSE = ("escape", "q", "question_mark", "?", "!", "f1", "h", "left", "enter")


class TextScreen(Box[str]):
    """A scrolling page. Closes with None, with a key of `keys` that was pressed, or, where its links can be followed
    (`has_links`), with the address of a link. With None for `markdown` it opens at once and waits to be filled."""

    DEFAULT_CSS = """
    TextScreen { align: center middle; background: $background 60%; }
    TextScreen > Vertical { width: 100; max-width: 96%; height: 90%; background: $surface; border: round $primary;
        border-title-color: $primary; }
    TextScreen DocumentView { height: 1fr; background: $surface; }
    TextScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(
        self, title: str, markdown: str | None, keys: dict[str, str] | None = None, *, has_links: bool = False
    ) -> None:
        super().__init__()
        self.title_shown = title
        self._keys = keys or {}
        self._has_links = has_links
        self._box = Vertical()
        self._page = DocumentView(id="text-page")
        if markdown is not None:
            self._page.show(parse(markdown))
        else:
            self._page.show_text(Content("…"))

    def compose(self) -> ComposeResult:
        """The page and a hint."""
        more = "".join(f" · {key} {label}" for key, label in self._keys.items()) + " · ; links" * self._has_links
        with self._box:
            self._box.border_title = Content(self.title_shown)
            yield self._page
            yield Static(f"j k space scroll · esc close{more}", classes="hint", markup=False)

    def begin(self) -> None:
        """The page has the focus, so that its text can be selected."""
        self.set_focus(self._page)

    def fill(self, title: str, markdown: str) -> None:
        """Show another page."""
        self.title_shown = title
        self._box.border_title = Content(title)
        self._page.show(parse(markdown))

    def press(self, key: str) -> bool:
        """Letters at the links, scroll or close."""
        page = self._page
        if page.has_hints:
            if key == "escape":
                page.stop_hints()
            else:
                page.handle_hint_key(key)
        elif key == ";" and self._has_links:
            page.start_hints()
        elif key in self._keys:
            self.close(key)
        elif key in SCROLL:
            page.scroll_lines(SCROLL[key])
        elif key in PAGE:
            page.page(PAGE[key])
        elif key in ("g", "home"):
            page.to_top()
        elif key in ("G", "end"):
            page.to_bottom()
        elif key in CLOSE:
            self.close(None)
        return True

    def on_document_view_scrolled(self, event: DocumentView.Scrolled) -> None:
        """Nobody else needs to know."""
        event.stop()

    def on_document_view_link_followed(self, event: DocumentView.LinkFollowed) -> None:
        """A link leads out of the page."""
        event.stop()
        if self._has_links:
            self.close(event.url)
