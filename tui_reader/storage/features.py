"""The blobs of papers' terms: which papers still have none, and making them.

Triggers note papers that are new or whose title, authors or abstract changed in `featureless`; their blobs are made
step by step, by whoever writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import StorageError

if TYPE_CHECKING:
    from tui_reader.storage.db import Db

#: What the form of the blobs is noted under, and that of those that were made before it was noted.
_FORM, _FIRST_FORM = "ranking.form", "1"


class Features:
    """The blobs of a library. What makes them is imported where something is to be made."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def waiting(self) -> int:
        """How many papers have no blob yet, or one of what they said before."""
        return int(self._db.value("SELECT count(*) FROM featureless"))

    def make(self, most: int) -> bool:
        """Make the blobs of so many papers at most, in the order of their rows, which fills pages: some 300 µs each.
        Whether more are waiting. Raises StorageError."""
        if not self._db.one("SELECT 1 FROM featureless LIMIT 1"):
            return False
        from tui_reader.domain.ranking.features import pack, terms

        with self._db.transaction():
            found = self._db.all(
                "SELECT w.id, i.title, i.authors, coalesce(t.text, '') FROM featureless w JOIN items i ON i.id = w.id "
                "LEFT JOIN texts t ON t.id = w.id ORDER BY w.id LIMIT ?",
                (most,),
            )
            self._db.many(
                "INSERT OR REPLACE INTO paper_features VALUES(?, ?)",
                [(i, pack(terms(title, text, names.split(", ")))) for i, title, names, text in found],
            )
            self._db.many("DELETE FROM featureless WHERE id = ?", [(row[0],) for row in found])
        return len(found) == most

    def refuse_other_form(self) -> None:
        """Blobs of another form would be read wrongly: all are to be made anew. Raises StorageError for a library that
        cannot be written."""
        from tui_reader.domain.ranking.features import FORM
        from tui_reader.storage.meta import Meta

        if (Meta(self._db).get(_FORM) or _FIRST_FORM) == str(FORM):
            return
        if not self._db.can_write:
            raise StorageError(
                "the words of papers were counted by another version of inference-tui",
                "They are counted anew where the library can be written.",
            )
        with self._db.transaction():
            self._db.run("DELETE FROM paper_features")
            self._db.run("INSERT OR IGNORE INTO featureless SELECT id FROM items WHERE kind = 'paper'")
            Meta(self._db).set(_FORM, str(FORM))
