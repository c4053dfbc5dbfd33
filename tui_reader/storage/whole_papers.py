"""Whole papers in the library: their Markdown, packed, beside the papers they belong to."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from tui_reader.domain.whole_papers import WantedPaper, WholePaper
from tui_reader.storage.keys import find
from tui_reader.storage.sort_keys import moment_of, seconds_of

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.storage.db import Db

# A paper of 35,000 words packs from 300 kB to 90 kB in 10 ms.
_LEVEL = 6


class WholePapers:
    """The texts of papers, by the keys of these."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def get(self, key: str) -> WholePaper | None:
        """The text of a paper, or that arXiv had none; None when it was never asked. A damaged text counts as none."""
        item_id = find(self._db, key)
        return None if item_id is None else _load(self._db, item_id)

    def set(self, key: str, paper: WholePaper) -> None:
        """Keep the text of a paper. That there is none takes no text away that was here before."""
        with self._db.transaction():
            item_id = find(self._db, key)
            if item_id is not None:
                _write(self._db, item_id, paper)

    def wanted(self, asked_before: datetime) -> list[WantedPaper]:
        """Kept papers without their text, newest first: never asked for, of an older version than is known, or not
        there when arXiv was asked before that time."""
        rows = self._db.all(
            "SELECT i.key, p.arxiv_id, i.title FROM items i JOIN papers p ON p.id = i.id "
            "LEFT JOIN whole_papers w ON w.id = i.id "
            "WHERE i.state = 'kept' AND i.kind = 'paper' AND p.arxiv_id <> '' AND (w.id IS NULL OR w.fetched < ? AND "
            "(w.text IS NULL OR w.version > 0 AND w.version < p.version)) ORDER BY i.place",
            (seconds_of(asked_before),),
        )
        return [WantedPaper(*row) for row in rows]


def _load(db: Db, item_id: int) -> WholePaper | None:
    row = db.one("SELECT text, version, url, fetched FROM whole_papers WHERE id = ?", (item_id,))
    if row is None:
        return None
    fetched_at = moment_of(row[3])
    if fetched_at is None:
        return None
    try:
        markdown = zlib.decompress(row[0]).decode("utf-8") if row[0] is not None else ""
    except (zlib.error, UnicodeDecodeError):
        return None
    return WholePaper(markdown, row[1], row[2], fetched_at)


def _write(db: Db, item_id: int, paper: WholePaper) -> None:
    packed = zlib.compress(paper.markdown.encode("utf-8"), _LEVEL) if paper.markdown else None
    db.run(
        "INSERT INTO whole_papers(id, text, version, url, fetched) VALUES(?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET "
        "text = coalesce(excluded.text, text), fetched = excluded.fetched, "
        "version = iif(excluded.text IS NULL, version, excluded.version), "
        "url = iif(excluded.text IS NULL, url, excluded.url)",
        (item_id, packed, paper.version, paper.url, seconds_of(paper.fetched_at)),
    )
