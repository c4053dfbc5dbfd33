"""Entries of feeds and linked articles: whole ones for documents, and storing what a feed or a page brought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.domain.rows import EntryDetail
from tui_reader.storage.digests import load_digest, store_digest
from tui_reader.storage.entry_batch import EntryBatch, load_body, load_entry, write_body
from tui_reader.storage.keys import find, load_note
from tui_reader.storage.lists import load_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.domain.digests import Digest, DigestView
    from tui_reader.domain.feeds import Body, Entry
    from tui_reader.domain.rows import Stored
    from tui_reader.storage.item_writer import ItemWriter

#: Words up to this length tell nothing of a story; and a title of fewer longer ones may be of anything.
_SHORT, _TELLING = 3, 3


class Entries:
    """Entries, with their texts and what the digests among them name."""

    def __init__(self, items: ItemWriter) -> None:
        self._items = items
        self._db = items.db

    def get(self, key: str) -> EntryDetail | None:
        """An entry with all that is known; of a mere link, what the place that named it said."""
        db, item_id = self._db, find(self._db, key)
        line = load_row(db, item_id) if item_id is not None else None
        if item_id is None or line is None or line.kind != "entry":
            return None
        told = load_entry(db, item_id)
        group = db.value(
            "SELECT g.group_name FROM sightings s JOIN sources g ON g.id = s.source WHERE s.id = ? "
            "ORDER BY s.source <> ?, s.seen_on LIMIT 1",
            (item_id, line.source),
        )
        digest = load_digest(db, item_id)
        return EntryDetail(
            row=line,
            group=group or "",
            author=told.author if told else "",
            published=told.published if told else None,
            updated=told.updated if told else None,
            summary=told.summary if told else "",
            body=load_body(db, item_id),
            note=load_note(db, item_id),
            items=tuple(named.key for named in digest.lines) if digest else (),
            comments_url=told.comments_url if told else "",
            enclosures=told.enclosures if told else (),
        )

    def digest(self, key: str) -> DigestView | None:
        """What a digest names, in its order; None for an item that is no digest."""
        item_id = find(self._db, key)
        return None if item_id is None else load_digest(self._db, item_id)

    def alike(self, key: str) -> list[str]:
        """The keys of entries with near-equal titles that feeds brought, newest first; at most a handful."""
        item_id = find(self._db, key)
        title = self._db.value("SELECT title FROM items WHERE id = ?", (item_id,)) if item_id is not None else ""
        words = [word for word in re.findall(r"\w+", str(title)) if len(word) > _SHORT]
        if len(words) < _TELLING:
            return []
        found = self._db.all(
            "SELECT i.key FROM search CROSS JOIN items i ON i.place = +search.rowid "
            "WHERE search MATCH ? AND i.kind = 'entry' AND i.id <> ? LIMIT 5",
            ("title : (" + " AND ".join(f'"{word}"' for word in words[:20]) + ")", item_id),
        )
        return [str(record[0]) for record in found]

    def store(self, source_id: str, entries: Sequence[Entry], now: datetime, backlog: datetime | None = None) -> Stored:
        """Store what a feed holds. An empty list changes nothing. What is dated before `backlog` and new comes in as
        read."""
        batch = EntryBatch(self._items, source_id, entries, now, backlog)
        return self._items.in_steps(batch.entries, batch.store)

    def set_body(self, key: str, body: Body) -> None:
        """Keep the text of an item in place of the one there was; what a search finds stays as it is."""
        with self._db.transaction():
            item_id = find(self._db, key)
            if item_id is not None:
                write_body(self._db, item_id, body)

    def set_article(self, key: str, body: Body, digest: Digest | None, now: datetime) -> None:
        """Keep the article of an entry, fetched from its page, as if the feed had had it all: searches find it, names
        in it are read, and what it names as a digest becomes items. An item that is gone stays so."""
        with self._db.transaction():
            item_id = find(self._db, key)
            if item_id is not None:
                write_body(self._db, item_id, body)
                self._items.change(item_id, {}, body.words)
                if digest is not None:
                    source = str(self._db.value("SELECT source FROM items WHERE id = ?", (item_id,)))
                    store_digest(self._items, item_id, source, digest, now)
        self._items.index.settle()
