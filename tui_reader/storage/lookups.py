"""Papers about which arXiv is still to be asked, and those about which it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.papers import Paper

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.storage.db import Db
    from tui_reader.storage.items import Items

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


def numbers_to_complete(db: Db, limit: int) -> list[str]:
    """arXiv numbers of papers that lack what arXiv can tell: of those kept or put off the date, and the comment of a
    new version; of all others abstract, authors or categories. Those asked about before are left out."""
    chosen = [r[0] for r in db.all(_CHOSEN, (limit,))]
    bare = [r[0] for r in db.all(_BARE, (limit,))]
    return list(dict.fromkeys((*chosen, *bare)))[:limit]


def titles_to_find(db: Db, limit: int) -> list[Paper]:
    """Papers known by title alone, as far as they are known; those asked about before are left out."""
    return [Paper(title, primary_category=category) for title, category in db.all(_TITLED, (limit,))]


def note_lookups(items: Items, keys: Iterable[str]) -> None:
    """Remember that arXiv was asked about papers, in the version they have now."""
    for key in keys:
        item_id = items.find(key)
        if item_id is not None:
            items.db.run(
                "INSERT OR REPLACE INTO lookups SELECT id, coalesce(version, 0) FROM papers WHERE id = ?", (item_id,)
            )
