"""Followed authors and words: which papers they mean. Pure.

A word or phrase is looked for where a search looks (title, abstract, names); with `*` at its end it stands for all
words that begin so. An author is a name as arXiv prints it, or a part of one: a surname alone means all of that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.items import normalise_title
from tui_reader.domain.query import Field, Or, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_reader.domain.query import Node

#: Terms in one query; a person who follows hundreds gets several.
_AT_ONCE = 100


class Following(Struct, frozen=True):
    """`authors` and `words` of `[follow]`; what has no letter or digit in it is left out."""

    authors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.authors or self.words)

    def word_queries(self) -> list[Node]:
        """Queries whose answers, together, have a followed word."""
        return [Or(tuple(map(_word, part))) for part in _parts(self.words)]

    def author_queries(self) -> list[Node]:
        """Queries whose answers, together, hold all papers of followed authors; `is_author` tells which are."""
        return [Or(tuple(Field("author", name) for name in part)) for part in _parts(self.authors)]

    def is_author(self, authors: str) -> bool:
        """Whether one of the names in `Ada Example, Ben Sample` is followed. Names that only stand beside each other
        (`Wei Li, Zhang Wei` has no Li Zhang) are none."""
        names = [f" {normalise_title(name)} " for name in authors.split(", ")]
        wanted = [f" {normalise_title(name)} " for name in self.authors]
        return any(w in name for w in wanted for name in names)


def following(authors: Iterable[str], words: Iterable[str]) -> Following:
    """What the configuration says, without entries that could not be found in any text."""
    return Following(
        tuple(a for a in map(str.strip, authors) if normalise_title(a)),
        tuple(w for w in map(str.strip, words) if _has_meaning(w)),
    )


def _has_meaning(word: str) -> bool:
    letters = sum(c.isalnum() for c in word)
    # One letter and `*` would be half of all words.
    return letters > 1 if word.endswith("*") else letters > 0


def _word(word: str) -> Node:
    found: Node = Word(word.rstrip("*"), is_prefix=True) if word.endswith("*") else Phrase(word)
    return found


def _parts(terms: Sequence[str]) -> Iterator[Sequence[str]]:
    return (terms[start : start + _AT_ONCE] for start in range(0, len(terms), _AT_ONCE))
