"""Leaderboards: storing tables of a day and reading them back."""

from __future__ import annotations

from datetime import UTC, date
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from tui_reader.domain.boards import BoardInfo, BoardRow, Column, Snapshot, Value
from tui_reader.domain.items import Kind, board_key
from tui_reader.domain.model_writing import RULES, written_key
from tui_reader.domain.rows import SnapshotInfo
from tui_reader.storage.board_pairs import FULLEST, forget, judge, judged_days, shown_tables
from tui_reader.storage.item_writer import ItemWriter
from tui_reader.storage.merging import merge_snapshots
from tui_reader.storage.meta import Meta
from tui_reader.storage.new_items import NewItem
from tui_reader.storage.sort_keys import seconds_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.domain.rows import Stored
    from tui_reader.storage.db import Db, Record

#: How many names one query asks for.
_AT_ONCE = 400
_COLUMNS = (
    "id, board, day, source, title, metric, description, index_version, complete, size, better, extra, held_until"
)
#: By which rules the names of models were given their keys.
KEY_RULES = "boards.rules"
_ROW = "model, rank, score, tok_s, usd_per_1m, model_id, task_window, sem, low, high, more"


class _Extra(msgspec.Struct, omit_defaults=True):
    """What a table says of itself beyond its own columns in the database."""

    columns: tuple[Column, ...] = ()
    ceiling: float | None = None


_encode = msgspec.json.Encoder().encode
_extra = msgspec.json.Decoder(_Extra).decode
_more = msgspec.json.Decoder(dict[str, Value]).decode


class Boards:
    """Leaderboards and their tables by date."""

    def __init__(self, items: ItemWriter) -> None:
        self._items = items
        self._db = items.db

    def all(self) -> list[BoardInfo]:
        """The boards by title; several tables of one day count once."""
        return [
            BoardInfo(board, title or board, metric, n, date.fromisoformat(first), date.fromisoformat(last))
            for board, title, metric, n, first, last in self._db.all(
                "SELECT s.board, b.title, b.metric, count(DISTINCT s.day), min(s.day), max(s.day) "
                "FROM snapshots s JOIN boards b USING(board) GROUP BY s.board ORDER BY b.title COLLATE NOCASE, s.board"
            )
        ]

    def snapshots(self, board: str) -> list[SnapshotInfo]:
        """The tables of a board, newest first, the fullest of each day."""
        return [_info(board, row) for row in shown_tables(self._db, board)]

    def snapshot(self, board: str, day: date | None = None) -> Snapshot | None:
        """The fullest table of a day or else of the nearest before; without a day, of the newest."""
        row = self._db.one(
            f"SELECT {_COLUMNS} FROM snapshots WHERE board = ? AND day <= ? ORDER BY {FULLEST} LIMIT 1",
            (board, day.isoformat() if day else "9999-12-31"),
        )
        return _snapshot(self._db, row) if row else None

    def columns(self, board: str) -> list[Column]:
        """The columns of a board's own, of all its tables, those of the newest first."""
        told = self._db.all("SELECT extra FROM snapshots WHERE board = ? ORDER BY day DESC, id", (board,))
        texts = dict.fromkeys(text for (text,) in told if text)
        found: dict[str, Column] = {}
        for text in texts:
            for column in _extra(text).columns:
                found.setdefault(column.id, column)
        return list(found.values())

    def day_known_at(self, board: str, moment: datetime) -> date | None:
        """The newest date of which a table was here at that moment. Of a table that was stored before it was kept
        when, and of one out of the past, its own date tells."""
        found = self._db.value(
            "SELECT max(day) FROM snapshots WHERE board = ? AND day <= ? AND coalesce(first_seen, 0) <= ?",
            (board, moment.astimezone(UTC).date().isoformat(), seconds_of(moment)),
        )
        return date.fromisoformat(found) if found else None

    def of_source(self, board: str, day: date, source: str) -> Snapshot | None:
        """The table of exactly that day and source."""
        return issue_snapshot(self._db, board, day, source)

    def judged_days(self, board: str) -> dict[date, bool]:
        """Of each date but the first, whether its scores compare with those of the date before."""
        return judged_days(self._db, board, partial(_of_number, self._db))

    def appearances(self, board: str, models: Sequence[str]) -> list[tuple[SnapshotInfo, BoardRow]]:
        """The rows that have one of these names or of the source's ids, in the table that is shown of each day, oldest
        first and in the table's order. It takes as long as there are such rows, however long the board's history is."""
        found: dict[tuple[int, int], BoardRow] = {}
        wanted = list(dict.fromkeys(m for m in models if m))
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            for condition in (f"r.model COLLATE NOCASE IN ({marks})", f"r.model_id <> '' AND r.model_id IN ({marks})"):
                for number, line, *row in self._db.all(
                    f"SELECT r.snapshot, r.line, {_ROW} FROM snapshot_rows r WHERE {condition}", tuple(part)
                ):
                    found[number, line] = _row(row)
        if not found:
            return []
        days = {row[0]: _info(board, row) for row in shown_tables(self._db, board)}
        told = [(days[number], line, row) for (number, line), row in found.items() if number in days]
        told.sort(key=lambda t: (t[0].taken_on, t[1]))
        return [(info, row) for info, _, row in told]

    def firsts(self, board: str) -> list[tuple[date, str, str, float]]:
        """The model ranked first, with its score, in the table that is shown of each day: day, name, id and score,
        oldest first. Several that share the first place: the one that stands above."""
        found = []
        for number, day, *_ in shown_tables(self._db, board):
            row = self._db.one(
                "SELECT model, model_id, score FROM snapshot_rows WHERE snapshot = ? AND rank = 1 "
                "AND score IS NOT NULL ORDER BY line LIMIT 1",
                (number,),
            )
            if row is not None:
                found.append((date.fromisoformat(day), *row))
        return found[::-1]

    def models(self, board: str = "") -> list[str]:
        """The names that stand or stood on a board, or on all boards; the latest first."""
        where, values = ("WHERE board = ?", (board,)) if board else ("", ())
        rows = self._db.all(
            f"SELECT model FROM board_models {where} GROUP BY model ORDER BY max(last) DESC, model", values
        )
        return [model for (model,) in rows]

    def listing(self, keys: Sequence[str], model_id: str = "") -> dict[str, list[str]]:
        """The boards that list or listed a model, each with the names it has there: by the `written_key` of its names,
        or by an id of the source's (then maybe under no such name)."""
        found: dict[str, list[str]] = {}
        marks = ",".join("?" * len(keys))
        if Meta(self._db).get(KEY_RULES) == str(RULES):
            rows = self._db.all(
                f"SELECT board, model FROM board_models WHERE key IN ({marks}) ORDER BY last DESC, model", tuple(keys)
            )
        else:
            # Stored by other rules, and nobody has written since: what the names say now counts.
            names = self._db.all("SELECT board, model FROM board_models ORDER BY last DESC, model")
            rows = [(board, name) for board, name in names if written_key(name) in keys]
        for board, name in rows:
            found.setdefault(board, []).append(name)
        if model_id:
            for (board,) in self._db.all(
                "SELECT DISTINCT s.board FROM snapshot_rows r JOIN snapshots s ON s.id = r.snapshot "
                "WHERE r.model_id <> '' AND r.model_id = ?",
                (model_id,),
            ):
                found.setdefault(board, [])
        return found

    def store(self, snapshot: Snapshot) -> Stored:
        """Store the table of a day."""
        return self._items.in_steps([snapshot], lambda step: [store_snapshot(self._items, s) for s in step])

    def take(self, snapshot: Snapshot, now: datetime | None = None) -> Stored:
        """Store what a board gives of itself today, unless it is what it gave before: then the older table is noted to
        have held until today. `now` is when it was first seen."""

        def step(tables: Sequence[Snapshot]) -> list[tuple[str, str]]:
            key = board_key(snapshot.board)
            told = [(key, "same") if _still_holds(self._db, t) else store_snapshot(self._items, t, now) for t in tables]
            judge(self._db, snapshot.board, partial(_of_number, self._db))
            return told

        return self._items.in_steps([snapshot], step)


def store_snapshot(items: ItemWriter, snapshot: Snapshot, now: datetime | None = None) -> tuple[str, str]:
    """Store a table, within a transaction of the caller's: the board's key and `new` (the board is),
    `updated` or `same`. A whole table takes the place of the one of the same day and source, a part of one is merged
    with it; an empty one changes nothing. `now` is when it was first seen, None for one out of the past."""
    key = board_key(snapshot.board)
    if not snapshot.rows:
        return key, "same"
    db = items.db
    known = db.one(
        f"SELECT {_COLUMNS} FROM snapshots WHERE board = ? AND day = ? AND source = ?",
        (snapshot.board, snapshot.taken_on.isoformat(), snapshot.source),
    )
    first_seen = seconds_of(now)
    if known is not None:
        old = _snapshot(db, known)
        snapshot = merge_snapshots(old, snapshot)
        if snapshot == old:
            return key, "same"
        first_seen = db.value("SELECT first_seen FROM snapshots WHERE id = ?", (known[0],))
        db.run("DELETE FROM snapshot_rows WHERE snapshot = ?", (known[0],))
        db.run("DELETE FROM snapshots WHERE id = ?", (known[0],))
        forget(db, known[0])
    extra = _encode(_Extra(snapshot.columns, snapshot.ceiling)).decode()
    number = db.run(
        "INSERT INTO snapshots(board, day, source, title, metric, description, index_version, complete, size, better, "
        "extra, held_until, first_seen) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            snapshot.board, snapshot.taken_on.isoformat(), snapshot.source, snapshot.title, snapshot.metric,
            snapshot.description, snapshot.index_version, int(snapshot.complete), len(snapshot.rows),
            snapshot.better, extra, snapshot.held_until.isoformat() if snapshot.held_until else None,
            first_seen,
        ),
    ).lastrowid  # fmt: skip
    db.many(
        f"INSERT INTO snapshot_rows(snapshot, line, {_ROW}) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
        [
            (
                number, line, r.model, r.rank, r.score, r.tok_s, r.usd_per_1m, r.model_id, r.window, r.sem, r.low,
                r.high, _encode(dict(r.values)).decode() if r.values else "",
            )
            for line, r in enumerate(snapshot.rows)
        ],
    )  # fmt: skip
    _name_models(db, snapshot)
    judge(db, snapshot.board, partial(_of_number, db), snapshot.taken_on.isoformat())
    items.names.learn(r.model for r in snapshot.rows)
    return key, "new" if _describe(items, snapshot, key) else "updated"


def _name_models(db: Db, snapshot: Snapshot) -> None:
    """Keep the names of a table, each with what is the same for all ways of writing it."""
    if Meta(db).get(KEY_RULES) != str(RULES):
        names = [name for (name,) in db.all("SELECT DISTINCT model FROM board_models")]
        db.many("UPDATE board_models SET key = ? WHERE model = ?", [(written_key(name), name) for name in names])
        Meta(db).set(KEY_RULES, str(RULES))
    db.many(
        "INSERT INTO board_models(board, model, last, key) VALUES(?,?,?,?) "
        "ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
        [(snapshot.board, r.model, snapshot.taken_on.isoformat(), written_key(r.model)) for r in snapshot.rows],
    )


def _still_holds(db: Db, snapshot: Snapshot) -> bool:
    """Whether a table is the one before it, of an earlier day and the same source; that one is then noted to have
    held."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM snapshots WHERE board = ? AND source = ? AND day < ? ORDER BY day DESC LIMIT 1",
        (snapshot.board, snapshot.source, snapshot.taken_on.isoformat()),
    )
    # A table that lies between two that are stored stays a date of its own.
    if row is None or row[9] != len(snapshot.rows) or _is_past(db, snapshot):
        return False
    old = _snapshot(db, row)
    if replace(old, taken_on=snapshot.taken_on, held_until=None) != replace(snapshot, held_until=None):
        return False
    db.run("UPDATE snapshots SET held_until = ? WHERE id = ?", (snapshot.taken_on.isoformat(), row[0]))
    return True


def _is_past(db: Db, snapshot: Snapshot) -> bool:
    return bool(
        db.value(
            "SELECT 1 FROM snapshots WHERE board = ? AND source = ? AND day > ? LIMIT 1",
            (snapshot.board, snapshot.source, snapshot.taken_on.isoformat()),
        )
    )


def _describe(items: ItemWriter, snapshot: Snapshot, key: str) -> bool:
    """Keep the board's own item up to its newest table; whether the board is new."""
    db = items.db
    number, newest = db.all(
        f"SELECT id, day FROM snapshots WHERE board = ? ORDER BY {FULLEST} LIMIT 1", (snapshot.board,)
    )[0]
    title, metric = (
        db.value(
            f"SELECT {name} FROM snapshots WHERE board = ? AND {name} <> '' ORDER BY {FULLEST} LIMIT 1",
            (snapshot.board,),
        )
        for name in ("title", "metric")
    )
    db.run("INSERT OR REPLACE INTO boards VALUES(?,?,?)", (snapshot.board, title or "", metric or ""))
    models = [m for (m,) in db.all("SELECT model FROM snapshot_rows WHERE snapshot = ? ORDER BY line", (number,))]
    seconds = seconds_of(date.fromisoformat(newest))
    item_id = items.find(key)
    if item_id is None:
        new = NewItem(
            key, Kind.BOARD, title or snapshot.board, source=snapshot.source, seconds=seconds, text=" ".join(models)
        )
        items.add(new)
        return True
    items.change(item_id, {"title": title or snapshot.board, "date": seconds}, " ".join(models))
    return False


def _snapshot(db: Db, row: Record) -> Snapshot:
    number, board, day, source, title, metric, description, index_version, complete, _, better, extra, held = row
    more = _extra(extra) if extra else _Extra()
    rows = db.all(f"SELECT {_ROW} FROM snapshot_rows WHERE snapshot = ? ORDER BY line", (number,))
    return Snapshot(
        board, title, date.fromisoformat(day), tuple(map(_row, rows)), metric, description, source,
        index_version, bool(complete), better, more.columns, more.ceiling, date.fromisoformat(held) if held else None,
    )  # fmt: skip


def _row(row: Sequence[Any]) -> BoardRow:
    fields = (*row[:-1], tuple(_more(row[-1]).items()) if row[-1] else ())
    return BoardRow(*fields)


def _info(board: str, row: Record) -> SnapshotInfo:
    return SnapshotInfo(board, date.fromisoformat(row[1]), row[2], row[3])


def _of_number(db: Db, number: int) -> Snapshot:
    row = db.one(f"SELECT {_COLUMNS} FROM snapshots WHERE id = ?", (number,))
    assert row is not None  # noqa: S101  # asked for within the transaction that found it
    return _snapshot(db, row)


def issue_snapshot(db: Db, board: str, day: date, source: str) -> Snapshot | None:
    """The table of exactly that day and source."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM snapshots WHERE board = ? AND day = ? AND source = ?",
        (board, day.isoformat(), source),
    )
    return _snapshot(db, row) if row else None
