"""Which entries tell the same story: near-equal titles from different hosts on one day, or one post at two paths of a
host (`/news/NAME`, `/research/NAME`), found when one is stored.

They stay items of their own. `items.story` is the same number for all of a story, the id of the one that came first.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.stories import LEAST_SHARED, SINGLE, is_same_story, story_words, telling_words
from tui_reader.storage.sort_keys import sortable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.storage.db import Db

_DAY = 86_400
#: Entries that may tell the same story and are looked at; a day on which more do is a day of copies.
_MOST_LOOKED_AT = 100
#: Entries held at once.
_MOST_HELD = 50_000
#: `/1` and `/index.html` name no post.
_SHORTEST_NAME = 12


class _Told(Struct):
    """An entry that others are compared with: its words, address and day, and the number of its story, if any."""

    words: frozenset[str]
    url: str
    day: int
    story: int | None


class NewEntry(Struct, frozen=True):
    """An entry that is to find its story; `seconds` is its date since 1970."""

    id: int
    title: str
    url: str
    seconds: int | None


class Stories:
    """The writer's side of the stories.

    A refresh brings thousands of entries of the same few days, each of which is compared with those that share words
    with it: what is known of these days is held as long as nobody else writes, no transaction is rolled back, and
    nothing but new entries joins.
    """

    def __init__(self, db: Db) -> None:
        self._db = db
        self._days: dict[int, dict[int, set[int]]] = {}
        self._told: dict[int, _Told] = {}
        self._short: set[int] = set()
        self._valid: tuple[int, int] | None = None

    def forget(self) -> None:
        """An entry that was stored changes or goes."""
        self._valid = None

    def leave(self, item_id: int) -> None:
        """Forget the story of an entry whose title changed."""
        self.forget()
        self._db.run("UPDATE items SET story = NULL WHERE id = ? AND story IS NOT NULL", (item_id,))
        self._db.run("DELETE FROM title_words WHERE id = ?", (item_id,))

    def join(self, entries: Iterable[NewEntry]) -> None:
        """Find the stories of entries by title, day and host, one after the other, and note their words for those
        that follow. Within a transaction of the caller's."""
        self._look()
        rows: list[tuple[int, int, int]] = []
        for entry in entries:
            if not sortable(entry.seconds) or not (words := story_words(entry.title)):
                continue
            day = (entry.seconds or 0) // _DAY
            numbers = sorted(_number(word) for word in telling_words(words))
            told = _Told(words, entry.url, day, None)
            told.story = self._story(entry.id, told, numbers)
            self._hold(entry.id, told)
            known = self._day(day)
            for number in numbers:
                known.setdefault(number, set()).add(entry.id)
            rows += [(day, number, entry.id) for number in numbers]
        self._db.many("INSERT OR IGNORE INTO title_words VALUES(?,?,?)", sorted(rows))

    def _look(self) -> None:
        valid = (int(self._db.value("PRAGMA data_version")), self._db.rollbacks)
        if valid != self._valid or len(self._told) > _MOST_HELD:
            self._days, self._told, self._short = {}, {}, set()
        self._valid = valid

    def _hold(self, item_id: int, told: _Told) -> None:
        self._told[item_id] = told
        if len(told.words) < SINGLE:
            self._short.add(item_id)

    def _day(self, day: int) -> dict[int, set[int]]:
        """The entries of a day by their words' numbers."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = {}
            for word, item_id in self._db.all("SELECT word, id FROM title_words WHERE day = ?", (day,)):
                known.setdefault(word, set()).add(item_id)
        return known

    def _alike(self, day: int, numbers: Sequence[int], size: int) -> list[int]:
        """The entries of a day and those beside it that may tell the same story as a title of so many words, in the
        order in which they came."""
        found: set[int] = set()
        for known in (self._day(day - 1), self._day(day), self._day(day + 1)):
            once: set[int] = set()
            for number in numbers:
                if others := known.get(number):
                    found |= once & others
                    once |= others
            if size >= SINGLE or len(numbers) == 1:
                found |= once
            else:
                found |= once - self._short
        return sorted(found)

    def _story(self, item_id: int, own: _Told, numbers: Sequence[int]) -> int | None:
        words, told = own.words, self._told
        size, least = len(words), LEAST_SHARED
        for other_id in self._alike(own.day, numbers, size)[:_MOST_LOOKED_AT]:
            other = told.get(other_id) or self._load(other_id)
            if other is None or other_id == item_id:
                continue
            if len(words & other.words) < least * (size + len(other.words)) or not is_same_story(words, other.words):
                continue  # nearly all of them
            site, other_site = _site(own.url), _site(other.url)
            is_post = other_site == site and _is_one_post(own.url, other.url)
            if not is_post and (other_site == site or other.day != own.day):
                continue
            story = other.story or other_id
            sites = {_site(r[0]) for r in self._db.all("SELECT url FROM items WHERE story = ?", (story,))}
            if is_post or site not in sites:  # a second one of the same host is a series of its own
                self._db.run("UPDATE items SET story = ? WHERE id IN (?, ?)", (story, item_id, other_id))
                other.story = story
                return story
        return None

    def _load(self, item_id: int) -> _Told | None:
        row = self._db.one("SELECT title, url, date, story FROM items WHERE id = ?", (item_id,))
        if row is None:
            return None
        title, url, seconds, story = row
        told = _Told(story_words(title), url, (seconds or 0) // _DAY, story)
        self._hold(item_id, told)
        return told


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


@lru_cache(maxsize=16384)
def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=6).digest())
