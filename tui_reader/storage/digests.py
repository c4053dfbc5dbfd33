"""Digests: what they name, each an item like any other, with the digest's words kept beside it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.digests import Digest, DigestItem, DigestLine, DigestView
from tui_reader.domain.issues import SourcedLink
from tui_reader.domain.items import Kind, Seen, normalise_title, title_key
from tui_reader.domain.papers import Author, Paper
from tui_reader.domain.repos import Repo
from tui_reader.storage.items import read_links
from tui_reader.storage.links import store_link
from tui_reader.storage.paper_table import store_paper
from tui_reader.storage.repos import store_repo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.storage.db import Db
    from tui_reader.storage.item_writer import ItemWriter


def store_digest(
    items: ItemWriter, digest_id: int, source: str, digest: Digest, now: datetime, *, asks: bool = True
) -> list[tuple[str, str]]:
    """Store what a digest names, within a transaction of the caller's: key and outcome of each thing.

    `source` is the feed it came from. What the digest no longer names stays in the library, but is no longer seen in
    it; what a digest that `asks` for no decisions names starts undecided. Of a digest that says what it said before,
    and of one that is cut off while the stored one is whole, nothing is stored.
    """
    db = items.db
    old = load_digest(db, digest_id)
    if old is not None and ((digest.is_cut and not old.is_cut) or _said(old.lines) == _said(digest.items)):
        return [(line.key, "same") for line in old.lines]
    seen = Seen(source, "digest", "", _day(db, digest_id), now, inbox=asks, via=digest_id)
    db.run("DELETE FROM sightings WHERE via = ?", (digest_id,))
    db.run("DELETE FROM digest_items WHERE digest = ?", (digest_id,))
    db.run("INSERT OR REPLACE INTO digests VALUES(?,?)", (digest_id, int(digest.is_cut)))
    outcomes: list[tuple[str, str]] = []
    named: set[int] = {digest_id}
    for item in digest.items:
        key, outcome = _store(items, item, replace(seen, where=item.group, text=item.text))
        item_id = items.find(key) if key else None
        if item_id is None or item_id in named:
            continue
        named.add(item_id)
        outcomes.append((key, outcome))
        db.run(
            "INSERT INTO digest_items VALUES(?,?,?,?,?,?,?,?)",
            (
                digest_id, len(outcomes), item_id, item.group, item.title, item.text,
                json.dumps(item.links, ensure_ascii=False) if item.links else "", int(item.is_cut),
            ),
        )  # fmt: skip
    return outcomes


def _said(lines: Sequence[DigestItem | DigestLine]) -> list[tuple[object, ...]]:
    return [(line.title, line.group, line.text, line.links, line.is_cut) for line in lines]


def _store(items: ItemWriter, item: DigestItem, seen: Seen) -> tuple[str, str]:
    key, outcome = _store_as_kind(items, item, seen)
    item_id = items.find(key) if key else None
    bare = items.db.value("SELECT id FROM items WHERE key = ? AND kind = 'link'", (title_key(item.title),))
    if item_id is not None and bare is not None and bare != item_id:
        items.absorb(item_id, int(bare))  # known by its title alone till now, as from a digest copied as text
    elif item.kind is Kind.ENTRY and key.startswith("url:") and normalise_title(item.title):
        items.db.run("INSERT OR IGNORE INTO aliases VALUES(?, ?)", (title_key(item.title), key))
    return key, outcome


def _store_as_kind(items: ItemWriter, item: DigestItem, seen: Seen) -> tuple[str, str]:
    if item.kind is Kind.PAPER:
        url = "" if item.arxiv_id else item.url
        paper = Paper(item.title, item.arxiv_id, authors=tuple(Author(a) for a in item.authors), url=url)
        return store_paper(items, paper, seen)
    if item.kind is Kind.REPO and item.repo:
        return store_repo(items, Repo(item.repo), seen)
    return store_link(items, SourcedLink("", item.title, item.url), seen)


def _day(db: Db, digest_id: int) -> date | None:
    """The day of the digest: its own, else the day it was first seen."""
    found = db.value("SELECT date(date, 'unixepoch') FROM items WHERE id = ?", (digest_id,)) or db.value(
        "SELECT min(seen_on) FROM sightings WHERE id = ? AND seen_on <> ''", (digest_id,)
    )
    return date.fromisoformat(found) if found else None


def load_digest(db: Db, item_id: int) -> DigestView | None:
    """What a digest names, in its order; None for an item that is no digest."""
    told = db.one("SELECT is_cut FROM digests WHERE id = ?", (item_id,))
    if told is None:
        return None
    found = db.all(
        "SELECT i.key, d.title, d.place, d.text, d.links, d.is_cut FROM digest_items d JOIN items i ON i.id = d.item "
        "WHERE d.digest = ? ORDER BY d.line",
        (item_id,),
    )
    lines = (
        DigestLine(key, title, place, text, read_links(links), bool(is_cut))
        for key, title, place, text, links, is_cut in found
    )
    # Two of its things may have turned out to be one since.
    once = {line.key: line for line in reversed(list(lines))}
    return DigestView(tuple(once.values())[::-1], bool(told[0]))
