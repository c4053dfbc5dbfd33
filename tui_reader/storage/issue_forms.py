"""Issues as they are stored: a JSON form of their own words, with the keys of what they name."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from tui_reader.domain.issues import SECTIONS, Issue, Section, SourcedLink
from tui_reader.domain.repos import Repo

if TYPE_CHECKING:
    from tui_reader.storage.db import Db


def load_form(db: Db, item_id: int) -> dict[str, Any] | None:
    """The stored form of an issue."""
    text = db.value("SELECT form FROM issues WHERE id = ?", (item_id,))
    return json.loads(text) if text else None


def written_form(issue: Issue, source: str, papers: list[str], boards: list[str]) -> dict[str, Any]:
    """The form of an issue: `papers` are the keys of those it names, `boards` the ids of its tables."""
    return {
        "source": source,
        "title": issue.title,
        "author": issue.author,
        "url": issue.url,
        "essay": list(issue.essay),
        "sections": [[s.name, s.title, s.url, s.author, list(s.essay)] for s in issue.sections],
        "labs": [[link.source, link.title, link.url] for link in issue.labs],
        "wire": [[link.source, link.title, link.url] for link in issue.wire],
        "trending": [[r.name, r.description, r.language, r.stars, r.url] for r in issue.trending],
        "missing": list(issue.missing),
        "papers": papers,
        "boards": boards,
    }


def read_form(day: date, form: dict[str, Any]) -> Issue:
    """The issue of a form, without its papers and tables."""
    return Issue(
        day=day,
        title=form["title"],
        essay=tuple(form["essay"]),
        author=form["author"],
        url=form["url"],
        sections=tuple(Section(n, t, u, a, tuple(e)) for n, t, u, a, e in form["sections"]),
        labs=tuple(SourcedLink(*link) for link in form["labs"]),
        wire=tuple(SourcedLink(*link) for link in form["wire"]),
        trending=tuple(Repo(*r) for r in form["trending"]),
        missing=tuple(form["missing"]),
    )


def named_parts(db: Db, item_id: int) -> list[tuple[str, str]]:
    """The texts of a stored issue that may name things, each with where it stands."""
    row, form = db.one("SELECT day FROM issues WHERE id = ?", (item_id,)), load_form(db, item_id)
    return parts_of(read_form(date.fromisoformat(row[0]), form)) if row is not None and form is not None else []


def parts_of(issue: Issue) -> list[tuple[str, str]]:
    """The texts of an issue that may name things, each with where it stands."""
    told = [(s.title or SECTIONS.get(s.name, s.name), "\n\n".join(s.essay)) for s in issue.sections if s.essay]
    return [("Essay", "\n\n".join(issue.essay)), *told]
