"""An issue as one document: essay, sections with their essays, links, papers, tables, repositories, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.issues import SECTIONS
from tui_reader.domain.items import Kind, url_key
from tui_reader.services.page_text import day_text, escape_text, math_text
from tui_reader.services.reading import Page, board_page, issue_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_reader.domain.issues import Issue, Section, SourcedLink
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.repos import Repo

WHOLE = "#whole"
"""What the key of the document ends with, behind that of the issue."""
ROW = "row:"
"""What the anchors of the parts begin with, before the key of the part's row in the list of the issue."""


def whole_issue_page(issue: Issue) -> Page:
    """All of an issue; each part that is a row of its list has an anchor, `ROW` and the row's key."""
    essay = issue_page(issue)
    parts = [_anchor(issue.key), essay.markdown]
    sections = {section.name: section for section in issue.sections}
    for name, default in SECTIONS.items():
        section, rows = sections.get(name), list(_rows(issue, name))
        if not rows and (section is None or not section.essay):
            continue
        parts += [*_head(issue, name, section, default), *rows]
    return Page(f"{issue.key}{WHOLE}", issue.title, "\n\n".join(parts), issue.url)


def _anchor(key: str) -> str:
    return f'<a id="{ROW}{key}"></a>'


def _head(issue: Issue, name: str, section: Section | None, default: str) -> list[str]:
    title = f"## {escape_text(section.title if section is not None else default)}"
    if section is None or not section.essay:
        return [title]
    author = f"*{escape_text(section.author)}*" if section.author else ""
    return [_anchor(f"{issue.key}#{name}"), title, *([author] if author else []), *section.essay]


def _rows(issue: Issue, name: str) -> Iterator[str]:
    match name:
        case "labs":
            yield from _links(issue.labs)
        case "wire":
            yield from _links(issue.wire)
        case "papers":
            yield from map(_paper, issue.papers)
        case "benchmarks":
            for table in issue.tables:
                yield _anchor(f"{Kind.BOARD}:{table.board}@{table.taken_on.isoformat()}")
                yield "##" + board_page(table).markdown
        case "trending":
            if issue.trending:
                yield "\n".join(map(_repo, issue.trending))


def _links(links: Sequence[SourcedLink]) -> Iterator[str]:
    from tui_reader.text.addresses import canonical

    lines = []
    for link in links:
        anchor = _anchor(url_key(canonical(link.url))) if link.url else ""
        title = f"[{escape_text(link.title)}](<{link.url}>)" if link.url else escape_text(link.title)
        source = f"**{escape_text(link.source)}** · " if link.source else ""
        lines.append(f"- {anchor}{source}{title}")
    if lines:
        yield "\n".join(lines)


def _paper(paper: Paper) -> str:
    title = math_text(paper.title)
    heading = f"### {_anchor(paper.key)}" + (f"[{title}](<{paper.url}>)" if paper.url else title)
    about = " · ".join(filter(None, (paper.primary_category, day_text(paper.announced_on))))
    return "\n\n".join(filter(None, (heading, f"*{escape_text(about)}*" if about else "", math_text(paper.abstract))))


def _repo(repo: Repo) -> str:
    stars = f"★ {repo.stars:,}" if repo.stars is not None else ""
    facts = " · ".join(filter(None, (escape_text(repo.language), stars)))
    said = f" — {escape_text(repo.description)}" if repo.description else ""
    name = f"[{escape_text(repo.name)}](<{repo.url}>)" if repo.url else escape_text(repo.name)
    return f"- {_anchor(repo.key)}**{name}**{' · ' + facts if facts else ''}{said}"
