"""The page of one section on one day, an essay of its own and the whole list; and joining it to its issue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.boards import Snapshot
from tui_reader.domain.errors import ParseError
from tui_reader.domain.issues import SECTIONS, Issue, Section, SourcedLink
from tui_reader.domain.items import normalise_title
from tui_reader.domain.papers import Paper
from tui_reader.domain.repos import Repo
from tui_reader.html.block_types import Page
from tui_reader.sources.report.essay import Essay, read_essay
from tui_reader.sources.report.front import read_front
from tui_reader.sources.report.links import first_link, read_links
from tui_reader.sources.report.page import open_page
from tui_reader.sources.report.papers import first_paper, read_papers
from tui_reader.sources.report.sections import find_parts
from tui_reader.sources.report.tables import first_table, read_tables
from tui_reader.sources.report.trending import read_trending
from tui_reader.text.addresses import canonical

_Value = TypeVar("_Value", Paper, Repo)


class SectionPage(Struct, frozen=True):
    """A section's page. `links` are those of `labs` or `wire`; only what the section is of is filled."""

    section: Section
    links: tuple[SourcedLink, ...] = ()
    papers: tuple[Paper, ...] = ()
    tables: tuple[Snapshot, ...] = ()
    trending: tuple[Repo, ...] = ()
    note: str = ""


def parse_section_page(
    data: bytes, url: str, section: str, day: date, known_models: Collection[str] = ()
) -> SectionPage:
    """The page of the section of that name (one of SECTIONS) on that day; `known_models` as in `parse_page`.

    Raises ParseError when it holds neither an essay nor a list, or shows that it is of another day.
    """
    page = open_page(data, url)
    end = len(page.blocks)
    start = 0
    title = SECTIONS[section]
    for part in find_parts(page):
        if part.name == section:
            # The heading stands above the essay, which has no part in what makes a section of an issue.
            start, end, title = part.heading + 1, part.end, part.title
    front = read_front(page, url, end)
    if front.day is not None and front.day != day:
        raise ParseError(f"the page of {SECTIONS[section]} shows {front.day.isoformat()}, not {day.isoformat()}")
    start = max(start, min(front.start, end))
    listed = _list_start(page, section, start, end)
    essay = read_essay(page, start, listed) if listed > start else Essay((), "", start)
    start = essay.end if essay.author else listed
    notes: tuple[str, ...] = ()
    found = SectionPage(Section(section, title, url, essay.author, essay.paragraphs))
    if section in {"labs", "wire"}:
        found = replace(found, links=read_links(page, start, end))
    elif section == "papers":
        found = replace(found, papers=read_papers(page, start, end))
    elif section == "benchmarks":
        tables = read_tables(page, start, end, day, known_models)
        found, notes = replace(found, tables=tables.snapshots), tables.notes
    else:
        found = replace(found, trending=read_trending(page, start, end))
    if not (essay.paragraphs or found.links or found.papers or found.tables or found.trending):
        raise ParseError(f"this page holds nothing of {SECTIONS[section]}")
    return replace(found, note="; ".join(notes))


def merge_section(issue: Issue, page: SectionPage) -> Issue:
    """The issue with a section's essay and whole list. Nothing that the issue has is lost: what only it lists follows
    behind, and fields that the section's page leaves empty keep their values."""
    name = page.section.name
    known = next((s for s in issue.sections if s.name == name), None)
    section = page.section
    if known is not None:
        section = replace(section, title=known.title, url=section.url or known.url)
    by_name = {s.name: s for s in issue.sections} | {name: section}
    sections = tuple(by_name[n] for n in SECTIONS if n in by_name)
    return replace(
        issue,
        sections=sections,
        missing=tuple(m for m in issue.missing if m != name),
        labs=_links(page.links, issue.labs) if name == "labs" else issue.labs,
        wire=_links(page.links, issue.wire) if name == "wire" else issue.wire,
        papers=_papers(page.papers, issue.papers),
        tables=_tables(page.tables, issue.tables),
        trending=_repos(page.trending, issue.trending),
    )


def _list_start(page: Page, section: str, start: int, end: int) -> int:
    if section == "papers":
        return first_paper(page, start, end)
    if section == "benchmarks":
        return first_table(page, start, end)
    return first_link(page, start, end)


def _links(whole: Sequence[SourcedLink], some: Sequence[SourcedLink]) -> tuple[SourcedLink, ...]:
    joined = {_link_mark(link): link for link in some}
    ordered = {_link_mark(link): link for link in whole}
    return tuple(ordered.values()) + tuple(link for mark, link in joined.items() if mark not in ordered)


def _link_mark(link: SourcedLink) -> str:
    return canonical(link.url) if link.url else normalise_title(link.title)


def _papers(whole: Sequence[Paper], some: Sequence[Paper]) -> tuple[Paper, ...]:
    if not whole:
        return tuple(some)
    result = list(whole)
    for paper in some:
        same = next(
            (
                i
                for i, other in enumerate(result)
                if (paper.arxiv_id and paper.arxiv_id == other.arxiv_id)
                or (
                    normalise_title(paper.title) == normalise_title(other.title)
                    and not (paper.arxiv_id and other.arxiv_id)
                )
            ),
            None,
        )
        if same is None:
            result.append(paper)
        else:
            result[same] = _filled(result[same], paper)
    return tuple(result)


def _repos(whole: Sequence[Repo], some: Sequence[Repo]) -> tuple[Repo, ...]:
    if not whole:
        return tuple(some)
    known = {repo.key: repo for repo in some}
    result = [_filled(repo, known.pop(repo.key)) if repo.key in known else repo for repo in whole]
    return (*result, *known.values())


def _filled(value: _Value, other: _Value) -> _Value:
    """A value with its empty fields taken from another of the same thing."""
    empty = {name: getattr(other, name) for name in value.__struct_fields__ if getattr(value, name) in ("", (), None)}
    return replace(value, **empty)


def _tables(whole: Sequence[Snapshot], some: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    known = {table.board: table for table in some}
    for table in whole:
        top = known.get(table.board)
        if top is None:
            known[table.board] = table
        elif len(table.rows) >= len(top.rows):
            # More rows than the issue's own top few: this is the full table.
            known[table.board] = replace(
                table,
                title=top.title,
                metric=table.metric or top.metric,
                description=table.description or top.description,
                complete=len(table.rows) > len(top.rows),
            )
    return tuple(known.values())
