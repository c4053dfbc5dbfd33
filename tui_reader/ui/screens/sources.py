"""The sources screen: everything that is fetched, how it is doing, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui_reader.config.keymap import normalise
from tui_reader.domain.actions import ACTIONS, Context
from tui_reader.services.source_rows import SourceRow, mark_of, matching, told_of
from tui_reader.ui.screens.box import Box
from tui_reader.ui.widgets.drawing import fit, ink
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.widgets.row_line import format_moment
from tui_reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from tui_reader.config.keymap import Keymap
    from tui_reader.ui.widgets.drawing import DrawContext

_MOVES = {"j": 1, "down": 1, "k": -1, "up": -1, "space": 10, "pagedown": 10, "b": -10, "pageup": -10,
          "ctrl+d": 10, "ctrl+u": -10}  # fmt: skip
_LINE_MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
_CLOSE = ("escape", "q", "h", "left", "!")
_INKS = {"✗": "text-error", "✓": "text-success", "…": "text-warning", "–": "foreground-muted"}
#: Cells for what stands right of a title.
_RIGHT = 24


class SourceList:
    """Rows under their headings."""

    def __init__(self, rows: Sequence[SourceRow]) -> None:
        self.shown = list(rows)
        self.groups = [
            (at, row.heading)
            for at, row in enumerate(self.shown)
            if at == 0 or self.shown[at - 1].heading != row.heading
        ]

    def __len__(self) -> int:
        return len(self.shown)

    def id_at(self, index: int) -> int:
        """Rows are numbered as they stand."""
        return index

    def rows(self, ids: Sequence[int]) -> list[SourceRow]:
        """The rows of those numbers."""
        return [self.shown[i] for i in ids]


class SourcesScreen(Box[str]):
    """The list, what is true of the row under the cursor, and the keys. `act` is called with the id of an action of
    the table and the row under the cursor (None: there is none). Closes with None. It opens at once and is filled."""

    DEFAULT_CSS = """
    SourcesScreen { align: center middle; background: $background 60%; }
    SourcesScreen > Vertical { width: 132; max-width: 98%; height: 94%; background: $surface; border: round $primary;
        border-title-color: $primary; border-subtitle-color: $text-muted; }
    SourcesScreen ItemList { height: 1fr; background: $surface; }
    SourcesScreen #sources-told { height: auto; max-height: 9; min-height: 3; padding: 0 1; border-top: solid $panel; }
    SourcesScreen #sources-said { height: auto; max-height: 3; padding: 0 1; color: $text-accent; display: none; }
    SourcesScreen #sources-said.-shown { display: block; }
    SourcesScreen #sources-said.-error { color: $text-error; }
    SourcesScreen #sources-keys { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    """

    def __init__(
        self,
        keymap: Keymap,
        now: Callable[[], datetime],
        refresh_minutes: int,
        act: Callable[[str, SourceRow | None], object],
    ) -> None:
        super().__init__()
        self._keymap = keymap
        self._now = now
        self._minutes = refresh_minutes
        self._act = act
        self._all: list[SourceRow] = []
        self._is_filled = self._is_typing = False
        self._waiting = ""
        self._line = SearchLine(id="sources-line")
        self._line.can_focus = False  # only while it is typed in
        self._line.placeholder = "a title, group, address, or failing"
        self._list: ItemList[SourceRow] = ItemList(draw=self._draw, id="sources-list")
        self._list.can_focus = False  # the keys are the box's own
        self._list.empty = Content("…")
        self._told = Static("", id="sources-told", markup=False)
        self._said = Static("", id="sources-said", markup=False)
        self._box = Vertical()

    @property
    def line(self) -> SearchLine | None:
        """The line that narrows, while it is typed in."""
        return self._line if self._is_typing else None

    def compose(self) -> ComposeResult:
        """List, what is true of a row, messages, keys."""
        with self._box:
            self._box.border_title = Content("Sources")
            yield self._line
            yield self._list
            yield self._told
            yield self._said
            yield Static(self._keys(), id="sources-keys", markup=False)

    def _keys(self) -> str:
        shown = [a for a in sorted(ACTIONS, key=lambda a: -a.priority) if Context.SOURCES in a.contexts and a.footer]
        keys = [f"{self._keymap.first(a.id)} {a.footer}" for a in shown if self._keymap.first(a.id)]
        keys.append("esc close")
        half = len(keys) // 2 + 1  # else a narrow screen would part a key from what it does
        return "\n".join(" · ".join(part) for part in (keys[:half], keys[half:]))

    # -- what it shows
    @property
    def row(self) -> SourceRow | None:
        """The row under the cursor."""
        return self._list.current_row

    def fill(self, rows: Sequence[SourceRow], key: str = "") -> None:
        """Show rows; the cursor on that of `key`, a row's or a source's, else where it was."""
        if self.is_closed:
            return
        wanted = key or (self.row.key if self.row is not None else "")
        self._all, self._is_filled = list(rows), True
        bad = sum(mark_of(row, self._now()) == "✗" for row in rows if row.kind != "category")
        bad += any(mark_of(row, self._now()) == "✗" for row in rows if row.kind == "category")
        self._box.border_subtitle = Content(f"{len(rows)} in all" + (f", {bad} with trouble" if bad else ""))
        self._list.empty = Content("nothing has these words" if rows else "Nothing is followed. a adds something.")
        self._show(wanted)
        early, self._waiting = self._waiting, ""
        if early:
            self.do(early)

    def _show(self, key: str = "") -> None:
        shown = matching(self._all, self._line.value)
        at = next(
            (number for number, row in enumerate(shown) if key in (row.key, row.source_id)),
            self._list.cursor if key else 0,
        )
        self._list.set_source(SourceList(shown), cursor=min(at, max(0, len(shown) - 1)))
        self._tell()

    def _tell(self) -> None:
        row = self.row
        if row is None:
            self._told.update("")
            return
        told = told_of(row, self._now(), self._minutes, format_moment)
        title = f"{row.title} · {row.source_id}" if row.source_id and row.kind == "feed" else row.title
        self._told.update(
            Content.assemble(
                (title, "bold"),
                "\n",
                " ".join(told[:-1]),
                "\n" if told[1:] else "",
                (told[-1] if told else "", "$foreground-muted"),
            )
        )

    def say(self, text: str, hint: str = "", is_error: bool = False) -> None:
        """A message over the keys, until something else is done."""
        self._said.update(f"{text} · {hint}" if hint else text)
        self._said.set_class(bool(text), "-shown")
        self._said.set_class(is_error, "-error")

    def _draw(self, row: SourceRow, context: DrawContext) -> Content:
        now = self._now()
        mark = mark_of(row, now)
        right, health = "", row.health
        if health is not None:
            number = row.listed if row.kind == "category" else health.items
            items = f"{number:,}" if number else ""
            right = f"{items:>7}  {format_moment(health.last_success, now):>13}"
        width = max(4, context.width - 3)
        room = width - (_RIGHT if right and width > 2 * _RIGHT else 0)
        title = fit(row.title, room)
        if mark == "✗" and health is not None and health.last_error is not None and room - len(title) > 12:
            title = fit(f"{title} — {health.last_error.message}", room - 1)
        left = Content.assemble((f"{mark} ", ink(context.palette, _INKS[mark], bold=True)), title)
        if room < width:
            gap = " " * max(1, width + 2 - left.cell_length - len(right))
            left = left + Content(gap) + Content(right).stylize(ink(context.palette, "foreground-muted"))
        return left.stylize("bold") if context.is_cursor else left

    # -- keys
    def press(self, key: str) -> bool:
        """Move, narrow, act or close."""
        if self._is_typing:
            return self._press_line(key)
        self.say("")
        if key in _MOVES:
            self._list.move_by(_MOVES[key])
        elif key in ("g", "home"):
            self._list.move_to(0)
        elif key in ("G", "end"):
            self._list.move_to(max(0, len(self._list.source or ()) - 1))
        elif (action := self._keymap.sequences[Context.SOURCES].get((normalise(key),))) is not None:
            self.do(action)
        elif key in _CLOSE:
            if self._line.value and key == "escape":
                self._narrow_no_more()
            else:
                self.close(None)
        else:
            self.say(f"{key} means nothing here")
        return True

    def do(self, action: str) -> None:
        """Do an action of the table."""
        if action == "sources.filter":
            self._is_typing = self._line.can_focus = True
            self._line.add_class("-open")
            self.set_focus(self._line)
        elif not self._is_filled:
            self._waiting = action  # it is done when there are rows
        else:
            self._act(action, self.row)

    def _press_line(self, key: str) -> bool:
        if key == "escape":
            self._narrow_no_more()
        elif key == "enter":
            self._is_typing = self._line.can_focus = False
            self.set_focus(None)
            self._line.set_class(bool(self._line.value), "-open")
        elif key in _LINE_MOVES:
            self._list.move_by(_LINE_MOVES[key])
        return key in ("escape", "enter", *_LINE_MOVES)

    def _narrow_no_more(self) -> None:
        self._is_typing = self._line.can_focus = False
        self._line.value = ""
        self._line.remove_class("-open")
        self.set_focus(None)
        self._show(self.row.key if self.row is not None else "")

    def on_search_line_key(self, event: SearchLine.Key) -> None:
        """A key of the line that is not text."""
        self.press(event.key)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow as it is typed."""
        event.stop()
        if self._is_filled:
            self._show()

    def on_item_list_highlighted(self, event: ItemList.Highlighted) -> None:
        """What is true of another row is told; the reader below is not to hear of it."""
        event.stop()
        self._tell()

    def on_item_list_activated(self, event: ItemList.Activated) -> None:
        """A double click shows what a source brought."""
        event.stop()
        self.do("sources.show")
