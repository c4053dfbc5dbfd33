"""The first reading of a journal of years: millions of lines, in random order of what they speak of.

Taken in step by step, each line touches a page of a table that is larger than memory. Here they are laid aside in a
temporary file, sorted there, and written in the order of the table, all in one transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.storage.marks import action_of, apply_to_many, ids_of, take_turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.domain.journal import JournalLine
    from tui_reader.storage.db import Db

#: Items whose marks are worked out with one question.
_MARKED = 2000
_INDEX = "CREATE INDEX actions_batch ON actions(batch)"


class LaidAside:
    """Lines on their way into an empty table. `close` lets go of the file."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._turns: list[JournalLine] = []
        self.newest: JournalLine | None = None
        #: The line with the highest number of each machine.
        self.last: dict[str, JournalLine] = {}
        # What is sorted may be larger than memory.
        db.run("PRAGMA temp_store=FILE")
        db.run("CREATE TEMP TABLE laid_aside AS SELECT * FROM actions LIMIT 0")

    def add(self, lines: Iterable[JournalLine]) -> None:
        """Lay lines aside."""
        rows = []
        for line in lines:
            if self.newest is None or line.at > self.newest.at:
                self.newest = line
            if (last := self.last.get(line.name)) is None or line.number > last.number:
                self.last[line.name] = line
            if line.change is not None:
                rows.append(action_of(line, line.change))
            elif line.undo or line.redo:
                self._turns.append(line)
        db = self._db
        db.run("BEGIN")  # of the temporary file alone: nobody waits for it
        db.many("INSERT INTO laid_aside VALUES(?,?,?,?,?,?,?,?,?,?,?)", rows)
        db.run("COMMIT")

    def take_in(self) -> int:
        """Take what was laid aside into the library, within a transaction of the caller's; how many lines were new."""
        db = self._db
        before = db.changes()
        db.run("DROP INDEX actions_batch")
        db.run("INSERT OR IGNORE INTO actions SELECT * FROM laid_aside ORDER BY item, field, at, name, number, print")
        new = db.changes() - before
        db.run(_INDEX)
        new += sum(take_turn(db, line) for line in self._turns)
        self._mark()
        return new

    def _mark(self) -> None:
        """Work out the marks of all items that the journal speaks of."""
        db = self._db
        spoken_of = [
            r[0]
            for r in db.all(
                "SELECT id FROM items i WHERE EXISTS (SELECT 1 FROM actions a WHERE a.item = i.key) UNION "
                "SELECT i.id FROM aliases o CROSS JOIN items i ON i.key = o.key "
                "WHERE EXISTS (SELECT 1 FROM actions a WHERE a.item = o.old)"
            )
        ]
        titles = [r[0] for r in db.all("SELECT DISTINCT item FROM actions WHERE item >= 'title:' AND item < 'title;'")]
        spoken_of = sorted({*spoken_of, *ids_of(db, titles)})
        for start in range(0, len(spoken_of), _MARKED):
            apply_to_many(db, spoken_of[start : start + _MARKED])

    def close(self) -> None:
        """Let go of the temporary file."""
        self._db.run("DROP TABLE temp.laid_aside")
        self._db.run("PRAGMA temp_store=MEMORY")
