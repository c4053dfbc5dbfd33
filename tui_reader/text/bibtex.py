"""Titles, abstracts and names as BibTeX fields, which are LaTeX: for old 8-bit BibTeX and for biber alike.

LaTeX in the source stays; what would end or break a field (an odd brace, `%`, `&`, `#`, `_`) is written so that it
prints as itself, and letters that BibTeX cannot sort or an old LaTeX cannot print are written as commands. BibTeX
counts braces whatever stands before them, so a brace alone is never written as a backslash and a brace.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from tui_reader.text.latex import to_unicode
from tui_reader.text.latex_doing import DOING, DOING_COMMAND
from tui_reader.text.latex_symbols import LETTERS, OPERATORS
from tui_reader.text.title_case import is_protected, is_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMULA = re.compile(r"(\${1,2})(?!\$)((?:[^$\\]|\\.){1,2000}?)\1", re.DOTALL)
_TOKEN = re.compile(
    r"(?P<command>\\[A-Za-z]+\*?)(?P<space>[ ]*)|(?P<sign>\\[^A-Za-z])|(?P<brace>[{}])|(?P<dollar>\$)"
    r"|(?P<plain>[^\\{}$]+)|\\",
    re.DOTALL,
)
_WORD = re.compile(r"[^\W_]+(?:['’.+][^\W_]+)*")
_SPECIAL = {
    "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$",
}  # fmt: skip
_SPECIAL_SIGN = re.compile(r"[%&#_^~\\{}$]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MATH_BRACE = re.compile(r"\\([{}])")
#: Signs after a backslash that mean something in text: escaped characters, accents, spaces, hyphenation, formulas.
_SIGNS = frozenset("%&$#_{}'`^\"~=.-,;:! /@()[]\\|")
#: Commands that LaTeX takes in formulas alone; titles have them outside all the same.
_MATHEMATICAL = frozenset(
    name
    for name, letter in (LETTERS | OPERATORS).items()
    if not name.startswith("text")
    and (name in OPERATORS or 0x370 <= ord(letter[0]) < 0x400 or ord(letter[0]) >= 0x2100)
) - {"trademark"}
#: A tilde between words is a space that does not break. No text has the character that stands for it meanwhile.
_TILDE = re.compile(r"(?<=[\w.,:;)])~(?=[\w(])")
_TIE = "\0"
#: Punctuation as LaTeX's fonts write it.
_PUNCTUATION = {
    0x2013: "--", 0x2014: "---", 0x2018: "`", 0x2019: "'", 0x201C: "``", 0x201D: "''", 0xA0: "~", 0x2010: "-",
    0x2011: "-", 0x2026: r"{\ldots}", 0x2212: "{$-$}", 0x2009: r"\,", 0x202F: r"\,",
    0x218: r"{\textcommabelow{S}}", 0x219: r"{\textcommabelow{s}}", 0x21A: r"{\textcommabelow{T}}",
    0x21B: r"{\textcommabelow{t}}",
}  # fmt: skip
#: A line that begins with `@` is the next entry to programs that mend broken files.
_LINE_AT = re.compile(r"\s*[\n\r]\s*(?=@)")
_UNSAFE_IN_ADDRESS = re.compile(r"[^!-~]|[{}\\\"<>^`|]")


def of_latex(source: str, *, protect: bool = False) -> str:
    """A title or an abstract from arXiv as a field; with `protect`, words that must keep their capitals are braced."""
    return _LINE_AT.sub(" ", _Field(source, protect).write())


def of_plain(text: str, *, protect: bool = False) -> str:
    """Text without any LaTeX as a field that prints as it."""
    text = _LINE_AT.sub(" ", text)
    if not protect:
        return _letters(_SPECIAL_SIGN.sub(lambda sign: _SPECIAL[sign[0]], text))
    return _protected(text, is_sentence(text), is_joined=False, write=of_plain)


def of_address(address: str) -> str:
    """An address or DOI as a field that is read word for word: what would break it is percent-encoded."""
    return _UNSAFE_IN_ADDRESS.sub(lambda c: "".join(f"%{b:02X}" for b in c[0].encode("utf-8", "replace")), address)


class _Field:
    """One source being written anew."""

    def __init__(self, source: str, protect: bool) -> None:
        self._source = source
        self._protect = protect
        self._is_sentence = protect and is_sentence(source)
        self._pairs = _matching(source)
        self._at = 0
        self._depth = 0

    def write(self) -> str:
        out: list[str] = []
        while (token := _TOKEN.match(self._source, self._at)) is not None:
            self._at = token.end()
            out.append(self._written(token, after="".join(out[-1:])))
        return "".join(out)

    def _written(self, token: re.Match[str], after: str) -> str:
        if token["plain"]:
            return self._plain(token["plain"], after)
        if token["command"]:
            return self._command(token)
        if token["sign"]:
            if DOING_COMMAND.match(self._source, token.start()):
                return _SPECIAL["\\"] + _text(token["sign"][1])
            return self._sign(token["sign"])
        if token["dollar"]:
            return self._dollar(token.start())
        if token["brace"]:
            return self._brace(token["brace"], token.start())
        return _SPECIAL["\\"]

    @property
    def _is_bare(self) -> bool:
        """Whether BibTeX may change the case of what stands here."""
        return self._protect and self._depth == 0

    def _plain(self, text: str, after: str) -> str:
        # Seen before the text is taken apart at its words; one beside a command or a formula is a tie, too.
        text = _TILDE.sub(_TIE, text)
        if (
            text.endswith("~")
            and text[-2:-1] not in ("", " ", "\n")
            and self._source[self._at : self._at + 1] in ("$", "{", "\\")
        ):
            text = text[:-1] + _TIE
        if text.startswith("~") and after[-1:] in ("}", "$") and text[1:2].isalnum():
            text = _TIE + text[1:]
        if not self._is_bare:
            return _text(text)
        return _protected(text, self._is_sentence, is_joined=after[-1:] not in ("", " ", "\n", "-"), write=_text)

    def _command(self, token: re.Match[str]) -> str:
        name = token["command"]
        if name[1:].rstrip("*") in DOING or DOING_COMMAND.match(self._source, token.start()):
            return f"{_SPECIAL[chr(92)]}{name[1:]}{token['space']}"
        if name[1:] in _MATHEMATICAL:
            written = rf"\ensuremath{{{name}}}{token['space']}"
            return f"{{{written}}}" if self._is_bare else written
        if not self._is_bare or name == name.lower():
            return token[0]
        # BibTeX would make \LaTeX and \H{o} lower case. What such a command takes must stay with it.
        end = self._at
        if self._source[end : end + 1] == "{" and (close := self._pairs.get(end)) is not None:
            self._at = close + 1
            return f"{{{name}{of_latex(self._source[end : close + 1])}}}"
        return f"{{{name}}}{token['space']}"

    def _sign(self, sign: str) -> str:
        if sign[1] in "{}":
            return _SPECIAL[sign[1]]
        if sign == r"\\" and not self._source[self._at : self._at + 1].isspace():
            # Programs differ in whether a brace behind it counts.
            return sign + " "
        if sign[1] in _SIGNS:
            return sign
        return _SPECIAL["\\"] + (_text(sign[1]) if sign[1] != "\n" else "\n")

    def _dollar(self, start: int) -> str:
        formula = _FORMULA.match(self._source, start)
        if formula is None or "$" in to_unicode(formula[0]):
            return _SPECIAL["$"]  # money, or a formula without its end
        self._at = formula.end()
        inner = _MATH_BRACE.sub(lambda b: r"\lbrace " if b[1] == "{" else r"\rbrace ", formula[2])
        pairs = _matching(inner)
        matched = {*pairs, *pairs.values()}
        inner = "".join(
            c if c not in "{}" or i in matched else (r"\lbrace " if c == "{" else r"\rbrace ")
            for i, c in enumerate(inner)
        )
        # `^^5c` is a backslash to TeX.
        inner = DOING_COMMAND.sub(lambda c: rf"\backslash {c[1]}", re.sub(r"\^(?=\^)", "^{}", inner))
        inner = re.sub(r"(?<!\\)[%#]", lambda c: "\\" + c[0], inner)
        written = f"{formula[1]}{_letters(inner)}{formula[1]}"
        return f"{{{written}}}" if self._is_bare else written

    def _brace(self, brace: str, at: int) -> str:
        if brace == "{":
            if at not in self._pairs:
                return _SPECIAL["{"]
            self._depth += 1
            return "{"
        if not self._depth:
            return _SPECIAL["}"]
        self._depth -= 1
        return "}"


def _matching(source: str) -> dict[int, int]:
    """Where each opened brace is closed; escaped braces and those inside formulas do not count outside."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    at = 0
    while at < len(source):
        character = source[at]
        if character == "\\":
            at += 2
            continue
        if character == "$" and (formula := _FORMULA.match(source, at)) and "$" not in to_unicode(formula[0]):
            at = formula.end()
            continue
        if character == "{":
            opened.append(at)
        elif character == "}" and opened:
            pairs[opened.pop()] = at
        at += 1
    return pairs


def _text(text: str) -> str:
    """Plain words inside LaTeX: a tilde between words is a space that does not break."""
    text = re.sub(r"[%&#_^]", lambda sign: _SPECIAL[sign[0]], text)
    return _letters(text.replace("~", _SPECIAL["~"]).replace(_TIE, "~"))


def _protected(text: str, sentence: bool, *, is_joined: bool, write: Callable[[str], str]) -> str:
    """`text` with the words braced that must keep their capitals. A first word that is `is_joined` to a command before
    it is left alone: an accent would fall on the brace."""
    out: list[str] = []
    end = 0
    for word in _WORD.finditer(text):
        out.append(write(text[end : word.start()]))
        end = word.end()
        joined = is_joined and word.start() == 0
        begins = not text[: word.start()].strip(" \"'“‘(") or text[: word.start()].rstrip()[-1:] in (":", "?", "!", ".")
        written = write(word[0])
        needs = not joined and is_protected(word[0], sentence=sentence, begins=begins)
        out.append(f"{{{written}}}" if needs else written)
    out.append(write(text[end:]))
    return "".join(out)


def _letters(text: str) -> str:
    if text.isascii():
        return text
    return _NOT_ASCII.sub(lambda c: _letter(c[0]), text)


@cache
def _letter(character: str) -> str:
    return _PUNCTUATION.get(ord(character)) or str(_encoder().unicode_to_latex(character))


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(
        non_ascii_only=True,
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )
