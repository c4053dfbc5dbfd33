"""Lists: ids in order, groups of days, counts, and rows by their ids."""

from __future__ import annotations

import json
from array import array
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from tui_reader.domain.items import Kind, State
from tui_reader.domain.rows import Group, Order, PaneCounts, Row
from tui_reader.storage.query_sql import NOT_MUTED, Compiled, compile_query
from tui_reader.storage.relevance import by_relevance
from tui_reader.storage.sort_keys import day_number_sql, day_of_number, moment_of, seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.domain.query import Node
    from tui_reader.storage.db import Db, Record

_KIND = {k.value: k for k in Kind} | {"link": Kind.ENTRY}
_STATE = {s.value: s for s in State}
#: Below this many candidates it is quicker to walk them than the whole of a category.
FEW = 20_000
_LAST_DAY = date(9000, 1, 1)

#: What `to_row` takes, of `items i LEFT JOIN sources s ON s.id = i.source`.
ROW_COLUMNS = (
    "i.id, i.key, i.kind, i.title, i.url, i.source, "
    # What an issue names is from where the issue says; that it stands in the issue is said by the issue.
    "CASE WHEN i.kind = 'link' AND s.kind = 'issues' THEN i.source_title "
    "ELSE coalesce(nullif(s.title, ''), i.source_title) END, "
    "i.date, i.authors, i.category, i.badge, i.read, i.state, i.is_updated, i.tags, i.has_note, i.stars, i.rose, "
    # What may speak of a withdrawal, of the few papers that do.
    "(SELECT replace(substr(w.comment, 1, 2000), char(10), ' ') || char(10) || coalesce(substr(a.text, 1, 500), '') "
    "FROM papers w LEFT JOIN texts a ON a.id = w.id WHERE w.id = i.id AND (w.comment LIKE '%withdr%' "
    "OR w.comment LIKE '%retract%' OR substr(a.text, 1, 99) LIKE '%withdrawn%' "
    "OR substr(a.text, 1, 99) LIKE '%retracted%')), "
    "i.id IN (SELECT id FROM muted)"
)
_ROW = f"SELECT {ROW_COLUMNS} FROM items i LEFT JOIN sources s ON s.id = i.source"


class Lists:
    """What lists show, a few milliseconds for each call if its text says no more."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def ids(self, query: Node, *, order: Order = Order.NEWEST, limit: int | None = None, offset: int = 0) -> array[int]:
        """Row ids that match, in order. Without a limit, time grows with the answer (about 0.1 s for 100,000), and the
        order is NEWEST."""
        compiled = compile_query(query)
        if order is Order.RANK and compiled.match and limit is not None:
            return by_relevance(compiled, limit + offset, self._ids)[offset:]
        return self._ids(compiled, limit, offset)

    def _ids(self, query: Compiled, limit: int | None, offset: int = 0) -> array[int]:
        source, newest, args = source_of(self._db, query)
        rows = self._db.all(
            f"SELECT i.id FROM {source} ORDER BY {newest} LIMIT ? OFFSET ?",
            (*args, -1 if limit is None else max(0, limit), max(0, offset)),
        )
        return array("q", chain.from_iterable(rows))

    def groups_of(self, wanted: Sequence[int]) -> list[Group]:
        """Run lengths per day of these rows, in the order of their ids."""
        found: dict[int, date | None] = {}
        for start in range(0, len(wanted), 1000):
            numbers = ",".join(str(int(i)) for i in wanted[start : start + 1000])
            sql = f"SELECT i.id, {day_number_sql('i.place')} FROM items i WHERE i.id IN ({numbers})"
            found.update((item_id, day_of_number(number)) for item_id, number in self._db.all(sql))
        return _runs((found[i], 1) for i in wanted if i in found)

    def groups(self, query: Node) -> list[Group]:
        """Run lengths per day of what `ids` gives in NEWEST order, the undated last."""
        compiled = compile_query(query)
        if compiled.simple is not None and not _hides(self._db, compiled):
            where = " AND ".join(f"{c} = ?" for c in compiled.simple) or "1"
            found = self._db.all(
                f"SELECT day, sum(n) FROM tallies WHERE {where} GROUP BY day HAVING sum(n) > 0 ORDER BY day",
                tuple(compiled.simple.values()),
            )
        else:
            source, _, args = source_of(self._db, compiled)
            found = self._db.all(
                f"SELECT {day_number_sql('i.place')} AS day, count(*) FROM {source} GROUP BY 1 ORDER BY 1", args
            )
        return _runs((day_of_number(number), n) for number, n in found)

    def count(self, query: Node) -> int:
        """How many items match."""
        compiled = compile_query(query)
        hides = _hides(self._db, compiled)
        if compiled.simple is not None and not hides:
            return _tally(self._db, compiled.simple)
        if compiled.match and not compiled.where.sql and not compiled.span.sql and not hides:
            return int(self._db.value("SELECT count(*) FROM search WHERE search MATCH ?", (compiled.match,)))
        source, _, args = source_of(self._db, compiled)
        return int(self._db.value(f"SELECT count(*) FROM {source}", args))

    def rows(self, wanted: Sequence[int]) -> list[Row]:
        """Rows in the order of their ids; ids that are gone are left out."""
        found: dict[int, Row] = {}
        for start in range(0, len(wanted), 1000):
            numbers = ",".join(str(int(i)) for i in wanted[start : start + 1000])
            for record in self._db.all(f"{_ROW} WHERE i.id IN ({numbers})"):
                found[record[0]] = to_row(record)
        return [found[i] for i in wanted if i in found]

    def summaries(self, wanted: Sequence[int]) -> dict[int, str]:
        """What papers say in their abstracts and entries in their summaries, by row id; nothing of other kinds."""
        found: dict[int, str] = {}
        for start in range(0, len(wanted), 1000):
            numbers = ",".join(str(int(i)) for i in wanted[start : start + 1000])
            found.update(
                self._db.all(
                    "SELECT i.id, coalesce(t.text, e.summary, '') FROM items i LEFT JOIN entries e ON e.id = i.id "
                    "LEFT JOIN texts t ON t.id = i.id AND i.kind = 'paper' "
                    f"WHERE i.id IN ({numbers}) AND i.kind IN ('paper', 'entry', 'link')"
                )
            )
        return found

    def new_since(self, query: Node, max_id: int) -> int:
        """How many matching items were added after that row id."""
        if not self._db.one("SELECT 1 FROM items WHERE id > ? LIMIT 1", (max_id,)):
            return 0  # asked after every decision, of a list that may be long
        source, _, args = source_of(self._db, compile_query(query))
        return int(self._db.value(f"SELECT count(*) FROM {source} AND i.id > ?", (*args, max_id)))

    def max_id(self) -> int:
        """The highest row id given so far."""
        return int(self._db.value("SELECT seq FROM sqlite_sequence WHERE name = 'items'") or 0)

    def counts(self, today: date) -> PaneCounts:
        """The numbers in the header. What was decided today is what was decided since midnight where the user is."""
        # A time without a zone is one of this machine's.
        morning, evening = (
            seconds_of(datetime.combine(min(day, _LAST_DAY), time()).astimezone())
            for day in (today, min(today, _LAST_DAY) + timedelta(days=1))
        )
        return PaneCounts(
            issues_unread=_tally(self._db, {"kind": "issue", "read": 0}),
            entries_unread=_tally(self._db, {"kind": "entry", "read": 0}),
            repos_unread=_tally(self._db, {"kind": "repo", "read": 0}),
            papers_inbox=_tally(self._db, {"kind": "paper", "desk": 1}),
            decided_today=self._db.value(
                # The + keeps all papers from being gone through instead of what was decided.
                "SELECT count(*) FROM items WHERE decided_at >= ? AND decided_at < ? AND +kind = 'paper'",
                (morning, evening),
            ),
        )

    def stories(self) -> dict[int, int]:
        """Every entry that shares its story with another, with the story's number; newest first."""
        return dict(self._db.all("SELECT id, story FROM items WHERE story IS NOT NULL ORDER BY +place"))


def source_of(db: Db, query: Compiled) -> tuple[str, str, list[Any]]:
    """FROM and WHERE of a query, the column that gives its order, and the bound values."""
    where = [query.where.sql] if query.where.sql else []
    if _hides(db, query):
        where.append(NOT_MUTED)
    args: list[Any] = list(query.where.args)
    if query.match:
        # CROSS JOIN keeps the full-text index in front: it gives its rows in the order wanted. The + keeps bounds of
        # its row numbers from being taken for bounds of places, a range to go through for each match.
        tables, order = "search CROSS JOIN items i ON i.place = +search.rowid", "search.rowid"
        where = ["search MATCH ?", *([query.span.sql] if query.span.sql else []), *where]
        args = [query.match, *query.span.args, *args]
    elif query.category and _candidates(db, query) > FEW:
        tables, order = "categories k CROSS JOIN items i ON i.id = k.id", "k.place"
        where.insert(0, "k.category = ?")
        args.insert(0, query.category)
    else:
        tables, order = "items i", "i.place"
    return f"{tables} WHERE {' AND '.join(where) or '1'}", order, args


def _hides(db: Db, query: Compiled) -> bool:
    """Whether something is muted that a query would find."""
    return query.hides_muted and db.one("SELECT 1 FROM muted LIMIT 1") is not None


def _candidates(db: Db, query: Compiled) -> int:
    # Most queries with a category are about the inbox.
    if "i.desk = 1" in query.where.sql:
        return _tally(db, {"kind": "paper", "desk": 1})
    return _tally(db, {"kind": "paper"})


def _tally(db: Db, wanted: dict[str, object]) -> int:
    where = " AND ".join(f"{c} = ?" for c in wanted) or "1"
    return int(db.value(f"SELECT coalesce(sum(n), 0) FROM tallies WHERE {where}", tuple(wanted.values())))


def _runs(days: Iterable[tuple[date | None, int]]) -> list[Group]:
    runs: list[Group] = []
    for day, n in days:
        if runs and runs[-1].day == day:
            runs[-1] = Group(day, runs[-1].count + n)
        else:
            runs.append(Group(day, n))
    return runs


def load_row(db: Db, item_id: int) -> Row | None:
    """One row."""
    record = db.one(f"{_ROW} WHERE i.id = ?", (item_id,))
    return to_row(record) if record else None


def to_row(record: Record) -> Row:
    """A row of what `_ROW` selects."""
    (item_id, key, kind, title, url, source, source_title, seconds, authors, category, badge, read, state, is_updated,
     tags, has_note, stars, rose, withdrawal, is_muted) = record  # fmt: skip
    if "\\" in authors:
        authors = _plain(authors)
    return Row(
        item_id, key, _KIND[kind], title, url, source, source_title, moment_of(seconds), authors, category, badge,
        read == 1, _STATE[state], is_updated == 1, tuple(json.loads(tags)) if tags else (), has_note == 1, stars,
        rose=rose, is_withdrawn=withdrawal is not None and _is_withdrawn(withdrawal),
        is_muted=is_muted == 1,
    )  # fmt: skip


def _plain(authors: str) -> str:
    """Names that were stored as their source had them, without LaTeX."""
    from tui_reader.text.author_names import plain_names

    return plain_names(authors)


def _is_withdrawn(said: str) -> bool:
    from tui_reader.domain.withdrawal import withdrawal_of

    comment, _, abstract = said.partition("\n")
    return bool(withdrawal_of(comment, abstract))
