"""Words of the program's own, remembered in the library under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.storage.db import Db


class Meta:
    """The words, by name."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def get(self, name: str) -> str:
        """The word remembered under that name, else ""."""
        return str(self._db.value("SELECT value FROM meta WHERE name = ?", (name,)) or "")

    def set(self, name: str, value: str) -> None:
        """Remember a word."""
        with self._db.transaction():
            self._db.run("INSERT OR REPLACE INTO meta VALUES(?, ?)", (name, value))
