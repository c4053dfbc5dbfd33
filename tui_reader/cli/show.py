"""`show`: one item as text, Markdown or JSON."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tui_reader.cli import shapes
from tui_reader.cli.finding import find_row, library_of
from tui_reader.cli.output import Output
from tui_reader.domain.boards import Snapshot
from tui_reader.domain.errors import NotFound, ReaderError, UsageError
from tui_reader.domain.issues import SECTIONS, Issue, SourcedLink
from tui_reader.domain.items import Kind
from tui_reader.domain.papers import Paper
from tui_reader.domain.repos import Repo
from tui_reader.domain.rows import Row
from tui_reader.services.reading import board_page, issue_page
from tui_reader.storage.library import Library
from tui_reader.text.latex import to_unicode
from tui_reader.text.markdown import escape, link
from tui_reader.wiring import Program

#: Columns of the text when stdout is no terminal.
PLAIN_WIDTH = 80
_WIDEST = 100


def show(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print one item; a board's newest table, or that of the day after `@`, or of the nearest day before."""
    library = library_of(program, output)
    form = args.format or "text"
    if args.key.startswith("board:"):
        snapshot = _snapshot(library, args.key)
        if form == "json":
            output.json(shapes.table(snapshot))
        else:
            _print(board_page(snapshot).markdown, form, output)
        return 0
    row = find_row(library, args.key)
    if form == "json":
        full_text = {"full_text": _full_text(program, library, row)} if args.full_text else {}
        output.json(_json(program, library, row) | full_text)
    else:
        write = _full_text if args.full_text else _markdown
        _print(write(program, library, row), form, output)
    return 0


def _snapshot(library: Library, given: str) -> Snapshot:
    board, at, day_given = given.removeprefix("board:").partition("@")
    day: date | None = None
    if at:
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", day_given):
                raise ValueError
            day = date.fromisoformat(day_given)
        except ValueError:
            raise UsageError(f"{day_given!r} is no day", "Write board:ID@2026-04-01.") from None
    snapshot = library.boards.snapshot(board, day)
    if snapshot is not None:
        return snapshot
    info = next((b for b in library.boards.all() if b.board == board), None)
    if info is None:
        find_row(library, f"board:{board}")  # raises, with the nearest names
        raise NotFound(f"board:{board} has no table yet", "inference-tui sync benchmarks fetches it.")
    raise NotFound(
        f"board:{board} has no table on or before {day}", f"The first is board:{board}@{shapes.iso(info.first)}."
    )


def _json(program: Program, library: Library, row: Row) -> dict[str, Any]:
    if row.kind is Kind.ISSUE and (issue := library.issues.get(row.key)):
        return shapes.issue(issue, row)
    if row.kind is Kind.ENTRY and (entry := library.entries.get(row.key)):
        return shapes.entry(entry, program.reading.body_markdown(row.key, entry.body))
    if row.kind is Kind.PAPER and (paper := library.papers.get(row.key)):
        return shapes.paper(paper)
    if row.kind is Kind.REPO and (repo := library.repos.get(row.key)):
        return shapes.repo(repo)
    return shapes.summary(row)


def _full_text(program: Program, library: Library, row: Row) -> str:
    """The whole text of a paper or the article of an entry, fetched when it is not here. Where there is no article,
    what the feed gives, with the reason."""
    if row.kind is Kind.ENTRY:
        return _article(program, library, row)
    if row.kind is not Kind.PAPER:
        raise UsageError(f"{row.key} is no paper and no entry", "Leave out --full-text.")
    from tui_reader.services.full_text import whole_page

    page = whole_page(library, row.key)
    if page is None and program.fetching.whole_paper(row.key).markdown:
        page = whole_page(library, row.key)
    if page is None:
        pdf = (paper := library.papers.get(row.key)) and paper.paper.pdf_url
        raise NotFound(f"arXiv has no HTML of {row.key}", f"Its PDF: {pdf}" if pdf else "Its page may have a PDF.")
    return page.markdown


def _article(program: Program, library: Library, row: Row) -> str:
    from tui_reader.services.article import page_with_reason, reason, wants_article

    detail = library.entries.get(row.key)
    if detail is not None and wants_article(detail):
        try:
            program.fetching.article(row.key)
        except ReaderError as error:
            page = page_with_reason(program.reading, row.key, reason(error))
            return page.markdown if page is not None else ""
    return _markdown(program, library, row)


def _markdown(program: Program, library: Library, row: Row) -> str:
    if row.kind is Kind.ISSUE and (issue := library.issues.get(row.key)):
        return _whole_issue(issue)
    page = program.reading.page(row.key)
    if page is None:
        raise NotFound(f"{row.key} cannot be shown", "inference-tui doctor checks the library.")
    return page.markdown


def _print(markdown: str, form: str, output: Output) -> None:
    if form == "markdown":
        output.text(markdown)
        return
    from tui_reader.cli.plain import render

    width = min(output.width, _WIDEST) if output.width is not None else PLAIN_WIDTH
    output.text(render(markdown, width))


# -- a whole issue
def _whole_issue(issue: Issue) -> str:
    """The essay, then every section with its own essay and all that it lists. The reader shows an issue's parts as
    rows; paper and pipes want all of it."""
    parts = [issue_page(issue).markdown]
    sections = {section.name: section for section in issue.sections}
    contents = {
        "labs": _links(issue.labs),
        "wire": _links(issue.wire),
        "papers": [part for paper in issue.papers for part in _paper(paper)],
        "benchmarks": [_lowered(board_page(snapshot).markdown) for snapshot in issue.tables],
        "trending": [_repo(repo) for repo in issue.trending],
    }
    for name in [*SECTIONS, *(n for n in sections if n not in SECTIONS)]:
        section = sections.get(name)
        content = contents.get(name, [])
        if section is None and not content:
            continue
        parts.append(f"## {escape(section.title if section else SECTIONS.get(name, name))}")
        if section is not None:
            parts += section.essay
            parts += [f"*{escape(section.author)}*"] if section.author else []
        parts += content
    return "\n\n".join(parts)


def _links(links: Iterable[SourcedLink]) -> list[str]:
    lines = [f"- {_linked(known.title, known.url)}" + (f" ({escape(known.source)})" if known.source else "")
             for known in links]  # fmt: skip
    return ["\n".join(lines)] if lines else []


def _paper(paper: Paper) -> list[str]:
    facts = " · ".join(part for part in (paper.primary_category, paper.key if paper.arxiv_id else "") if part)
    title = f"### {_linked(to_unicode(paper.title), paper.url)}"
    return [part for part in (title, f"*{escape(facts)}*" if facts else "", escape(to_unicode(paper.abstract))) if part]


def _repo(repo: Repo) -> str:
    facts = [repo.language, f"★ {repo.stars:,}" if repo.stars is not None else ""]
    said = " · ".join(escape(part) for part in facts if part)
    description = f"  \n{escape(repo.description)}" if repo.description else ""
    return f"**{_linked(repo.name, repo.url)}**" + (f" {said}" if said else "") + description


def _linked(title: str, url: str) -> str:
    return link(escape(title), url) if url else escape(title)


def _lowered(markdown: str) -> str:
    """A page below a section: its title is a heading of the third level."""
    return "##" + markdown if markdown.startswith("# ") else markdown
