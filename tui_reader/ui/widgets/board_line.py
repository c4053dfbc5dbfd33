"""A board, or one of its dates, as one line of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content, Span

from tui_reader.text.sanitise import clean_line
from tui_reader.ui.widgets.cells import pad, pad_left
from tui_reader.ui.widgets.palette import ink
from tui_reader.ui.widgets.row_line import short_date

if TYPE_CHECKING:
    from tui_reader.domain.rows import Row
    from tui_reader.ui.widgets.drawing import DrawContext

_ROOM_FOR_COUNT = 34
_DATE = 8


def draw_board_row(row: Row, context: DrawContext) -> Content:
    """A board with how many dates it has and the newest; or, set in, a date with how many models it lists. `●` is a
    board with a newer table than was looked at."""
    palette = context.palette
    is_day = "@" in row.key
    right = pad_left(row.source_title, 9) if context.width >= _ROOM_FOR_COUNT else ""
    if not is_day:
        right += " " + pad_left(short_date(row.date, context.today), _DATE)
    mark = "  " if row.read else "● "
    room = max(4, context.width - len(mark) - len(right) - 2)
    title = pad(f"  {row.title}" if is_day else clean_line(row.title), room)
    text = f"{mark}{title} {right} "
    colour = "foreground-muted" if is_day and not context.is_cursor else "foreground"
    return Content(
        text,
        [
            Span(0, 1, ink(palette, "text-primary", bold=True)),
            Span(2, 2 + len(title), ink(palette, colour, bold=not is_day)),
            Span(2 + len(title), len(text), ink(palette, "foreground-muted")),
        ],
    )
