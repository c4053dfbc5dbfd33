"""An item of the library as one line of a list."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content, Span

from tui_reader.domain.items import Kind, State
from tui_reader.text.sanitise import clean_line
from tui_reader.ui.widgets.drawing import fit, ink, pad, pad_left, short_date

if TYPE_CHECKING:
    from datetime import datetime

    from textual.style import Style

    from tui_reader.domain.rows import Row
    from tui_reader.ui.widgets.drawing import DrawContext

_STATE_MARKS = {
    State.KEPT: ("★", "text-accent"),
    State.LATER: ("L", "text-primary"),
    State.SKIPPED: ("x", "text-error"),
}

_WITHDRAWN = "withdrawn? "
#: A title is given so many cells where the list has them, and two thirds of them anyway.
_TITLE = 40
#: The least cells in which the name of a source still says something, and the most it is worth.
_SOURCE, _SOURCE_MOST = 6, 24
_DATE = 8
#: What the title of an issue says that its date does not.
_ISSUE = re.compile(
    r"^\s*The Inference Report\b|\b(?:[A-Z][a-z]+ \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d\d-\d\d)\b"
)
_SEPARATORS = " \t—–-·:|,"


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
    """A row below a heading that tells its day, or among the parts of something that does: without a date."""
    return draw_row(row, context, has_date=False)


def draw_row(row: Row, context: DrawContext, has_date: bool = True, said: str = "") -> Content:
    """A row: what is to be done with it, its title, then the one thing that helps to choose, decisions, maybe a date.
    What helps to choose may be `said`: the author by whom it was found.

    Marks tell without colour what the colours say: `●` not read or decided yet, `○` read and not decided, `◆` and `◇`
    the same of what the user follows, `↻` a newer version of something kept; `✎` a note, `#` a tag; `★` kept, `L`
    later, `x` skipped. A guess that a paper was withdrawn is a word before its title, and ends in a question mark.
    """
    before = ("└ " if row.is_behind else "") + (_WITHDRAWN if row.is_withdrawn else "")
    title = before + title_of(row)
    if context.lines == 1:
        least = min(_least_title(context.width), cell_len(title) + 1)  # what a short title leaves is not lost
        right = _right(row, context, has_date, context.width - 2 - least, said=said)
        return _line(row, context, pad(title, context.width - 2 - right.cell_length), right, len(before))
    return _draw_two_lines(row, context, title, len(before), has_date, said)


def _draw_two_lines(row: Row, context: DrawContext, title: str, warned: int, has_date: bool, said: str) -> Content:
    """The title, on two lines where it needs them; below it, or behind its end, what is known of the row, `said`
    first."""
    from tui_reader.ui.markdown.wrap import wrap

    width = max(0, context.width - 2)
    (_, end), *rest = wrap(title, max(1, width))
    first = _line(row, context, pad(title[:end], width), Content(""), warned)
    right = _right(row, context, False, width, is_alone=True)
    room = max(0, width - right.cell_length)
    more = title[rest[0][0] :] if rest else ""
    told = " · ".join(part for part in (clean_line(said), known_of(row, context, has_date)) if part)
    if more:
        least = min(cell_len(told.partition(" · ")[0]), _SOURCE_MOST)
        told = fit(told, max(room - cell_len(more) - 2, least, room // 3))
        more = pad(more, max(0, room - cell_len(told) - 1)) + " " if told else pad(more, room)
    else:
        told = pad(told, room)
    text = " " * min(2, context.width) + more + told
    start = len(text) - len(told)
    spans = [
        Span(0, start, _title_style(row, context)),
        Span(start, len(text), ink(context.palette, "foreground-muted")),
    ]
    return first + Content("\n") + Content(text, spans) + right


def known_of(row: Row, context: DrawContext, has_date: bool) -> str:
    """`OpenAI News · 14:05 · Ann Example`, `cs.SD · new · Ada Example, Ben Sample`, `12.3k +120 · Python`: the second
    line of a row. Where a heading tells the day it is the time, if there is one."""
    when = short_date(row.date, context.today) if has_date else _time_of(row.date)
    if row.kind is Kind.PAPER:
        parts = (row.category, row.badge, when if has_date else "", row.authors)
    elif row.kind is Kind.REPO:
        stars = short_count(row.stars) if row.stars is not None else ""
        rise = f"+{short_count(row.rose)}" if row.rose and row.rose > 0 else ""
        parts = (f"{stars} {rise}".strip(), row.category, when if has_date else "", "")
    elif row.kind is Kind.ISSUE and row.id > 0:
        parts = (row.authors, "", "", "")
    else:
        parts = (row.source_title, when, row.authors, "")
    return " · ".join(clean_line(part) for part in parts if part)


def _time_of(moment: datetime | None) -> str:
    """`14:05` where the user is; of what has no time, or is of another day there than in UTC, by which days go, ""."""
    if moment is None or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return ""
    local = moment.astimezone()
    return f"{local:%H:%M}" if local.date() == moment.date() else ""


def title_of(row: Row) -> str:
    """What a list calls an item; an issue its date, with its year."""
    title = clean_line(row.title)
    if row.kind is Kind.ISSUE and row.title:
        said = _ISSUE.sub("", title).strip(_SEPARATORS)
        if row.id > 0 and row.date is not None:
            day = f"{row.date.day} {row.date:%B} {row.date.year} · {row.date:%a}"
            return f"{day} · {said}" if said else day
        return said or "The Inference Report"
    if "$" in title or "\\" in title:
        title = _read(title, is_latex=row.kind is Kind.PAPER)
    return title or row.url or row.key


@lru_cache(maxsize=512)
def _read(title: str, *, is_latex: bool) -> str:
    """A title with its LaTeX in Unicode, of what is none with its formulas; imported when the first one comes."""
    from tui_reader.text.latex import to_unicode
    from tui_reader.text.tex_in_text import formulas_read

    return to_unicode(title) if is_latex else formulas_read(title)


def _least_title(width: int) -> int:
    return max(2 * width // 3, min(_TITLE, width - 14))


def _title_style(row: Row, context: DrawContext) -> Style:
    if row.read or row.state in (State.SKIPPED, State.LATER):
        return ink(context.palette, "foreground-muted")
    return ink(context.palette, "foreground", bold=not row.read)


def _line(row: Row, context: DrawContext, title: str, right: Content, warned: int) -> Content:
    mark, colour = _mark(row)
    spans = [Span(0, 1, ink(context.palette, colour, bold=True))]
    if title:
        spans.append(Span(2, 2 + len(title), _title_style(row, context)))
        if row.is_withdrawn:
            spans.append(Span(2, 2 + min(warned, len(title)), ink(context.palette, "text-warning")))
    return Content(f"{mark} {title}", spans) + right


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


def _right(
    row: Row, context: DrawContext, has_date: bool, room: int, *, is_alone: bool = False, said: str = ""
) -> Content:
    """What stands to the right of the title, in at most `room` cells: how many stand behind the row, note and tag,
    what helps to choose (not `is_alone`), the date, what was decided; the decision in the last cell."""
    parts: list[tuple[str, str]] = []
    state, colour = _STATE_MARKS.get(row.state, (" ", "foreground"))
    room -= 2
    if room < 0:
        return Content("")
    date = short_date(row.date, context.today) if has_date and row.kind is not Kind.ISSUE else ""
    signs = ("✎" if row.has_note else "") + ("#" if row.tags else "")
    more = f"+{row.more}" if row.more else ""
    muted = "muted" if row.is_muted else ""
    for text, its in ((more, "text-accent"), (muted, "text-error"), (signs, "foreground-muted")):
        if text and room > len(text):
            parts.append((text, its))
            room -= len(text) + 1
    has_date = bool(date) and room > _DATE
    room -= (_DATE + 1 if has_date else 0) + 1
    chosen = [(fit(clean_line(said), room), "text-accent")] if said and room > 0 else []
    if not said and not is_alone:
        chosen = _choosing(row, room)
    parts += [(text, its) for text, its in chosen if text]
    if has_date:
        parts.append((pad_left(date, _DATE), "foreground-muted"))
    parts.append((state, colour))
    text, spans = "", []
    for word, its in parts:
        spans.append(Span(len(text) + 1, len(text) + 1 + len(word), ink(context.palette, its)))
        text += f" {word}"
    return Content(text, spans)


def _choosing(row: Row, room: int) -> list[tuple[str, str]]:
    """The one thing that helps to choose, in at most so many cells: where an entry is from, the category of a paper,
    the stars of a repository and how many it has more than before."""
    if row.kind is Kind.REPO:
        stars = short_count(row.stars) if row.stars is not None else ""
        rise = f"+{short_count(row.rose)}" if row.rose and row.rose > 0 else ""
        both = len(stars) + len(rise) + (1 if stars and rise else 0)
        if both <= room and both:
            return [(stars, "text-warning"), (rise, "text-success")]
        return [(stars, "text-warning")] if len(stars) <= room else []
    if row.kind is Kind.PAPER:
        text = clean_line(row.category)
        return [(text, "foreground-muted")] if cell_len(text) <= room else []
    if row.kind is Kind.ISSUE and row.id > 0:
        return []
    text = clean_line(row.source_title)
    return [(fit(text, min(room, _SOURCE_MOST)), "foreground-muted")] if text and room >= _SOURCE else []
