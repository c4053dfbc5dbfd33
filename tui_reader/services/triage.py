"""What the user does to items: read, keep, skip, put off, tag, note; undo and redo.

An action is in the journal before anything else happens. The library follows on the writer's thread; until it has,
`overlay` lays the change over the rows that were read from it, so that a screen never waits for a disk.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Protocol

from msgspec import structs

from tui_reader.domain.errors import ReaderError, StorageError, UsageError
from tui_reader.domain.items import Kind, State
from tui_reader.domain.journal import LONGEST_TAG, STARRED, BatchDone, Change, JournalFiles, JsonValue
from tui_reader.services.catalogue import FollowChanges
from tui_reader.services.known_sources import KnownLibrary, is_of_sources
from tui_reader.services.writer import USER, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from tui_reader.domain.rows import PaperDetail, Row

#: States whose lines carry title and address, so that they mean something even if the item is never served again.
_LASTING = (State.KEPT, State.LATER)
_FEW = 100
_SMALL_WORK_S = 0.2


class ActionJournal(JournalFiles, Protocol):
    """What records the user's actions."""

    def append(self, changes: Sequence[Change], now: datetime, batch_label: str = "") -> BatchDone:
        """Record one action on any number of items. Raises StorageError."""

    def undo(self, now: datetime) -> BatchDone | None:
        """Take back this machine's last live action; None when there is none."""

    def redo(self, now: datetime) -> BatchDone | None:
        """Bring back the action undone last, unless a new one came since."""


class JournalFold(Protocol):
    """What is asked of the library's journal."""

    def fold_new(self, journal: JournalFiles, tell: Callable[[int], object] = ..., /) -> int:
        """Take in what the files hold beyond what was read before; how many lines were new."""


class ActedJournal(JournalFold, FollowChanges, Protocol):
    """What is asked of the library's journal when it follows an action."""


class FoldingLibrary(KnownLibrary, Protocol):
    """What follows an action, on the writer's thread."""

    @property
    def journal(self) -> ActedJournal:
        """What the journal adds up to."""


class Papers(Protocol):
    """What is asked of the library's papers."""

    def many(self, ids: Sequence[int]) -> list[PaperDetail]:
        """The papers of these row ids, in their order; what is gone or no paper is left out."""


class PapersLibrary(Protocol):
    """What an action asks of the library first."""

    @property
    def papers(self) -> Papers:
        """Papers."""


class Triage:
    """Decisions over rows. Every method is quick for a screenful of rows and may be called from the thread of the
    screen, and for many rows from another one. `follow` is called on the writer's thread when the library holds what
    changed the list of sources."""

    def __init__(
        self,
        journal: ActionJournal,
        writer: Writer[FoldingLibrary],
        library: PapersLibrary,
        now: Callable[[], datetime],
        follow: Callable[[FoldingLibrary], object] | None = None,
    ) -> None:
        self._follow = follow
        self._journal = journal
        self._writer = writer
        self._library = library
        self._now = now
        self._pending: dict[str, dict[str, tuple[int, JsonValue]]] = {}
        self._acting = threading.Lock()
        self._number = 0
        self._labels: dict[str, str] = {}
        self._folding: Future[None] | None = None
        self.on_stored: Callable[[BatchDone], None] | None = None
        """Called on the writer's thread when the library holds a batch."""
        self.on_failed: Callable[[ReaderError], None] | None = None
        """Called on the writer's thread when the library cannot take in what the journal holds."""

    def set_read(self, rows: Sequence[Row], read: bool, label: str = "") -> BatchDone:
        """Mark rows read or unread."""
        return self._do([(r, "read", read) for r in rows], label or ("mark read" if read else "mark unread"))

    def decide(self, rows: Sequence[Row], state: State, label: str = "") -> BatchDone:
        """Decide on rows; a decision also marks read, except that putting back does not."""
        changes: list[tuple[Row, str, JsonValue]] = []
        for row in rows:
            changes.append((row, "state", state.value))
            if state not in (State.NONE, State.INBOX) and not row.read:
                changes.append((row, "read", True))
        return self._do(changes, label or _VERBS[state])

    def toggle(self, rows: Sequence[Row], state: State) -> tuple[BatchDone, bool]:
        """Decide, or clear when all rows are so decided already; with whether it was decided. To keep a paper that has
        a new version is to keep that version."""
        if rows and all(r.state is state and not r.is_updated for r in rows):
            return self._do([(r, "state", cleared(r).value) for r in rows], "clear"), False
        return self.decide(rows, state), True

    def note(self, row: Row, text: str) -> BatchDone:
        """Set the note of an item; an empty text takes it away."""
        return self._do([(row, "note", text or None)], "note")

    def mark_each(
        self, changes: Iterable[tuple[Row, Sequence[tuple[str, JsonValue]]]], label: str = "mark"
    ) -> BatchDone:
        """Several changes to several rows, each its own, as one action."""
        return self._do([(row, field, value) for row, wanted in changes for field, value in wanted], label)

    def undo(self) -> BatchDone | None:
        """Take back the last action of this machine that stands."""
        return self._undo_or_redo(self._journal.undo, is_undo=True)

    def redo(self) -> BatchDone | None:
        """Do again what was undone last."""
        return self._undo_or_redo(self._journal.redo, is_undo=False)

    def overlay(self, rows: Iterable[Row]) -> list[Row]:
        """The rows with what the library does not hold yet laid over them."""
        if not self._pending:
            return list(rows)
        laid = []
        for row in rows:
            pending = self._pending.get(row.key)
            if pending:
                values = {f: v for f, (_, v) in pending.items()}
                row = structs.replace(
                    row,
                    read=bool(values.get("read", row.read)),
                    state=State(str(values.get("state", row.state))),
                    is_updated=row.is_updated and "state" not in values and not values.get("read"),
                )
            laid.append(row)
        return laid

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the library holds everything that was done, so long at most (None: as long as it takes); whether
        it does. What it does not hold is in the journal, and taken over at the next start."""
        try:
            self._writer.submit(lambda _: None, USER).result(seconds)
            if self._folding is not None:
                self._folding.result(0)
        except (TimeoutError, StorageError):
            return False
        return True

    def _do(self, changes: Sequence[tuple[Row, str, JsonValue]], label: str) -> BatchDone:
        for _, field, _ in changes:
            if field.startswith("tag:") and len(field.removeprefix("tag:")) > LONGEST_TAG:
                raise UsageError(f"a tag has {LONGEST_TAG} characters at most", "Write what is longer as a note.")
        versions = self._versions(changes)
        lines = []
        for row, field, value in changes:
            lasting = field.startswith(("tag:", "note")) or (field == "state" and value in _LASTING)
            lines.append(
                Change(
                    row.key,
                    field,
                    value,
                    title=row.title if lasting else "",
                    url=row.url if lasting else "",
                    version=versions.get(row.id) if field in ("state", "read") else None,
                )
            )
        return self.record(lines, label)

    def record(self, changes: Sequence[Change], label: str) -> BatchDone:
        """Record one action, on rows or on things that are none, and have the library follow."""
        with self._acting:
            done = self._journal.append(changes, self._now())
            self._number += 1
            number = self._number
            for change in changes:
                if change.field in ("read", "state"):
                    value = State.KEPT.value if change.value == STARRED else change.value
                    self._pending.setdefault(change.item, {})[change.field] = (number, value)
            self._labels[done.batch] = label
            done = structs.replace(done, label=label)
            self._fold(done, number)
        return done

    def _versions(self, changes: Sequence[tuple[Row, str, JsonValue]]) -> dict[int, int | None]:
        """The versions that are decided on or, of what was kept, looked at. What many rows are skipped at is not
        asked: nobody waits for a new version of those."""
        wanted = {
            row.id
            for row, field, value in changes
            if row.kind is Kind.PAPER
            and (
                (field == "state" and (value in _LASTING or len(changes) <= _FEW))
                or (field == "read" and value and row.state is State.KEPT)
            )
        }
        if not wanted:
            return {}
        return {detail.row.id: detail.paper.version for detail in self._library.papers.many(sorted(wanted))}

    def _undo_or_redo(self, turn: Callable[[datetime], BatchDone | None], *, is_undo: bool) -> BatchDone | None:
        with self._acting:
            done = turn(self._now())
            if done is None:
                return None
            done = structs.replace(done, label=self._labels.get(done.batch) or done.label, is_undo=is_undo)
            for key in done.items:
                self._pending.pop(key, None)
            stored = self._fold(done, None)
        # What comes back is only in the library. For a few rows that is small work, and the screen shows it at once;
        # a bulk action comes back while the reader goes on.
        with contextlib.suppress(TimeoutError, StorageError):
            stored.result(timeout=_SMALL_WORK_S)
        return done

    def _fold(self, done: BatchDone, number: int | None) -> Future[None]:
        def fold(library: FoldingLibrary) -> None:
            library.journal.fold_new(self._journal)
            if self._follow is not None and is_of_sources(done.items):
                self._follow(library)
            if number is not None:
                self._settle(done.items, number)
            if self.on_stored is not None:
                self.on_stored(done)

        self._folding = self._writer.submit(fold, USER)
        self._folding.add_done_callback(self._tell_failure)
        return self._folding

    def _tell_failure(self, stored: Future[None]) -> None:
        error = stored.exception()
        if isinstance(error, ReaderError) and self.on_failed is not None:
            self.on_failed(error)

    def _settle(self, keys: Iterable[str], number: int) -> None:
        for key in dict.fromkeys(keys):
            pending = self._pending.get(key)
            if pending is None:
                continue
            left = {f: nv for f, nv in pending.items() if nv[0] > number}
            if left:
                self._pending[key] = left
            else:
                self._pending.pop(key, None)


_VERBS = {
    State.KEPT: "keep",
    State.SKIPPED: "skip",
    State.LATER: "later",
    State.INBOX: "put back",
    State.NONE: "clear",
}


def cleared(row: Row) -> State:
    """What a row goes back to when a decision is cleared: papers go back to the inbox, others to undecided."""
    return State.INBOX if row.kind is Kind.PAPER else State.NONE
