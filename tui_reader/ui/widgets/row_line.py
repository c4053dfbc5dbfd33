"""An item of the library as one line of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len
from textual.content import Content, Span

from tui_reader.domain.items import Kind, State
from tui_reader.text.sanitise import clean_line
from tui_reader.ui.widgets.drawing import ink, pad, pad_left, short_date

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.domain.rows import Row
    from tui_reader.ui.widgets.drawing import DrawContext

_STATE_MARKS = {
    State.KEPT: ("★", "text-accent"),
    State.LATER: ("L", "text-primary"),
    State.SKIPPED: ("x", "text-error"),
}

# From these widths on there is room for the column beside a readable title.
_ROOM_FOR_DATE = 40
_ROOM_FOR_PLACE = 60
_TITLE_AT_LEAST = 12
_CATEGORY, _CATEGORY_SHORT = 15, 8
_WITHDRAWN = "withdrawn? "


class _Column(Struct, frozen=True):
    text: str
    colour: str


def format_moment(moment: datetime | None, now: datetime) -> str:
    """`08:12`, or `19 Nov 08:12` if that was another day; in the user's own time zone."""
    if moment is None:
        return "never"
    local, today = moment.astimezone(), now.astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b %H:%M}"


def short_count(number: int) -> str:
    """A number in at most 5 characters: `950`, `12.3k`, `1.2M`."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            value = number / size
            return f"{value:.1f}{unit}" if value < 99.95 else f"{value:.0f}{unit}"
    return str(number)


def draw_under_day(row: Row, context: DrawContext) -> Content:
    """A row below a heading that tells its day: a paper shows its category in the place of the date."""
    return draw_row(row, context, is_under_day=row.kind is Kind.PAPER)


def draw_row(row: Row, context: DrawContext, is_under_day: bool = False) -> Content:
    """A row: what is to be done with it, title, and as far as there is room where it is from, stars, state, date.

    Marks tell without colour what the colours say: `●` not read or decided yet, `○` read and not decided, `◆` and `◇`
    the same of what the user follows, `↻` a newer version of something kept; `✎` a note, `#` a tag; `★` kept, `L`
    later, `x` skipped. A guess that a paper was withdrawn is a word before its title, and ends in a question mark.
    """
    palette, width = context.palette, context.width
    done = row.read or row.state in (State.SKIPPED, State.LATER)
    mark, mark_colour = _mark(row)
    columns = _columns(row, context, is_under_day)
    right = sum(cell_len(column.text) + 1 for column in columns)
    title_width = max(0, width - 2 - right)
    before = ("└ " if row.is_behind else "") + (_WITHDRAWN if row.is_withdrawn else "")
    title = pad(before + (clean_line(row.title) or row.url or row.key), title_width)
    text = f"{mark} {title}"
    spans = [Span(0, 1, ink(palette, mark_colour, bold=True))]
    if title:
        style = ink(palette, "foreground-muted") if done else ink(palette, "foreground", bold=not row.read)
        spans.append(Span(2, 2 + len(title), style))
        if row.is_withdrawn:
            spans.append(Span(2, 2 + min(len(before), len(title)), ink(palette, "text-warning")))
    for column in columns:
        start = len(text) + 1
        text += f" {column.text}"
        spans.append(Span(start, len(text), ink(palette, column.colour)))
    return Content(text, spans)


def heading(row: Row) -> str:
    """What stands over a row's document: `cs.SD · new · 12 Nov · 6 authors`, or where an entry is from."""
    if row.kind is not Kind.PAPER:
        return row.source_title or row.category
    authors = row.authors.count(", ") + 1 if row.authors else 0
    people = f"{authors} author{'s' if authors > 1 else ''}" if authors else ""
    return " · ".join(part for part in (row.category, row.badge, short_date(row.date), people) if part)


def _mark(row: Row) -> tuple[str, str]:
    if row.is_updated:
        return "↻", "text-warning"
    if row.is_followed:
        is_new = not row.read and row.state in (State.INBOX, State.NONE)
        return ("◆", "text-accent") if is_new else ("◇", "foreground-muted")
    if row.state is State.INBOX:
        return ("○", "foreground-muted") if row.read else ("●", "text-primary")
    if row.state is State.NONE and not row.read:
        return "●", "text-primary"
    return " ", "foreground"


def _columns(row: Row, context: DrawContext, is_under_day: bool) -> list[_Column]:
    """What stands to the right of the title, each already as wide as its column."""
    width = context.width
    columns: list[_Column] = []
    if width >= _ROOM_FOR_PLACE:
        place = row.category if row.kind in (Kind.PAPER, Kind.REPO) else row.source_title
        if row.kind is not Kind.ISSUE and not is_under_day:
            # A category is short (`cond-mat.str-el` is as long as they get); a source has a name.
            room = _CATEGORY if row.kind is Kind.PAPER and width >= 100 else min(22, width // 5)
            columns.append(_Column(pad(clean_line(place), room), "foreground-muted"))
        if row.kind is Kind.REPO and row.stars is not None:
            columns.append(_Column(pad_left(short_count(row.stars), 5), "text-warning"))
        if row.kind is Kind.REPO and row.rose is not None:
            columns.append(_Column(pad_left(f"+{short_count(row.rose)}" if row.rose > 0 else "", 6), "text-success"))
    if row.more:
        columns.append(_Column(f"+{row.more}", "text-accent"))
    signs = ("✎" if row.has_note else "") + ("#" if row.tags else "")
    if signs or width >= _ROOM_FOR_PLACE:
        columns.append(_Column(pad_left(signs, 2), "foreground-muted"))
    state, colour = _STATE_MARKS.get(row.state, (" ", "foreground"))
    columns.append(_Column(state, colour))
    if is_under_day:
        room = _CATEGORY if width >= 100 else _CATEGORY_SHORT
        columns.append(_Column(pad(clean_line(row.category), room), "foreground-muted"))
    elif width >= _ROOM_FOR_DATE:
        columns.append(_Column(pad_left(short_date(row.date, context.today), 8), "foreground-muted"))
    while columns and width - 2 - sum(cell_len(column.text) + 1 for column in columns) < _TITLE_AT_LEAST:
        columns.pop(0)
    return columns
