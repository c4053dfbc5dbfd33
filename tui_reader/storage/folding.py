"""Taking the journal into the library, step by step, each step with the place in the file it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tui_reader.storage.marks import feed_changes
from tui_reader.storage.marks import fold as fold_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui_reader.domain.journal import FeedChange, JournalLine
    from tui_reader.domain.ports import JournalReader
    from tui_reader.storage.db import Db

_STEP = 500

T = TypeVar("T")


class JournalFold:
    """The journal as the library holds it."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def fold(self, lines: Iterable[JournalLine]) -> int:
        """Take lines into the library; how many were new."""
        new = 0
        for step in _steps(lines, _STEP):
            with self._db.transaction():
                new += fold_lines(self._db, step)
        return new

    def fold_new(self, journal: JournalReader) -> int:
        """Take in what the files hold beyond the offsets kept in the library; how many lines were new. Several programs
        may do so at once: each step leaves out what another has taken in meanwhile."""
        if not self._db.can_write:
            return 0  # it is read next time; the reader opens all the same
        new = 0
        ours = _offsets(self._db)
        for step in _steps(journal.read(dict(ours)), _STEP):
            with self._db.transaction():
                # Further than we left it, another program has read on. (Not so far is a file that was replaced.)
                ahead = {name: offset for name, offset in _offsets(self._db).items() if offset > ours.get(name, 0)}
                left = [(name, end, line) for name, end, line in step if end > ahead.get(name, 0)]
                new += fold_lines(self._db, (line for _, _, line in left if line is not None))
                skipped: dict[str, int] = {}
                for name, end, line in left:
                    ours[name] = end
                    skipped[name] = skipped.get(name, 0) + (line is None)
                self._db.many(
                    "INSERT INTO journal_files VALUES(?, ?, ?) "
                    "ON CONFLICT DO UPDATE SET offset = excluded.offset, skipped = skipped + excluded.skipped",
                    ((name, ours[name], count) for name, count in skipped.items()),
                )
        return new

    def feed_changes(self) -> list[FeedChange]:
        """Feeds added and removed by command, the oldest change first."""
        return feed_changes(self._db)


def _offsets(db: Db) -> dict[str, int]:
    return dict(db.all("SELECT name, offset FROM journal_files"))


def _steps(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things, `size` at a time."""
    step: list[T] = []
    for thing in things:
        step.append(thing)
        if len(step) >= size:
            yield step
            step = []
    if step:
        yield step
