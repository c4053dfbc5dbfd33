"""Issues: an essay of its own, and references to what it names, which are items like any other."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from tui_reader.domain.issues import SECTIONS, Issue, Section, SourcedLink
from tui_reader.domain.items import Kind, board_key
from tui_reader.domain.repos import Repo
from tui_reader.storage.boards import issue_snapshot, store_snapshot
from tui_reader.storage.items import Items, NewItem
from tui_reader.storage.keys import find
from tui_reader.storage.links import store_link, store_repo
from tui_reader.storage.merging import merge_issues, union
from tui_reader.storage.papers import Seen, load_paper, store_paper
from tui_reader.storage.sort_keys import seconds_of
from tui_reader.storage.texts import canonical

if TYPE_CHECKING:
    from tui_reader.storage.db import Db


def store_issue(items: Items, issue: Issue, source: str, now: datetime) -> list[tuple[str, str]]:
    """Store an issue with all it names, within a transaction of the caller's: the key and outcome of each thing, the
    issue first. What other forms of the same issue said is kept."""
    seen = Seen(source=issue.key, kind="issue", where="", seen_on=issue.day, now=now, inbox=True)
    plain = replace(seen, inbox=False)
    told = {s.name: s.title for s in issue.sections}
    where = {name: told.get(name) or title for name, title in SECTIONS.items()}
    # Dates in lists are the issue's own; what it names first stands on top.
    papers = [store_paper(items, p, replace(seen, where=where["papers"])) for p in issue.papers]
    labs = [store_link(items, link, replace(plain, where=where["labs"])) for link in issue.labs]
    wire = [store_link(items, link, replace(plain, where=where["wire"])) for link in issue.wire]
    repos = [store_repo(items, r, replace(plain, where=where["trending"])) for r in issue.trending]
    tables = []
    for table in issue.tables:
        tables.append(store_snapshot(items, replace(table, taken_on=issue.day, source=source)))
        board = items.find(board_key(table.board))
        if board is not None:
            items.see(board, issue.key, "issue", where["benchmarks"], issue.day)
    own = _store_own(items, issue, source, [k for k, _ in papers if k], [t.board for t in issue.tables if t.rows])
    return [own, *(r for r in (*papers, *labs, *wire, *repos, *tables) if r[0])]


def _store_own(items: Items, issue: Issue, source: str, papers: list[str], boards: list[str]) -> tuple[str, str]:
    db = items.db
    item_id = items.find(issue.key)
    old = _form(db, item_id) if item_id is not None else None
    stored_source = source
    if old is not None and item_id is not None:
        issue = merge_issues(_read(issue.day, old), issue, canonical)
        longer, shorter = (papers, old["papers"]) if len(papers) > len(old["papers"]) else (old["papers"], papers)
        # Two keys may have become one since: a title whose number is known now.
        papers = list({find(db, k) or k: k for k in union(longer, shorter)}.values())
        boards = list(union(old["boards"], boards))
        stored_source = old["source"]
    form = json.dumps(_written(issue, stored_source, papers, boards), ensure_ascii=False)
    title = issue.title or f"{issue.day:%A}, {issue.day.day} {issue.day:%B %Y}"
    text = "\n\n".join((*issue.essay, *(p for s in issue.sections for p in s.essay)))
    if item_id is None:
        item_id = items.add(
            NewItem(
                issue.key, Kind.ISSUE, title, issue.url, source, seconds=seconds_of(issue.day), authors=issue.author,
                text=text,
            )
        )  # fmt: skip
        db.run("INSERT INTO issues VALUES(?,?,?)", (item_id, issue.day.isoformat(), form))
        items.names.read(item_id, _parts(issue))
        return issue.key, "new"
    changed = items.change(item_id, {"title": title, "url": issue.url, "authors": issue.author}, text)
    changed = changed or json.dumps(old, ensure_ascii=False) != form
    db.run("INSERT OR REPLACE INTO issues VALUES(?,?,?)", (item_id, issue.day.isoformat(), form))
    if changed:
        items.names.read(item_id, _parts(issue))
    return issue.key, "updated" if changed else "same"


def named_parts(db: Db, item_id: int) -> list[tuple[str, str]]:
    """The texts of a stored issue that may name things, each with where it stands."""
    row, form = db.one("SELECT day FROM issues WHERE id = ?", (item_id,)), _form(db, item_id)
    return _parts(_read(date.fromisoformat(row[0]), form)) if row is not None and form is not None else []


def _parts(issue: Issue) -> list[tuple[str, str]]:
    told = [(s.title or SECTIONS.get(s.name, s.name), "\n\n".join(s.essay)) for s in issue.sections if s.essay]
    return [("Essay", "\n\n".join(issue.essay)), *told]


def _written(issue: Issue, source: str, papers: list[str], boards: list[str]) -> dict[str, Any]:
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


def _read(day: date, form: dict[str, Any]) -> Issue:
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


def _form(db: Db, item_id: int) -> dict[str, Any] | None:
    text = db.value("SELECT form FROM issues WHERE id = ?", (item_id,))
    return json.loads(text) if text else None


def load_issue(db: Db, item_id: int) -> Issue | None:
    """An issue with all it names, each with all that is known of it."""
    row = db.one("SELECT day FROM issues WHERE id = ?", (item_id,))
    form = _form(db, item_id)
    if row is None or form is None:
        return None
    day = date.fromisoformat(row[0])
    ids = [find(db, key) for key in form["papers"]]
    papers = [load_paper(db, i) for i in dict.fromkeys(ids) if i is not None]
    tables = [issue_snapshot(db, board, day, form["source"]) for board in form["boards"]]
    return replace(
        _read(day, form),
        papers=tuple(p for p in papers if p is not None),
        tables=tuple(t for t in tables if t is not None),
    )


def issue_days(db: Db) -> set[date]:
    """The days whose issues are stored."""
    return {date.fromisoformat(r[0]) for r in db.all("SELECT day FROM issues")}
