"""How a row becomes a line: what a drawer is told and gives, and pieces put together to a strip."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from textual.content import Content
from textual.strip import Strip

from tui_reader.ui.widgets.row_window import RowT

if TYPE_CHECKING:
    from datetime import date

    from rich.segment import Segment
    from textual.style import Style

    from tui_reader.ui.widgets.palette import Palette


class DrawContext(Struct, frozen=True):
    """How a row is to be drawn: `width` in cells, whether the cursor is on it, whether the range includes it, whether
    the list has the focus, the theme's colours, and the day (for dates; None when it doesn't matter)."""

    width: int
    is_cursor: bool
    is_selected: bool
    focused: bool
    palette: Palette
    today: date | None = None


LineDrawer = Callable[[RowT, DrawContext], Content]
"""Draws one row as one line. The list pads or cuts it to the width, and paints cursor and range underneath."""


def joined(first: Content, first_style: Style, rest: Content, style: Style, width: int) -> Strip:
    """Two pieces as one line of exactly `width` cells."""
    if "\n" in rest.plain:
        rest = rest.first_line
    segments: list[Segment] = [*first.render_segments(first_style), *rest.render_segments(style)]
    return Strip(segments, first.cell_length + rest.cell_length).adjust_cell_length(width, style.rich_style)


def centred(content: Content, y: int, width: int, height: int, style: Style) -> Strip:
    """Line `y` of a text in the middle of an area, wrapped to leave a little room beside it."""
    lines = content.wrap(width - 4) if width > 4 else []
    number = y - max(0, (height - len(lines)) // 2)
    if not 0 <= number < len(lines):
        return Strip.blank(width, style.rich_style)
    left = max(0, (width - lines[number].cell_length) // 2)
    return joined(Content(" " * left), style, lines[number], style, width)
