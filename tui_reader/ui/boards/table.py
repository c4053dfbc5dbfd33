"""A leaderboard as one widget: a few lines of words on top, a table that draws only the rows in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_reader.ui.boards.ink import RANGE, column_at, heads_strip, row_strip, words_strip, wrapped
from tui_reader.ui.boards.sheet import MODEL, NOTE, RANK, Sheet, fit_columns
from tui_reader.ui.widgets.drawing import centred, component_style, ink

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType

    from tui_reader.domain.comparison import ModelChange

_STRIPS_KEPT = 1024


class BoardTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a `Sheet` under a head of words and over a foot; it has no keys of its own."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--cursor",
        "board--range",
        "board--columns",
        "board--message",
    }
    DEFAULT_CSS = """
    BoardTable {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .board--cursor { background: $foreground 8%; }
        & > .board--range { background: $accent 18%; }
        & > .board--columns { color: $text-primary; text-style: bold underline; }
        & > .board--message { color: $foreground-muted; }
        &:focus > .board--cursor { background: $primary 28%; }
        &:nocolor:focus > .board--cursor { text-style: reverse; }
        &:nocolor > .board--range { text-style: underline; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """Line of the table that is highlighted; 0 in an empty one."""

    class Moved(Message):
        """Another model is highlighted, or other rows are shown."""

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, BoardTable.Moved)

    class Opened(Message):
        """A model was double-clicked."""

    class SortAsked(Message):
        """The head of a column was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet: Sheet | None = None
        self._order: list[int] = []
        self._head: Sequence[Content] = ()
        self._foot: Sequence[Content] = ()
        self._message = Content("")
        self._sorted = (RANK, False)
        self._laid: tuple[int, int] = (0, 0)
        self._head_lines: list[Content] = []
        self._foot_lines: list[Content] = []
        self._columns: dict[str, int] = {}
        self._models: list[str] = []
        self._chosen: Collection[str] | None = None
        self._range_start: int | None = None
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(_STRIPS_KEPT)
        self._styles: dict[tuple[str, int, bool], Style] = {}

    # -- what is shown

    def show(
        self,
        sheet: Sheet,
        order: Sequence[int],
        *,
        head: Sequence[Content] = (),
        foot: Sequence[Content] = (),
        message: Content | None = None,
        sorted_by: tuple[str, bool] = (RANK, False),
        keep: str | None = None,
        columns: Collection[str] | None = None,
    ) -> None:
        """Show rows of a sheet in an order. `message` stands in a table without rows, `keep` is the key of the model
        that the cursor goes to if it is there; else it stays on its line. `columns` are those that were chosen, None
        for as many as fit. A range ends."""
        is_same = sheet is self.sheet
        self.sheet, self._order = sheet, list(order)
        self._head, self._foot, self._message = tuple(head), tuple(foot), message or Content("")
        self._sorted, self._chosen, self._range_start = sorted_by, columns, None
        self._laid = (0, 0)
        if not is_same:
            self._strips.clear()
            self._columns, self._models = {}, []  # there may be no room to lay it out in as yet
        self._lay_out()
        line = self.cursor
        if keep is not None:
            line = next((n for n, i in enumerate(self._order) if sheet.rows[i].key == keep), 0 if is_same else line)
        self.set_reactive(BoardTable.cursor, self.validate_cursor(line))
        self._show_cursor()
        self.refresh()
        self.post_message(self.Moved())

    def show_message(self, message: Content) -> None:
        """Nothing but words in the middle."""
        self.sheet, self._order, self._head, self._foot, self._message = None, [], (), (), message
        self._laid = (0, 0)
        self._lay_out()
        self.refresh()
        self.post_message(self.Moved())

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor stands: at the beginning of the highlighted row."""
        row = self.cursor - self.scroll_offset.y + len(self._head_lines) + 1 if self._order else 0
        return self.content_region.offset + Offset(0, max(0, row))

    @property
    def current(self) -> ModelChange | None:
        """The model under the cursor."""
        if self.sheet is None or not self._order:
            return None
        return self.sheet.rows[self._order[self.cursor]]

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return len(self._order)

    # -- a range

    @property
    def has_range(self) -> bool:
        """Whether a range is being selected."""
        return self._range_start is not None

    def start_range(self) -> None:
        """Begin a range at the cursor; it reaches to wherever the cursor goes."""
        self._range_start = self.cursor if self._order else None
        self._mark_range()

    def clear_range(self) -> None:
        """End the range."""
        self._range_start = None
        self._mark_range()

    def range_rows(self) -> list[ModelChange]:
        """The models of the range, top to bottom; none when there is none."""
        if self._range_start is None or self.sheet is None:
            return []
        first, last = sorted((min(self._range_start, len(self._order) - 1), self.cursor))
        return [self.sheet.rows[i] for i in self._order[first : last + 1]]

    def _mark_range(self) -> None:
        self._strips.clear()
        self.refresh()
        self.post_message(self.Moved())

    def _in_range(self, row: int) -> bool:
        start = self._range_start
        return start is not None and min(start, self.cursor) <= row <= max(start, self.cursor)

    # -- moving

    def move_by(self, rows: int) -> None:
        """Move the cursor down, or up when negative."""
        self.cursor += rows

    def move_to(self, row: int) -> None:
        """Move the cursor to a row; the nearest one when there is none."""
        self.cursor = row

    def to_key(self, key: str) -> bool:
        """Move the cursor to a model; False when it is not shown."""
        rows = self.sheet.rows if self.sheet is not None else ()
        line = next((n for n, i in enumerate(self._order) if rows[i].key == key), None)
        if line is not None:
            self.cursor = line
        return line is not None

    def page(self, pages: int, half: bool = False) -> None:
        """Move the cursor by screens or half screens."""
        rows = self._room
        self.cursor += pages * max(1, rows // 2 if half else rows - 1)

    # -- Textual's side

    def validate_cursor(self, cursor: int) -> int:
        """The cursor stays in the table."""
        return max(0, min(cursor, len(self._order) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Show the cursor, draw the two lines that changed, tell."""
        if not self._show_cursor():
            for row in (old, new) if self._range_start is None else range(min(old, new), max(old, new) + 1):
                self._refresh_row(row)
        if NOTE not in self._columns and self._foot_lines:
            top = self.size.height - len(self._foot_lines)
            self.refresh(Region(0, top, self.size.width, len(self._foot_lines)))
        self.post_message(self.Moved())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """When the view was moved by wheel or scrollbar, the cursor comes along at its edge."""
        super().watch_scroll_y(old_value, new_value)
        # The head stays where it is, so that all lines change.
        self.refresh()
        top = self.scroll_offset.y
        if self._order and self._room:
            self.cursor = max(top, min(self.cursor, top + self._room - 1))

    def on_resize(self) -> None:
        """Other columns may fit."""
        self._lay_out()
        self._show_cursor()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor looks different with the focus."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor looks different without the focus."""
        self._refresh_row(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, on the head of a column it sorts; a double click opens."""
        if event.button != 1 or (offset := event.get_content_offset(self)) is None:
            return
        line = offset.y - len(self._head_lines)
        if line == 0 and self._columns:
            event.stop()
            if (column := column_at(self._columns, offset.x)) is not None:
                self.post_message(self.SortAsked(column))
            return
        row = line - 1 + self.scroll_offset.y
        if 0 < line <= self._room and 0 <= row < len(self._order):
            event.stop()
            self.cursor = row
            if event.chain == 2:
                self.post_message(self.Opened())

    def notify_style_update(self) -> None:
        """Colours changed: nothing that was drawn holds."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """The line `y` of the view."""
        width = self._width
        if y < len(self._head_lines):
            return words_strip(self._head_lines[y], self.get_visual_style("board--message"), width)
        foot = y - (self.size.height - len(self._foot_lines))
        if foot >= 0:
            return words_strip(self._foot_line(foot), self.get_visual_style("board--message"), width)
        line = y - len(self._head_lines)
        if not self._order:
            height = self.size.height - len(self._head_lines) - len(self._foot_lines)
            return centred(self._message, line, width, height, self.get_visual_style("board--message"))
        if line == 0 and self.sheet is not None:
            style = self.get_visual_style("board--columns").rich_style
            return heads_strip(self.sheet, self._columns, self._sorted, style, width)
        row = line - 1 + self.scroll_offset.y
        return self._row(row, width) if row < len(self._order) else Strip.blank(width, self.visual_style.rich_style)

    # -- inside

    @property
    def _width(self) -> int:
        return max(0, self.size.width - self.scrollbar_size_vertical)

    @property
    def _room(self) -> int:
        """How many rows of the table are in view."""
        return max(0, self.size.height - len(self._head_lines) - len(self._foot_lines) - 1)

    def _lay_out(self) -> None:
        width, height = self._width, self.size.height
        if not width or self._laid == (width, height):
            return
        self._laid = (width, height)
        self._strips.clear()
        self._columns = {}
        if self.sheet is not None and self._order:
            chosen = self.sheet.widths if self._chosen is None else self._chosen
            widths = {name: room for name, room in self.sheet.widths.items() if name in chosen or name == MODEL}
            self._columns = fit_columns(widths, width - 2, self.sheet.order, self.sheet.kept)
        if self.sheet is not None and self._columns:
            self._models = self.sheet.names_in(self._columns[MODEL])
        self._head_lines = wrapped(self._head, width - 2, max(1, height // 3))
        self._foot_lines = wrapped(self._foot, width - 2, 3 if height >= 18 else 2) if height >= 12 else []
        if self.sheet is not None and NOTE in self.sheet.widths and height >= 12:
            is_cut = self._columns.get(NOTE, 0) < self.sheet.widths[NOTE]
            self._foot_lines = [Content(""), *self._foot_lines] if is_cut else self._foot_lines
        self._make_high(len(self._order) + height - self._room if self._order else 0)

    def _make_high(self, lines: int) -> None:
        size, height = Size(0, lines), self.size.height
        if self.show_vertical_scrollbar and min(lines, self.virtual_size.height) > height:
            # The scrollbar stays, so that nothing else moves: laying out the whole screen would cost more than drawing
            # the table.
            self.set_reactive(BoardTable.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = lines
            if self.scroll_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False, force=True, immediate=True)
        else:
            self.virtual_size = size

    def _show_cursor(self) -> bool:
        top, room = self.scroll_offset.y, self._room
        if not room or not self._order:
            return False
        wanted = min(self.cursor, max(top, self.cursor - room + 1))
        if wanted == top:
            return False
        self.scroll_to(y=wanted, animate=False, force=True, immediate=True)
        return True

    def _refresh_row(self, row: int) -> None:
        y = row - self.scroll_offset.y + len(self._head_lines) + 1
        self.refresh(Region(0, y, self.size.width, 1))

    def _foot_line(self, number: int) -> Content:
        line = self._foot_lines[number]
        if number == 0 and not line.plain and (row := self.current) is not None and row.note:
            return Content(f"{row.model}: {row.note}")
        return line

    def _row(self, row: int, width: int) -> Strip:
        emphasis = (RANGE if self._in_range(row) else 0) if row != self.cursor else 2 if self.has_focus else 1
        index = self._order[row]
        strip = self._strips.get((index, emphasis))
        if strip is None:
            strip = self._strips[index, emphasis] = self._draw(index, emphasis, width)
        return strip

    def _draw(self, index: int, emphasis: int, width: int) -> Strip:
        assert self.sheet is not None  # noqa: S101  # rows are drawn of a sheet alone
        change, cells = self.sheet.rows[index], self.sheet.cells[index]
        if self._models:
            cells = {**cells, MODEL: self._models[index]}
        return row_strip(change, cells, self._columns, emphasis, self._style, width, self.sheet.to_the_left)

    def _style(self, colour: str, emphasis: int, bold: bool = False) -> Style:
        style = self._styles.get((colour, emphasis, bold))
        if style is None:
            name = "board--range" if emphasis == RANGE else "board--cursor"
            base = component_style(self, name) if emphasis else self.visual_style
            style = (base + ink(self.app.theme_variables, colour, bold=bold)).rich_style
            self._styles[colour, emphasis, bold] = style
        return style
