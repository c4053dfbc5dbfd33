"""Finding items by their keys: present ones, former ones, and beginnings of hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.items import title_key

if TYPE_CHECKING:
    from tui_reader.storage.db import Db

_NO_TITLE = title_key("")


def title_number(title: str) -> int | None:
    """A number that titles share which differ only in case, accents, punctuation and spacing; None for a title
    without a letter or digit."""
    key = title_key(title)
    return None if key == _NO_TITLE else number_of_key(key)


def number_of_key(key: str) -> int:
    """The number of a `title:` key."""
    return int(key.removeprefix("title:")[:15], 16)


def key_of(db: Db, key: str) -> str:
    """The present form of a key: a former one leads to the present one, any other is itself."""
    found = db.value("SELECT key FROM aliases WHERE old = ?", (key,))
    return str(found) if found is not None else key


def find(db: Db, key: str) -> int | None:
    """The id of an item by its present or a former key. A paper is also found by the key of its title, which is how
    an action on another machine, where its number was not known, finds it."""
    found = db.value("SELECT id FROM items WHERE key = ?", (key_of(db, key),))
    if found is None and key.startswith("title:"):
        try:
            number = number_of_key(key)
        except ValueError:
            return None
        found = db.value("SELECT id FROM items WHERE title_id = ? AND kind = 'paper' ORDER BY id LIMIT 1", (number,))
    return None if found is None else int(found)


def load_note(db: Db, item_id: int) -> str:
    """The user's note on an item, "" without one."""
    return str(db.value("SELECT text FROM notes WHERE id = ?", (item_id,)) or "")


def resolve(db: Db, key: str) -> str | None:
    """The present key of an item, from a former key or from an unambiguous beginning of a hash of six characters or
    more, with or without its `url:` in front."""
    item_id = find(db, key)
    if item_id is None:
        item_id = _by_beginning(db, key)
    return None if item_id is None else str(db.value("SELECT key FROM items WHERE id = ?", (item_id,)))


def _by_beginning(db: Db, key: str) -> int | None:
    head, colon, beginning = key.rpartition(":")
    if len(beginning) < 6 or not all(c in "0123456789abcdef" for c in beginning):
        return None
    ids: set[int] = set()
    for kind in (head,) if colon else ("url", "entry", "title"):
        start = f"{kind}:{beginning}"
        found = db.all(
            "SELECT id FROM items WHERE key >= ? AND key < ? UNION SELECT i.id FROM aliases a JOIN items i "
            "ON i.key = a.key WHERE a.old >= ? AND a.old < ? LIMIT 3",
            (start, start + "g", start, start + "g"),
        )
        ids.update(r[0] for r in found)
    return ids.pop() if len(ids) == 1 else None
