"""The lines of a leaderboard: rows, the heads of columns, words above and below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip

from tui_reader.domain.comparison import Change
from tui_reader.ui.boards.sheet import (
    MODEL,
    MOVE,
    NOTE,
    PRICE_BY,
    RANK,
    SCORE_BY,
    SPEED_BY,
)
from tui_reader.ui.widgets.drawing import pad, pad_left

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from rich.style import Style
    from textual.style import Style as VisualStyle

    from tui_reader.domain.comparison import ModelChange
    from tui_reader.ui.boards.sheet import Sheet

_CURSOR_MARK = "▌"
_RANGE_MARK = "┃"
RANGE = 3
"""How a row is emphasised that a range includes."""
_MOVE_INKS = {
    Change.UP: "text-success", Change.DOWN: "text-error", Change.ENTERED: "text-accent", Change.LEFT: "text-error",
    Change.RENAMED: "text-primary", Change.SAME: "foreground-muted",
}  # fmt: skip


def row_strip(
    change: ModelChange,
    cells: Mapping[str, str],
    columns: Mapping[str, int],
    emphasis: int,
    style: Callable[[str, int, bool], Style],
    width: int,
    to_the_left: Container[str],
) -> Strip:
    """A model's row. `emphasis` is 0, or 1 under the cursor, 2 with the focus too, or RANGE; `style` gives the style of
    a colour of the theme for an emphasis, bold or not."""
    gap = style("foreground", emphasis, False)
    # Blanks take the style of what stands before them: each change of style costs bytes that a terminal must read.
    mark = _RANGE_MARK if emphasis == RANGE else _CURSOR_MARK
    runs = [(mark, style("accent", emphasis, False)) if emphasis else (" ", gap)]
    for name, room in columns.items():
        text = (pad(cells[name], room) if name in to_the_left else pad_left(cells[name], room)) + " "
        colour, bold = _ink(change, name)
        before, last = runs[-1]
        if (own := style(colour, emphasis, bold)) is last or text.isspace():
            runs[-1] = (before + text, last)
        else:
            runs.append((text, own))
    return Strip([Segment(text, own) for text, own in runs]).adjust_cell_length(width, gap)


def heads_strip(
    sheet: Sheet, columns: Mapping[str, int], sorted_by: tuple[str, bool], style: Style, width: int
) -> Strip:
    """The heads of the columns, with an arrow at the one that the table is sorted by."""
    column, is_turned = sorted_by
    parts = []
    for name, room in columns.items():
        # A table in its published order has no arrow.
        arrow = ("↑" if is_turned else "↓") if name == column and sorted_by != (RANK, False) else ""
        text = sheet.heads[name][0] + arrow
        parts.append(pad(text, room) if name in sheet.to_the_left else pad_left(text, room))
    return Strip([Segment(" " + " ".join(parts), style)]).adjust_cell_length(width, style)


def column_at(columns: Mapping[str, int], x: int) -> str | None:
    """The column that a click on cell `x` of the heads means."""
    at = 1
    for name, room in columns.items():
        if at <= x <= at + room:
            return name
        at += room + 1
    return None


def words_strip(line: Content, style: VisualStyle, width: int) -> Strip:
    """A line of words above or below the table."""
    segments = [Segment(" ", style.rich_style), *line.truncate(max(1, width - 1)).render_segments(style)]
    return Strip(segments).adjust_cell_length(width, style.rich_style)


def wrapped(paragraphs: Sequence[Content], width: int, most: int) -> list[Content]:
    """Paragraphs in lines, at most so many; what is cut ends in an ellipsis."""
    lines = [line for paragraph in paragraphs for line in paragraph.wrap(width)] if width > 4 else []
    if len(lines) > most:
        lines = [*lines[: most - 1], (lines[most - 1] + Content(" …")).truncate(width, ellipsis=True)]
    return lines


def _ink(change: ModelChange, column: str) -> tuple[str, bool]:
    """The colour of a cell, and whether it is bold."""
    if column in (MOVE, SCORE_BY):
        if change.is_pushed:
            return "foreground-muted", False
        return _MOVE_INKS[change.change], True
    if column in (SPEED_BY, PRICE_BY):
        return "text-accent", False
    if change.change is Change.LEFT or column in (NOTE, RANK):
        return "foreground-muted", False
    return "foreground", column == MODEL and change.is_move
