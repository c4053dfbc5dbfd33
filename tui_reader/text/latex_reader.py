"""Reading LaTeX and writing what it says in Unicode."""

from __future__ import annotations

import re

from tui_reader.text.latex_commands import WRITERS, accented
from tui_reader.text.latex_symbols import (
    ACCENTS,
    ALPHABETS,
    CUSTOMARY,
    FUNCTIONS,
    LETTERS,
    OPERATORS,
    SILENT,
    SPACES,
    TAKE_ONE,
    TRANSPARENT,
    alphabet,
    rare_symbol,
)
from tui_reader.text.scripts import lowered, raised

_MAX_DEPTH = 40
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?|\\(.)", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LONGEST_OPTION = 200
_PLAIN_RUN = re.compile(r"[^\\{}^_'~&$\s]+")
_FACTOR = re.compile(r"\s*(?:[A-Za-z0-9]|\\([A-Za-z]+))")
_FACTORS = LETTERS.keys() | {"sum", "prod", "int", "sqrt", "frac", "log", "exp", "mathbf", "mathcal", "mathbb"}
_INFIX = {"choose": " choose ", "over": "/", "atop": " "}


class TooDeep(Exception):
    """Braces nested deeper than anyone writes."""


class Mathematics:
    """One formula being read, from its source without the delimiters; `braces` as `matching_braces` gives them.

    Raises:
        TooDeep: from `read`.
    """

    def __init__(self, source: str, braces: dict[int, int] | None = None) -> None:
        self._source = source
        self._braces = matching_braces(source) if braces is None else braces
        self._at = 0
        self._depth = 0

    def read(self) -> str:
        """The whole formula on one line."""
        out = self._until("")
        while self._at < len(self._source):
            # A brace too many.
            self._at += 1
            out += self._until("")
        return " ".join(out.split())

    def _until(self, end: str, *, text: bool = False) -> str:
        """Read to `end` ("" for the end of the source, or a closing brace that nothing opened) and past it."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise TooDeep
        out = ""
        source = self._source
        while self._at < len(source):
            if end and source.startswith(end, self._at):
                self._at += len(end)
                break
            character = source[self._at]
            if character == "}":
                # Ends every group; the one that opened it takes it.
                break
            if run := _PLAIN_RUN.match(source, self._at):
                out += run[0]
                self._at = run.end()
            elif character == "\\":
                out = self._command(out, text=text)
            else:
                self._at += 1
                out = self._sign(character, out, text=text)
        self._depth -= 1
        return out

    def _sign(self, character: str, out: str, *, text: bool) -> str:
        if character == "{":
            return out + self._until("}", text=text)
        if character == "$":
            return out + (self._until("$") if text else "")
        if character in "^_" and not text:
            return out.rstrip() + self._script(character)
        if character == "'" and not text:
            return out.rstrip() + "′"
        if character == "&":
            return out + ("&" if text else " ")
        return out + (" " if character == "~" or character.isspace() else character)

    def argument(self, *, text: bool = False) -> str:
        """The next argument: a group, a command or a single character."""
        self.skip_spaces()
        if self._at >= len(self._source):
            return ""
        character = self._source[self._at]
        if character == "\\":
            return self._command("", text=text).strip()
        self._at += 1
        if character == "{":
            inner = self._until("}", text=text)
            return inner if text else inner.strip()
        if character == "}":
            self._at -= 1
            return ""
        return character

    def raw(self, opening: str, closing: str) -> str:
        """The source of a bracketed argument when there is one here, brackets left out."""
        if not self._source.startswith(opening, self._at):
            return ""
        if opening == "{":
            end = self._braces.get(self._at, -1)
        else:
            end = self._source.find(closing, self._at, self._at + _LONGEST_OPTION)
        if end < 0:
            return ""
        found = self._source[self._at + 1 : end]
        self._at = end + 1
        return found

    def skip_spaces(self) -> bool:
        """Go past white space; whether there was any."""
        start = self._at
        while self._at < len(self._source) and self._source[self._at].isspace():
            self._at += 1
        return self._at > start

    def _script(self, mark: str) -> str:
        argument = self.argument()
        written = raised(argument) if mark == "^" else lowered(argument)
        following = self._source[self._at : self._at + 1]
        if len(written) == 2 and written[0] == mark and following.isalnum():
            # "x_Ky" would read as one lowered word.
            return f"{mark}({argument})"
        return written

    def _command(self, out: str, *, text: bool) -> str:
        """`out` with the command that begins here."""
        start = self._at
        match = _COMMAND.match(self._source, start)
        if match is None:
            self._at += 1
            return out
        self._at = match.end()
        name = match[1] or match[2]
        if not match[1]:
            return self._control_sign(name, out, text=text)
        if name in FUNCTIONS:
            return self._function(name, out)
        for table in (LETTERS, OPERATORS):
            if name in table:
                return self._symbol(table[name], out)
        if name in WRITERS:
            written = WRITERS[name](self)
            # "1/2x" would be one over 2x.
            after = _FACTOR.match(self._source, self._at) if name.endswith("frac") else None
            is_factor = after is not None and (not after[1] or after[1] in _FACTORS)
            return out + written + (" " if is_factor else "")
        if name == "operatorname":
            return self._function(self.argument(text=True).strip(), out)
        if name in ALPHABETS:
            return out + alphabet(name, self.argument())
        if name in ACCENTS:
            return out + self._accented(name, text=text)
        if name in TRANSPARENT:
            is_text = name.startswith("text") or name in {"mbox", "hbox", "fbox", "emph", "enquote"}
            return out + self.argument(text=is_text)
        if name in SILENT:
            return self._silent(name, out)
        if name in TAKE_ONE:
            self.skip_spaces()
            self.raw("{", "}")
            return out
        if name in SPACES:
            return out + " "
        if name in _INFIX:
            self.skip_spaces()
            return out.rstrip() + _INFIX[name]
        if text:
            return out + self._source[start : self._at]
        symbol = _guessed(name)
        if symbol is None:
            # Left as source where an argument follows, of which nothing is known.
            named = len(name) > 1 and not self._source.startswith("{", self._at)
            return self._function(name, out) if named else out + self._source[start : self._at]
        return self._symbol(symbol, out)

    def _control_sign(self, sign: str, out: str, *, text: bool) -> str:
        if sign == "\\":
            self.raw("[", "]")
            return out.rstrip() + " "
        if sign in SPACES or sign.isspace():
            return out + " "
        if sign in "!/-()[]@":
            return out
        if sign == "|":
            return out + "‖"
        if text and sign in ACCENTS:
            return out + self._accented(sign, text=True)
        return out + sign

    def _symbol(self, symbol: str, out: str) -> str:
        """A symbol with the space after it only where there is one before it: "a ≤ b", "1.58×", "Δt"."""
        spaced = self.skip_spaces()
        return out + symbol + (" " if spaced and out.endswith(" ") else "")

    def _function(self, name: str, out: str) -> str:
        before = " " if out and (out[-1].isalnum() or out[-1] in ")]}") else ""
        self.skip_spaces()
        following = self._source[self._at : self._at + 1]
        after = " " if following.isalnum() or following == "\\" else ""
        if following == "\\" and re.match(
            r"\\(?:left|big|Big|bigl|Bigl|[,;:{!|])", self._source[self._at : self._at + 6]
        ):
            after = ""
        return out + before + name + after

    def _accented(self, name: str, *, text: bool) -> str:
        argument = self.argument(text=text)
        # arXiv's own conversion took the beginning of some commands for accents: "\\b{eta}" was "\\beta".
        broken = name + argument
        if len(name) == 1 and len(argument) > 1 and (broken in LETTERS or broken in OPERATORS):
            return LETTERS.get(broken) or OPERATORS[broken]
        return accented(argument, ACCENTS[name])

    def _silent(self, name: str, out: str) -> str:
        self.skip_spaces()
        if name in {"left", "right", "middle"} and self._source.startswith(".", self._at):
            self._at += 1
        return out

    def inner(self, source: str) -> str:
        """A formula that is a part of this one."""
        reader = Mathematics(source)
        reader._depth = self._depth
        return reader.read()

    def up_to(self, end: str) -> str | None:
        """The source from here to `end`, and past it; None when there is no `end`."""
        stop = self._source.find(end, self._at)
        if stop < 0:
            return None
        found = self._source[self._at : stop]
        self._at = stop + len(end)
        return found


def matching_braces(source: str) -> dict[int, int]:
    """Where each group of a source begins and ends; a brace behind a backslash is none."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for brace in _BRACE.finditer(source):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            ends[opened.pop()] = brace.start()
    return ends


def read_command(source: str, at: int, braces: dict[int, int]) -> tuple[str, int]:
    """The command that stands in prose at `at`, in Unicode, and where it ends."""
    reader = Mathematics(source, braces)
    reader._at = at  # noqa: SLF001 (a reader begun in the middle)
    return reader._command("", text=True), reader._at  # noqa: SLF001


def _guessed(name: str) -> str | None:
    """What an author's own command most likely stands for: `\\cF` is ℱ, `\\bbZ` is ℤ, `\\inM` is ∈M."""
    if symbol := CUSTOMARY.get(name) or rare_symbol(name):
        return symbol
    if match := re.fullmatch(r"(?:c|cal|mc|s)([A-Z])", name):
        return alphabet("mathcal", match[1])
    if match := re.fullmatch(r"(?:BB|bb|B|b)([A-Z])", name):
        return alphabet("mathbb", match[1])
    if name[-1].isupper() and (symbol := OPERATORS.get(name[:-1]) or LETTERS.get(name[:-1])):
        return symbol + name[-1]
    return name if name.isupper() else None
