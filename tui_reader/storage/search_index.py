"""Keeping the full-text index in step with the items.

FTS5 writes a segment whenever row numbers stop growing within a transaction, and merges segments later; so items are
indexed in steps of some hundred, in the order of their places. Until then their ids wait in `unindexed`, in the same
transaction that stored them: nothing is forgotten, however the program ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.storage.db import Db

STEP = 500


class SearchIndex:
    """The writer's side of the full-text index."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self.is_deferred = False

    def added(self, item_id: int) -> None:
        """An item is new."""
        self._db.run("INSERT OR IGNORE INTO unindexed VALUES(?)", (item_id,))

    def changing(self, item_id: int) -> None:
        """Title, authors, text or place of an item is about to change, or the item to go. An index over foreign
        content can take a document out only while it can still be told what stood in it."""
        self._db.run(
            "INSERT INTO search(search, rowid, title, authors, text) "
            "SELECT 'delete', place, title, authors, text FROM documents "
            "WHERE place = (SELECT place FROM items WHERE id = ?)",
            (item_id,),
        )
        self.added(item_id)

    def gone(self, item_id: int) -> None:
        """An item was removed, after `changing`."""
        self._db.run("DELETE FROM unindexed WHERE id = ?", (item_id,))

    def defer(self, on: bool) -> None:
        """While on, bring the index up to date in full steps only, which makes many small writes faster; turning it
        off brings it up at once."""
        self.is_deferred = on
        if not on:
            self.settle()

    def settle(self) -> None:
        """Index what waits; while deferred, only full steps."""
        while True:
            waiting = self._db.value("SELECT count(*) FROM (SELECT 1 FROM unindexed LIMIT ?)", (STEP,))
            if not waiting or (self.is_deferred and waiting < STEP):
                return
            with self._db.transaction():
                self._step()

    def _step(self) -> None:
        ids = [r[0] for r in self._db.all("SELECT id FROM unindexed ORDER BY id LIMIT ?", (STEP,))]
        marks = ",".join("?" * len(ids))
        self._db.run(
            "INSERT INTO search(rowid, title, authors, text) "
            "SELECT i.place, searchable(i.title), searchable(i.authors), searchable(coalesce(t.text, '')) "
            "FROM items i LEFT JOIN texts t ON t.id = i.id "
            f"WHERE i.id IN ({marks}) ORDER BY i.place",
            ids,
        )
        self._db.run(f"DELETE FROM unindexed WHERE id IN ({marks})", ids)
