"""Where a command prints: results to stdout, the rest to stderr, and nothing that a terminal would obey."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TextIO

from tui_reader.cli.columns import cells, fit
from tui_reader.domain.errors import Problem, ReaderError
from tui_reader.text.address_parts import logins_hidden
from tui_reader.text.sanitise import clean_line, clean_text

#: What `json.dumps` lets through though a terminal acts on it or an encoder refuses it.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


#: Signs that voices are silent about, with the number behind them and the space that keeps a column.
_SIGNED = re.compile("([▲▼△▽])([0-9]*)( *)")
_SPOKEN = {"▲": "up", "▼": "down", "△": "pushed up", "▽": "pushed down"}


class Output:
    """Standard output and standard error of one command. With `is_plain` nothing is cut to the width of a terminal or
    drawn twice, and signs of moves are words; with `is_ascii` all text is ASCII (data and files stay as they are)."""

    def __init__(
        self, out: TextIO | None = None, err: TextIO | None = None, *, is_plain: bool = False, is_ascii: bool = False
    ) -> None:
        self._is_plain = is_plain
        self._is_ascii = is_ascii
        self._out = out if out is not None else sys.stdout
        self._err = err if err is not None else sys.stderr
        self._shows_progress = False
        encoding = (getattr(self._out, "encoding", None) or "utf-8").lower().replace("-", "")
        self._encode = json.JSONEncoder(ensure_ascii=is_ascii or not encoding.startswith("utf"), allow_nan=False).encode
        for stream in (self._out, self._err):
            # A locale without Unicode gets question marks rather than an error.
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                with suppress(OSError, ValueError):
                    reconfigure(errors="replace")

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads stdout as it comes."""
        return self._out.isatty()

    @property
    def errors_are_shown(self) -> bool:
        """Whether stderr is a terminal that can redraw a line."""
        return self._err.isatty() and os.environ.get("TERM") != "dumb" and not self._is_plain

    @property
    def width(self) -> int | None:
        """Columns of the terminal, at least 40; None when stdout is a pipe or a file, or nothing is to be cut."""
        if self._is_plain or not self.is_terminal:
            return None
        return max(40, shutil.get_terminal_size().columns)

    def line(self, text: str = "") -> None:
        """Print one line; what is more than one line in it is folded."""
        self._out.write(self._shown(clean_line(text)) + "\n")

    def table(self, lines: Iterable[str]) -> None:
        """Print lines whose spacing is theirs."""
        for text in lines:
            shown = self._shown(clean_text(text).replace("\n", " "), cells)
            self._out.write(shown.rstrip() + "\n")

    def text(self, text: str) -> None:
        """Print a text of several lines."""
        self._out.write(self._shown(clean_text(text)).rstrip("\n") + "\n")

    def data(self, data: bytes) -> None:
        """Print a file's content as it is."""
        buffer = getattr(self._out, "buffer", None)
        if buffer is None:
            self._out.write(data.decode("utf-8", "replace"))
            return
        self._out.flush()
        buffer.write(data)

    def json(self, value: object) -> None:
        """Print one JSON document."""
        self._out.write(self._dump(value) + "\n")

    def json_list(self, values: Iterable[object]) -> None:
        """Print a list as one JSON document, an element at a time, so that a long one needs no memory."""
        before = "["
        for value in values:
            self._out.write(f"{before}\n{self._dump(value)}")
            before = ","
        self._out.write("[]\n" if before == "[" else "\n]\n")

    def note(self, text: str) -> None:
        """Say something on stderr beside the result; logins of addresses are hidden."""
        self.clear_progress()
        self._err.write(self._shown(clean_line(logins_hidden(text))) + "\n")
        self._err.flush()

    def problem(self, problem: Problem | ReaderError, about: str = "") -> None:
        """Say on stderr, in one line, what failed, why, and what to do."""
        self.note(": ".join(part for part in ("inference-tui", about, said(problem)) if part))

    def progress(self, text: str) -> None:
        """Draw the line of progress on stderr anew; nothing where stderr is no terminal."""
        if self.errors_are_shown:
            width = max(20, shutil.get_terminal_size().columns) - 1
            self._err.write("\r\x1b[K" + self._shown(fit(clean_line(text), width), cells))
            self._err.flush()
            self._shows_progress = True

    def clear_progress(self) -> None:
        """Take the line of progress away."""
        if self._shows_progress:
            self._err.write("\r\x1b[K")
            self._err.flush()
            self._shows_progress = False

    def flush(self) -> None:
        """Have everything written; raises what writing raises."""
        self._out.flush()

    def _shown(self, text: str, cells: Callable[[str], int] | None = None) -> str:
        if self._is_plain:
            text = _SIGNED.sub(_spoken, text)
        if not self._is_ascii:
            return text
        from tui_reader.text.ascii import to_ascii

        return to_ascii(text, cells)

    def _dump(self, value: object) -> str:
        dumped = self._encode(value)
        if dumped.isascii() and "\x7f" not in dumped:  # most is, and a long list is long to look through
            return dumped
        return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", dumped)


def _spoken(found: re.Match[str]) -> str:
    words = f"{_SPOKEN[found[1]]} {found[2]}".rstrip()
    return words.ljust(len(found[0])) if not found[3] else f"{words} ".ljust(len(found[0]))


def said(problem: Problem | ReaderError) -> str:
    """A failure and its hint as one sentence or two."""
    message = problem.message.strip().rstrip(".")
    return f"{message}. {problem.hint}".strip() if problem.hint else message
