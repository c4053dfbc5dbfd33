"""Citation keys: `smith2026speech`, and `smith2026speecha`, `smith2026speechb` where several would be the same.

A key is made of the first author's family name, the year of the first version and the first word of the title that
says something: lower-case ASCII letters and digits, which every BibTeX takes. The older item keeps the plain key, so
that keys in a manuscript stay when newer papers join the export. A key that a reference manager gave stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_reader.services.exporting.citation import Citation


def _set_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LONGEST = 24
_SMALL_WORDS = _set_of("""
    a an the on in of for to and or with from by at as is are be do does can how what why when where which who
    towards toward via using into over under beyond about its your our we it this that these those le la les un une
    der die das ein eine el los las
""")
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŋ": "n", "ħ": "h"}
)
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)*")


def plain_key(citation: Citation) -> str:
    """The key of an item by itself."""
    first = citation.authors[0] if citation.authors else None
    family = _title_words(f"{first.particle} {first.family}") if first else []
    name = "".join(word for word in family if word not in ("the", "and"))[:_LONGEST]
    words = _title_words(citation.plain_title)
    word = next((w for w in words if w not in _SMALL_WORDS and not w.isdigit()), "")[:_LONGEST]
    year = str(citation.first_year) if citation.first_year else ""
    if not name and not word:
        # Nothing of it can be written in ASCII: its number or the hash in its key can.
        word = re.sub(r"[^a-z0-9]", "", citation.item_key.lower())[:_LONGEST]
    return f"{name or 'anon'}{year or 'nd'}{word}"


def assign(plain: Iterable[tuple[str, str]], own: Mapping[str, str] | None = None) -> dict[str, str]:
    """The key of each item in an export, from pairs of item key and `plain_key`; no two are the same. `own` are the
    keys that items have in the user's manuscripts already: those stay."""
    by_plain: dict[str, list[str]] = {}
    given: dict[str, str] = {}
    has_own = {key: item_key for item_key, key in sorted((own or {}).items(), reverse=True)}
    for item_key, key in plain:
        if has_own.get((own or {}).get(item_key, "")) == item_key:
            given[item_key] = (own or {})[item_key]
        else:
            by_plain.setdefault(key, []).append(item_key)
    taken = set(by_plain) | set(given.values())
    for key in sorted(by_plain):
        first, *others = sorted(by_plain[key], key=_age)
        if key in given.values():
            others = [first, *others]
        else:
            given[first] = key
        number = 0
        for item_key in others:
            while (longer := key + _letters(number)) in taken:
                number += 1
            taken.add(longer)
            given[item_key] = longer
    return given


def _age(item_key: str) -> tuple[int, str]:
    """arXiv's numbers grow with time; those with a name of an archive ("cs/0701001") came before those without."""
    return (0 if "/" in item_key else 1, item_key)


def _letters(number: int) -> str:
    """a … z, aa, ab …"""
    text = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text


def _title_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return [re.sub(r"['’]", "", word) for word in _WORD.findall(plain)]
