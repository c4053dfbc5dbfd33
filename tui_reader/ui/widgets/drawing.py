"""How lines are drawn: text cut to cells, colours out of the theme, what a drawer is told and gives, strips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from textual.color import Color, ColorParseError
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from tui_reader.ui.widgets.list_rows import RowT

if TYPE_CHECKING:
    from datetime import date

    from rich.segment import Segment

Palette = Mapping[str, str]
"""The theme's CSS variables (`App.theme_variables`): name without `$` to colour."""


def fit(text: str, width: int) -> str:
    """The text if it fits into `width` cells, else cut with an ellipsis, never wider than `width`."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def pad(text: str, width: int) -> str:
    """The text cut or filled on the right to exactly `width` cells."""
    text = fit(text, width)
    return text + " " * max(0, width - cell_len(text))


def pad_left(text: str, width: int) -> str:
    """The text cut or filled on the left to exactly `width` cells."""
    text = fit(text, width)
    return " " * max(0, width - cell_len(text)) + text


def ink(palette: Palette, name: str, *, bold: bool = False, italic: bool = False, dim: bool = False) -> Style:
    """A style with the foreground `$name`; without a foreground when the theme has no such colour.

    Automatic colours (`auto 60%`) are contrast colours that only the style sheet can resolve: here they become the
    theme's foreground with that opacity.
    """
    return _ink(palette.get(name, ""), palette.get("foreground", ""), bold, italic, dim)


@lru_cache(maxsize=256)
def _ink(value: str, foreground: str, bold: bool, italic: bool, dim: bool) -> Style:
    return Style(foreground=_colour(value, foreground), bold=bold or None, italic=italic or None, dim=dim or None)


def _colour(value: str, foreground: str) -> Color | None:
    opacity = 1.0
    if value.startswith("auto"):
        share = value.removeprefix("auto").strip().removesuffix("%")
        opacity = float(share) / 100 if share.isdigit() else 1.0
        value = foreground
    try:
        colour = Color.parse(value)
    except ColorParseError:
        return None
    return colour if opacity == 1.0 or colour.ansi is not None else colour.multiply_alpha(opacity)


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
