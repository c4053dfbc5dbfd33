"""Text as a search looks at it: what is seen on the screen is found.

Accents that stand as LaTeX (`Schr\\"odinger`) become the letters they mean, which the index finds with and without the
accent. Chinese, Japanese and Korean characters are words of their own, so that a word inside a run is found: a search
for several is one for these in a row.
"""

from __future__ import annotations

import re
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


def searchable(text: str) -> str:
    """The words of a text for the index, or of a query. What it gives for its own result is the same."""
    if "\\" in text:
        text = _ACCENT.sub(_accented, text)
        text = _LETTER.sub(lambda match: _LETTERS[match[1]], text)
    return apart(text)


def _accented(match: re.Match[str]) -> str:
    return _composed(match["letter"], match["mark"])


@lru_cache(maxsize=512)
def _composed(letter: str, mark: str) -> str:
    from tui_reader.text.latex_commands import accented
    from tui_reader.text.latex_symbols import ACCENTS

    return accented(letter, ACCENTS[mark]) if mark in ACCENTS else letter
