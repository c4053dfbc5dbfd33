"""Which of this machine's actions can be undone and redone, worked out line by line as its journal file grows."""

from __future__ import annotations

import bisect
import re
from array import array

from tui_reader.storage.journal_lines import parse_line


class UndoStack:
    """The stacks of undo and redo.

    Batches are known by their number (a batch is named after its first line, `NAME:n`) and by where in the file their
    lines begin, so that a file of 100,000 lines costs a few megabytes and a fraction of a second.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._live = array("q")
        self._undone = array("q")
        self._numbers = array("q")
        self._starts = array("q")
        own = re.escape(name.encode())
        # Lines as this program writes them; any other is parsed in full.
        self._shape = re.compile(
            rb'\{"v":1,"id":"%s:\d{1,15}","at":"[^"]*","(batch|undo|redo)":"%s:(\d{1,15})"[,}]' % (own, own)
        )

    def take(self, data: bytes, start: int) -> None:
        """Take a line of the file, which begins at `start`; what is no line of this machine's changes nothing."""
        match = self._shape.match(data)
        if match and data.endswith(b"}"):
            word, batch = match[1], int(match[2])
        else:
            line = parse_line(data)
            if line is None or line.name != self._name:
                return
            word = b"undo" if line.undo else b"redo" if line.redo else b"batch"
            head, _, tail = (line.batch or line.undo or line.redo).rpartition(":")
            if head != self._name or not tail.isdecimal():
                return
            batch = int(tail)
        self._apply(word, batch, start)

    def _apply(self, word: bytes, batch: int, start: int) -> None:
        if word == b"batch":
            if not self._numbers or batch > self._numbers[-1]:
                self._numbers.append(batch)
                self._starts.append(start)
                self._live.append(batch)
                del self._undone[:]
        elif word == b"undo":
            if _take_out(self._live, batch):
                self._undone.append(batch)
        elif _take_out(self._undone, batch):
            self._live.append(batch)

    def forget(self, batch: int) -> None:
        """Take a batch out of both stacks."""
        _take_out(self._live, batch)
        _take_out(self._undone, batch)

    def last_live(self) -> int | None:
        """The batch that undo takes back."""
        return self._live[-1] if self._live else None

    def last_undone(self) -> int | None:
        """The batch that redo brings back."""
        return self._undone[-1] if self._undone else None

    def start_of(self, batch: int) -> int:
        """Where in the file the lines of a batch begin."""
        return self._starts[bisect.bisect_left(self._numbers, batch)]


def _take_out(stack: array[int], batch: int) -> bool:
    """Take a batch out of a stack, on top of which it nearly always is."""
    if stack and stack[-1] == batch:
        stack.pop()
        return True
    try:
        stack.remove(batch)
    except ValueError:
        return False
    return True
