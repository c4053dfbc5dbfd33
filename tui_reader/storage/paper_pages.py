"""Entries that are nothing but a paper's page (Hugging Face, alphaXiv, arXiv's own feeds): sightings of the paper, no
second item, whichever of the two came first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.entry_identity import is_paper_page
from tui_reader.domain.items import arxiv_key
from tui_reader.storage.texts import reference_of

if TYPE_CHECKING:
    from tui_reader.domain.feeds import Entry
    from tui_reader.storage.db import Db
    from tui_reader.storage.item_writer import ItemWriter


def paper_of(db: Db, entry: Entry, said: str) -> tuple[str, int] | None:
    """Key and id of the stored paper whose page an entry is; `said` is the entry's text."""
    target = reference_of(entry.url)
    if not target.startswith("arxiv:"):
        return None
    found = db.one(
        "SELECT i.key, i.id, i.title, length(coalesce(t.text, '')) FROM items i LEFT JOIN texts t ON t.id = i.id "
        "WHERE i.key = ? AND i.kind = 'paper'", (target,)
    )  # fmt: skip
    if found is None or not is_paper_page(entry.title, len(said), found[2], found[3]):
        return None
    return found[0], found[1]


def take_pages(items: ItemWriter, item_id: int, arxiv_id: str, title: str, abstract: str) -> None:
    """Make the stored entries that are a new paper's page one with it; what was read or decided there holds."""
    for entry_id, url, name, said in items.db.all(
        "SELECT i.id, i.url, i.title, length(coalesce(t.text, '')) FROM mentions m CROSS JOIN items i ON i.id = m.id "
        "LEFT JOIN texts t ON t.id = i.id WHERE m.target = ? AND m.place = '' AND i.kind = 'entry' "
        "AND NOT EXISTS (SELECT 1 FROM digests d WHERE d.id = i.id)",
        (arxiv_key(arxiv_id),),
    ):
        if reference_of(url) == arxiv_key(arxiv_id) and is_paper_page(name, said, title, len(abstract)):
            items.absorb(item_id, entry_id)
