"""Issues: an essay of its own, and references to what it names, which are items like any other.

The words of an issue are kept as JSON, its *form*, with the keys of what it names. It is put together from all the
forms the issue was seen in: its page, its plain text, with or without the pages of its sections.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from tui_reader.domain.issues import SECTIONS, Issue, Section, SourcedLink
from tui_reader.domain.items import Kind, Seen, board_key, normalise_title
from tui_reader.domain.repos import Repo
from tui_reader.storage.boards import issue_snapshot, store_snapshot
from tui_reader.storage.item_writer import ItemWriter
from tui_reader.storage.keys import find
from tui_reader.storage.links import store_link
from tui_reader.storage.mentions import essay_parts
from tui_reader.storage.merging import fuller, join_lists, merge_repos, union
from tui_reader.storage.new_items import NewItem
from tui_reader.storage.paper_table import load_paper, store_paper
from tui_reader.storage.repos import store_repo
from tui_reader.storage.sort_keys import seconds_of
from tui_reader.storage.texts import canonical

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime

    from tui_reader.domain.rows import Stored
    from tui_reader.storage.db import Db


class Issues:
    """Issues, each put together from all the forms it was seen in."""

    def __init__(self, items: ItemWriter) -> None:
        self._items = items
        self._db = items.db

    def get(self, key: str) -> Issue | None:
        """An issue with all it names, each with all that is known of it."""
        db, item_id = self._db, find(self._db, key)
        row = db.one("SELECT day FROM issues WHERE id = ?", (item_id,))
        form = _load_form(db, item_id) if item_id is not None else None
        if row is None or form is None:
            return None
        day = date.fromisoformat(row[0])
        ids = [find(db, key) for key in form["papers"]]
        papers = [load_paper(db, i) for i in dict.fromkeys(ids) if i is not None]
        tables = [issue_snapshot(db, board, day, form["source"]) for board in form["boards"]]
        return replace(
            _read_form(day, form),
            papers=tuple(p for p in papers if p is not None),
            tables=tuple(t for t in tables if t is not None),
        )

    def days(self) -> set[date]:
        """The days whose issues are stored."""
        return {date.fromisoformat(r[0]) for r in self._db.all("SELECT day FROM issues")}

    def store(self, issue: Issue, source: str, now: datetime) -> Stored:
        """Store an issue with its papers, links, tables and repositories, as one."""
        with self._db.transaction():
            outcomes = _store_issue(self._items, issue, source, now)
        return self._items.stored(outcomes)


def _store_issue(items: ItemWriter, issue: Issue, source: str, now: datetime) -> list[tuple[str, str]]:
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
        tables.append(store_snapshot(items, replace(table, taken_on=issue.day, source=source), now))
        board = items.find(board_key(table.board))
        if board is not None:
            items.see(board, issue.key, "issue", where["benchmarks"], issue.day)
    boards = [t.board for t in issue.tables if t.rows]
    own = _store_own(items, issue, source, [k for k, _ in papers if k], boards, now)
    return [own, *(r for r in (*papers, *labs, *wire, *repos, *tables) if r[0])]


def _store_own(
    items: ItemWriter, issue: Issue, source: str, papers: list[str], boards: list[str], now: datetime
) -> tuple[str, str]:
    db = items.db
    item_id = items.find(issue.key)
    old = _load_form(db, item_id) if item_id is not None else None
    stored_source = source
    if old is not None and item_id is not None:
        issue = _merged(_read_form(issue.day, old), issue)
        longer, shorter = (papers, old["papers"]) if len(papers) > len(old["papers"]) else (old["papers"], papers)
        # Two keys may have become one since: a title whose number is known now.
        papers = list({find(db, k) or k: k for k in union(longer, shorter)}.values())
        boards = list(union(old["boards"], boards))
        stored_source = old["source"]
    told = _written_form(issue, stored_source, papers, boards)
    form = json.dumps(told, ensure_ascii=False)
    title = issue.title or f"{issue.day:%A}, {issue.day.day} {issue.day:%B %Y}"
    text = "\n\n".join((*issue.essay, *(p for s in issue.sections for p in s.essay)))
    if item_id is None:
        item_id = items.add(
            NewItem(
                issue.key, Kind.ISSUE, title, issue.url, source, seconds=seconds_of(issue.day), authors=issue.author,
                text=text, first_seen=seconds_of(now),
            )
        )  # fmt: skip
        db.run("INSERT INTO issues VALUES(?,?,?)", (item_id, issue.day.isoformat(), form))
        items.names.read(item_id, essay_parts(told["essay"], told["sections"]))
        return issue.key, "new"
    changed = items.change(item_id, {"title": title, "url": issue.url, "authors": issue.author}, text)
    changed = changed or json.dumps(old, ensure_ascii=False) != form
    db.run("INSERT OR REPLACE INTO issues VALUES(?,?,?)", (item_id, issue.day.isoformat(), form))
    if changed:
        items.names.read(item_id, essay_parts(told["essay"], told["sections"]))
    return issue.key, "updated" if changed else "same"


def _load_form(db: Db, item_id: int) -> dict[str, Any] | None:
    """The stored form of an issue."""
    text = db.value("SELECT form FROM issues WHERE id = ?", (item_id,))
    return json.loads(text) if text else None


def _written_form(issue: Issue, source: str, papers: list[str], boards: list[str]) -> dict[str, Any]:
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


def _read_form(day: date, form: dict[str, Any]) -> Issue:
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


def _merged(old: Issue, new: Issue) -> Issue:
    """One issue of two forms of it (its page, its plain text, with or without the sections' own pages), without
    papers and tables, which are stored as items of their own."""

    def link_names(link: SourcedLink) -> tuple[Hashable, ...]:
        title = normalise_title(link.title)
        names = (("url", canonical(link.url)) if link.url else None, ("title", title) if title else None)
        return tuple(n for n in names if n)

    sections = join_lists(old.sections, new.sections, lambda s: (s.name,), _merge_sections)
    labs = join_lists(old.labs, new.labs, link_names, _merge_links)
    wire = join_lists(old.wire, new.wire, link_names, _merge_links)
    trending = join_lists(old.trending, new.trending, lambda r: (r.key,), merge_repos)
    found = {s.name for s in sections}
    return Issue(
        day=old.day,
        title=old.title or new.title,
        essay=_longer_essay(old.essay, new.essay),
        author=old.author or new.author,
        url=old.url or new.url,
        sections=sections,
        labs=labs,
        wire=wire,
        trending=trending,
        missing=tuple(name for name in old.missing if name in new.missing and name not in found),
    )


def _merge_sections(one: Section, other: Section) -> Section:
    return Section(
        one.name,
        fuller(one.title, other.title),
        one.url or other.url,
        one.author or other.author,
        _longer_essay(one.essay, other.essay),
    )


def _merge_links(one: SourcedLink, other: SourcedLink) -> SourcedLink:
    return SourcedLink(one.source or other.source, one.title or other.title, one.url or other.url)


def _longer_essay(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return new if sum(map(len, new)) > sum(map(len, old)) else old
