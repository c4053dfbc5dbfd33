"""Followed authors and words: which papers they mean. Pure.

A word or phrase stands for itself, with `*` at its end for all words that begin so (`quantiz*`), with `-` before it for
what is not wanted among the papers of followed words (`-survey`). An author is a name as arXiv prints it, or a part of
one: a surname alone means all of that name, and no `-` takes a followed author's papers away.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from tui_reader.domain.items import normalise_title
from tui_reader.domain.query import And, Field, Not, Or, Phrase, Word
from tui_reader.domain.runs import apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_reader.domain.query import Node

#: Terms in one query; a person who follows hundreds gets several.
_AT_ONCE = 100


class Following(Struct, frozen=True):
    """`authors` and `words` of `[follow]`, `without` what stands there with `-`; what has no letter or digit in it is
    left out."""

    authors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.authors or self.words)

    def query(self) -> Node:
        """A query whose answers are all that is watched: papers, and entries by title and summary."""
        return Field("watched", msgspec.json.encode(self).decode())

    def word_queries(self) -> list[Node]:
        """Queries whose answers, together, have a followed word."""
        wanted = [Or(tuple(map(_word, part))) for part in _parts(self.words)]
        unwanted = tuple(Not(Or(tuple(map(_word, part)))) for part in _parts(self.without))
        return [And((words, *unwanted)) for words in wanted] if unwanted else list(wanted)

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
    given = [w.strip() for w in words]
    return Following(
        tuple(a for a in map(str.strip, authors) if normalise_title(a)),
        tuple(w for w in given if not w.startswith("-") and _has_meaning(w)),
        tuple(w for w in (g[1:].lstrip() for g in given if g.startswith("-")) if _has_meaning(w)),
    )


#: Before a name, in what is followed by command.
AUTHOR = "author:"


def listed(authors: Iterable[str], words: Iterable[str], changes: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """The follow list: what the configuration says, then what was followed by command, without what was dropped.
    Authors begin with `author:`; terms that differ in case and accents alone are one."""
    terms = {folded(term): term for term in (*(AUTHOR + name for name in authors), *words)}
    for term, is_followed in changes:
        if is_followed:
            terms.setdefault(folded(term), term)
        else:
            terms.pop(folded(term), None)
    return tuple(terms.values())


def of_terms(terms: Iterable[str]) -> Following:
    """What a follow list means."""
    terms = list(terms)
    return following(
        [term.removeprefix(AUTHOR) for term in terms if term.startswith(AUTHOR)],
        [term for term in terms if not term.startswith(AUTHOR)],
    )


def cleaned(term: str) -> str:
    """A term as the list keeps it; "" for one that could not be found in any text."""
    term = " ".join(term.split())
    if term[: len(AUTHOR)].lower() == AUTHOR:
        term = AUTHOR + term[len(AUTHOR) :].strip()
    elif term.startswith("-"):
        term = "-" + term[1:].lstrip()
    found = of_terms([term])
    return term if found or found.without else ""


def folded(term: str) -> str:
    """What terms that mean the same have in common."""
    bare = term.removeprefix(AUTHOR)
    marks = (AUTHOR if bare != term else "") + ("-" if bare.startswith("-") else "") + ("*" if bare[-1:] == "*" else "")
    return f"{marks} {normalise_title(bare)}"


class Hit(Struct, frozen=True):
    """A followed author or word in a paper; `term` is as it was given, with its `-` where it is not wanted."""

    term: str
    in_title: bool = False
    in_text: bool = False
    is_author: bool = False

    @property
    def strength(self) -> int:
        """2 for an author, and where title and abstract have the word; else 1."""
        return 2 if self.is_author else self.in_title + self.in_text


class Matcher:
    """Finds what is followed in papers. Made once for many of them (some 50 µs each)."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._words = [
            (term, f" {_plain(bare)}" + ("" if bare.endswith("*") else " "))
            for term, bare in (
                *((word, word) for word in following.words),
                *((f"-{word}", word) for word in following.without),
            )
        ]
        self._authors = [(name, f" {normalise_title(name)} ") for name in following.authors]

    def hits(self, title: str, text: str, authors: Iterable[str] = ()) -> tuple[Hit, ...]:
        """What is found, in the order of the list: words in title and abstract, authors among the names."""
        title, text = f" {_plain(title)} ", f" {_plain(text)} "
        found = [
            Hit(term, wanted in title, wanted in text)
            for term, wanted in self._words
            if wanted in text or wanted in title
        ]
        if self._authors:
            names = [f" {normalise_title(name)} " for name in authors]
            found += [
                Hit(term, is_author=True) for term, wanted in self._authors if any(wanted in name for name in names)
            ]
        return tuple(found)

    def is_watched(self, hits: Sequence[Hit]) -> bool:
        """Whether a paper with these hits is marked: it has a followed author, or a followed word and none of those
        that are not wanted."""
        wanted = [hit for hit in hits if not hit.term.startswith("-")]
        return any(hit.is_author for hit in wanted) or (bool(wanted) and len(wanted) == len(hits))


def _plain(text: str) -> str:
    # As the index of the library has it.
    return normalise_title(apart(text))


def _has_meaning(word: str) -> bool:
    letters = sum(c.isalnum() for c in word)
    # One letter and `*` would be half of all words.
    return letters > 1 if word.endswith("*") else letters > 0


def _word(word: str) -> Node:
    found: Node = Word(word.rstrip("*"), is_prefix=True) if word.endswith("*") else Phrase(word)
    return found


def _parts(terms: Sequence[str]) -> Iterator[Sequence[str]]:
    return (terms[start : start + _AT_ONCE] for start in range(0, len(terms), _AT_ONCE))


@lru_cache(maxsize=4)
def read_following(written: str) -> tuple[Following, Matcher]:
    """What `Following.query` wrote, with what finds it."""
    following = msgspec.json.decode(written, type=Following)
    return following, Matcher(following)


def with_watched(node: Node, following: Following) -> Node:
    """A query in which `is:watched` means this list."""
    match node:
        case Field("is", "watched"):
            return following.query()
        case Not(term):
            return Not(with_watched(term, following))
        case And(terms):
            return And(tuple(with_watched(term, following) for term in terms))
        case Or(terms):
            return Or(tuple(with_watched(term, following) for term in terms))
        case _:
            return node
