"""Adding items, one or hundreds at once: each table is written by one statement that is prepared once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.items import Kind
from tui_reader.storage.marks import apply_marks, has_actions
from tui_reader.storage.mentions import all_targets
from tui_reader.storage.sort_keys import SLOTS, base_place, sortable
from tui_reader.storage.texts import reference_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.storage.db import Db
    from tui_reader.storage.mentions import MentionWriter
    from tui_reader.storage.search_index import SearchIndex

#: What `items.kind` says of an entry that no feed brought.
LINK = "link"
#: Kinds whose text is not read for names here: an issue's is read by its parts, a board's is nothing but names.
NOT_READ = (Kind.ISSUE, Kind.BOARD)


class NewItem(Struct, frozen=True):
    """An item about to be added; `seconds` is its date since 1970 (None: undated), `first_seen` the moment it is seen
    for the first time, `text` what a search looks through besides title and authors, `targets` what its links refer to,
    `target` what its own address does (None: not worked out yet). `is_link` is an entry that no feed brought: an issue
    or a digest named it; `is_backlog` what comes in as read."""

    key: str
    kind: Kind
    title: str
    url: str = ""
    source: str = ""
    source_title: str = ""
    seconds: int | None = None
    first_seen: int | None = None
    authors: str = ""
    category: str = ""
    badge: str = ""
    stars: int | None = None
    title_id: int | None = None
    origin: str = "none"
    text: str = ""
    targets: tuple[str, ...] = ()
    target: str | None = None
    is_link: bool = False
    is_backlog: bool = False


class Adding:
    """Adds items whose keys nothing in the library has yet, within transactions of the caller's."""

    def __init__(self, db: Db, index: SearchIndex, names: MentionWriter) -> None:
        self._db = db
        self._index = index
        self._names = names
        self._full: dict[int, int] = {}

    def add(self, items: Sequence[NewItem]) -> list[int]:
        """Add items of different keys, in this order: their ids. What the journal says about their keys holds at
        once; names in their texts are recognised later (`MentionWriter.catch_up`)."""
        db = self._db
        # Ids never come again, so the next one is known without asking for each.
        last = int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'items'") or 0)
        ids = list(range(last + 1, last + 1 + len(items)))
        db.many(
            "INSERT INTO items(id, key, kind, place, title, url, source, source_title, date, authors, category, badge, "
            "stars, title_id, origin, state, first_seen, is_backlog, read) "
            "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (
                    item_id, item.key, LINK if item.is_link else item.kind.value, place, item.title, item.url,
                    item.source, item.source_title, item.seconds if sortable(item.seconds) else None, item.authors,
                    item.category, item.badge, item.stars, item.title_id, item.origin, item.origin, item.first_seen,
                    int(item.is_backlog), int(item.is_backlog),
                )
                for item_id, item, place in zip(ids, items, self._places(items), strict=True)
            ],
        )  # fmt: skip
        numbered = list(zip(ids, items, strict=True))
        db.many("INSERT INTO texts VALUES(?, ?)", [(item_id, item.text) for item_id, item in numbered if item.text])
        self._index.added(ids)
        self._names.read_later([item_id for item_id, item in numbered if item.kind not in NOT_READ])
        self._names.keep_targets(
            (item_id, target)
            for item_id, item in numbered
            if item.kind is Kind.ENTRY
            for target in all_targets(reference_of(item.url) if item.target is None else item.target, item.targets)
            if target != item.key
        )
        for item_id in self._acted_on(numbered):
            apply_marks(db, item_id)
        return ids

    def _acted_on(self, numbered: Iterable[tuple[int, NewItem]]) -> list[int]:
        """The items of which the journal speaks."""
        numbered = list(numbered)
        keys = json.dumps([item.key for _, item in numbered])
        found = {
            r[0]
            for r in self._db.all(
                "SELECT k.value FROM json_each(?) k WHERE EXISTS (SELECT 1 FROM actions a WHERE a.item = k.value)",
                (keys,),
            )
        }
        return [
            item_id
            for item_id, item in numbered
            if item.key in found
            or (item.kind is Kind.PAPER and item.title_id is not None and has_actions(self._db, "", item.title_id))
        ]

    def _places(self, items: Sequence[NewItem]) -> list[int]:
        bases = {base_place(item.seconds) for item in items}
        taken: dict[int, int | None] = dict(
            self._db.all(
                "SELECT b.value, (SELECT max(place) FROM items WHERE place BETWEEN b.value AND b.value + ?) "
                "FROM json_each(?) b",
                (SLOTS - 1, json.dumps(list(bases))),
            )
        )
        return [self._place(item.seconds, taken) for item in items]

    def free_place(self, seconds: int | None) -> int:
        """A place nobody has, in that second or, where it is full, in the next newer one that is not."""
        return self._place(seconds, {})

    def _place(self, seconds: int | None, taken: dict[int, int | None]) -> int:
        """`taken` is the last place of each second that is known already; the one given is taken from now on."""
        first = base_place(seconds)
        base = self._full.get(first, first)
        while True:
            if base in taken:
                last = taken[base]
            else:
                last = self._db.value(
                    "SELECT max(place) FROM items WHERE place BETWEEN ? AND ?", (base, base + SLOTS - 1)
                )
            if last is None or last < base + SLOTS - 1:
                place = taken[base] = base if last is None else int(last) + 1
                return place
            base -= SLOTS
            self._full[first] = base
