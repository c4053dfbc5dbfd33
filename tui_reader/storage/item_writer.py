"""Writing items: adding, changing, renaming and joining them, and noting where they were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from tui_reader.domain.items import Kind, url_key
from tui_reader.domain.rows import Stored
from tui_reader.storage.keys import find
from tui_reader.storage.marks import apply_marks
from tui_reader.storage.mentions import MentionWriter, targets_of
from tui_reader.storage.muting import Mutes
from tui_reader.storage.new_items import NOT_READ, Adding, NewItem
from tui_reader.storage.sort_keys import base_place, seconds_of, sortable
from tui_reader.storage.stories import Stories
from tui_reader.storage.texts import forms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from tui_reader.storage.db import Db
    from tui_reader.storage.search_index import SearchIndex

T = TypeVar("T")

#: How many things one transaction stores.
STEP = 200
#: Places that say no more when they are repeated on another day.
_ONCE = ("feed", "search", "import")
#: Tables with a row, or rows, of an item.
_PARTS = (
    "sightings", "identities", "item_tags", "bodies", "notes", "entries", "papers", "repos", "texts", "earlier_texts",
    "lookups", "mentions", "title_words", "star_counts", "whole_papers", "unrecognised",
    "muted",
)  # fmt: skip


class ItemWriter:
    """The writer's side of the table of items."""

    def __init__(self, db: Db, index: SearchIndex) -> None:
        self.db = db
        self.index = index
        self.names = MentionWriter(db)
        self.mutes = Mutes(db)
        self.adding = Adding(db, index, self.names)
        self.stories = Stories(db)

    def in_steps(self, things: Sequence[T], store: Callable[[Sequence[T]], list[tuple[str, str]]]) -> Stored:
        """Store things, STEP in a transaction, so that a crash costs at most the step being written. `store` gives
        key and outcome (`new`, `updated`, `same`) of each."""
        outcomes: list[tuple[str, str]] = []
        for start in range(0, len(things), STEP):
            with self.db.transaction(), self.names.unchanged():
                outcomes += store(things[start : start + STEP])
        return self.stored(outcomes)

    def stored(self, outcomes: Sequence[tuple[str, str]]) -> Stored:
        """What was stored, from key and outcome of each thing. The search learns of it."""
        self.index.settle()
        new = dict.fromkeys(k for k, outcome in outcomes if outcome == "new")
        updated = dict.fromkeys(k for k, outcome in outcomes if outcome == "updated" and k not in new)
        return Stored(tuple(new), tuple(updated), tuple(k for k, _ in outcomes))

    def find(self, key: str) -> int | None:
        """The id of an item by its present or a former key."""
        return find(self.db, key)

    def find_address(self, url: str) -> int | None:
        """The id of the item of an address: of its canonical form, or of another that means the same page. Found by
        such a one, it is known by the canonical form too from now on."""
        keys = [url_key(form) for form in forms(url)]
        marks = ",".join("?" * len(keys))
        present: dict[str, str] = dict(self.db.all(f"SELECT old, key FROM aliases WHERE old IN ({marks})", keys))
        meant = [present.get(key, key) for key in keys]
        found: dict[str, int] = dict(self.db.all(f"SELECT key, id FROM items WHERE key IN ({marks})", meant))
        for number, key in enumerate(meant):
            if key in found:
                if number:
                    self.db.run("INSERT OR IGNORE INTO aliases VALUES(?, ?)", (keys[0], key))
                return found[key]
        return None

    def know_by_address(self, item_id: int, url: str) -> None:
        """Have a new item take what the journal says about other forms of its address: its key may have been made
        from one of them, here or on another machine."""
        others = [url_key(form) for form in forms(url)[1:]]
        marks = ",".join("?" * len(others))
        known = self.db.all(f"SELECT DISTINCT item FROM actions WHERE item IN ({marks})", others)
        for (key,) in known:
            self.db.run("INSERT OR IGNORE INTO aliases VALUES(?, ?)", (key, self.key(item_id)))
        if known:
            apply_marks(self.db, item_id)

    def key(self, item_id: int) -> str:
        """The present key of an item."""
        return str(self.db.value("SELECT key FROM items WHERE id = ?", (item_id,)))

    def add(self, item: NewItem) -> int:
        """Add an item; what the journal says about its key holds at once."""
        return self.adding.add([item])[0]

    def change(self, item_id: int, changes: Mapping[str, Any], text: str | None = None) -> bool:
        """Set columns of an item (`date` in seconds moves it in the order) and, unless None, its searchable text.
        Whether anything was different."""
        columns = list(changes)
        old = self.db.one(f"SELECT {', '.join([*columns, 'date'])} FROM items WHERE id = ?", (item_id,))
        if old is None:
            return False
        wanted = {
            c: (v if c != "date" or sortable(v) else None)
            for (c, v), now in zip(changes.items(), old, strict=False)
            if (v if c != "date" or sortable(v) else None) != now
        }
        old_text = self.db.value("SELECT text FROM texts WHERE id = ?", (item_id,)) or "" if text is not None else ""
        is_text_new = text is not None and text != old_text
        if not wanted and not is_text_new:
            return False
        if is_text_new or not wanted.keys().isdisjoint(("title", "authors", "date")):
            self.index.changing(item_id)
        if is_text_new:
            self.db.run("INSERT OR REPLACE INTO texts VALUES(?, ?)", (item_id, text))
        if "date" in wanted and base_place(wanted["date"]) != base_place(old[-1]):
            place = wanted["place"] = self.adding.free_place(wanted["date"])
            self._move_categories(item_id, place)
        if wanted:
            self.db.run(
                f"UPDATE items SET {', '.join(f'{c} = ?' for c in wanted)} WHERE id = ?", (*wanted.values(), item_id)
            )
        if is_text_new or not wanted.keys().isdisjoint(("title", "url")):
            self._read_names(item_id)
        if not wanted.keys().isdisjoint(("title", "url", "date")):
            self.stories.forget()
        if "origin" in wanted:
            apply_marks(self.db, item_id)
        if is_text_new or not wanted.keys().isdisjoint(("title", "authors", "source", "url")):
            self.mutes.check(item_id)
        return True

    def _read_names(self, item_id: int) -> None:
        kind, title, said = self.db.one(
            "SELECT i.kind, i.title, coalesce(t.text, '') FROM items i LEFT JOIN texts t ON t.id = i.id WHERE i.id = ?",
            (item_id,),
        ) or ("", "", "")
        if kind not in NOT_READ:
            self.names.read(item_id, [("", said)], title, targets_of(self.db, item_id))

    def categories(self, item_id: int) -> tuple[str, ...]:
        """The categories a paper is listed under."""
        row = self.db.one(
            "SELECT i.category, p.categories FROM papers p JOIN items i ON i.id = p.id WHERE p.id = ?", (item_id,)
        )
        return tuple({c: None for c in (row[0], *row[1].split()) if c}) if row else ()

    def _move_categories(self, item_id: int, place: int) -> None:
        self.db.many(
            "UPDATE categories SET place = ? WHERE category = ? AND id = ? AND place = "
            "(SELECT place FROM items WHERE id = ?)",
            [(place, category, item_id, item_id) for category in self.categories(item_id)],
        )

    def list_under(self, item_id: int, categories: Collection[str]) -> None:
        """List a paper under these categories."""
        place = self.db.value("SELECT place FROM items WHERE id = ?", (item_id,))
        self.db.many("INSERT OR IGNORE INTO categories VALUES(?,?,?)", [(c, place, item_id) for c in categories if c])

    def unlist(self, item_id: int) -> None:
        """Take a paper out of the lists of its categories, as long as they can still be read from it."""
        self.db.many(
            "DELETE FROM categories WHERE category = ? AND id = ? AND place = (SELECT place FROM items WHERE id = ?)",
            [(category, item_id, item_id) for category in self.categories(item_id)],
        )

    def rename(self, item_id: int, key: str) -> None:
        """Give an item the key it has from now on; its old one leads to it."""
        old = self.key(item_id)
        if old == key:
            return
        self.db.run("UPDATE aliases SET key = ? WHERE key = ?", (key, old))
        self.db.run("INSERT OR REPLACE INTO aliases VALUES(?, ?)", (old, key))
        self.db.run("DELETE FROM aliases WHERE old = ?", (key,))
        self.db.run("UPDATE items SET key = ? WHERE id = ?", (key, item_id))
        self.db.run("DELETE FROM lookups WHERE id = ?", (item_id,))  # by its new name more can be found
        apply_marks(self.db, item_id)

    def absorb(self, item_id: int, gone_id: int) -> None:
        """Make one item of two: sightings, names and marks of the second become the first's."""
        db = self.db
        old, key = self.key(gone_id), self.key(item_id)
        for table in ("sightings", "identities", "item_tags", "earlier_texts"):
            db.run(f"UPDATE OR IGNORE {table} SET id = ? WHERE id = ?", (item_id, gone_id))
        db.run("UPDATE digest_items SET item = ? WHERE item = ?", (item_id, gone_id))
        db.run("UPDATE server_items SET id = ? WHERE id = ?", (item_id, gone_id))
        self._take_addresses(item_id, gone_id)
        self._take_first_seen(item_id, gone_id)
        for table in ("bodies", "whole_papers"):
            db.run(f"UPDATE OR IGNORE {table} SET id = ? WHERE id = ?", (item_id, gone_id))
        if db.value("SELECT origin FROM items WHERE id = ?", (gone_id,)) == "inbox":
            db.run("UPDATE items SET origin = 'inbox' WHERE id = ?", (item_id,))
        if not db.value("SELECT is_backlog FROM items WHERE id = ?", (gone_id,)):
            db.run("UPDATE items SET is_backlog = 0 WHERE id = ?", (item_id,))
        self.index.changing(gone_id)
        self.stories.forget()
        self.unlist(gone_id)
        for table in _PARTS:
            db.run(f"DELETE FROM {table} WHERE id = ?", (gone_id,))
        db.run("DELETE FROM items WHERE id = ?", (gone_id,))
        self.index.gone(gone_id)
        db.run("UPDATE aliases SET key = ? WHERE key = ?", (key, old))
        db.run("INSERT OR REPLACE INTO aliases VALUES(?, ?)", (old, key))
        apply_marks(db, item_id)

    def _take_addresses(self, item_id: int, gone_id: int) -> None:
        for (source,) in self.db.all("SELECT DISTINCT source FROM identities WHERE id = ?", (item_id,)):
            told = (item_id, source, gone_id)
            self.db.run("UPDATE OR REPLACE entry_addresses SET id = ? WHERE source = ? AND id = ?", told)

    def _take_first_seen(self, item_id: int, gone_id: int) -> None:
        """The earlier of two first sights counts, and the date of an entry is never later."""
        seen = self.db.all("SELECT first_seen, kind, date FROM items WHERE id IN (?, ?) ORDER BY id = ?",
                           (item_id, gone_id, item_id))  # fmt: skip
        moments = [moment for moment, _, _ in seen]
        first = None if None in moments else min(moments, default=None)
        self.db.run("UPDATE items SET first_seen = ? WHERE id = ?", (first, item_id))
        _, kind, listed = seen[-1]
        if first is not None and kind == Kind.ENTRY.value and listed is not None and listed > first:
            self.change(item_id, {"date": first})

    def see(
        self, item_id: int, source: str, kind: str, where: str, seen_on: date | None, text: str = "", via: int = 0,
        is_new: bool = False,
    ) -> None:  # fmt: skip
        """Note that an item was seen somewhere; `via` is the id of the digest that named it, `is_new` says that the
        item was added just now."""
        self.mutes.check(item_id)
        if (
            kind in _ONCE
            and not is_new
            and self.db.one(
                "SELECT 1 FROM sightings WHERE id = ? AND source = ? AND kind = ? AND place = ?",
                (item_id, source, kind, where),
            )
        ):
            return
        self.db.run(
            "INSERT INTO sightings(id, source, kind, place, seen_on, text, via) VALUES(?,?,?,?,?,?,?) "
            "ON CONFLICT DO UPDATE SET text = excluded.text, via = excluded.via WHERE excluded.text <> ''",
            (item_id, source, kind, where, seen_on.isoformat() if seen_on else "", text, via),
        )

    def see_new(self, sights: Iterable[tuple[int, str, date]]) -> None:
        """Note that entries that were added just now were seen in a feed: ids, sources and days."""
        sights = list(sights)
        self.db.many(
            "INSERT INTO sightings(id, source, kind, place, seen_on, text, via) VALUES(?,?,'feed','',?,'',0)",
            [(item_id, source, day.isoformat()) for item_id, source, day in sights],
        )
        self.mutes.check(*(item_id for item_id, _, _ in sights))


def not_future(moment: datetime | date | None, now: datetime) -> int | None:
    """A date in seconds, no later than now: an entry dated in the future would stand on top of every list till then."""
    seconds = seconds_of(moment)
    return None if seconds is None else min(seconds, seconds_of(now) or seconds)
