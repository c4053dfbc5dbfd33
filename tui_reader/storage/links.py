"""Links that an issue or a digest names, as entries of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.items import Kind, normalise_title, title_key, url_key
from tui_reader.storage.item_writer import ItemWriter
from tui_reader.storage.new_items import NewItem
from tui_reader.storage.sort_keys import seconds_of
from tui_reader.storage.texts import canonical

if TYPE_CHECKING:
    from tui_reader.domain.issues import SourcedLink
    from tui_reader.domain.items import Seen
    from tui_reader.storage.db import Db


def store_link(items: ItemWriter, link: SourcedLink, seen: Seen) -> tuple[str, str]:
    """Store a link: its key and `new`, `updated` or `same`; ("", "same") for one that has neither address nor title.
    A link whose entry a feed has brought already is that entry."""
    address = canonical(link.url) if link.url else ""
    title = normalise_title(link.title)
    if not address and not title:
        return "", "same"
    by_address = items.find_address(link.url) if address else None
    by_title = items.find(title_key(link.title)) if title else None
    if by_address is not None and by_title not in (None, by_address) and _is_bare(items.db, by_title):
        items.absorb(by_address, by_title)
    item_id = by_address
    outcome = "same"
    if item_id is None and by_title is not None and (not address or _is_bare(items.db, by_title)):
        item_id = by_title
        if address:
            items.rename(item_id, url_key(address))
            items.change(item_id, {"url": link.url})
            outcome = "updated"
    if item_id is None:
        item_id, outcome = _add_link(items, link, address, seen), "new"
    elif seen.inbox and items.change(item_id, {"origin": "inbox"}):
        outcome = "updated"
    items.see(item_id, seen.source, seen.kind, seen.where, seen.seen_on, seen.text or link.title, seen.via)
    return items.key(item_id), outcome


def _is_bare(db: Db, item_id: int | None) -> bool:
    """Whether an item is a link known by its title alone."""
    return bool(db.one("SELECT 1 FROM items WHERE id = ? AND kind = 'link' AND key LIKE 'title:%'", (item_id,)))


def _add_link(items: ItemWriter, link: SourcedLink, address: str, seen: Seen) -> int:
    item_id = items.add(
        NewItem(
            key=url_key(address) if address else title_key(link.title),
            kind=Kind.ENTRY,
            is_link=True,
            title=link.title or link.url,
            url=link.url if address else "",
            source=seen.source,
            source_title=link.source,
            seconds=seconds_of(seen.seen_on),
            first_seen=seconds_of(seen.now),
            origin="inbox" if seen.inbox else "none",
        )
    )
    if address:
        items.know_by_address(item_id, link.url)
    return item_id
