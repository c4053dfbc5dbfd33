"""Keeping the full-text index in step with the items.

FTS5 writes a segment whenever row numbers stop growing within a transaction, or when what it holds in memory is more
than its `hashsize`, and merges segments later; so items are indexed in steps of some thousand, in the order of their
places, each of which is one segment. Until then their ids wait in `unindexed`, in the same
transaction that stored them: nothing is forgotten, however the program ends.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.storage.db import Db

STEP = 2000


class SearchIndex:
    """The writer's side of the full-text index."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self.is_deferred = False

    def added(self, ids: Iterable[int]) -> None:
        """Items are new."""
        self._db.many("INSERT OR IGNORE INTO unindexed VALUES(?)", [(item_id,) for item_id in ids])

    def changing(self, item_id: int) -> None:
        """Title, authors, text or place of an item is about to change, or the item to go. An index over foreign
        content can take a document out only while it can still be told what stood in it."""
        self._db.run(
            "INSERT INTO search(search, rowid, title, authors, text) "
            "SELECT 'delete', place, title, authors, text FROM documents "
            "WHERE place = (SELECT place FROM items WHERE id = ?)",
            (item_id,),
        )
        self.added([item_id])

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
        self._db.run(
            "INSERT INTO search(rowid, title, authors, text) "
            "SELECT i.place, searchable(i.title), searchable(i.authors), searchable(coalesce(t.text, '')) "
            "FROM items i LEFT JOIN texts t ON t.id = i.id "
            "WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.place",
            (json.dumps(ids),),
        )
        self._db.run("DELETE FROM unindexed WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
