"""Today in words: sections of lines, each of which leads on, as text for a mail and as Markdown for a note."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.items import Kind
from tui_reader.services.page_text import day_text, escape_text
from tui_reader.services.ranking_words import because
from tui_reader.services.today import TOP, WATCHED_SHOWN

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.domain.rows import Row
    from tui_reader.services.today import PaperNews, Today

#: What a line leads to, where it is no item: before a group's name, before a source's id, and whole panes.
GROUP, SOURCE, PAPERS, FEEDS, WATCHED = "group:", "source:", "pane:papers", "pane:feeds", "watched"
_REASONS, _WIDTH = 4, 72


class Line(Struct, frozen=True):
    """One line: what it says, what stands below it, where it leads to (the key of an item, or one of the above), and
    the web address of that. `is_way` is one that only leads on: it says nothing on paper."""

    text: str
    below: str = ""
    target: str = ""
    url: str = ""
    is_way: bool = False


class Section(Struct, frozen=True):
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


def title(found: Today) -> str:
    """`Today · since 26 November, 21:40`."""
    return f"Today · {_since(found.since)}"


def sections(found: Today) -> list[Section]:
    """What came, part by part; parts without news are left out, but for the issue."""
    parts = [
        Section("The issue", _issue(found)),
        Section(_papers_heading(found.papers), _papers(found.papers)) if found.papers.new else None,
        Section("Leaderboards", _boards(found)) if found.boards else None,
        Section(f"In your words · {len(found.watched):,}", _watched(found)) if found.watched else None,
        Section(f"Posts · {found.posts:,} new", _posts(found)) if found.posts else None,
        Section("Began to fail", _failing(found)) if found.failing else None,
    ]
    return [part for part in parts if part is not None and part.lines]


def nothing(found: Today) -> str:
    """What is said where nothing came; "" where something did."""
    if found.is_library_empty:
        return "Nothing is here yet. R in the reader and inference-tui sync fetch what is new."
    return f"Nothing came {_since(found.since)}. R and inference-tui sync ask all sources." if found.is_quiet else ""


def as_text(found: Today) -> str:
    """For a mail: plain lines of at most 72 characters, but for addresses."""
    head = title(found)
    parts = [head, "=" * len(head)]
    if said := nothing(found):
        parts += ["", *textwrap.wrap(said, _WIDTH)]
    for section in sections(found):
        parts += ["", section.heading.upper()]
        for line in _on_paper(section):
            parts += textwrap.wrap(line.text, _WIDTH, initial_indent="  - ", subsequent_indent="    ")
            below = line.below.replace(" %", "\N{NO-BREAK SPACE}%")  # a number and its sign stay on one line
            wrapped = textwrap.wrap(below, _WIDTH, initial_indent="    ", subsequent_indent="    ")
            parts += [one.replace("\N{NO-BREAK SPACE}%", " %") for one in wrapped]
            parts += [f"    {line.url}"] if line.url else []
    return "\n".join(parts) + "\n"


def as_markdown(found: Today) -> str:
    """For a note."""
    parts = [f"# {escape_text(title(found))}"]
    if said := nothing(found):
        parts.append(escape_text(said))
    for section in sections(found):
        lines = []
        for line in _on_paper(section):
            said = escape_text(line.text)
            lines.append(f"- [{said}](<{line.url}>)" if line.url else f"- {said}")
            if line.below:
                lines.append(f"  {escape_text(line.below)}")
        parts += [f"## {escape_text(section.heading)}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _on_paper(section: Section) -> list[Line]:
    return [line for line in section.lines if not line.is_way]


def _since(since: datetime | None) -> str:
    if since is None:
        return "everything so far"
    local = since.astimezone()
    return f"since {local.day} {local:%B}, {local:%H:%M}"


def _issue(found: Today) -> tuple[Line, ...]:
    row = found.issue
    if row is not None:
        more = f"and {found.issues - 1:,} more since then" if found.issues > 1 else ""
        return (Line(_named(row), more, row.key, row.url),)
    if (last := found.last_issue) is not None:
        return (Line(f"No new issue; the last one is of {day_text(last.date)}", "", last.key, last.url),)
    return ()


def _named(row: Row) -> str:
    day = day_text(row.date)
    return row.title if not day or day in row.title else f"{day} · {row.title}"


def _papers_heading(papers: PaperNews) -> str:
    likely = f", {papers.likely:,} likely yours" if papers.likely else ""
    return f"Papers · {papers.new:,} came{likely}"


def _papers(papers: PaperNews) -> tuple[Line, ...]:
    lines = []
    for one in papers.top:
        row, reasons = one.detail.row, because(one.explained, _REASONS)
        category = f" · {row.category}" if row.category else ""
        lines.append(Line(row.title + category, f"because of {reasons}" if reasons else "", row.key, row.url))
    if papers.is_awaited:
        lines = [Line("…", "looking for the likeliest", PAPERS)] * min(TOP, papers.new)
    if not papers.knows_you:
        lines.append(Line("Keep five papers, and the likeliest of what comes stand here.", "", PAPERS))
    return (*lines, Line("All that came", "", PAPERS, is_way=True))


def _boards(found: Today) -> tuple[Line, ...]:
    return tuple(
        Line(
            f"{one.board.title}: {one.headline or '…'}",
            f"{one.since} → {one.day}" if one.since else f"{one.day}",
            f"board:{one.board.board}",
        )
        for one in found.boards
    )


def _watched(found: Today) -> tuple[Line, ...]:
    shown = found.watched[:WATCHED_SHOWN]
    lines = [
        _line(row, f"for {wanted}" if wanted else "") for row, wanted in zip(shown, found.watched_for, strict=True)
    ]
    more = len(found.watched) - len(lines)
    return (*lines, Line(f"{more:,} more", "", WATCHED)) if more else tuple(lines)


def _line(row: Row, wanted: str = "") -> Line:
    # Where a paper comes from is the same for all; its category tells them apart.
    where = row.category if row.kind is Kind.PAPER else row.source_title or row.category
    below = " · ".join(part for part in (where, wanted) if part)
    return Line(row.title or row.url, below, row.key, row.url)


def _posts(found: Today) -> tuple[Line, ...]:
    lines = []
    for group in found.groups:
        lines.append(Line(f"{group.group or 'Other feeds'}: {group.new:,} new", "", GROUP + group.group))
        lines += [_line(row) for row in group.newest]
    return tuple(lines)


def _failing(found: Today) -> tuple[Line, ...]:
    return tuple(
        Line(f"{one.title}: {one.error.message}", _since(one.since) if one.since else "", SOURCE + one.source_id)
        for one in found.failing
    )
