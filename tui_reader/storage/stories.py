"""Which entries tell the same story: near-equal titles from different hosts on one day, or one post at two paths of a
host (`/news/NAME`, `/research/NAME`), found when one is stored.

They stay items of their own. `items.story` is the same number for all of a story, the id of the one that came first.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_reader.domain.stories import is_same_story, story_words, telling_words
from tui_reader.storage.sort_keys import sortable

if TYPE_CHECKING:
    from tui_reader.storage.db import Db

_DAY = 86_400
#: Entries that share a telling word and are looked at; a day on which more do is a day of copies.
_MOST_LOOKED_AT = 100
#: `/1` and `/index.html` name no post.
_SHORTEST_NAME = 12


def join_story(db: Db, item_id: int) -> None:
    """Find the story of an entry by its title, day and host, and note its words for those that follow."""
    row = db.one("SELECT title, url, date FROM items WHERE id = ?", (item_id,))
    if row is None or not sortable(row[2]):
        return
    title, url, seconds = row
    words = story_words(title)
    if not words:
        return
    day = seconds // _DAY
    numbers = [_number(word) for word in telling_words(words)]
    marks = ",".join("?" * len(numbers))
    story = None
    own = _site(url)
    for other, other_title, other_url, other_story, other_seconds in db.all(
        "SELECT DISTINCT i.id, i.title, i.url, i.story, i.date FROM title_words w CROSS JOIN items i ON i.id = w.id "
        f"WHERE w.day IN (?, ?, ?) AND w.word IN ({marks}) AND i.id <> ? LIMIT ?",
        (day, day - 1, day + 1, *numbers, item_id, _MOST_LOOKED_AT),
    ):
        if not is_same_story(words, story_words(other_title)):  # nearly all; addresses take longer to compare
            continue
        is_own = _site(other_url) == own
        is_post = is_own and _is_one_post(url, other_url)
        if not is_post and (is_own or (other_seconds or 0) // _DAY != day):
            continue
        told = other_story or other
        sites = {_site(r[0]) for r in db.all("SELECT url FROM items WHERE story = ?", (told,))}
        if is_post or own not in sites:  # a second one of the same host is a series of its own
            story = told
            db.run("UPDATE items SET story = ? WHERE id IN (?, ?)", (story, item_id, other))
            break
    db.many("INSERT OR IGNORE INTO title_words VALUES(?,?,?)", [(day, number, item_id) for number in numbers])


def leave_story(db: Db, item_id: int) -> None:
    """Forget the story of an entry whose title changed."""
    db.run("UPDATE items SET story = NULL WHERE id = ? AND story IS NOT NULL", (item_id,))
    db.run("DELETE FROM title_words WHERE id = ?", (item_id,))


def _is_one_post(url: str, other: str) -> bool:
    """Whether two addresses of one host end with the same name in different folders."""
    folder, _, name = url.partition("?")[0].rstrip("/").rpartition("/")
    other_folder, _, other_name = other.partition("?")[0].rstrip("/").rpartition("/")
    return name == other_name and folder != other_folder and (len(name) >= _SHORTEST_NAME or "-" in name)


@lru_cache(maxsize=4096)
def _site(url: str) -> str:
    from tui_reader.text.address_meaning import own_host
    from tui_reader.text.addresses import host

    return own_host(host(url)).removeprefix("www.")


def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=6).digest())
