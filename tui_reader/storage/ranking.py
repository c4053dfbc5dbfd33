"""What the ranker needs of the library: the blobs of papers' terms, decisions, and where followed words stand.

Nothing here depends on row ids, which differ between machines.
"""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, TypeVar

from tui_reader.domain.items import normalise_title, title_key
from tui_reader.domain.ranking.features import pack, terms
from tui_reader.domain.ranking.model import RECENT
from tui_reader.domain.ranking.ranked import Found, Ranked
from tui_reader.domain.ranking.teaching import MOST_AT_ONCE, Decision
from tui_reader.storage.features import Features
from tui_reader.storage.keys import find
from tui_reader.storage.sort_keys import DAY, SLOTS, day_number_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Sized

    from tui_reader.domain.following import Following
    from tui_reader.storage.db import Db

T = TypeVar("T")

_AT_ONCE = 500
#: The newest decisions of each kind that teach, and how many are looked at to find them among bulk ones.
_MOST_TAUGHT, _MOST_LOOKED_AT = 2000, 20_000
#: Papers of one day beyond this many are not told apart from those of another.
_LONGEST_DAY = 20_000
_COLUMNS = f"i.id, i.key, i.place, {day_number_sql('i.place')}, f.blob"
_KEPT = ("kept", "starred")


class Ranking:
    """What papers are ranked by."""

    def __init__(self, db: Db) -> None:
        """Raises StorageError for a library with blobs of another form that cannot be written."""
        self._db = db
        Features(db).refuse_other_form()

    def version(self) -> tuple[int, int]:
        """Another one whenever anything in the library may have changed: by another connection, or by this."""
        return int(self._db.value("PRAGMA data_version")), self._db.changes()

    def recent(self) -> list[Ranked]:
        """The newest papers, as many as tell how common a term is, by day and key."""
        last = self._db.value(
            "SELECT max(place) FROM (SELECT place FROM items WHERE kind = 'paper' ORDER BY place LIMIT ?)", (RECENT,)
        )
        if last is None:
            return []
        # The last day is taken whole and cut by key: within it, places tell only what came here first.
        found = self._db.all(
            f"SELECT {_COLUMNS} FROM items i JOIN paper_features f ON f.id = i.id "
            "WHERE i.kind = 'paper' AND i.place <= ? ORDER BY i.place LIMIT ?",
            (_day(int(last)) * DAY + SLOTS - 1, _LONGEST_DAY),
        )
        found.sort(key=lambda row: (row[3], row[1]))
        return [Ranked(*row) for row in found[:RECENT]]

    def ranked(self, ids: Sequence[int]) -> Iterator[Ranked]:
        """The papers among these rows, in their order."""
        for part in _parts(ids):
            rows = self._db.all(
                f"SELECT {_COLUMNS} FROM items i JOIN paper_features f ON f.id = i.id WHERE i.id IN ({_marks(part)})",
                part,
            )
            by_id = {row[0]: row for row in rows}
            yield from (Ranked(*by_id[i]) for i in part if i in by_id)

    def blobs(self, ids: Sequence[int]) -> Iterator[tuple[int, int, bytes]]:
        """Row, place and blob of the papers among these rows, in the order of the rows: all that a score needs."""
        for part in _parts(array("q", sorted(ids))):
            yield from self._db.all(
                "SELECT i.id, i.place, f.blob FROM paper_features f JOIN items i ON i.id = f.id "
                f"WHERE f.id IN ({_marks(part)}) ORDER BY f.id",
                part,
            )

    def on_day_of(self, item_id: int) -> list[Ranked]:
        """The papers that stand under the same day as one, itself included; nothing for an undated one."""
        place = self._db.value("SELECT place FROM items WHERE id = ? AND date IS NOT NULL", (item_id,))
        if place is None:
            return []
        day = _day(int(place))
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM items i JOIN paper_features f ON f.id = i.id "
            "WHERE i.kind = 'paper' AND i.place > ? AND i.place <= ? LIMIT ?",
            ((day - 1) * DAY + SLOTS - 1, day * DAY + SLOTS - 1, _LONGEST_DAY),
        )
        return [Ranked(*row) for row in rows]

    # -- decisions ---------------------------------------------------------------
    def decisions(self) -> list[Decision]:
        """The newest decisions that may teach, of all machines: the last live one on each paper. A kept paper that is
        not in the library counts by its title."""
        return [*self._of_known(), *self._of_unknown()]

    def last_kept(self, limit: int) -> list[Ranked]:
        """The papers that were kept last, the latest first."""
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM items i JOIN paper_features f ON f.id = i.id "
            "WHERE i.decided_at IS NOT NULL AND i.kind = 'paper' AND i.state = 'kept' "
            "ORDER BY i.decided_at DESC, i.key LIMIT ?",
            (limit,),
        )
        return [Ranked(*row) for row in rows]

    def _of_known(self) -> Iterator[Decision]:
        for state in ("kept", "skipped"):
            taught = looked_at = 0
            while taught < _MOST_TAUGHT and looked_at < _MOST_LOOKED_AT:
                rows = self._db.all(
                    "SELECT i.id, i.key, i.title, f.blob FROM items i JOIN paper_features f ON f.id = i.id "
                    "WHERE i.decided_at IS NOT NULL AND i.kind = 'paper' AND i.state = ? "
                    "ORDER BY i.decided_at DESC, i.key LIMIT ? OFFSET ?",
                    (state, _AT_ONCE, looked_at),
                )
                looked_at += len(rows)
                batches = self._batches([row[:3] for row in rows])
                for item_id, key, _, blob in rows:
                    at_once = self._size_of(batches.get(item_id, ""))
                    if at_once <= MOST_AT_ONCE and taught < _MOST_TAUGHT:
                        taught += 1
                        yield Decision(key, state == "kept", at_once, blob)
                if len(rows) < _AT_ONCE:
                    break

    def _batches(self, items: Sequence[tuple[int, str, str]]) -> dict[int, str]:
        """The action that decided on each item, by id; items are (id, key, title)."""
        of_key = {key: item_id for item_id, key, _ in items}
        former = self._db.all(f"SELECT old, key FROM aliases WHERE key IN ({_marks(of_key)})", list(of_key))
        owner = {**of_key, **{old: of_key[key] for old, key in former}}
        by_title = {title_key(title): item_id for item_id, _, title in items}
        for key in set(by_title) - owner.keys():
            owner[key] = by_title[key]
        batches: dict[int, str] = {}
        for key, batch in self._live_states(list(owner)):
            if key in of_key or key not in by_title or find(self._db, key) == owner[key]:
                batches[owner[key]] = batch
        return batches

    def _live_states(self, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Key and action of live decisions on these keys, the oldest first."""
        found = []
        for part in _parts(keys):
            found += self._db.all(
                f"SELECT at, name, number, print, item, batch FROM actions WHERE item IN ({_marks(part)}) "
                "AND field = 'state' AND batch NOT IN (SELECT batch FROM turns WHERE undone)",
                part,
            )
        return ((row[4], row[5]) for row in sorted(found))

    def _size_of(self, batch: str) -> int:
        """How many items an action decided on, as far as it matters; what came from another program was decided on
        there, one by one."""
        rows = self._db.all(
            "SELECT DISTINCT item FROM actions WHERE batch = ? AND field = 'state' AND value <> '\"starred\"' LIMIT ?",
            (batch, MOST_AT_ONCE + 1),
        )
        return len(rows)

    def _of_unknown(self) -> Iterator[Decision]:
        keys = self._db.all(
            "SELECT DISTINCT item FROM actions WHERE field = 'state' AND value IN ('\"kept\"', '\"starred\"') "
            "AND (item GLOB 'arxiv:*' OR item GLOB 'title:*') ORDER BY item"
        )
        for (key,) in keys:
            if find(self._db, key) is not None:
                continue
            last = self._db.one(
                "SELECT value, title, batch FROM actions WHERE item = ? AND field = 'state' "
                "AND batch NOT IN (SELECT batch FROM turns WHERE undone) "
                "ORDER BY at DESC, name DESC, number DESC, print DESC LIMIT 1",
                (key,),
            )
            if last is not None and json.loads(last[0]) in _KEPT and (counts := terms(last[1])):
                yield Decision(key, True, self._size_of(last[2]), pack(counts))

    # -- words -------------------------------------------------------------------
    def found(self, following: Following, place: int | None = None) -> Iterator[Found]:
        """Where followed words (`quantiz*` by their beginning), authors, and what is not wanted (`-survey`) stand, as
        places in the order of the library, or in the paper at one place: each word in titles and in texts, each author
        among the names. Only what stands somewhere."""
        words = [(word, word) for word in following.words] + [(f"-{word}", word) for word in following.without]
        for term, word in words:
            one = Found(term, self._places("title", word, place), self._places("text", word, place), frozenset())
            if one.in_titles or one.in_texts:
                yield one
        for author in following.authors:
            if named := self._named(author, self._places("authors", author, place)):
                yield Found(author, frozenset(), frozenset(), named)

    def _named(self, author: str, places: Iterable[int]) -> frozenset[int]:
        """Of the places with the words of a name among their authors, those with an author of that name."""
        wanted = f" {normalise_title(author)} "
        named: set[int] = set()
        for part in _parts(sorted(places)):
            named.update(
                place
                for place, names in self._db.all(
                    f"SELECT place, authors FROM items WHERE place IN ({_marks(part)})", part
                )
                if any(wanted in f" {normalise_title(name)} " for name in names.split(", "))
            )
        return frozenset(named)

    def _places(self, column: str, word: str, place: int | None) -> frozenset[int]:
        bare = word.rstrip("*").replace('"', " ").strip()
        asked: list[object] = [f'{column} : "{bare}"' + (" *" if word.endswith("*") else "")]
        here = ""
        if place is not None:
            here, asked = " AND rowid = ?", [*asked, place]
        return frozenset(row[0] for row in self._db.all(f"SELECT rowid FROM search WHERE search MATCH ?{here}", asked))

    def with_words(self, words: Sequence[tuple[str, float]], most: int, each: int) -> list[Ranked]:
        """Papers that have some of these words, those with the weightiest first, at most `most`; of each word the
        newest `each` are looked at."""
        weight: dict[int, float] = {}
        for word, value in words:
            asked = '"' + word.replace('"', " ") + '"'
            for (place,) in self._db.all("SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", (asked, each)):
                weight[place] = weight.get(place, 0.0) + value
        places = sorted(weight, key=lambda place: (-weight[place], place))[:most]
        found: list[Ranked] = []
        for part in _parts(places):
            found += (
                Ranked(*row)
                for row in self._db.all(
                    f"SELECT {_COLUMNS} FROM items i JOIN paper_features f ON f.id = i.id "
                    f"WHERE i.place IN ({_marks(part)}) AND i.kind = 'paper'",
                    part,
                )
            )
        return found


def _day(place: int) -> int:
    return (place // SLOTS + 86_399) // 86_400


def _parts(things: Sequence[T]) -> Iterator[list[T]]:
    return (list(things[start : start + _AT_ONCE]) for start in range(0, len(things), _AT_ONCE))


def _marks(things: Sized) -> str:
    return ",".join("?" * len(things))
