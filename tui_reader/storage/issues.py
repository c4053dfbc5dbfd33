"""Issues: an essay of its own, and references to what it names, which are items like any other."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.issues import SECTIONS, Issue
from tui_reader.domain.items import Kind, Seen, board_key
from tui_reader.storage.boards import issue_snapshot, store_snapshot
from tui_reader.storage.issue_forms import load_form, parts_of, read_form, written_form
from tui_reader.storage.item_writer import ItemWriter, NewItem
from tui_reader.storage.keys import find
from tui_reader.storage.links import store_link
from tui_reader.storage.merging import merge_issues, union
from tui_reader.storage.paper_table import load_paper, store_paper
from tui_reader.storage.repos import store_repo
from tui_reader.storage.sort_keys import seconds_of
from tui_reader.storage.texts import canonical

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.domain.rows import Stored


class Issues:
    """Issues, each put together from all the forms it was seen in."""

    def __init__(self, items: ItemWriter) -> None:
        self._items = items
        self._db = items.db

    def get(self, key: str) -> Issue | None:
        """An issue with all it names, each with all that is known of it."""
        db, item_id = self._db, find(self._db, key)
        row = db.one("SELECT day FROM issues WHERE id = ?", (item_id,))
        form = load_form(db, item_id) if item_id is not None else None
        if row is None or form is None:
            return None
        day = date.fromisoformat(row[0])
        ids = [find(db, key) for key in form["papers"]]
        papers = [load_paper(db, i) for i in dict.fromkeys(ids) if i is not None]
        tables = [issue_snapshot(db, board, day, form["source"]) for board in form["boards"]]
        return replace(
            read_form(day, form),
            papers=tuple(p for p in papers if p is not None),
            tables=tuple(t for t in tables if t is not None),
        )

    def days(self) -> set[date]:
        """The days whose issues are stored."""
        return {date.fromisoformat(r[0]) for r in self._db.all("SELECT day FROM issues")}

    def store(self, issue: Issue, source: str, now: datetime) -> Stored:
        """Store an issue with its papers, links, tables and repositories, as one."""
        return self._items.in_steps([issue], lambda _: _store_issue(self._items, issue, source, now))


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
        tables.append(store_snapshot(items, replace(table, taken_on=issue.day, source=source)))
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
    old = load_form(db, item_id) if item_id is not None else None
    stored_source = source
    if old is not None and item_id is not None:
        issue = merge_issues(read_form(issue.day, old), issue, canonical)
        longer, shorter = (papers, old["papers"]) if len(papers) > len(old["papers"]) else (old["papers"], papers)
        # Two keys may have become one since: a title whose number is known now.
        papers = list({find(db, k) or k: k for k in union(longer, shorter)}.values())
        boards = list(union(old["boards"], boards))
        stored_source = old["source"]
    form = json.dumps(written_form(issue, stored_source, papers, boards), ensure_ascii=False)
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
        items.names.read(item_id, parts_of(issue))
        return issue.key, "new"
    changed = items.change(item_id, {"title": title, "url": issue.url, "authors": issue.author}, text)
    changed = changed or json.dumps(old, ensure_ascii=False) != form
    db.run("INSERT OR REPLACE INTO issues VALUES(?,?,?)", (item_id, issue.day.isoformat(), form))
    if changed:
        items.names.read(item_id, parts_of(issue))
    return issue.key, "updated" if changed else "same"
