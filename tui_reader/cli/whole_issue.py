"""A whole issue as one Markdown text: the reader shows its parts as rows, paper and pipes want all of it."""

from __future__ import annotations

from collections.abc import Iterable

from tui_reader.domain.issues import SECTIONS, Issue, SourcedLink
from tui_reader.domain.papers import Paper
from tui_reader.domain.repos import Repo
from tui_reader.services.reading import board_page, issue_page
from tui_reader.text.latex import to_unicode
from tui_reader.text.markdown import escape, link


def whole_issue(issue: Issue) -> str:
    """The essay, then every section with its own essay and all that it lists."""
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
