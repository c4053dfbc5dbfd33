"""What entries are told by, in numbers and keys that only depend on what a feed says of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tui_reader.domain.feeds import EntryPrint
from tui_reader.domain.items import url_key
from tui_reader.text.addresses import forms
from tui_reader.text.references import address_number, reference_of

if TYPE_CHECKING:
    from tui_reader.domain.feeds import Entry


def _number(*words: str) -> int:
    digest = hashlib.blake2b("\n".join(words).encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return int.from_bytes(digest)


def print_of(entry: Entry) -> EntryPrint:
    """What an entry is told by."""
    published = entry.published.isoformat() if entry.published else ""
    body = entry.body
    addresses = forms(entry.url) if entry.url else ()
    address = addresses[0] if addresses else ""
    return EntryPrint(
        _number("guid", entry.guid) if entry.guid else _number("title", entry.title, published, address),
        _number(
            entry.title, entry.url, entry.author, published, entry.updated.isoformat() if entry.updated else "",
            entry.summary, entry.comments_url, *entry.enclosures, *entry.tags, body.text if body else "",
            str(body.is_full) if body else "",
        ),
        address,
        address_number(entry.url) if address else 0,
        tuple(map(url_key, addresses)) if address else (),
        reference_of(entry.url) if address else "",
    )  # fmt: skip
