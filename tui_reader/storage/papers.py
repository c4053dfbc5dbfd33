"""Papers: whole ones for documents and lists, what arXiv is still to be asked about, and storing what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.papers import Paper
from tui_reader.domain.rows import EarlierText, PaperDetail
from tui_reader.storage.earlier import earlier_text
from tui_reader.storage.keys import find, load_note
from tui_reader.storage.lists import load_row
from tui_reader.storage.paper_table import complete_paper, load_paper, load_papers, store_paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tui_reader.domain.items import Seen
    from tui_reader.domain.rows import Stored
    from tui_reader.storage.item_writer import ItemWriter

_PAGE = 500

#: What was decided to be read, and in which version: its comment tells of a withdrawal, and citing it takes its date.
_CHOSEN = """
SELECT p.arxiv_id FROM items i INDEXED BY items_decided JOIN papers p ON p.id = i.id LEFT JOIN lookups l ON l.id = i.id
WHERE i.state NOT IN ('none', 'inbox') AND i.state <> 'skipped' AND i.kind = 'paper' AND p.arxiv_id <> ''
    AND (l.id IS NULL AND (p.published IS NULL OR i.is_updated) OR i.is_updated AND p.version > l.version)
ORDER BY i.place LIMIT ?
"""
_BARE = """
SELECT p.arxiv_id FROM papers p WHERE p.arxiv_id <> '' AND p.id NOT IN (SELECT id FROM lookups) AND p.id IN (
    SELECT id FROM items INDEXED BY items_bare WHERE kind = 'paper' AND (authors = '' OR category = '')
    UNION SELECT id FROM papers WHERE id NOT IN (SELECT id FROM texts)
) ORDER BY p.id DESC LIMIT ?
"""
_TITLED = """
SELECT i.title, i.category FROM items i JOIN papers p ON p.id = i.id
WHERE i.key > 'title:' AND i.key < 'title;' AND i.kind = 'paper' AND p.arxiv_id = ''
    AND i.id NOT IN (SELECT id FROM lookups)
ORDER BY i.id DESC LIMIT ?
"""


class Papers:
    """Papers, each joined from all that several places say of it."""

    def __init__(self, items: ItemWriter) -> None:
        self._items = items
        self._db = items.db

    def get(self, key: str) -> PaperDetail | None:
        """A paper with all that is known."""
        db, item_id = self._db, find(self._db, key)
        if item_id is None:
            return None
        line, told = load_row(db, item_id), load_paper(db, item_id)
        if line is None or told is None:
            return None
        seen = db.value("SELECT count(*) FROM sightings WHERE id = ?", (item_id,))
        return PaperDetail(line, told, load_note(db, item_id), seen)

    def many(self, ids: Sequence[int]) -> list[PaperDetail]:
        """The papers of these row ids, in their order; what is gone or no paper is left out."""
        db = self._db
        found: list[PaperDetail] = []
        for start in range(0, len(ids), _PAGE):
            page = list(ids[start : start + _PAGE])
            marks = ",".join("?" * len(page))
            seen: dict[int, int] = dict(
                db.all(f"SELECT id, count(*) FROM sightings WHERE id IN ({marks}) GROUP BY id", page)
            )
            notes: dict[int, str] = dict(db.all(f"SELECT id, text FROM notes WHERE id IN ({marks})", page))
            found += (
                PaperDetail(line, told, notes.get(line.id, ""), seen.get(line.id, 0))
                for line, told in load_papers(db, page)
            )
        return found

    def earlier(self, key: str) -> EarlierText | None:
        """Title and abstract of a paper as they were when it was decided on, where a version since then changed
        them; else None."""
        item_id = find(self._db, key)
        return None if item_id is None else earlier_text(self._db, item_id)

    def to_complete(self, limit: int) -> list[str]:
        """arXiv numbers of papers that lack what arXiv can tell: of those kept or put off the date, and the comment
        of a new version; of all others abstract, authors or categories. Those asked about before are left out. Some
        0.1 s for 100,000 papers."""
        chosen = [r[0] for r in self._db.all(_CHOSEN, (limit,))]
        bare = [r[0] for r in self._db.all(_BARE, (limit,))]
        return list(dict.fromkeys((*chosen, *bare)))[:limit]

    def titles_to_find(self, limit: int) -> list[Paper]:
        """Papers known by title alone, as far as they are known; those asked about before are left out."""
        return [Paper(title, primary_category=category) for title, category in self._db.all(_TITLED, (limit,))]

    def store(self, papers: Sequence[Paper], seen: Seen) -> Stored:
        """Store papers seen in one place."""
        return self._items.in_steps(papers, lambda step: [store_paper(self._items, p, seen) for p in step])

    def complete(self, papers: Sequence[Paper], asked: Sequence[str], now: datetime) -> Stored:
        """Add what arXiv tells to papers that are known, without a sighting; `asked` are the keys of those it was
        asked about, which are not asked about again in the version they have now."""
        stored = self._items.in_steps(papers, lambda step: [complete_paper(self._items, p, now) for p in step])
        with self._db.transaction():
            self._note_asked(asked)
        return stored

    def _note_asked(self, keys: Iterable[str]) -> None:
        for key in keys:
            item_id = find(self._db, key)
            if item_id is not None:
                self._db.run(
                    "INSERT OR REPLACE INTO lookups SELECT id, coalesce(version, 0) FROM papers WHERE id = ?",
                    (item_id,),
                )
