"""How lines are drawn: text cut to cells, colours out of the theme, what a drawer is told and gives, strips."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Generic

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from textual.cache import LRUCache
from textual.color import Color, ColorParseError
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from tui_reader.ui.widgets.list_rows import RowT

if TYPE_CHECKING:
    from datetime import date, datetime

    from rich.segment import Segment
    from textual.widget import Widget

_CURSOR_MARK = "▌"
_RANGE_MARK = "┃"
_STRIPS_KEPT = 2048
_FAINTEST = 0.85
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: Hebrew, Arabic, Syriac, Thaana, N'Ko and what else is written from the right (Unicode 15, Bidi_Class R and AL).
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LEFT_TO_RIGHT = "\u200e"

Palette = Mapping[str, str]
"""The theme's CSS variables (`App.theme_variables`): name without `$` to colour."""


def fit(text: str, width: int) -> str:
    """The text if it fits into `width` cells, else cut with an ellipsis, never wider than `width`."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def without_middle(text: str, width: int) -> str:
    """The text in at most `width` cells, cut before its end: what stands in brackets there stays, else its last words
    as far as they take a third."""
    if cell_len(text) <= width or width < 8:
        return fit(text, width)
    start = text.rfind("(") if text.endswith(")") else -1
    end = text[start:] if start > 0 else text[-(width // 3) :]
    if start <= 0 and text[-len(end) - 1] != " " and " " in end:
        end = end[end.index(" ") :]
    if cell_len(end) > 2 * width // 3:
        end = text[-(width // 2) :]
    while cell_len(end) > 2 * width // 3:  # wide characters
        end = end[1:]
    return set_cell_size(text, width - 1 - cell_len(end)).rstrip() + "…" + end


def pad(text: str, width: int) -> str:
    """The text cut or filled on the right to exactly `width` cells. Behind one that is read from the right stands a
    mark (U+200E, no cell wide), so that a terminal that turns it round leaves in its place what follows on the line."""
    text = fit(text, width)
    mark = "" if text.isascii() or _FROM_RIGHT.search(text) is None else _LEFT_TO_RIGHT
    return text + mark + " " * max(0, width - cell_len(text))


def pad_left(text: str, width: int) -> str:
    """The text cut or filled on the left to exactly `width` cells."""
    text = fit(text, width)
    return " " * max(0, width - cell_len(text)) + text


def short_date(when: datetime | date | None, today: date | None = None) -> str:
    """`12 Nov`; with `today` given and in another year, `Nov 2024`. At most 8 cells, "" when not known."""
    if when is None:
        return ""
    month = _MONTHS[when.month - 1]
    if today is not None and when.year != today.year:
        return f"{month} {when.year}"
    return f"{when.day} {month}"


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
        # Also on the row under the cursor 4.5 to 1 are kept.
        opacity = max(_FAINTEST, float(share) / 100) if share.isdigit() else 1.0
        value = foreground
    try:
        colour = Color.parse(value)
    except ColorParseError:
        return None
    return colour if opacity == 1.0 or colour.ansi is not None else colour.multiply_alpha(opacity)


class DrawContext(Struct, frozen=True):
    """How a row is to be drawn: `width` in cells, whether the cursor is on it, whether the range includes it, whether
    the list has the focus, the theme's colours, the day (for dates; None when it doesn't matter), and on how many
    lines, with a newline between them."""

    width: int
    is_cursor: bool
    is_selected: bool
    focused: bool
    palette: Palette
    today: date | None = None
    lines: int = 1


LineDrawer = Callable[[RowT, DrawContext], Content]
"""Draws one row. The list pads or cuts it to the width, and paints cursor and range underneath."""


class RowStrips(Generic[RowT]):
    """The rows of a list as strips, kept by item, so that moving the cursor draws two lines. `widget` gives the
    styles: see the component classes of `ItemList`."""

    def __init__(self, widget: Widget, draw: LineDrawer[RowT], today: date | None) -> None:
        self.today = today
        self.lines = 1
        self._widget = widget
        self._draw = draw
        self._kept: LRUCache[int, dict[tuple[int, bool, bool, bool], list[Strip]]] = LRUCache(_STRIPS_KEPT)

    def clear(self) -> None:
        """Nothing that was drawn holds."""
        self._kept.clear()

    def discard(self, item_id: int) -> None:
        """An item is to be drawn anew."""
        self._kept.discard(item_id)

    def item(
        self, item_id: int, row: Callable[[], RowT | None], width: int, is_cursor: bool, in_range: bool, focused: bool
    ) -> list[Strip]:
        """An item's lines."""
        key = (width, is_cursor, in_range, focused)
        variants = self._kept.get(item_id)
        if variants is None:
            variants = self._kept[item_id] = {}
        strips = variants.get(key)
        if strips is None:
            strips = variants[key] = self._drawn(row(), width, is_cursor, in_range, focused)
        return strips

    def _drawn(self, row: RowT | None, width: int, is_cursor: bool, in_range: bool, focused: bool) -> list[Strip]:
        widget = self._widget
        names = ["item-list--range"] if in_range else []
        mark = _RANGE_MARK if in_range else " "
        if is_cursor:
            names, mark = ["item-list--cursor"], _CURSOR_MARK
        base = component_style(widget, names[0]) if names else widget.visual_style
        palette = widget.app.theme_variables
        context = DrawContext(max(0, width - 1), is_cursor, in_range, focused, palette, self.today, self.lines)
        content = Content("(gone)") if row is None else self._draw(row, context)
        marker = base + widget.get_visual_style("item-list--marker", partial=True)
        if self.lines == 1:
            return [joined(Content(mark), marker, content, base, width)]
        # A drawer that knows of one line leaves the others blank.
        lines = [*content.split("\n", allow_blank=True), *[Content("")] * self.lines][: self.lines]
        return [joined(Content(mark), marker, line, base, width) for line in lines]

    def heading(self, heading: str, width: int) -> Strip:
        """A heading's line."""
        # The component's own style is still that of the theme before, right after another was chosen.
        style = self._widget.visual_style + ink(self._widget.app.theme_variables, "text-primary", bold=True)
        text = Content(f" {heading} ").truncate(width, ellipsis=True)
        rule = Content("─" * max(0, width - text.cell_length - 1))
        return joined(text, style, rule, self._widget.get_visual_style("item-list--empty"), width)


def component_style(widget: Widget, name: str) -> Style:
    """The style of a component, turned round where it says so: Textual's own leaves that out."""
    style = widget.get_visual_style(name)
    return style + Style(reverse=True) if widget.get_component_styles(name).text_style.reverse else style


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
