"""Taking the journal into the library, step by step, each step with the place in the file it reaches."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from tui_reader.domain.journal import Folded
from tui_reader.storage.marks import changes_of, feed_changes, first_fetches, told
from tui_reader.storage.marks import fold as fold_lines
from tui_reader.storage.meta import Meta

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tui_reader.domain.journal import FeedChange, JournalFiles, JournalLine, JsonValue
    from tui_reader.storage.db import Db

#: Lines of the first transaction and of the largest: each takes twice as many as the one before. The first start on
#: a journal of years has millions, and a page of the table is touched once a step.
_STEP, _LARGEST_STEP = 500, 32_000
#: What is held of the file meanwhile.
_HELD_KIB = 65_536

#: Where the fields that were understood are noted, and the newest time and the highest numbers.
_FIELDS, _SEEN = "journal.fields", "journal.seen"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

T = TypeVar("T")


class JournalFold:
    """The journal as the library holds it."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._meta = Meta(db)

    def fold(self, lines: Iterable[JournalLine]) -> int:
        """Take lines into the library; how many were new."""
        new = 0
        for step in _steps(lines, _STEP, _LARGEST_STEP):
            with self._db.transaction():
                new += fold_lines(self._db, step)
        return new

    def fold_new(self, journal: JournalFiles) -> int:
        """Take in what the files hold beyond the offsets kept in the library; how many lines were new. Several programs
        may do so at once: each step leaves out what another has taken in meanwhile. Where the library was folded by
        a program that understood fewer fields, everything is read anew."""
        if not self._db.can_write:
            return 0  # it is read next time; the reader opens all the same
        understood = " ".join(sorted(journal.fields))
        self._begin(understood)
        new = 0
        ours = _offsets(self._db)
        for step in _steps(journal.read(dict(ours)), _STEP, _LARGEST_STEP):
            if len(step) == _LARGEST_STEP:
                self._db.hold(_HELD_KIB)
            with self._db.transaction():
                if self._meta.get(_FIELDS) != understood:
                    break  # a program of another version took over
                # Further than we left it, another program has read on. (Not so far is a file that was replaced.)
                ahead = {name: offset for name, offset in _offsets(self._db).items() if offset > ours.get(name, 0)}
                left = [(name, end, line) for name, end, line in step if end > ahead.get(name, 0)]
                lines = [line for _, _, line in left if line is not None]
                new += fold_lines(self._db, lines)
                self._remember(lines)
                skipped: dict[str, int] = {}
                for name, end, line in left:
                    ours[name] = end
                    skipped[name] = skipped.get(name, 0) + (line is None)
                self._db.many(
                    "INSERT INTO journal_files VALUES(?, ?, ?) "
                    "ON CONFLICT DO UPDATE SET offset = excluded.offset, skipped = skipped + excluded.skipped",
                    ((name, ours[name], count) for name, count in skipped.items()),
                )
        self._db.hold()
        if new:
            self._settle_mutes()
        return new

    def _settle_mutes(self) -> None:
        from tui_reader.storage.muting import Mutes

        with self._db.transaction():
            Mutes(self._db).settle()

    def _begin(self, understood: str) -> None:
        before = self._meta.get(_FIELDS)
        if before == understood:
            return
        with self._db.transaction():
            before = self._meta.get(_FIELDS)
            if not set(understood.split()) <= set(before.split()):
                self._db.run("DELETE FROM journal_files")
            # A program that understands less passes over what another must read again: what it knows is noted too.
            self._meta.set(_FIELDS, understood)

    def _remember(self, lines: Sequence[JournalLine]) -> None:
        """Note the newest time and the highest numbers, of lines that are not understood as well."""
        if not lines:
            return
        told = json.loads(self._meta.get(_SEEN) or "{}")
        newest = max(line.at for line in lines).isoformat()
        numbers = told.get("numbers", {})
        for line in lines:
            if line.number > numbers.get(line.name, -1):
                numbers[line.name] = line.number
        newest = max(newest, told.get("newest", ""), key=lambda at: datetime.fromisoformat(at) if at else _EPOCH)
        self._meta.set(_SEEN, json.dumps({"newest": newest, "numbers": numbers}, ensure_ascii=False))

    def folded(self) -> Folded:
        """What the library remembers of the journal."""
        told = json.loads(self._meta.get(_SEEN) or "{}")
        if not told:
            return Folded()  # by a program that did not note it: the offsets tell nothing then
        return Folded(datetime.fromisoformat(told["newest"]), told["numbers"], _offsets(self._db))

    def told(self, key: str, field: str) -> JsonValue:
        """What the journal says last of a field of an item (`citekey`, `sent:zotero`); None where it says nothing."""
        return told(self._db, key, field)

    def feed_changes(self) -> list[FeedChange]:
        """Feeds added, changed and removed by command, the oldest change first."""
        return feed_changes(self._db)

    def board_changes(self) -> list[tuple[str, bool]]:
        """Leaderboards followed and dropped by command, the oldest change first."""
        return [(name, bool(value)) for name, value in changes_of(self._db, "board")]

    def category_changes(self) -> list[tuple[str, bool]]:
        """arXiv categories followed and dropped by command, the oldest change first."""
        return [(name, bool(value)) for name, value in changes_of(self._db, "category")]

    def view_changes(self) -> list[tuple[str, str]]:
        """Views saved (name and query) and dropped (with "") by command, the oldest change first."""
        found = changes_of(self._db, "view")
        return [(name, value if isinstance(value, str) else "") for name, value in found]

    def mute_changes(self) -> list[tuple[str, bool]]:
        """Terms muted and taken off in the reader, the oldest change first."""
        return [(term, bool(value)) for term, value in changes_of(self._db, "mute")]

    def first_fetches(self, urls: Collection[str] | None = None) -> dict[str, str]:
        """The addresses of feeds that were fetched, each with when its archive ends ("": it has none)."""
        return first_fetches(self._db, urls)

    def follow_changes(self) -> list[tuple[str, bool]]:
        """Authors and words followed and dropped by command, the oldest change first."""
        return [(name, bool(value)) for name, value in changes_of(self._db, "follow")]


def _offsets(db: Db) -> dict[str, int]:
    return dict(db.all("SELECT name, offset FROM journal_files"))


def _steps(things: Iterable[T], size: int, largest: int) -> Iterator[list[T]]:
    """The things, `size` at first and then twice as many at a time, up to `largest`."""
    step: list[T] = []
    for thing in things:
        step.append(thing)
        if len(step) >= size:
            yield step
            step, size = [], min(2 * size, largest)
    if step:
        yield step
