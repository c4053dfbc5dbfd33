"""What Emacs Lisp prints, read back as plain values (GNU Emacs Lisp Reference Manual, "Printed Representation").

Only data is read; nothing is evaluated. Lists, vectors and records are lists, a record with its name first; `(a . b)`
is a list of two; `nil` is None and `t` True; a string with properties is the string.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui_reader.domain.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?:[\s`',@]|\#'|;[^\n]*)*+      # what stands between values: blanks, comments, signs of quoting
    (?: (?P<string>"(?:[^"\\]++|\\.)*+")
      | (?P<open>\#s\(|\#\(|\(|\[)
      | (?P<close>[)\]])
      | (?P<dot>\.(?=[\s()\[\]"]))
      | (?P<char>\?(?:\\.|.))
      | (?P<word>(?:\\.|[^\s()\[\]"';`,\\])++)
      | (?P<end>\Z) )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]+)(?:\\ )?|u([0-9a-fA-F]{4})|([0-7]{1,3})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "a": "\a", "b": "\b", "e": "\x1b", "v": "\v", "s": " "}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?|\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)")
_WITH_PROPERTIES = "#("


class Symbol(str):
    """A symbol, told from a string of the same letters by its type."""

    __slots__ = ()


def values(text: str) -> Iterator[Any]:
    """The values that a text holds, one after the other. Raises ParseError where it is no printed Lisp."""
    at, stack = 0, list[tuple[str, list[Any]]]()
    while True:
        token = _TOKEN.match(text, at)
        if token is None:
            raise ParseError(f"no Lisp at character {at:,}", "The file is damaged, or is none of Emacs.")
        at, kind = token.end(), token.lastgroup
        found: Any = None
        if kind == "open":
            stack.append((token["open"], []))
            continue
        if kind == "end":
            if stack:
                raise ParseError("it ends within a list", "The file was cut off; get it again.")
            return
        if kind == "dot":
            continue
        if kind == "close":
            if not stack or (stack[-1][0] == "[") != (token["close"] == "]"):
                raise ParseError(f"a list is closed at character {at:,} that was not begun", "The file is damaged.")
            opened, found = stack.pop()
            if opened == _WITH_PROPERTIES:
                found = found[0] if found else ""
        elif kind == "string":
            found = _string(token["string"])
        elif kind == "char":
            found = Symbol(token["char"])
        else:
            found = _atom(token["word"])
        if stack:
            stack[-1][1].append(found)
        else:
            yield found


def plist(value: Any, start: int = 0) -> dict[str, Any]:
    """A list of names and values as a table, from a place on; of what is none an empty one."""
    items = value[start:] if isinstance(value, list) else []
    return {name: items[at + 1] for at, name in enumerate(items[:-1]) if at % 2 == 0 and isinstance(name, Symbol)}


def _string(token: str) -> str:
    inner = token[1:-1]
    return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(found: re.Match[str]) -> str:
    hexadecimal, octal, letter = found[1] or found[2], found[3], found[4]
    if letter is not None:
        return "" if letter in "\n " else _LETTERS.get(letter, letter)
    number = int(hexadecimal, 16) if hexadecimal else int(octal, 8)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _atom(word: str) -> Any:
    if word == "nil":
        return None
    if word == "t":
        return True
    if _NUMBER.fullmatch(word):
        return float(word) if re.search(r"[.eE]\d|[eE]", word) else int(word.rstrip("."))
    return Symbol(re.sub(r"\\(.)", r"\1", word, flags=re.DOTALL) if "\\" in word else word)
