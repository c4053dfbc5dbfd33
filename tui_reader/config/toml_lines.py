"""On which line each key of a TOML document stands, which tomllib does not say.

The document has been read by tomllib before, so it is known to be well formed; what is walked here is only keys and the
extent of values (TOML 1.0: https://toml.io/en/v1.0.0).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.config.toml_text import KeyPath

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LITERAL = re.compile(r"'[^'\n]*'")
_BASIC = re.compile(r'"(?:[^"\\\n]|\\.)*"')
# Up to two quotes may stand directly before the closing three.
_STRING = re.compile(
    r"'''.*?'''(?:'{1,2}(?!'))?" + r'|"""(?:[^\\]|\\.)*?"""(?:"{1,2}(?!"))?' + r"|'[^'\n]*'" + r'|"(?:[^"\\\n]|\\.)*"',
    re.DOTALL,
)
_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}\n#]*")


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of every key and table of a valid document. A table that is only implied by `[a.b]` has the
    line of the first header that names it."""
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0] + [m.end() for m in re.finditer("\n", text)]
        self.lines: dict[KeyPath, int] = {}
        #: How many elements each array of tables has so far.
        self.elements: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while True:
            self.skip(_BLANK)
            if self.at >= len(self.text):
                return self.lines
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)

    def header(self) -> KeyPath:
        line = self.line()
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        names = self.key()
        self.at += 2 if is_array else 1
        path: KeyPath = ()
        for place, name in enumerate(names):
            path = (*path, name)
            self.lines.setdefault(path, line)
            if is_array and place == len(names) - 1:
                self.elements[path] = self.elements.get(path, 0) + 1
            if path in self.elements:  # a header below an array of tables means its newest element
                path = (*path, self.elements[path] - 1)
                self.lines.setdefault(path, line)
        return path

    def pair(self, table: KeyPath) -> None:
        line = self.line()
        path = table
        for name in self.key():
            path = (*path, name)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        self.value(path)

    def value(self, path: KeyPath) -> None:
        start, opening = self.at, self.text[self.at : self.at + 1]
        if opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline_table(path)
        elif opening in ("'", '"'):
            self.skip(_STRING)
        else:
            self.skip(_SCALAR)
        if self.at == start:  # as in `key`
            self.at = len(self.text)

    def array(self, path: KeyPath) -> None:
        self.at += 1
        count = 0
        while self.more("]"):
            self.lines.setdefault((*path, count), self.line())
            self.value((*path, count))
            count += 1

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self.more("}"):
            self.pair(path)

    def more(self, closing: str) -> bool:
        """Pass over blanks and commas; whether another element follows, else the closing sign is passed too."""
        self.skip(_BLANK)
        while self.text.startswith(",", self.at):
            self.at += 1
            self.skip(_BLANK)
        if self.at >= len(self.text) or self.text.startswith(closing, self.at):
            self.at += 1
            return False
        return True

    def key(self) -> list[str]:
        names: list[str] = []
        while True:
            self.skip(_SPACE)
            if match := _BARE.match(self.text, self.at):
                names.append(match[0])
            elif match := _LITERAL.match(self.text, self.at):
                names.append(match[0][1:-1])
            elif match := _BASIC.match(self.text, self.at):
                names.append(str(tomllib.loads(f"key = {match[0]}")["key"]))
            else:  # not a key, so not the valid document that was promised: end rather than turn in circles
                self.at = len(self.text)
                return names
            self.at = match.end()
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return names
            self.at += 1

    def skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()

    def line(self) -> int:
        return bisect_right(self.starts, self.at)
