"""Ask for a command that an item is handed to: what was typed before comes back with the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_reader.domain.programs import INPUTS, split
from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_NAMES = {"text": "text", "markdown": "Markdown", "json": "JSON", "url": "its address"}


class PipeScreen(Box[tuple[str, str]]):
    """One line. Closes with the line and the form of the item (`domain.programs.INPUTS`), or None. `history` holds
    earlier lines, newest first. A line that cannot be run is told, and can be mended."""

    DEFAULT_CSS = """
    PipeScreen { align: center middle; background: $background 60%; }
    PipeScreen > Vertical { width: 84; max-width: 96%; height: auto; background: $surface; border: round $primary;
        border-title-color: $primary; }
    PipeScreen SearchLine { display: block; }
    PipeScreen .hint { height: auto; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, title: str, history: Sequence[str], form: str) -> None:
        super().__init__()
        self._title = title
        self._history = list(history)
        self._form = form if form in INPUTS else INPUTS[0]
        self._at = -1
        self._typed = ""
        self._line = SearchLine(id="pipe-line")
        self._line.placeholder = "llm -s 'Summarise in five sentences'"
        self._hint = Static("", classes="hint", markup=False)

    @property
    def line(self) -> SearchLine:
        """The line."""
        return self._line

    def compose(self) -> ComposeResult:
        """The line and a hint."""
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield self._line
            yield self._hint
        self._say()

    def _say(self, wrong: str = "") -> None:
        hint = f"its input: {_NAMES[self._form]} · tab changes that · ↑↓ earlier lines · enter runs · esc leaves"
        self._hint.update(wrong or hint)

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text; tab comes as itself through `press`."""
        last = self._line.last_key
        self.press("tab" if last is not None and last.key == "tab" else event.key)

    def press(self, key: str) -> bool:
        """Run, leave, change the form, or go through what was typed before."""
        if key == "enter":
            self._take()
        elif key == "escape":
            self.close(None)
        elif key == "tab":
            self._form = INPUTS[(INPUTS.index(self._form) + 1) % len(INPUTS)]
            self._say()
        elif key in ("up", "down"):
            self._step(1 if key == "up" else -1)
        return key in ("enter", "escape", "tab", "up", "down")

    def _take(self) -> None:
        text = self._line.value.strip()
        if not text:
            self.close(None)
            return
        _, why, hint = split(text)
        if why:
            self._say(f"{why} · {hint}")
        else:
            self.close((text, self._form))

    def _step(self, step: int) -> None:
        at = min(max(self._at + step, -1), len(self._history) - 1)
        if self._at == -1:
            self._typed = self._line.value
        self._at = at
        self._line.value = self._history[at] if at >= 0 else self._typed
        self._line.cursor_position = len(self._line.value)
