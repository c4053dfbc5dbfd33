"""The help: the signs and all keys of a pane, from the table of actions, narrowed as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui_reader.config.keymap import Keymap, show
from tui_reader.domain.actions import ACTIONS, Context, applies
from tui_reader.text.document.parse import parse
from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.document import DocumentView
from tui_reader.ui.widgets.search_line import LabelledLine, SearchLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import ComposeResult

_SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1}
_PAGE = {"space": 1, "pagedown": 1, "ctrl+d": 1, "b": -1, "pageup": -1, "ctrl+u": -1}
_CLOSE = ("escape", "q", "?", "f1", "h", "left", "enter")
_HINT = "/ search · j k space scroll · esc close"
_TYPING = "enter keep · ↑↓ scroll · esc clear"

_ROW_SIGNS = (
    ("● ○", "Not read or decided yet; read, and not decided"),
    ("◆ ◇", "The same of what you follow"),
    ("★ L x", "Kept, put off, skipped"),
    ("↻", "A newer version of something kept"),
    ("✎ #", "Has a note, has tags"),
    ("+2", "So many near-equal titles stand behind this one"),
)
_BOARD_SIGNS = (
    ("▲ ▼", "Moved up or down by so many ranks"),
    ("△ ▽", "Only closed up, or made room: others entered, left or moved"),
    ("±", "Change since the date compared with, or a score's error at 95 %"),
    ("‡", "Its tasks began before its release: it may have learned them"),
    ("◆", "In a history: the date that is looked at"),
)
_QUERIES = (
    ("speech codec", "Both words, in title, authors or text; “in quotes”: in that order"),
    ("cat:cs.SD primary:", "arXiv category, with or without cross-lists"),
    ("author: title:", "Author, words of the title"),
    ("source: group:", "From one source, from one group of feeds"),
    ("kind: board:", "issue, entry, post, paper, repo; a leaderboard"),
    ("is:", "unread read inbox kept later skipped new cross replace updated watched any none"),
    ("tag: since: until:", "Tagged so; since 7d, today, 2026-04-01"),
    ("-without  a OR b  ( )", "Not, either, grouping"),
)


class HelpLine(NamedTuple):
    """A line of the help: what is pressed, seen or typed, and what it means."""

    group: str
    sign: str
    meaning: str


def help_lines(context: Context, keymap: Keymap) -> list[HelpLine]:
    """The help of a pane: keys by group, each action once, its signs, and what can be searched for."""
    lines = [
        HelpLine(action.group, "  ".join(show(key) for key in keymap.keys[action.id]), action.help)
        for action in ACTIONS
        if applies(action, context) and keymap.keys[action.id]
    ]
    groups = list(dict.fromkeys(line.group for line in lines))
    lines.sort(key=lambda line: groups.index(line.group))
    signs = _BOARD_SIGNS if context is Context.BENCHMARKS else _ROW_SIGNS
    signs_lines = [HelpLine("Signs", *pair) for pair in signs]
    lines = [*signs_lines, *lines] if context is Context.BENCHMARKS else [*lines, *signs_lines]
    return [*lines, *(HelpLine("Search and filter", *pair) for pair in _QUERIES)]


def narrowed(lines: Iterable[HelpLine], text: str) -> list[HelpLine]:
    """The lines that have all words."""
    words = text.casefold().split()
    said = ((line, " ".join(line).casefold()) for line in lines)
    return [line for line, its in said if all(word in its for word in words)]


def help_markdown(lines: Iterable[HelpLine]) -> str:
    """The lines as tables below the names of their groups."""
    return "\n".join(_tables(lines)) or "*No key and no sign has these words.*"


def _tables(lines: Iterable[HelpLine]) -> Iterator[str]:
    group = ""
    for line in lines:
        if line.group != group:
            group = line.group
            yield f"\n## {group}\n\n| key | means |\n|:--|:--|"
        code = "  ".join(f"`{part}`" for part in line.sign.replace("|", "\\|").split("  ") if part)
        yield f"| {code} | {line.meaning} |"


class HelpScreen(Box[str]):
    """The help of a pane; `/` narrows it."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > Vertical { width: 100; max-width: 96%; height: 90%; background: $surface; border: round $primary;
        border-title-color: $primary; }
    HelpScreen SearchLine { display: block; }
    HelpScreen DocumentView { height: 1fr; background: $surface; }
    HelpScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, title: str, lines: Iterable[HelpLine]) -> None:
        super().__init__()
        self._title = title
        self._lines = list(lines)
        self._line = SearchLine(id="help-line")
        self._label = LabelledLine(self._line, "Keys with")
        self._label.add_class("-closed")
        self._page = DocumentView(id="text-page")
        self._hint = Static(_HINT, classes="hint", markup=False)

    def compose(self) -> ComposeResult:
        """The line, the page, a hint."""
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield self._label
            yield self._page
            yield self._hint

    @property
    def line(self) -> SearchLine | None:
        """The line while it is open."""
        return None if self._label.has_class("-closed") else self._line

    def begin(self) -> None:
        """All of it, its page with the focus."""
        self._show()
        self.set_focus(self._page)

    def _show(self) -> None:
        self._page.show(parse(help_markdown(narrowed(self._lines, self._line.value))))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow."""
        event.stop()
        self._show()

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text."""
        event.stop()
        self.press(event.key)

    def press(self, key: str) -> bool:
        """Narrow, scroll or close."""
        if self.line is not None:
            return self._press_typing(key)
        if key == "/":
            self._label.remove_class("-closed")
            self._hint.update(_TYPING)
            self.set_focus(self._line)
        elif key in _SCROLL:
            self._page.scroll_lines(_SCROLL[key])
        elif key in _PAGE:
            self._page.page(_PAGE[key])
        elif key in ("g", "home"):
            self._page.to_top()
        elif key in ("G", "end"):
            self._page.to_bottom()
        elif key == "escape" and self._line.value:
            self._line.value = ""
        elif key in _CLOSE:
            self.close(None)
        return True

    def _press_typing(self, key: str) -> bool:
        if key == "escape":
            self._line.value = ""
        if key in ("escape", "enter"):
            self._label.add_class("-closed")
            self._hint.update(f"{_HINT} · esc shows all again" if self._line.value else _HINT)
            self.set_focus(self._page)
        elif key in ("up", "down"):
            self._page.scroll_lines(_SCROLL[key])
        elif key in ("pageup", "pagedown"):
            self._page.page(_PAGE[key])
        return key in ("escape", "enter", "up", "down", "pageup", "pagedown")

    def on_document_view_scrolled(self, event: DocumentView.Scrolled) -> None:
        """Nobody else needs to know."""
        event.stop()
