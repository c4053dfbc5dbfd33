"""An issue of The Inference Report, recognised on any markup by its words and structure.

A page becomes a stream of blocks (`blocks`, or `issue_text` for plain text); in it the sections are found by their
headings (`issue_sections`), then the day (`issue_front`), the essay up to its byline (`issue_essay`), and in each
section its links, papers, tables and repositories.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.issues import SECTIONS, Issue, Section
from tui_reader.html.block_types import Page
from tui_reader.sources.report.essay import read_essay
from tui_reader.sources.report.front import has_site_name, issue_title, read_front
from tui_reader.sources.report.links import read_links
from tui_reader.sources.report.page import open_page
from tui_reader.sources.report.papers import read_papers
from tui_reader.sources.report.section import SectionPage, merge_section, parse_section_page
from tui_reader.sources.report.sections import Part, find_parts
from tui_reader.sources.report.tables import Tables, read_tables
from tui_reader.sources.report.trending import read_trending
from tui_reader.text.addresses import resolve

__all__ = ["IssuePage", "SectionPage", "looks_like_issue", "merge_section", "parse_page", "parse_section_page"]


class IssuePage(Struct, frozen=True):
    """What a page gave. `issue` is None when it is no issue; `note` says why, or what was doubtful."""

    issue: Issue | None
    note: str = ""


def parse_page(data: bytes, url: str = "", content_type: str = "", known_models: Collection[str] = ()) -> IssuePage:
    """The issue on a page, HTML or plain text.

    `url` is where it came from, `known_models` are names of models that help where the cells of a table stand glued
    together. A page that is no issue gives a note. Raises ParseError for bytes that are no page at all.
    """
    page = open_page(data, url, content_type)
    parts = find_parts(page)
    limit = parts[0].heading if parts else len(page.blocks)
    front = read_front(page, url, limit)
    essay = read_essay(page, min(front.start, limit), limit)
    if not (has_site_name(page) or len(parts) >= 2 or (parts and essay.author)):
        return IssuePage(None, "this page is no issue of The Inference Report")
    if not (essay.paragraphs or any(p.has_content for p in parts)):
        return IssuePage(None, "this page has neither an essay nor a section of an issue")
    if front.day is None:
        return IssuePage(None, "this looks like an issue, but no date was found on it")
    by_name = {part.name: part for part in parts}
    tables = _tables(page, by_name.get("benchmarks"), front.day, known_models)
    issue = Issue(
        day=front.day,
        title=issue_title(front, front.day),
        essay=essay.paragraphs,
        author=essay.author,
        url=resolve("", url) or resolve("", page.canonical),
        sections=tuple(_section(page, by_name[name], front.day) for name in SECTIONS if name in by_name),
        labs=read_links(page, p.start, p.end) if (p := by_name.get("labs")) else (),
        wire=read_links(page, p.start, p.end) if (p := by_name.get("wire")) else (),
        papers=read_papers(page, p.start, p.end) if (p := by_name.get("papers")) else (),
        tables=tables.snapshots,
        trending=read_trending(page, p.start, p.end) if (p := by_name.get("trending")) else (),
        missing=tuple(name for name in SECTIONS if name not in by_name),
    )
    return IssuePage(issue, "; ".join(n for n in (front.note, *_lacking(issue), *tables.notes) if n))


def looks_like_issue(data: bytes) -> bool:
    """Whether these bytes are an issue, for recognising a file.

    Feeds, digests and other pages are not taken: it needs a date and two sections under the site's name, or three
    without it.
    """
    try:
        page = open_page(data)
    except ParseError:
        return False
    parts = find_parts(page)
    named = has_site_name(page)
    if len(parts) < (2 if named else 3) or not any(p.has_content for p in parts):
        return False
    return read_front(page, "", parts[0].heading).day is not None


def _section(page: Page, part: Part, day: date) -> Section:
    address = resolve(page.base, part.href) if part.href else ""
    # An address without the day shows another list tomorrow.
    return Section(part.name, part.title, address if day.isoformat() in address else "")


def _tables(page: Page, part: Part | None, day: date, known: Collection[str]) -> Tables:
    return read_tables(page, part.start, part.end, day, known) if part else Tables(())


def _lacking(issue: Issue) -> list[str]:
    """What is not there though its place is."""
    notes = [] if issue.essay else ["no essay was found"]
    lists = {
        "labs": issue.labs,
        "wire": issue.wire,
        "papers": issue.papers,
        "benchmarks": issue.tables,
        "trending": issue.trending,
    }
    empty = [SECTIONS[s.name] for s in issue.sections if not lists[s.name]]
    return notes + ([f"nothing is listed under {', '.join(empty)}"] if empty else [])
