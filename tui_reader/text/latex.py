"""Titles and abstracts with LaTeX in them, in Unicode.

Where it is not certain that something is LaTeX, or what it means, the source stays: "costs $5 to $10" is money, and an
unknown command is shown as it was written. Nothing here raises.
"""

from __future__ import annotations

import re

from tui_reader.text.latex_commands import WRITERS
from tui_reader.text.latex_reader import Mathematics, TooDeep, matching_braces, read_command
from tui_reader.text.latex_symbols import (
    ACCENTS,
    ALPHABETS,
    CUSTOMARY,
    FUNCTIONS,
    LETTERS,
    OPERATORS,
    SAYINGS,
    SILENT,
    SPACES,
    TAKE_ONE,
    TRANSPARENT,
)
from tui_reader.text.scripts import lowered, raised

_LONGEST_FORMULA = 2000
_LONGEST_SOURCE = 20_000
_DEEPEST_GROUP = 20

_MAYBE = re.compile(r"[$\\~{]")
_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)|\\(?P<sign>[^A-Za-z])|(?P<dollars>\$\$?)|(?P<tie>~)|(?P<script>[\^_])?(?P<group>\{)",
    re.DOTALL,
)
_FORMULA = re.compile(rf"\$((?:[^$\\]|\\.){{1,{_LONGEST_FORMULA}}}?)\$", re.DOTALL)
_DISPLAY = re.compile(rf"\$\$((?:[^$\\]|\\.){{1,{_LONGEST_FORMULA}}}?)\$\$", re.DOTALL)
_MATH_SIGN = re.compile(r"[\\^_{}=<>+|*/]")
_SET_IN_TEXT = re.compile(r"\\(?:text\w*|math\w+|operatorname|mbox|emph)\*?\s*\{[^{}]*\}|\\[A-Za-z]+")
_PROSE = re.compile(r"(?:\b[A-Za-z]{3,}[,;]?\s+){3}|[A-Za-z]{3,}\.\s+[A-Z]")
_TIE = re.compile(r"(?<=[\w.,:;)\]}%'’”$])~(?=[\w\\$(\[{“‘`])")
_PROTECTED = re.compile(r"[\w-]*[A-Z][\w-]*")
_QUOTE = re.compile(r'\\"(?![A-Za-z{\\])')
_ACCENTED = re.compile(r"""\\[`'^"~=.]\s?(?:\{?\\?[A-Za-z]\}?)""")
_ONE_LETTER = re.compile(r"\s?(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_BEFORE_A_WORD = frozenset(" \n\t([{\"'“‘-–—/,;~")
_AFTER_NO_WORD = re.compile(r"[{\[:]|\\(?!\s)")
_OPENS = re.compile(r"\s*(?:\[[^\]]{0,40}\])?\s*\{")
_LETTER_COMMAND = re.compile("ss|[ao]e|A[EA]|OE|aa|[oOlLij]|d[hj]|D[HJ]|th|TH|ng|NG")
_MATH_ENVIRONMENT = re.compile(
    r"\\begin\{(equation|align|gather|multline|eqnarray|displaymath|math|flalign|alignat|[bpvB]?matrix|cases|array)\*?\}"
)
_LIST_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:itemize|enumerate|description|center|quote|abstract|document)\}")


def to_unicode(text: str) -> str:
    """A title or an abstract with its mathematics, accents and commands in Unicode; text without any as it is."""
    if _MAYBE.search(text) is None or len(text) > _LONGEST_SOURCE:
        return text
    try:
        return _Prose(text).read()
    except TooDeep:
        return text


def math_to_unicode(source: str) -> str:
    """A formula, given without its dollars, in Unicode on one line; as it is when it cannot be read."""
    source = source.strip().removeprefix("$").removesuffix("$")
    if len(source) > _LONGEST_SOURCE:
        return source
    try:
        return Mathematics(source).read()
    except TooDeep:
        return source


def formula_to_unicode(source: str, following: str = "") -> str | None:
    """What stands between two dollars in Unicode, `following` being what comes after the second; None where it is more
    likely prose between two sums of money."""
    return math_to_unicode(source) if _is_formula(source, following[:1]) else None


class _Prose:
    """One text being read."""

    def __init__(self, source: str, depth: int = 0) -> None:
        if depth > _DEEPEST_GROUP:
            raise TooDeep
        self._source = source
        self._depth = depth
        self._at = 0
        self._braces = matching_braces(source)
        # In a text from JSON, backslashes before quotation marks are no umlauts.
        self._quotes_are_escaped = bool(_QUOTE.search(source))

    def read(self) -> str:
        out: list[str] = []
        while (token := _TOKEN.search(self._source, self._at)) is not None:
            out.append(self._source[self._at : token.start()])
            self._at = token.end()
            out.append(self._written(token))
        out.append(self._source[self._at :])
        return "".join(out)

    def _written(self, token: re.Match[str]) -> str:
        if token["name"]:
            return self._command(token["name"], token)
        if token["sign"]:
            return self._sign(token["sign"], token)
        if token["dollars"]:
            return self._dollars(token)
        if token["tie"]:
            return " " if _is_tie(self._source, token.start()) else "~"
        return self._group(token)

    def _dollars(self, token: re.Match[str]) -> str:
        start = token.start()
        if token["dollars"] == "$$":
            if (display := _DISPLAY.match(self._source, start)) is not None:
                self._at = display.end()
                return _formula(display[1], display[0])
            return "$$"
        if (formula := _FORMULA.match(self._source, start)) is not None:
            # A formula inside the text inside a formula: the dollar found is not the last one.
            for _ in range(3):
                if formula[1].count("{") <= formula[1].count("}"):
                    break
                following = _FORMULA.match(self._source, formula.end() - 1)
                further = _FORMULA.match(self._source, following.end() - 1) if following else None
                if following is None or further is None:
                    break
                whole = self._source[start : further.end()]
                self._at = further.end()
                return _formula(whole[1:-1], whole)
            if _is_formula(formula[1], self._source[formula.end() : formula.end() + 1]):
                self._at = formula.end()
                return _formula(formula[1], formula[0])
        return "$"

    def _sign(self, sign: str, token: re.Match[str]) -> str:
        source, start = self._source, token.start()
        if sign in "([":
            closing = source.find("\\)" if sign == "(" else "\\]", self._at, self._at + _LONGEST_FORMULA)
            if closing >= 0:
                content = source[self._at : closing]
                self._at = closing + 2
                return _formula(content, source[start : self._at])
            return token[0]
        if sign in "$%&#_{}":
            return sign
        if sign == "\\":
            if _ACCENTED.match(source, start + 1):
                # Escaped twice on its way here.
                self._at = start + 1
                return ""
            following = source[self._at : self._at + 1]
            return " " if not following or following.isspace() else token[0]
        if sign == '"' and self._quotes_are_escaped:
            return sign
        if sign in ACCENTS and _ACCENTED.match(source, start):
            written, self._at = read_command(source, start, self._braces)
            return written
        if sign in SPACES or sign.isspace():
            return " "
        return "" if sign in "-/!" else token[0]

    def _command(self, name: str, token: re.Match[str]) -> str:
        source, start = self._source, token.start()
        if name in {"begin", "end"}:
            return self._environment(token)
        if name == "item":
            return "• "
        if name in LETTERS or name in OPERATORS:
            if _LETTER_COMMAND.fullmatch(name):
                self._skip(re.compile(r"\s+(?=[a-z])|\{\}"))
            else:
                self._skip(re.compile(r"\{\}"))
            return LETTERS.get(name) or OPERATORS[name]
        stands_alone = start == 0 or source[start - 1] in _BEFORE_A_WORD
        if name in FUNCTIONS and (len(name) > 2 or stands_alone):
            return name
        if name in SILENT:
            self._skip(re.compile(r"\s+|\{\}"))
            return ""
        takes_argument = (
            name in TRANSPARENT or name in ALPHABETS or name in WRITERS or name in ACCENTS or name in TAKE_ONE
        )
        if takes_argument and _OPENS.match(source, self._at):
            written, self._at = read_command(source, start, self._braces)
            return written
        if len(name) == 1 and name in ACCENTS and re.match(r"\s[A-Za-z]\b|\\[ij]\b", source[self._at : self._at + 3]):
            written, self._at = read_command(source, start, self._braces)
            return written
        if (name in ALPHABETS or name in ACCENTS) and _ONE_LETTER.match(source, self._at):
            written, self._at = read_command(source, start, self._braces)
            return written
        if stands_alone and len(name) > 1 and not _AFTER_NO_WORD.match(source, self._at):
            # A name that its author gave to words or to a sign: it says most of what they would.
            self._skip(re.compile(r"\{\}|\\(?=\s)"))
            return SAYINGS.get(name) or CUSTOMARY.get(name) or name
        return token[0]

    def _environment(self, token: re.Match[str]) -> str:
        if _MATH_ENVIRONMENT.match(self._source, token.start()):
            written, end = read_command(self._source, token.start(), self._braces)
            if written:
                self._at = end
                return " ".join(written.split())
        if layout := _LIST_ENVIRONMENT.match(self._source, token.start()):
            self._at = layout.end()
            return ""
        return token[0]

    def _group(self, token: re.Match[str]) -> str:
        end = self._braces.get(self._at - 1)
        if end is None:
            return token[0]
        content = self._source[self._at : end]
        before = self._source[token.start() - 1 : token.start()] if token.start() else ""
        if token["script"]:
            if not (before.isalnum() or before in set(")]}|")) or len(content) > 40:
                return token[0]
            form = raised if token["script"] == "^" else lowered
            self._at = end + 1
            return form(math_to_unicode(content))
        if not content.strip():
            self._at = end + 1
            return ""
        if content.startswith("\\") and re.match(r"\\(?:[A-Za-z]+|[`'^\"~=.])", content):
            inner = _Prose(content, self._depth + 1).read()
            if inner != content:
                self._at = end + 1
                return inner
        elif _PROTECTED.fullmatch(content):
            # Braces that keep a bibliography from changing capitals.
            self._at = end + 1
            return content
        return token[0]

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self._source, self._at):
            self._at = match.end()


def _formula(content: str, source: str) -> str:
    try:
        return Mathematics(content).read()
    except TooDeep:
        return source


def _is_formula(content: str, following: str) -> bool:
    """Whether what stands between two dollars is a formula, and not prose between two sums of money."""
    if "\n\n" in content or not content.strip():
        return False
    signs = _MATH_SIGN.search(content)
    if _PROSE.search(_SET_IN_TEXT.sub(" ", content)):
        return False
    if len(content) <= 2 and not content.isspace() and not following.isdigit():
        return not content[0].isspace() or not content[-1].isspace()
    if content[0].isdigit() or (content[0] == "." and content[1:2].isdigit()):
        # "$5 and $10", "$5-$10", "$15 million (about $16)"
        if content[-1].isspace() or following.isdigit():
            return bool(re.search(r"[\\^_]", content)) and not re.search(r"[a-z]{3,}\s", _SET_IN_TEXT.sub("", content))
        return bool(signs) or not re.search(r"[A-Za-z]{3,}\s+[A-Za-z]{2,}|[A-Za-z]{2,}$", content)
    if content[0].isspace() and content[-1].isspace():
        return bool(signs) or len(content.strip()) <= 2
    if content[-1].isspace():
        return bool(re.search(r"[\\^_={}]", content)) or len(content.strip()) <= 2
    # "$HOME/bin:$PATH" is none, "$(k-2)$nd" is one.
    return not following.isalnum() or bool(re.search(r"[\\^_{}=<>]", content)) or not re.search(r"[A-Za-z]{3}", content)


def _is_tie(source: str, at: int) -> bool:
    """Whether a tilde is a space that does not break: "Grok~4.20", but not "~5", "10~20", "/~user"."""
    if not _TIE.match(source, at):
        return False
    return not (source[at - 1].isdigit() and source[at + 1 : at + 2].isdigit())
