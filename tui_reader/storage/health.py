"""Looking after the library: is it sound, and can what is not be repaired?"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader.domain.checks import Check, CheckStatus
from tui_reader.domain.errors import StorageError
from tui_reader.storage.db import Db, failures
from tui_reader.storage.search_index import SearchIndex
from tui_reader.storage.sort_keys import day_number_sql

if TYPE_CHECKING:
    from pathlib import Path

_REPAIR = "inference-tui doctor --repair repairs it."
_TALLIED = (
    f"SELECT kind, desk, read, {day_number_sql('place')} AS day, count(*) AS n FROM items "
    "GROUP BY kind, desk, read, day"
)


class Health:
    """Looking the library over, and making anew what can be derived."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def check(self) -> list[Check]:
        """Look the library over; takes a second for each 100 MB or so."""
        db = self._db
        return [_sound(db), _search(db), _tallies(db), _journal(db)]

    def repair(self) -> list[Check]:
        """Make anew what can be derived: the search index, the counts. Raises StorageError when the file itself is
        damaged; then it has to be set aside."""
        db = self._db
        with db.transaction():
            db.run("DELETE FROM unindexed")
            db.run("INSERT INTO search(search) VALUES('rebuild')")
            db.run("DELETE FROM tallies")
            db.run(f"INSERT INTO tallies {_TALLIED}")
        SearchIndex(db).settle()
        return [
            Check(c.name, CheckStatus.REPAIRED, c.message) if c.name in ("search", "counts") and c.status == "ok" else c
            for c in self.check()
        ]


def _sound(db: Db) -> Check:
    try:
        found = [r[0] for r in db.all("PRAGMA quick_check(5)")]
    except StorageError as error:
        found = [error.message]
    if found == ["ok"]:
        items = db.value("SELECT count(*) FROM items")
        return Check("library", CheckStatus.OK, f"{db.path} is sound: {items} items")
    hint = "inference-tui doctor --repair sets it aside; the next sync rebuilds it, and the journal keeps what you did."
    return Check("library", CheckStatus.FAILED, f"{db.path} is damaged: {'; '.join(found)}", hint)


def _search(db: Db) -> Check:
    try:
        if db.can_write:
            # A comparison of the whole index with the texts; FTS5 makes it a command, hence a write.
            db.run("INSERT INTO search(search, rank) VALUES('integrity-check', 1)")
        waiting = db.value("SELECT count(*) FROM unindexed")
        documents = db.value("SELECT count(*) FROM search_docsize")
        items = db.value("SELECT count(*) FROM items")
    except StorageError as error:
        return Check("search", CheckStatus.FAILED, f"the search index is out of step ({error.message})", _REPAIR)
    if documents + waiting != items:
        found = f"the search index holds {documents} of {items} items"
        return Check("search", CheckStatus.FAILED, found, _REPAIR)
    if waiting:
        return Check("search", CheckStatus.WARNING, f"{waiting} items are not in the search index yet", _REPAIR)
    return Check("search", CheckStatus.OK, f"the search index holds all {items} items")


def _tallies(db: Db) -> Check:
    try:
        wrong = db.value(
            f"SELECT count(*) FROM (SELECT * FROM ({_TALLIED}) EXCEPT SELECT * FROM tallies WHERE n <> 0) "
        ) or db.value(f"SELECT count(*) FROM (SELECT * FROM tallies WHERE n <> 0 EXCEPT SELECT * FROM ({_TALLIED}))")
    except StorageError as error:
        return Check("counts", CheckStatus.FAILED, error.message, _REPAIR)
    if wrong:
        return Check("counts", CheckStatus.FAILED, "the counts are out of step with the items", _REPAIR)
    return Check("counts", CheckStatus.OK, "the counts agree with the items")


def _journal(db: Db) -> Check:
    try:
        files, skipped = db.one("SELECT count(*), coalesce(sum(skipped), 0) FROM journal_files") or (0, 0)
    except StorageError as error:
        return Check("journal", CheckStatus.FAILED, error.message, _REPAIR)
    if skipped:
        found = f"{skipped} lines of the journal could not be read and were passed over"
        return Check("journal", CheckStatus.WARNING, found, "The files are left as they are; the other lines count.")
    return Check("journal", CheckStatus.OK, f"the journal was read: {files} files")


def set_aside(path: Path) -> Path:
    """Give a damaged file, with its companions, a new name, so that a fresh one can be made. The new name."""
    now = datetime.now(UTC)
    target = path.with_name(f"{path.name}.damaged-{now:%Y%m%d-%H%M%S-%f}")
    with failures(path):
        path.rename(target)
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).rename(target.with_name(target.name + suffix))
    return target
