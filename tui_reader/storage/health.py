"""Looking after the library: is it sound, and can what is not be repaired?"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader.domain.checks import Check, CheckStatus
from tui_reader.domain.errors import StorageError
from tui_reader.storage.contents import check_contents
from tui_reader.storage.db import Db, failures
from tui_reader.storage.salvage import salvage
from tui_reader.storage.search_index import SearchIndex
from tui_reader.storage.sort_keys import day_number_sql

if TYPE_CHECKING:
    from pathlib import Path

#: Of a library up to this size the whole index is compared with the texts, of a larger one this many items.
_WHOLE, _SAMPLE = 50_000, 500
_REPAIR = "inference-tui doctor --repair repairs it."
_TALLIED = (
    f"SELECT kind, desk, read, {day_number_sql('place')} AS day, count(*) AS n FROM items "
    "GROUP BY kind, desk, read, day"
)


class Health:
    """Looking the library over, and making anew what can be derived."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def check(self, *, is_whole: bool = False) -> list[Check]:
        """Look the library over; takes some ten seconds for a million items. `is_whole`: look at every row of the
        large tables, too, which takes twice as long."""
        db = self._db
        return [_sound(db), check_contents(db, is_whole=is_whole), _search(db), _tallies(db), _journal(db)]

    def carry_over(self, damaged: Path) -> int:
        """Take what can be read of a damaged library into this fresh one; how many items. Raises StorageError."""
        return salvage(damaged, self._db)

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
            for c in self.check(is_whole=True)
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
        waiting = db.value("SELECT count(*) FROM unindexed")
        documents = db.value("SELECT count(*) FROM search_docsize")
        items = db.value("SELECT count(*) FROM items")
        if items <= _WHOLE:
            if db.can_write:
                # A comparison of the whole index with the texts; FTS5 makes it a command, hence a write.
                db.run("INSERT INTO search(search, rank) VALUES('integrity-check', 1)")
            wrong = 0
        else:
            wrong = _sampled(db)
    except StorageError as error:
        return Check("search", CheckStatus.FAILED, f"the search index is out of step ({error.message})", _REPAIR)
    if documents + waiting != items or wrong:
        found = f"the search index holds {documents} of {items} items"
        found = f"{wrong} of {_SAMPLE} items are not found by their titles" if wrong else found
        return Check("search", CheckStatus.FAILED, found, _REPAIR)
    if waiting:
        return Check("search", CheckStatus.WARNING, f"{waiting} items are not in the search index yet", _REPAIR)
    return Check("search", CheckStatus.OK, f"the search index holds all {items} items")


def _sampled(db: Db) -> int:
    """How many items, of some spread over the whole library, the index does not find by the words of their titles. To
    compare a large index with all texts takes longer than to make it anew."""
    last = db.value("SELECT max(id) FROM items")
    step = max(1, last // _SAMPLE)
    wrong = 0
    for place, title in db.all(
        "WITH RECURSIVE picked(n) AS (SELECT 1 UNION ALL SELECT n + ? FROM picked WHERE n + ? <= ?) "
        "SELECT i.place, searchable(i.title) FROM picked p CROSS JOIN items i ON i.id = p.n "
        "WHERE i.id NOT IN (SELECT id FROM unindexed)",
        (step, step, last),
    ):
        words = re.findall(r"[A-Za-z0-9]+", title) if title.isascii() else []
        asked = " AND ".join(f'"{word}"' for word in words[:12])
        if asked and not db.value(
            "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?", (f"title: ({asked})", place)
        ):
            wrong += 1
    return wrong


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
