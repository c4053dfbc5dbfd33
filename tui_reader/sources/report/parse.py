"""An issue of The Inference Report, recognised on any markup by its words and structure.

A page, HTML or plain text, becomes a stream of blocks; in it the sections are found by their headings, and the day
(`outline`). Then each reader is handed its part: the essay up to its byline, the links, papers, tables and repositories
of a section. The page of one section has an essay of its own and the whole list, and joins its issue.
"""

from __future__ import annotations

import re
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
from tui_reader.html.block_types import Page, Passage
from tui_reader.html.blocks import html_page
from tui_reader.html.markup import root_name
from tui_reader.sources.report.dates import day_alone
from tui_reader.sources.report.essay import Essay, read_essay
from tui_reader.sources.report.links import first_link, read_links
from tui_reader.sources.report.outline import Part, find_parts, has_site_name, issue_title, passage, read_front
from tui_reader.sources.report.papers import first_paper, read_papers
from tui_reader.sources.report.plain_text import text_page
from tui_reader.sources.report.tables import Tables, first_table, read_tables
from tui_reader.sources.report.trending import read_trending
from tui_reader.text.addresses import canonical, resolve
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack

#: A byline may stand this many blocks above its essay.
_BYLINE_ABOVE = 8
_FIRST_LINES = 8
#: Behind the headline of a saved page, and as the title of front matter or the subject of a mail, too.
_NAME_LINE = re.compile(
    r"(?:(?:title|subject)\s*:\s*[\"']?|.{1,80}\s[—–|·-]\s)?(?:the\s+)?inference\s+report(?:\W+.{0,60})?[\"']?",
    re.IGNORECASE,
)
_LONG = 80
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h[1-6]|table|ul|ol|span|nav|header|meta|link)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FEEDS = frozenset(["rss", "feed", "rdf", "opml", "urlset", "sitemapindex"])
_LARGEST = 20 << 20


def open_page(data: bytes, url: str = "", content_type: str = "") -> Page:
    """The page in these bytes. Raises ParseError for what is empty, binary, too large, a feed or JSON."""
    data = unpack(data)
    if len(data) > _LARGEST:
        raise ParseError(f"the page is larger than {_LARGEST >> 20} MiB")
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    text = decode(data, match[1] if match else "")
    if not text.strip():
        raise ParseError("the page is empty")
    if text.count("\0") > 8 or text[:400_000].count("\ufffd") * 20 > len(text[:400_000]):
        raise ParseError("these bytes are no text")
    if root_name(text) in _FEEDS:
        raise ParseError("this is a feed, not a page")
    if re.match(r"\s*[\[{]\s*[\"{\[\]}]", text):
        raise ParseError("this is JSON, not a page")
    if is_html(text):
        return html_page(text, url)
    return text_page(text, url)


def is_html(text: str) -> bool:
    """Whether a text is markup: it begins so, or has several of HTML's tags."""
    head = text[:20_000]
    tags = len(_TAG.findall(head))
    return tags >= 3 or (tags > 0 and head.lstrip()[:1] == "<")


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
    essay = read_essay(passage(page, min(front.start, limit), limit, _BYLINE_ABOVE))
    begins = _begins_as_issue(page, parts)
    if not (begins or has_site_name(page) or len(parts) >= 2 or (parts and essay.author)):
        return IssuePage(None, "this page is no issue of The Inference Report")
    if not (essay.paragraphs or any(p.has_content for p in parts) or begins):
        return IssuePage(None, "this page has neither an essay nor a section of an issue")
    if front.day is None:
        return IssuePage(None, "this looks like an issue, but no date was found on it")
    by_name = {part.name: part for part in parts}
    within = {name: passage(page, part.start, part.end) for name, part in by_name.items()}
    tables = read_tables(p, front.day, known_models) if (p := within.get("benchmarks")) else Tables(())
    issue = Issue(
        day=front.day,
        title=issue_title(front, front.day),
        essay=essay.paragraphs,
        author=essay.author,
        url=resolve("", url) or resolve("", page.canonical),
        sections=tuple(_section(page, by_name[name], front.day) for name in SECTIONS if name in by_name),
        labs=read_links(p) if (p := within.get("labs")) else (),
        wire=read_links(p) if (p := within.get("wire")) else (),
        papers=read_papers(p) if (p := within.get("papers")) else (),
        tables=tables.snapshots,
        trending=read_trending(p) if (p := within.get("trending")) else (),
        missing=tuple(name for name in SECTIONS if name not in by_name),
    )
    return IssuePage(issue, "; ".join(n for n in (front.note, *_lacking(issue), *tables.notes) if n))


def looks_like_issue(data: bytes) -> bool:
    """Whether these bytes are an issue, for recognising a file.

    Feeds, digests and other pages are not taken: it needs a date and two sections under the site's name, or three
    without it; where the name and a date alone are its first lines, none.
    """
    try:
        page = open_page(data)
    except ParseError:
        return False
    parts = find_parts(page)
    if _begins_as_issue(page, parts):
        return True
    named = has_site_name(page)
    if len(parts) < (2 if named else 3) or not any(p.has_content for p in parts):
        return False
    return read_front(page, "", parts[0].heading).day is not None


def _begins_as_issue(page: Page, parts: Sequence[Part]) -> bool:
    """Whether the first lines of a text are the name and a date. What goes on with one section alone may be the page of
    that; what a site writes about itself begins so, too, but it is markup."""
    if not page.is_text:
        return False
    lines = [block.text for block in page.blocks[:_FIRST_LINES] if block.text]
    named = next((n for n, line in enumerate(lines[:4]) if _NAME_LINE.fullmatch(line.strip(" #*_>"))), None)
    if named is None or not any(day_alone(line.strip(" #*_>")) for line in lines[max(0, named - 2) : named + 4]):
        return False
    if len(parts) != 1 or parts[0].heading > _FIRST_LINES:
        return True
    return any(len(block.text) > _LONG for block in page.blocks[: parts[0].heading])


def _section(page: Page, part: Part, day: date) -> Section:
    address = resolve(page.base, part.href) if part.href else ""
    # An address without the day shows another list tomorrow.
    return Section(part.name, part.title, address if day.isoformat() in address else "")


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
    for found_part in find_parts(page):
        if found_part.name == section:
            # The heading stands above the essay, which has no part in what makes a section of an issue.
            start, end, title = found_part.heading + 1, found_part.end, found_part.title
    front = read_front(page, url, end)
    if front.day is not None and front.day != day:
        raise ParseError(f"the page of {SECTIONS[section]} shows {front.day.isoformat()}, not {day.isoformat()}")
    start = max(start, min(front.start, end))
    listed = start + _list_start(passage(page, start, end), section)
    essay = read_essay(passage(page, start, listed, _BYLINE_ABOVE)) if listed > start else Essay((), "", 0)
    part = passage(page, start + essay.end if essay.author else listed, end)
    notes: tuple[str, ...] = ()
    found = SectionPage(Section(section, title, url, essay.author, essay.paragraphs))
    if section in {"labs", "wire"}:
        found = replace(found, links=read_links(part))
    elif section == "papers":
        found = replace(found, papers=read_papers(part))
    elif section == "benchmarks":
        tables = read_tables(part, day, known_models)
        found, notes = replace(found, tables=tables.snapshots), tables.notes
    else:
        found = replace(found, trending=read_trending(part))
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
        tables=_merged_tables(page.tables, issue.tables),
        trending=_repos(page.trending, issue.trending),
    )


def _list_start(part: Passage, section: str) -> int:
    if section == "papers":
        return first_paper(part)
    if section == "benchmarks":
        return first_table(part)
    return first_link(part)


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


def _merged_tables(whole: Sequence[Snapshot], some: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
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
