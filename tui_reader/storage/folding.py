"""Taking the journal into the library, step by step, each step with the place in the file it reaches."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tui_reader.domain.journal import Folded
from tui_reader.storage.marks import changes_of, feed_changes, first_fetches, told
from tui_reader.storage.marks import fold as fold_lines
from tui_reader.storage.meta import Meta

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

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
#: What was read of a file: its name, where a line ends, and the line, None if it is none.
_Read: TypeAlias = "tuple[str, int, JournalLine | None]"


def _hush(lines: int) -> None:
    """Where nobody listens."""


class JournalFold:
    """The journal as the library holds it. `largest_step` lines are taken in by one transaction at most, except that
    what is longer is taken in at once where there was nothing before."""

    def __init__(self, db: Db, largest_step: int = _LARGEST_STEP) -> None:
        self._db = db
        self._largest = largest_step
        self._meta = Meta(db)

    def fold(self, lines: Iterable[JournalLine]) -> int:
        """Take lines into the library; how many were new."""
        new = 0
        for step in _steps(lines, _STEP, self._largest):
            with self._db.transaction():
                new += fold_lines(self._db, step)
        return new

    def fold_new(self, journal: JournalFiles, tell: Callable[[int], object] = _hush) -> int:
        """Take in what the files hold beyond the offsets kept in the library; how many lines were new. Several programs
        may do so at once: each step leaves out what another has taken in meanwhile. Where the library was folded by
        a program that understood fewer fields, everything is read anew. `tell` hears how many lines of a long journal
        were read so far."""
        if not self._db.can_write:
            return 0  # it is read next time; the reader opens all the same
        understood = " ".join(sorted(journal.fields))
        self._begin(understood)
        new = 0
        ours = _offsets(self._db)
        is_first = not self._db.is_inside() and not self._db.value("SELECT 1 FROM actions LIMIT 1")
        steps = _steps(journal.read(dict(ours)), _STEP, self._largest)
        for step in steps:
            if len(step) >= self._largest:
                if is_first:
                    new += self._take_long(chain([step], steps), ours, understood, tell)
                    break
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
                self._go_on(left, ours)
        self._db.hold()
        if new:
            self._settle_mutes()
        return new

    def _take_long(
        self, steps: Iterable[list[_Read]], ours: dict[str, int], understood: str, tell: Callable[[int], object]
    ) -> int:
        """Take in all that is left of a long journal at once."""
        from tui_reader.storage.long_journal import LaidAside

        before = dict(ours)
        aside, told, ends = LaidAside(self._db), 0, []
        try:
            for step in steps:
                aside.add(line for _, _, line in step if line is not None)
                ends += _ends(step)
                told += len(step)
                tell(told)
            tell(0)
            self._db.hold(_HELD_KIB)
            with self._db.transaction():
                if self._meta.get(_FIELDS) != understood:
                    return 0
                if any(offset > before.get(name, 0) for name, offset in _offsets(self._db).items()):
                    return 0  # another program reads it, too; the next reading goes on where that one left it
                new = aside.take_in()
                self._remember([*filter(None, [aside.newest]), *aside.last.values()])
                self._go_on(ends, ours)
        finally:
            aside.close()
        return new

    def _go_on(self, read: Sequence[_Read], ours: dict[str, int]) -> None:
        """Note how far the files were read, and how many lines were none."""
        skipped: dict[str, int] = {}
        for name, end, line in read:
            ours[name] = end
            skipped[name] = skipped.get(name, 0) + (line is None)
        self._db.many(
            "INSERT INTO journal_files VALUES(?, ?, ?) "
            "ON CONFLICT DO UPDATE SET offset = excluded.offset, skipped = skipped + excluded.skipped",
            ((name, ours[name], count) for name, count in skipped.items()),
        )

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


def _ends(step: Sequence[_Read]) -> list[_Read]:
    """Of what was read: what is no line, and the last line of each file."""
    last = {name: number for number, (name, _, _) in enumerate(step)}
    return [told for number, told in enumerate(step) if told[2] is None or last[told[0]] == number]


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
