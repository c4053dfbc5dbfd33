"""Entries of feeds: which stored item each one is, and what it adds to it.

An entry is the item of its canonical address, which makes one item of the same story in several feeds; but where
another entry of the same feed has that address, or there is none, it is an item by what its feed calls it. What a feed
called an entry once (`identities`) leads to the same item for good. Where its old id has left the feed, an entry is
known by an address that it alone ever had there (`entry_addresses`; `domain.entry_identity`).
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tui_reader.domain.entry_identity import entry_date, is_same_entry
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.items import Kind, entry_key, title_key, url_key
from tui_reader.storage.digests import store_digest
from tui_reader.storage.item_writer import ItemWriter
from tui_reader.storage.marks import apply_marks
from tui_reader.storage.named_entries import Lookup, NamedEntry, name_entry
from tui_reader.storage.new_items import LINK, NewItem
from tui_reader.storage.paper_pages import paper_of
from tui_reader.storage.sort_keys import moment_of, seconds_of, sortable
from tui_reader.storage.stories import NewEntry
from tui_reader.storage.texts import targets_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tui_reader.storage.db import Db


_NOBODY = ("", "", None)


class EntryBatch:
    """What one feed holds, to be stored in steps: `entries` are its entries, each once, in order. What a digest among
    them names is stored with it. New ones dated before `backlog` come in as read, and ask for no decision."""

    def __init__(
        self,
        items: ItemWriter,
        source_id: str,
        entries: Sequence[Entry],
        now: datetime,
        backlog: datetime | None = None,
    ) -> None:
        self._items = items
        self._db = items.db
        self._source = source_id
        self._now = now
        self._backlog = seconds_of(backlog)
        # Of entries by the same name the first is the newest.
        by_name: dict[int, NamedEntry] = {}
        for named in map(name_entry, entries):
            by_name.setdefault(named.name, named)
        self.entries = list(by_name.values())
        at_once = Counter(n.at for n in self.entries if n.at)
        # Most addresses stand there once, and then nothing is compared.
        self._twins = {n.name: n.twin if at_once[n.at] > 1 else (n.name,) for n in self.entries}
        told_apart = {(n.at, self._twins[n.name]) for n in self.entries if at_once[n.at] > 1}
        self._shared = {at for at, times in Counter(at for at, _ in told_apart).items() if times > 1}
        self._are_titles_known = bool(
            self._db.one("SELECT 1 FROM items WHERE key >= 'title:' AND key < 'title;' LIMIT 1")
        )

    def store(self, step: Sequence[NamedEntry]) -> list[tuple[str, str]]:
        """Store some of the entries, within a transaction of the caller's: key and outcome of each."""
        outcomes: list[tuple[str, str]] = []
        start = 0
        while start < len(step):
            told, start = self._store_from(step, start)
            outcomes += told
        return outcomes

    def _store_from(self, step: Sequence[NamedEntry], start: int) -> tuple[list[tuple[str, str]], int]:
        """Store entries up to one that names others, after which what is known must be asked anew: their outcomes,
        and where to go on. Entries that nothing stored and no other one of them has to do with are added at once."""
        looked = Lookup(self._db, self._source, step[start:], self._are_titles_known)
        outcomes: list[tuple[str, str]] = []
        fresh: list[NamedEntry] = []
        for number, named in enumerate(step[start:], start + 1):
            digest = named.entry.digest
            if digest is None and (key := looked.same.get(named.name)):
                outcomes.append((key, "same"))
                continue
            if digest is None and looked.is_fresh(named):
                fresh.append(named)
                outcomes.append((self._own_key(named), "new"))
                continue
            self._add_fresh(fresh)
            fresh = []
            key, outcome = self._store_one(named)
            outcomes.append((key, outcome))
            if digest is not None:
                return outcomes + self._take_apart(key, named.entry), number
        self._add_fresh(fresh)
        return outcomes, len(step)

    def _own_key(self, named: NamedEntry) -> str:
        """The key of an entry that no stored item shares."""
        entry = named.entry
        if named.told.address:
            return url_key(named.told.address)
        return entry_key(self._source, entry.guid, entry.title, entry.published)

    def _add_fresh(self, fresh: Sequence[NamedEntry]) -> None:
        if not fresh:
            return
        db, source = self._db, self._source
        ids = self._add_items([(self._own_key(named), named) for named in fresh])
        numbered = list(zip(ids, fresh, strict=True))
        db.many(
            "INSERT OR REPLACE INTO identities VALUES(?,?,?,?)",
            [(source, n.name, i, n.told.content) for i, n in numbered],
        )
        db.many("INSERT OR IGNORE INTO entry_addresses VALUES(?,?,?)", [(source, n.at, i) for i, n in numbered if n.at])
        self._items.see_new([(i, source, self._seen_on(n.entry)) for i, n in numbered])

    def _seen_on(self, entry: Entry) -> date:
        return min(entry.published or self._now, self._now).date()

    def _take_apart(self, key: str, entry: Entry) -> list[tuple[str, str]]:
        item_id = self._items.find(key)
        if item_id is None or entry.digest is None:
            return []
        asks = not self._db.value("SELECT is_backlog FROM items WHERE id = ?", (item_id,))
        return store_digest(self._items, item_id, self._source, entry.digest, self._now, asks=asks)

    def _is_backlog(self, entry: Entry) -> bool:
        given = _given(entry)
        return self._backlog is not None and given is not None and given < self._backlog

    def _store_one(self, named: NamedEntry) -> tuple[str, str]:
        known = self._db.one(
            "SELECT i.id, n.content, i.key FROM identities n JOIN items i ON i.id = n.id "
            "WHERE n.source = ? AND n.name = ?",
            (self._source, named.name),
        )
        if known is not None:
            item_id, content, key = known
            if content == named.told.content:
                return key, "same"
            self._db.run(
                "UPDATE identities SET content = ? WHERE source = ? AND name = ?",
                (named.told.content, self._source, named.name),
            )
            self._remember_address(item_id, named)
            return key, "updated" if self._update(item_id, named.entry) else "same"
        key, item_id = self._whose(named)
        outcome = "updated"
        if item_id is None:
            item_id, outcome = self._add(key, named), "new"
        elif not self._update(item_id, named.entry):
            outcome = "same"
        self._db.run(
            "INSERT OR REPLACE INTO identities VALUES(?,?,?,?)", (self._source, named.name, item_id, named.told.content)
        )
        self._remember_address(item_id, named)
        self._items.see(item_id, self._source, "feed", "", self._seen_on(named.entry), is_new=outcome == "new")
        return self._items.key(item_id) if outcome != "new" else key, outcome

    def _remember_address(self, item_id: int, named: NamedEntry) -> None:
        if named.at:
            told = (self._source, named.at, item_id)
            self._db.run("INSERT OR IGNORE INTO entry_addresses VALUES(?,?,?)", told)

    def _whose(self, named: NamedEntry) -> tuple[str, int | None]:
        """The key of an entry that its feed never named so before, and the item that has it, if any."""
        entry = named.entry
        own = entry_key(self._source, entry.guid, entry.title, entry.published)
        if not named.told.address:
            return own, self._items.find(own)
        had = self._db.all(
            "SELECT id FROM entry_addresses WHERE source = ? AND address = ? LIMIT 2", (self._source, named.at)
        )
        if len(had) == 1 and named.at not in self._shared and self._is_renamed(had[0][0], named):
            return self._items.key(had[0][0]), had[0][0]
        if paper := paper_of(self._db, entry, _searchable(entry.body, entry.summary)):
            return paper
        key = url_key(named.told.address)
        item_id = self._items.find_address(entry.url)
        if item_id is None:
            return key, self._title_alone(entry.title, key)
        if self._is_of_source(item_id):
            return own, self._items.find(own)
        return key, item_id

    def _title_alone(self, title: str, key: str) -> int | None:
        if not self._are_titles_known:
            return None
        found = self._db.value("SELECT id FROM items WHERE key = ? AND kind IN ('entry', 'link')", (title_key(title),))
        if found is None:
            return None
        self._items.rename(found, key)
        return int(found)

    def _is_of_source(self, item_id: int) -> bool:
        asked = (item_id, self._source)
        return bool(self._db.one("SELECT 1 FROM identities WHERE id = ? AND source = ? LIMIT 1", asked))

    def _is_renamed(self, item_id: int, named: NamedEntry) -> bool:
        """Whether an entry is the one stored entry of its feed that has its address, under a new id: the old one has
        left the feed, or stands there beside a repetition of itself."""
        known = self._db.all("SELECT name FROM identities WHERE id = ? AND source = ?", (item_id, self._source))
        twin = self._twins[named.name]
        if any(self._twins.get(name, twin) != twin for (name,) in known):
            return False
        title, published = self._db.one(
            "SELECT i.title, e.published FROM items i LEFT JOIN entries e ON e.id = i.id WHERE i.id = ?", (item_id,)
        ) or ("", None)
        old, new = moment_of(published), named.entry.published
        return is_same_entry(title, old.date() if old else None, named.entry.title, new.date() if new else None)

    def _add(self, key: str, named: NamedEntry) -> int:
        (item_id,) = self._add_items([(key, named)])
        if key.startswith("url:"):
            self._items.know_by_address(item_id, named.entry.url)
        return item_id

    def _add_items(self, entries: Sequence[tuple[str, NamedEntry]]) -> list[int]:
        """Add items of entries by their keys, which no item has: their ids."""
        now = seconds_of(self._now) or 0
        new = [
            NewItem(
                key=key,
                kind=Kind.ENTRY,
                title=_title(entry),
                url=entry.url,
                source=self._source,
                seconds=entry_date(_given(entry), now),
                first_seen=now,
                authors=entry.author,
                text=_searchable(entry.body, entry.summary),
                targets=_targets(entry.body),
                is_backlog=self._is_backlog(entry),
                target=named.told.target,
            )
            for key, named in entries
            for entry in (named.entry,)
        ]
        ids = self._items.adding.add(new)
        told = [named.entry for _, named in entries]
        self._db.many(_WRITE, [_row(i, entry, 0) for i, entry in zip(ids, told, strict=True)])
        self._db.many(_WRITE_BODY, [_body_row(i, e.body) for i, e in zip(ids, told, strict=True) if e.body is not None])
        self._items.stories.join(
            NewEntry(i, item.title, item.url, item.seconds) for i, item in zip(ids, new, strict=True)
        )
        return ids

    def _update(self, item_id: int, entry: Entry) -> bool:
        """Bring an item up to what an entry says; whether that changed anything. The feed an item came from first
        has the say, another fills in what is missing; an item that an issue named becomes that of the feed."""
        source, kind, listed, first_seen, changes_before = self._db.one(
            "SELECT i.source, i.kind, i.date, i.first_seen, coalesce(e.date_changes, 0) FROM items i "
            "LEFT JOIN entries e ON e.id = i.id WHERE i.id = ?", (item_id,)
        ) or ("", "", None, None, 0)  # fmt: skip
        if kind not in (Kind.ENTRY.value, LINK):
            return False  # a paper, whose page the entry is
        old = load_entry(self._db, item_id)
        old_body = load_body(self._db, item_id)
        leads = old is None or source == self._source
        was_named = old is None
        if old is None:
            title, url = self._db.one("SELECT title, url FROM items WHERE id = ?", (item_id,)) or ("", "")
            old = Entry(title, url)
        new = merge_entries(old, entry, leads)
        changes: dict[str, Any] = {"title": new.title or _title(new), "url": new.url, "authors": new.author}
        if leads:
            changes["source"] = self._source
            changes["kind"] = Kind.ENTRY.value
        if was_named and self._is_backlog(entry):
            self._db.run("UPDATE items SET is_backlog = 1 WHERE id = ?", (item_id,))
            apply_marks(self._db, item_id)
        is_moved = leads and None not in (old.published, new.published) and old.published != new.published
        times = changes_before + is_moved
        changes["date"] = entry_date(_given(new), first_seen, times) if first_seen else self._date(listed, new, times)
        body = None
        if entry.body is not None and _is_better(old_body, entry.body, leads):
            body = entry.body
            write_body(self._db, item_id, body)
        text = _searchable(body, new.summary) if body is not None or old_body is None else None
        changed = self._items.change(item_id, changes, text)
        self._db.run(_WRITE, _row(item_id, new, times))
        if was_named or changes["title"] != old.title:
            self._items.stories.leave(item_id)
            title, url, seconds = self._db.one("SELECT title, url, date FROM items WHERE id = ?", (item_id,)) or _NOBODY
            self._items.stories.join([NewEntry(item_id, title, url, seconds)])
        return changed or body is not None or new != old

    def _date(self, listed: int | None, new: Entry, times: int) -> int | None:
        """The date of an entry that was stored before it was kept when it was first seen: a later one tells nothing."""
        given = _given(new)
        if listed is None:
            return given if given is not None and given <= (seconds_of(self._now) or 0) else None
        return entry_date(given, listed, times)


def _given(entry: Entry) -> int | None:
    seconds = seconds_of(entry.published or entry.updated)
    return seconds if sortable(seconds) else None


def merge_entries(old: Entry, new: Entry, leads: bool) -> Entry:
    """One entry of two, without the body; the new one's words win if it `leads`, else they fill in what is missing."""
    first, second = (new, old) if leads else (old, new)
    return Entry(
        title=first.title or second.title,
        url=first.url or second.url,
        guid="",
        author=first.author or second.author,
        published=first.published or second.published,
        updated=first.updated or second.updated,
        summary=first.summary or second.summary,
        tags=first.tags or second.tags,
        enclosures=first.enclosures or second.enclosures,
        comments_url=first.comments_url or second.comments_url,
    )


def _is_better(old: Body | None, new: Body, leads: bool) -> bool:
    """Whether a body takes the place of another: never a mere summary that of the full text."""
    if old is None or not old.text:
        return bool(new.text)
    if not new.text or new.is_full < old.is_full:
        return False
    return leads or new.is_full > old.is_full


def _targets(body: Body | None) -> tuple[str, ...]:
    if body is None or body.targets is not None:
        return body.targets or () if body else ()
    return targets_in(body.text, body.base_url, body.format is BodyFormat.HTML)


def _searchable(body: Body | None, summary: str) -> str:
    """The words of a body, or of the summary where there is none."""
    return body.words if body is not None and body.text else summary


def _title(entry: Entry) -> str:
    """What stands in a list for an entry: its title, else how it begins, else its address."""
    if entry.title:
        return entry.title
    beginning = " ".join(entry.summary.split())
    if len(beginning) > 80:
        beginning = beginning[:80].rpartition(" ")[0] + " …"
    return beginning or entry.url or "(untitled)"


_WRITE = "INSERT OR REPLACE INTO entries VALUES(?,?,?,?,?,?,?,?,?)"
_WRITE_BODY = "INSERT OR REPLACE INTO bodies VALUES(?,?,?,?,?)"


def _row(item_id: int, entry: Entry, date_changes: int) -> tuple[object, ...]:
    return (
        item_id, entry.author, seconds_of(entry.published), seconds_of(entry.updated), entry.summary,
        entry.comments_url, json.dumps(entry.enclosures) if entry.enclosures else "",
        json.dumps(entry.tags, ensure_ascii=False) if entry.tags else "", date_changes,
    )  # fmt: skip


def _body_row(item_id: int, body: Body) -> tuple[object, ...]:
    return (item_id, body.text, body.format.value, body.base_url, int(body.is_full))


def load_entry(db: Db, item_id: int) -> Entry | None:
    """An entry as it is stored, without its body; None for an item that no feed has brought."""
    row = db.one(
        "SELECT i.title, i.url, e.author, e.published, e.updated, e.summary, e.labels, e.enclosures, e.comments_url "
        "FROM entries e JOIN items i ON i.id = e.id WHERE e.id = ?",
        (item_id,),
    )
    if row is None:
        return None
    title, url, author, published, updated, summary, labels, enclosures, comments_url = row
    return Entry(
        title=title,
        url=url,
        author=author,
        published=moment_of(published),
        updated=moment_of(updated),
        summary=summary,
        tags=tuple(json.loads(labels)) if labels else (),
        enclosures=tuple(json.loads(enclosures)) if enclosures else (),
        comments_url=comments_url,
    )


def load_body(db: Db, item_id: int) -> Body | None:
    """The text of an item."""
    row = db.one("SELECT text, format, base_url, is_full FROM bodies WHERE id = ?", (item_id,))
    return Body(row[0], BodyFormat(row[1]), row[2], bool(row[3])) if row else None


def write_body(db: Db, item_id: int, body: Body) -> None:
    """Set the text of an item."""
    db.run(_WRITE_BODY, _body_row(item_id, body))
