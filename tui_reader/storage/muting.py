"""What is muted: items by a term of the list. They come in as read, in no inbox, and stand in no list or count.

The list is what the configuration says (`configure`) with the changes of the journal over it. It is applied by whoever
folds the journal or stores an item, so that every program on the library sees the same.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tui_reader.domain.muting import DOMAIN, SOURCE, Muting, listed, muting_of
from tui_reader.storage.marks import apply_marks, changes_of
from tui_reader.storage.meta import Meta
from tui_reader.storage.query_sql import compile_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_reader.storage.db import Db

_GIVEN, _APPLIED = "mute.given", "mute.terms"
_KINDS = ("words", "authors", "sources", "domains")
_ITEM = (
    "SELECT i.title, CASE i.kind WHEN 'paper' THEN coalesce(t.text, '') ELSE coalesce(e.summary, '') END, i.authors, "
    "i.source, i.url FROM items i LEFT JOIN texts t ON t.id = i.id AND i.kind = 'paper' "
    "LEFT JOIN entries e ON e.id = i.id WHERE i.id = ? AND i.kind IN ('paper', 'entry', 'link', 'repo')"
)


class Mutes:
    """The mute list as a library holds it, and what it means there."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._meta = Meta(db)

    def terms(self) -> tuple[str, ...]:
        """The list as it is applied."""
        return tuple(json.loads(self._meta.get(_APPLIED) or "[]"))

    def count(self) -> int:
        """How many items are muted."""
        return int(self._db.value("SELECT count(*) FROM muted"))

    def configure(self, given: Mapping[str, Iterable[str]]) -> None:
        """Take over what the configuration says, by `words`, `authors`, `sources` and `domains`."""
        told = json.dumps({kind: list(given.get(kind, ())) for kind in _KINDS}, ensure_ascii=False)
        if told != self._meta.get(_GIVEN):
            with self._db.transaction():
                self._meta.set(_GIVEN, told)
                self.settle()

    def settle(self) -> None:
        """Bring items up to the list, within a transaction of the caller's: nothing where it is the same."""
        given = json.loads(self._meta.get(_GIVEN) or "{}")
        words, authors, sources, domains = (given.get(kind, ()) for kind in _KINDS)
        changes = [(term, bool(value)) for term, value in changes_of(self._db, "mute")]
        wanted = listed(words, authors, sources, domains, changes)
        before = self.terms()
        if wanted == before:
            return
        self._meta.set(_APPLIED, json.dumps(wanted, ensure_ascii=False))
        gone, come = set(before) - set(wanted), [term for term in wanted if term not in before]
        if any(term.startswith("-") for term in (*gone, *come)):
            gone, come = set(before), list(wanted)  # an exception is one to all words
        changed: set[int] = set()
        for term in gone:
            changed.update(row[0] for row in self._db.all("SELECT id FROM muted WHERE term = ?", (term,)))
            self._db.run("DELETE FROM muted WHERE term = ?", (term,))
        changed.update(self._candidates(muting_of(tuple(come))))
        muting = muting_of(wanted)
        for item_id in changed:
            self._mark(item_id, muting)
            apply_marks(self._db, item_id)

    def check(self, *ids: int) -> None:
        """Items were stored or changed: they are muted, or no longer."""
        if not (terms := self.terms()):
            return
        for item_id in ids:
            if self._mark(item_id, muting_of(terms)):
                apply_marks(self._db, item_id)

    def _mark(self, item_id: int, muting: Muting) -> bool:
        """Note whether an item is muted; True if that is new."""
        row = self._db.one(_ITEM, (item_id,))
        term = muting.term(*row) if row is not None else ""
        before = str(self._db.value("SELECT term FROM muted WHERE id = ?", (item_id,)) or "")
        if term == before:
            return False
        if term:
            self._db.run("INSERT OR REPLACE INTO muted VALUES(?, ?)", (item_id, term))
        else:
            self._db.run("DELETE FROM muted WHERE id = ?", (item_id,))
        return True

    def _candidates(self, muting: Muting) -> set[int]:
        """What may be muted: looked at closely afterwards."""
        found: set[int] = set()
        following = muting.following
        for query in (*following.word_queries(), *following.author_queries()):
            if match := compile_query(query).match:
                found.update(self._ids("SELECT i.id FROM search CROSS JOIN items i ON i.place = +search.rowid "
                                       "WHERE search MATCH ?", match))  # fmt: skip
        for word in following.words:
            # The index has the whole text of an entry in the place of its summary.
            longest = max((part for part in word.rstrip("*").lower().split()), key=len)
            found.update(self._ids("SELECT id FROM entries WHERE instr(lower(summary), ?)", longest))
        for source in muting.sources:
            found.update(self._ids("SELECT id FROM sightings WHERE source = ?", source.removeprefix(SOURCE)))
        for domain in muting.domains:
            host = domain.removeprefix(DOMAIN)
            found.update(self._ids("SELECT id FROM items WHERE kind <> 'paper' AND instr(lower(url), ?)", host))
        return found

    def _ids(self, sql: str, value: str) -> list[int]:
        return [row[0] for row in self._db.all(sql, (value,))]
