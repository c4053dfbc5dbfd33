"""Leaderboards: storing tables of a day and reading them back."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from tui_reader.domain.boards import BoardInfo, BoardRow, Snapshot
from tui_reader.domain.items import Kind, board_key
from tui_reader.domain.rows import SnapshotInfo
from tui_reader.storage.items import Items, NewItem
from tui_reader.storage.merging import merge_snapshots
from tui_reader.storage.places import seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader.storage.db import Db, Record

#: Of several tables of one day the first in this order is shown: a whole one, then the one with more rows.
_FULLEST = "day DESC, complete DESC, size DESC, id"
_COLUMNS = "id, board, day, source, title, metric, description, index_version, complete, size"


def store_snapshot(items: Items, snapshot: Snapshot) -> tuple[str, str]:
    """Store a table, within a transaction of the caller's: the board's key and `new` (the board is),
    `updated` or `same`. A table of the same day and source is merged with it; an empty one changes nothing."""
    key = board_key(snapshot.board)
    if not snapshot.rows:
        return key, "same"
    db = items.db
    known = db.one(
        f"SELECT {_COLUMNS} FROM snapshots WHERE board = ? AND day = ? AND source = ?",
        (snapshot.board, snapshot.taken_on.isoformat(), snapshot.source),
    )
    if known is not None:
        old = _snapshot(db, known)
        snapshot = merge_snapshots(old, snapshot)
        if snapshot == old:
            return key, "same"
        db.run("DELETE FROM snapshot_rows WHERE snapshot = ?", (known[0],))
        db.run("DELETE FROM snapshots WHERE id = ?", (known[0],))
    number = db.run(
        "INSERT INTO snapshots(board, day, source, title, metric, description, index_version, complete, size) "
        "VALUES(?,?,?,?,?,?,?,?,?)",
        (
            snapshot.board, snapshot.taken_on.isoformat(), snapshot.source, snapshot.title, snapshot.metric,
            snapshot.description, snapshot.index_version, int(snapshot.complete), len(snapshot.rows),
        ),
    ).lastrowid  # fmt: skip
    db.many(
        "INSERT INTO snapshot_rows VALUES(?,?,?,?,?,?,?,?)",
        [
            (number, line, r.model, r.rank, r.score, r.tok_s, r.usd_per_1m, r.model_id)
            for line, r in enumerate(snapshot.rows)
        ],
    )
    return key, "new" if _describe(items, snapshot, key) else "updated"


def _describe(items: Items, snapshot: Snapshot, key: str) -> bool:
    """Keep the board's own item up to its newest table; whether the board is new."""
    db = items.db
    newest = db.value("SELECT max(day) FROM snapshots WHERE board = ?", (snapshot.board,))
    if newest == snapshot.taken_on.isoformat():
        db.run(
            "INSERT INTO boards VALUES(?,?,?) ON CONFLICT DO UPDATE SET "
            "title = CASE excluded.title WHEN '' THEN title ELSE excluded.title END, "
            "metric = CASE excluded.metric WHEN '' THEN metric ELSE excluded.metric END",
            (snapshot.board, snapshot.title, snapshot.metric),
        )
    title = db.value("SELECT title FROM boards WHERE board = ?", (snapshot.board,)) or snapshot.board
    seconds = seconds_of(date.fromisoformat(newest))
    models = " ".join(r.model for r in snapshot.rows)
    item_id = items.find(key)
    if item_id is None:
        items.add(NewItem(key, Kind.BOARD, title, source=snapshot.source, seconds=seconds, text=models))
        return True
    is_newest = newest == snapshot.taken_on.isoformat()
    items.change(item_id, {"title": title, "date": seconds}, models if is_newest else None)
    return False


def _snapshot(db: Db, row: Record) -> Snapshot:
    number, board, day, source, title, metric, description, index_version, complete, _ = row
    rows = db.all(
        "SELECT model, rank, score, tok_s, usd_per_1m, model_id FROM snapshot_rows WHERE snapshot = ? ORDER BY line",
        (number,),
    )
    return Snapshot(
        board, title, date.fromisoformat(day), tuple(BoardRow(*r) for r in rows), metric, description, source,
        index_version, bool(complete),
    )  # fmt: skip


def boards(db: Db) -> list[BoardInfo]:
    """The boards by title; several tables of one day count once."""
    return [
        BoardInfo(board, title or board, metric, n, date.fromisoformat(first), date.fromisoformat(last))
        for board, title, metric, n, first, last in db.all(
            "SELECT s.board, b.title, b.metric, count(DISTINCT s.day), min(s.day), max(s.day) "
            "FROM snapshots s JOIN boards b USING(board) GROUP BY s.board ORDER BY b.title COLLATE NOCASE, s.board"
        )
    ]


def _chosen(db: Db, board: str) -> Iterator[Record]:
    rows = db.all(f"SELECT {_COLUMNS} FROM snapshots WHERE board = ? ORDER BY {_FULLEST}", (board,))
    for _, of_day in groupby(rows, key=lambda r: r[2]):
        yield next(of_day)


def snapshots(db: Db, board: str) -> list[SnapshotInfo]:
    """The tables of a board, newest first, the fullest of each day."""
    return [SnapshotInfo(r[1], date.fromisoformat(r[2]), r[3], r[9]) for r in _chosen(db, board)]


def snapshot(db: Db, board: str, day: date | None) -> Snapshot | None:
    """The fullest table of a day or else of the nearest before; without a day, of the newest."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM snapshots WHERE board = ? AND day <= ? ORDER BY {_FULLEST} LIMIT 1",
        (board, day.isoformat() if day else "9999-12-31"),
    )
    return _snapshot(db, row) if row else None


def issue_snapshot(db: Db, board: str, day: date, source: str) -> Snapshot | None:
    """The table of exactly that day and source."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM snapshots WHERE board = ? AND day = ? AND source = ?",
        (board, day.isoformat(), source),
    )
    return _snapshot(db, row) if row else None


def history(db: Db, board: str, model: str) -> list[tuple[SnapshotInfo, BoardRow]]:
    """A model, by its name or its source's id, on all days it stands in the day's table, oldest first."""
    days = {r[0]: SnapshotInfo(r[1], date.fromisoformat(r[2]), r[3], r[9]) for r in _chosen(db, board)}
    found: dict[int, BoardRow] = {}
    for number, *row in db.all(
        "SELECT r.snapshot, r.model, r.rank, r.score, r.tok_s, r.usd_per_1m, r.model_id FROM snapshots s "
        "CROSS JOIN snapshot_rows r ON r.snapshot = s.id WHERE s.board = ? "
        "AND (r.model = ? COLLATE NOCASE OR (r.model_id = ? AND r.model_id <> '')) ORDER BY r.line DESC",
        (board, model, model),
    ):
        found[number] = BoardRow(*row)
    return sorted(((days[n], r) for n, r in found.items() if n in days), key=lambda pair: pair[0].taken_on)
