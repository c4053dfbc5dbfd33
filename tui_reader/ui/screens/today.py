"""Today as a box: lines under headings, each of which leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.drawing import fit, ink
from tui_reader.ui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui_reader.services.today_words import Line, Section
    from tui_reader.ui.widgets.drawing import DrawContext

_MOVES = {"j": 1, "down": 1, "k": -1, "up": -1, "space": 8, "pagedown": 8, "b": -8, "pageup": -8}
_CLOSE = ("escape", "q", "0", "h", "left")


class Lines:
    """The lines of all sections as rows of a list."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.lines: list[Line] = []
        self.groups: list[tuple[int, str]] = []
        for section in sections:
            self.groups.append((len(self.lines), section.heading))
            self.lines += section.lines

    def __len__(self) -> int:
        return len(self.lines)

    def id_at(self, index: int) -> int:
        """Rows are numbered as they stand."""
        return index

    def rows(self, ids: Sequence[int]) -> list[Line]:
        """The lines of those numbers."""
        return [self.lines[i] for i in ids]


def draw_line(line: Line, context: DrawContext) -> Content:
    """A line on two: what it says, and what stands below it where there is room left."""
    from tui_reader.ui.markdown.wrap import wrap

    width = max(1, context.width - 2)
    (_, end), *rest = wrap(line.text, width) or [(0, 0)]
    below = line.text[rest[0][0] :] if rest else ""
    said = fit(f"{below} · {line.below}" if below and line.below else below or line.below, width)
    bold = ink(context.palette, "foreground", bold=context.is_cursor)
    muted = ink(context.palette, "foreground-muted")
    main = min(len(below), len(said))
    second = Content.assemble(" ", (said[:main], bold), (said[main:], muted))
    return Content.assemble(" ", (line.text[:end].rstrip(), bold)) + Content("\n") + second


class TodayScreen(Box[str]):
    """What came, to go through. Closes with the target of the line that was taken, or None. It opens at once and is
    filled as things are found; the cursor stays on its line."""

    DEFAULT_CSS = """
    TodayScreen { align: center middle; background: $background 60%; }
    TodayScreen > Vertical { width: 110; max-width: 96%; height: 90%; background: $surface; border: round $primary;
        border-title-color: $primary; }
    TodayScreen ItemList { height: 1fr; background: $surface; }
    TodayScreen .hint { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines = Lines(())
        self._list: ItemList[Line] = ItemList(draw=draw_line, id="today-list")
        self._list.set_lines(2)
        self._list.empty = Content("…")
        self._box = Vertical()

    def compose(self) -> ComposeResult:
        """The lines and a hint."""
        with self._box as box:
            box.border_title = Content("Today")
            yield self._list
            yield Static("enter open · j k move · esc close", classes="hint", markup=False)

    def begin(self) -> None:
        """The list has the focus."""
        self.set_focus(self._list)

    def fill(self, title: str, sections: Sequence[Section], nothing: str) -> None:
        """Show what came; `nothing` is said where nothing did."""
        if self.is_closed:
            return
        before = self._list.current_row
        self._lines = Lines(sections)
        self._box.border_title = Content(title)
        self._list.empty = Content(nothing)
        same = (i for i, line in enumerate(self._lines.lines) if before is not None and line.target == before.target)
        self._list.set_source(self._lines, cursor=next(same, 0) if self._list.cursor else 0)

    def press(self, key: str) -> bool:
        """Move, take or leave."""
        if key in _MOVES:
            self._list.move_by(_MOVES[key])
        elif key in ("g", "home"):
            self._list.move_to(0)
        elif key in ("G", "end"):
            self._list.move_to(max(0, len(self._lines) - 1))
        elif key in ("enter", "l", "right"):
            self._take(self._list.cursor)
        elif key in _CLOSE:
            self.close(None)
        return True

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """The list has nothing to tell the reader below."""
        event.stop()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click takes the line."""
        event.stop()
        self._take(event.index)

    def _take(self, index: int) -> None:
        if 0 <= index < len(self._lines) and (target := self._lines.lines[index].target):
            self.close(target)
