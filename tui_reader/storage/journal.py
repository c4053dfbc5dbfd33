"""The journal of user actions: files of lines that are appended to and never changed otherwise.

Each machine writes its own file and reads all of them, so the folder can be shared by whatever copies files. An action
is one write of whole lines, under a lock on the file, so a crash loses at most that action; a torn line is left behind
and passed over by all readers.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tui_reader.domain.errors import StorageError
from tui_reader.domain.journal import FIELDS, BatchDone, Change, Folded, JournalLine, said_of
from tui_reader.storage.appending import Appending, byte_at
from tui_reader.storage.journal_lines import line_bytes, parse_line, read_head
from tui_reader.storage.undo_stack import UndoStack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

_TICK = timedelta(microseconds=1)
_CHUNK = 1 << 20
#: A line longer than this is no action of a person; it is passed over without being held in memory.
_LONGEST = 1 << 22


def machine_name(state_dir: Path) -> str:
    """The name of this machine's journal: the host's name and a random part, kept in state/."""
    path = state_dir / "machine"
    host = re.sub(r"[^a-z0-9]+", "-", socket.gethostname().partition(".")[0].lower()).strip("-")[:40] or "machine"
    try:
        if path.exists():
            name = path.read_text(encoding="utf-8").strip()
            if re.fullmatch(r"[a-z0-9-]{3,80}", name):
                return name
        name = f"{host}-{secrets.token_hex(4)}"
        state_dir.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"machine.{secrets.token_hex(4)}")
        own.write_text(name + "\n", encoding="utf-8")
        try:
            # Of two programs that start at once, one name must win.
            os.link(own, path)
        except FileExistsError:
            if not re.fullmatch(r"[a-z0-9-]{3,80}", path.read_text(encoding="utf-8").strip()):
                own.replace(path)
            return path.read_text(encoding="utf-8").strip()
        except OSError:
            own.replace(path)  # a file system without links
        finally:
            own.unlink(missing_ok=True)
    except (OSError, UnicodeDecodeError):
        import uuid  # hardly ever wanted, and slow to import

        # Nothing can be kept here: a name that is the same next time, so that each start does not begin a new file.
        print_of_machine = hashlib.sha256(f"{uuid.getnode()} {state_dir}".encode("utf-8", "replace")).hexdigest()
        return f"{host}-{print_of_machine[:8]}"
    return name


class Journal:
    """The files in `folder`, of which `name`.jsonl is this machine's. Used by one thread at a time; several programs
    may use the same folder. Raises StorageError.

    `folded` tells what a library remembers of these files, so that what is older need not be read again before
    the first action: a line is later than all others, and has a number of its own, whatever lies in the files. `fields`
    are those that are understood.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        folded: Callable[[], Folded] = Folded,
        fields: frozenset[str] = FIELDS,
    ) -> None:
        self.fields = fields
        self._folder = folder
        self._name = name
        self._path = folder / f"{name}.jsonl"
        self._folded = folded
        self._stack = UndoStack(name)
        self._stacked = 0
        self._number = 0
        self._newest = datetime(1970, 1, 1, tzinfo=UTC)
        self._labels: dict[str, str] = {}
        self._seen: dict[str, int] | None = None

    def append(self, changes: Sequence[Change], now: datetime, batch_label: str = "") -> BatchDone:
        """Record one action on any number of items."""
        if not changes:
            return BatchDone("", (), batch_label)
        with Appending(self._folder, self._path) as file:
            at, first = self._next_time(now), self._number + 1
            batch = f"{self._name}:{first}"
            lines = [JournalLine(self._name, first + i, at, batch, change) for i, change in enumerate(changes)]
            self._write(file, lines)
        if batch_label:
            self._labels[batch] = batch_label
        return BatchDone(batch, tuple(dict.fromkeys(c.item for c in changes)), batch_label)

    def undo(self, now: datetime) -> BatchDone | None:
        """Take back this machine's last live action; None when there is none."""
        return self._undo_or_redo(now, is_undo=True)

    def redo(self, now: datetime) -> BatchDone | None:
        """Bring back the action undone last; None when there is none or a new one came since."""
        return self._undo_or_redo(now, is_undo=False)

    def _undo_or_redo(self, now: datetime, *, is_undo: bool) -> BatchDone | None:
        if not self._path.exists():
            return None
        with Appending(self._folder, self._path) as file:
            at = self._next_time(now)
            self._stack_up(file.descriptor)
            items = None
            while items is None:  # a batch that was torn off before its first line was whole is none
                number = self._stack.last_live() if is_undo else self._stack.last_undone()
                if number is None:
                    return None
                batch = f"{self._name}:{number}"
                items, first = self._items(file.descriptor, number)
                if items is None:
                    self._stack.forget(number)
            undo, redo = (batch, "") if is_undo else ("", batch)
            self._write(file, [JournalLine(self._name, self._number + 1, at, undo=undo, redo=redo)])
        return BatchDone(batch, items, self._labels.get(batch) or (said_of(first) if first is not None else ""))

    def _write(self, file: Appending, lines: Sequence[JournalLine]) -> None:
        file.write(b"".join(map(line_bytes, lines)))
        self._number, self._newest = lines[-1].number, lines[-1].at
        if self._seen is not None:
            self._seen[self._path.name] = os.fstat(file.descriptor).st_size

    def _next_time(self, now: datetime) -> datetime:
        """Later than every line of every file, whatever the clock says."""
        self._look()
        return max(now.astimezone(UTC), self._newest + _TICK)

    def _look(self) -> None:
        """Learn the newest time of all files and the highest number of this machine: from what the library remembers,
        and from the lines that came since."""
        if self._seen is None:
            try:
                folded = self._folded()
            except StorageError:  # an action is recorded whatever became of the library
                folded = Folded()
            self._seen = dict(folded.offsets)
            self._number = max(self._number, folded.numbers.get(self._name, 0))
            self._newest = max(self._newest, folded.newest or self._newest)
        for path in _files(self._folder):
            for end, data in _new_lines(path, self._seen.get(path.name, 0)):
                self._seen[path.name] = end
                head = read_head(data)
                if head is None:
                    continue
                name, number, at = head
                self._newest = max(self._newest, at)
                if name == self._name:
                    self._number = max(self._number, number)

    def _stack_up(self, descriptor: int) -> None:
        """Bring the stacks of undo and redo up to the end of the file. Only who undoes needs them: the first time
        the whole file is read."""
        if os.fstat(descriptor).st_size < self._stacked:  # an older copy of the file was put in place
            self._stack, self._stacked = UndoStack(self._name), 0
        for end, data in _lines(descriptor, self._stacked):
            self._stack.take(data, end - len(data) - 1)
            self._stacked = end

    def _items(self, descriptor: int, batch: int) -> tuple[tuple[str, ...] | None, Change | None]:
        """The items of a batch, None if no line of it is whole, and the first change of it that is known."""
        items: dict[str, None] = {}
        first: Change | None = None
        is_any = False
        wanted = f"{self._name}:{batch}"
        for _, data in _lines(descriptor, self._stack.start_of(batch)):
            line = parse_line(data, self.fields)
            if line is None:
                continue
            if line.batch != wanted:
                break
            is_any, first = True, first or line.change
            item = line.change.item if line.change is not None else line.item
            if item:
                items[item] = None
        return tuple(items) if is_any else None, first

    def read(self, offsets: Mapping[str, int]) -> Iterator[tuple[str, int, JournalLine | None]]:
        """Whole lines beyond `offsets` (bytes by file name) as (file name, offset of the line's end, line), None in
        place of what is no line. A last line without its newline waits: it may still be written. A file that does not
        reach its offset, or was changed before it, is read from the start; a fold takes no line twice."""
        for path in _files(self._folder):
            for end, data in _new_lines(path, offsets.get(path.name, 0)):
                if data.strip():
                    yield path.name, end, parse_line(data, self.fields)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if p.suffix == ".jsonl" and p.is_file())
    except OSError:
        return []


def _new_lines(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    """The lines of a file beyond an offset; all, if the file does not reach it or was changed before it. None of a file
    that cannot be read: it may be being replaced by whatever copies the files."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return
    try:
        size = os.fstat(descriptor).st_size
        if size == start:
            return
        if size < start or (start and byte_at(descriptor, start - 1) != b"\n"):
            start = 0
        yield from _lines(descriptor, start)
    finally:
        os.close(descriptor)


def _lines(descriptor: int, start: int) -> Iterator[tuple[int, bytes]]:
    """Whole lines from an offset on, without their newlines, each with the offset behind its newline. In place of a
    line beyond _LONGEST stands a byte that is no line."""
    offset = end = start
    parts: list[bytes] = []
    length = 0
    while True:
        os.lseek(descriptor, offset, os.SEEK_SET)
        data = os.read(descriptor, _CHUNK)
        if not data:
            return
        offset += len(data)
        position = 0
        while (newline := data.find(b"\n", position)) >= 0:
            length += newline - position
            parts.append(data[position:newline])
            end += length + 1
            yield end, b"".join(parts) if length <= _LONGEST else b"\0"
            parts.clear()
            length, position = 0, newline + 1
        length += len(data) - position
        parts.append(data[position:])
        if length > _LONGEST:
            parts.clear()
