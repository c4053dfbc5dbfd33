"""Items of whichever kind: by their keys, and where they were seen."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from tui_reader.domain.rows import Row, SightingView
from tui_reader.storage.keys import find, resolve
from tui_reader.storage.lists import load_row

if TYPE_CHECKING:
    from tui_reader.storage.db import Db


class Items:
    """What is read of an item whatever it is."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def row(self, key: str) -> Row | None:
        """The row of an item, by its present or a former key."""
        item_id = find(self._db, key)
        return None if item_id is None else load_row(self._db, item_id)

    def resolve(self, key: str) -> str | None:
        """The present key of an item, from a former key or an unambiguous beginning of a hash of six characters or
        more, with or without its `url:` in front."""
        return resolve(self._db, key)

    def sightings(self, key: str) -> list[SightingView]:
        """Where an item was seen, oldest first. A place that is an item itself (an issue, a digest) has its key."""
        item_id = find(self._db, key)
        if item_id is None:
            return []
        views = []
        for source, kind, where, seen_on, text, via, source_title, links, is_cut in self._db.all(
            "SELECT s.source, s.kind, s.place, s.seen_on, s.text, s.via, coalesce(g.title, ''), d.links, d.is_cut "
            "FROM sightings s LEFT JOIN sources g ON g.id = s.source "
            "LEFT JOIN digest_items d ON s.via <> 0 AND d.digest = s.via AND d.item = s.id "
            "WHERE s.id = ? ORDER BY s.seen_on = '', s.seen_on, s.source, s.place",
            (item_id,),
        ):
            place = via or (find(self._db, source) if ":" in source else None)
            line = load_row(self._db, place) if place is not None else None
            views.append(
                SightingView(
                    source=source,
                    kind=kind,
                    title=line.title if line else source_title or source,
                    where=where,
                    seen_on=date.fromisoformat(seen_on) if seen_on else None,
                    key=line.key if line else "",
                    text=text,
                    links=read_links(links),
                    is_cut=bool(is_cut),
                )
            )
        return views


def read_links(written: str | None) -> tuple[tuple[str, str], ...]:
    """(Label, address) pairs as they are stored."""
    return tuple((str(label), str(url)) for label, url in json.loads(written)) if written else ()
