"""Text as a search looks at it: what is seen on the screen is found.

Accents that stand as LaTeX (`Schr\\"odinger`) become the letters they mean, which the index finds with and without the
accent, and so do letters that no accent makes (ł, ø, ß, Greek and Cyrillic ones with theirs). Full-width letters,
ligatures, raised and lowered figures are what they stand for, in formulas too: H₂O is found as H2O. Chinese, Japanese
and Korean characters are words of their own, so that a word inside a run is found: a search for several is one for
these in a row.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tui_reader.domain.runs import apart

_ACCENT = re.compile(
    r"""(?P<open>\{)?\\(?P<mark>[`'^"~=.]|[uvHcdbkr](?=\s*\{|\s+\\?[A-Za-z](?![A-Za-z])))\s*"""
    r"""(?P<brace>\{)?\\?(?P<letter>[A-Za-z])(?(brace)\})(?(open)\})"""
)
_LETTER = re.compile(r"\{?\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)(?![A-Za-z])(?:\{\}|\s)?\}?")
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "i": "i", "j": "j",
}  # fmt: skip


#: Letters that are one with no mark to take away, and what is typed for them.
_FOLDED = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
     "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "\u2010": "-",
     "\u2011": "-", "\xad": None, "ς": "σ"}
)  # fmt: skip
#: What is written in a form of its own: full width, ligatures, raised and lowered.
_FORMS = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c\ufb00-\ufb06\uff01-\uff5e\uff66-\uff9f\U0001d400-\U0001d7ff]+")
#: Greek and Cyrillic with their marks, which the index keeps apart from those without.
_MARKED = re.compile("[\u0386-\u03ce\u0400-\u045f\u1f00-\u1fff]")
_FORMULA = re.compile(r"\$([^$\n]{1,60})\$")
_FONT = re.compile(
    r"\\(?:mathrm|mathbf|mathit|mathsf|mathtt|mathcal|mathbb|textrm|textbf|textit|text|rm|bf|it)(?![A-Za-z])"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")


def searchable(text: str) -> str:
    """The words of a text for the index, or of a query. What it gives for its own result is the same."""
    if "$" in text:
        text = _FORMULA.sub(_unset, text)
    if "\\" in text:
        text = _unaccented(text)
    if not text.isascii():
        text = _MARKED.sub(_bare, _FORMS.sub(_plain, text.translate(_FOLDED)))
    return apart(text)


def searchable_before(text: str) -> str:
    """What libraries of before version 16 hold of a text, by which it is taken out of their index."""
    return apart(_unaccented(text) if "\\" in text else text)


def _unaccented(text: str) -> str:
    text = _ACCENT.sub(_accented, text)
    return _LETTER.sub(lambda match: _LETTERS[match[1]], text)


def _unset(match: re.Match[str]) -> str:
    """A short formula as it is typed: `$_2$` is 2, `$\\mathrm{H_2O}$` is H2O. Two sums of money are none."""
    inside = match[1]
    if not any(sign in inside for sign in "\\_^"):
        return match[0]
    inside = _COMMAND.sub(r" \1 ", _FONT.sub("", inside))
    return inside.translate({ord(sign): None for sign in "_^{}"}).strip()


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _bare(match: re.Match[str]) -> str:
    # й is a letter of its own, and no и with a mark.
    return match[0] if match[0] in "йЙ" else unicodedata.normalize("NFD", match[0])[0]


def _accented(match: re.Match[str]) -> str:
    return _composed(match["letter"], match["mark"])


@lru_cache(maxsize=512)
def _composed(letter: str, mark: str) -> str:
    from tui_reader.text.latex_commands import accented
    from tui_reader.text.latex_symbols import ACCENTS

    return accented(letter, ACCENTS[mark]) if mark in ACCENTS else letter
