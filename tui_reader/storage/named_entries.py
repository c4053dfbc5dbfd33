"""Entries by what their feed calls them, and what the library knows of hundreds of them with a few questions."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.feeds import Entry, EntryPrint
from tui_reader.domain.items import entry_key, normalise_title, title_key
from tui_reader.storage.texts import print_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.storage.db import Db


class NamedEntry(Struct, frozen=True):
    """An entry with what it is told by."""

    entry: Entry
    told: EntryPrint

    @property
    def name(self) -> int:
        """A number of what its feed calls it."""
        return self.told.name

    @property
    def at(self) -> int:
        """A number of its address, 0 without one."""
        return self.told.at

    @property
    def twin(self) -> tuple[object, ...]:
        """What is the same for an entry and its repetition under another id in the same feed."""
        entry = self.entry
        day = entry.published.date() if entry.published else None
        title = normalise_title(entry.title)
        return (self.at, title, day, entry.summary) if self.at and title else (self.name,)


def name_entry(entry: Entry) -> NamedEntry:
    """An entry with what it is told by, which a refresh has worked out where it parses."""
    return NamedEntry(entry, entry.told or print_of(entry))


class Lookup:
    """What the library knows of some entries of a source: `same` are the keys of those that it has as they are, by
    name. An entry is fresh if nothing that is stored and none of the others can be the same item as it."""

    def __init__(self, db: Db, source: str, entries: Sequence[NamedEntry], are_titles_known: bool) -> None:
        self._db = db
        self._source = source
        self._are_titles_known = are_titles_known
        known: dict[int, tuple[int, str]] = {
            name: (content, key)
            for name, content, key in db.all(
                "SELECT n.name, n.content, i.key FROM json_each(?) j CROSS JOIN identities n "
                "ON n.source = ? AND n.name = j.value CROSS JOIN items i ON i.id = n.id",
                (json.dumps([n.name for n in entries]), source),
            )
        }
        self.same = {
            n.name: known[n.name][1] for n in entries if n.name in known and known[n.name][0] == n.told.content
        }
        changed = [n for n in entries if n.name not in self.same]
        self._keys = {n.name: self._keys_of(n) for n in changed}
        shared = Counter(handle for n in changed for handle in (*self._keys[n.name], n.at or n.name))
        addresses = self._addresses({n.at for n in changed if n.at})
        stored = self._stored({key for keys in self._keys.values() for key in keys})
        self._fresh = {
            n.name
            for n in changed
            if n.name not in known
            and n.at not in addresses
            and stored.isdisjoint(self._keys[n.name])
            and all(shared[handle] == 1 for handle in (*self._keys[n.name], n.at or n.name))
            and not n.told.target.startswith("arxiv:")
        }

    def is_fresh(self, named: NamedEntry) -> bool:
        """Whether an entry is a new item for certain."""
        return named.name in self._fresh

    def _keys_of(self, named: NamedEntry) -> tuple[str, ...]:
        """The keys under which an item of an entry may be known."""
        entry = named.entry
        own = entry_key(self._source, entry.guid, entry.title, entry.published)
        if not named.told.address:
            return (own,)
        titles = (title_key(entry.title),) if self._are_titles_known else ()
        return (*named.told.keys, own, *titles)

    def _addresses(self, numbers: Iterable[int]) -> set[int]:
        """Those that an entry of the source had."""
        return {
            r[0]
            for r in self._db.all(
                "SELECT j.value FROM json_each(?) j WHERE EXISTS "
                "(SELECT 1 FROM entry_addresses a WHERE a.source = ? AND a.address = j.value)",
                (json.dumps(list(numbers)), self._source),
            )
        }

    def _stored(self, keys: Iterable[str]) -> set[str]:
        """Those of which an item, a former key or the journal knows."""
        return {
            r[0]
            for r in self._db.all(
                "SELECT j.value FROM json_each(?) j WHERE EXISTS (SELECT 1 FROM items WHERE key = j.value) "
                "OR EXISTS (SELECT 1 FROM aliases WHERE old = j.value) "
                "OR EXISTS (SELECT 1 FROM actions WHERE item = j.value)",
                (json.dumps(list(keys)),),
            )
        }
