"""What can be read of a damaged library, carried over into a fresh one.

Feeds serve their newest entries only: what was fetched long ago is nowhere else. Tables are copied row by row, from
both ends of each towards what is damaged; rows that hold what was never written there are left out, and so is what the
journal and the other tables add up to, which is made anew.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from tui_reader.storage.contents import mend_texts, tables
from tui_reader.storage.marks import apply_to_many
from tui_reader.storage.search_index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui_reader.storage.contents import Table
    from tui_reader.storage.db import Db, Record

#: Made anew: from the journal, or by the triggers of `items`.
_DERIVED = frozenset(
    (
        "tallies", "actions", "turns", "journal_files", "item_tags", "notes", "unindexed", "featureless",
        "paper_features",
    )
)  # fmt: skip
#: What the program remembers of the journal, of imports and of indexing holds for the old file alone.
_FORGOTTEN = ("journal.%", "imports", "follow%", "mute%")
_STEP = 500
_MARKED = 5000


def salvage(damaged: Path, db: Db) -> int:
    """Carry over what can be read of a file; how many items there are then. Raises StorageError when the fresh library
    cannot be written."""
    address = f"{damaged.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as old, db.transaction():
            old.text_factory = bytes
            known = _tables_of(old)
            for table in tables(db):
                if table.name in known and table.name not in _DERIVED:
                    _carry(old, db, table)
            _join(db)
    except sqlite3.Error:
        return 0  # not even its tables can be told
    with db.transaction():
        ids = [row[0] for row in db.all("SELECT id FROM items ORDER BY id")]
        for start in range(0, len(ids), _MARKED):
            apply_to_many(db, ids[start : start + _MARKED])
    SearchIndex(db).settle()
    return len(ids)


def _tables_of(old: sqlite3.Connection) -> set[str]:
    found = old.execute("SELECT CAST(name AS BLOB) FROM sqlite_master WHERE type = 'table'")
    return {name.decode("utf-8", "replace") for (name,) in found}


def _carry(old: sqlite3.Connection, db: Db, table: Table) -> None:
    names = [f'"{column.name}"' for column in table.columns]
    # Texts go over as the bytes they are, so that one that is none is a text still, which is mended afterwards.
    values = ", ".join("CAST(? AS TEXT)" if column.type == "TEXT" else "?" for column in table.columns)
    insert = f'INSERT OR IGNORE INTO "{table.name}"({", ".join(names)}) VALUES({values})'
    for row in _readable(old, table, names):
        with suppress(sqlite3.Error):  # a value that its column does not take
            db.raw.execute(insert, row)
    db.run(f'DELETE FROM "{table.name}" WHERE NOT ({table.is_good})')
    mend_texts(db, table)


def _readable(old: sqlite3.Connection, table: Table, names: list[str]) -> Iterator[Record]:
    """The rows from the first on up to what cannot be read, then from the last one back to it."""
    key = ", ".join(f'"{name}"' if name != "rowid" else name for name in table.key)
    back = ", ".join(f'"{name}" DESC' if name != "rowid" else "rowid DESC" for name in table.key)
    # What is of another type than its column is told in the row itself, and left out by its rules.
    kept = ", ".join(names)
    for order in (key, back):
        try:
            cursor = old.execute(f'SELECT {kept} FROM "{table.name}" ORDER BY {order}')
            while rows := cursor.fetchmany(_STEP):
                yield from rows
            return
        except sqlite3.Error:
            continue


def _join(db: Db) -> None:
    """Leave out what belongs to nothing, and what lacks a part that it cannot be shown without."""
    for kind in ("paper", "issue"):
        db.run(f"DELETE FROM items WHERE kind = '{kind}' AND id NOT IN (SELECT id FROM {kind}s)")
    for table in tables(db):
        columns = {column.name for column in table.columns}
        if "id" in columns and table.name not in ("items", "snapshots", "sources", "server_items"):
            db.run(f'DELETE FROM "{table.name}" WHERE id NOT IN (SELECT id FROM items)')
    db.run("DELETE FROM snapshot_rows WHERE snapshot NOT IN (SELECT id FROM snapshots)")
    db.run("DELETE FROM digest_items WHERE digest NOT IN (SELECT id FROM items)")
    for pattern in _FORGOTTEN:
        db.run("DELETE FROM meta WHERE name LIKE ?", (pattern,))
    db.run("INSERT OR IGNORE INTO unindexed SELECT id FROM items")
