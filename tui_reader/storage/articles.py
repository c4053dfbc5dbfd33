"""The article of an entry, fetched from its page: its text from then on, and what it names if it is a digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.storage.digests import store_digest
from tui_reader.storage.entries import write_body

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.domain.digests import Digest
    from tui_reader.domain.feeds import Body
    from tui_reader.storage.items import Items


def store_article(items: Items, key: str, body: Body, digest: Digest | None, now: datetime) -> None:
    """Store it as if the feed had had it all, within a transaction of the caller's. An item that is gone stays so."""
    item_id = items.find(key)
    if item_id is None:
        return
    write_body(items.db, item_id, body)
    items.change(item_id, {}, body.words)
    if digest is not None:
        source = str(items.db.value("SELECT source FROM items WHERE id = ?", (item_id,)))
        store_digest(items, item_id, source, digest, now)
