"""Muted words, authors, sources and domains: which items they mean. Pure.

A term is a word, words in order, `quantiz*`, or `author:NAME`, `source:ID`, `domain:HOST`; a word with `-` before it
makes an exception. Words count in titles, abstracts and summaries, as followed ones do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui_reader.domain.following import AUTHOR, Following, Matcher, cleaned, folded, of_terms

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE, DOMAIN = "source:", "domain:"


def listed(
    words: Iterable[str],
    authors: Iterable[str],
    sources: Iterable[str],
    domains: Iterable[str],
    changes: Iterable[tuple[str, bool]] = (),
) -> tuple[str, ...]:
    """The mute list: what the configuration says, then what was muted in the reader, without what was taken off."""
    given = [
        *words,
        *(AUTHOR + name for name in authors),
        *(SOURCE + name for name in sources),
        *(DOMAIN + name for name in domains),
    ]
    terms = {same(kept): kept for term in given if (kept := tidy(term))}
    for term, is_muted in changes:
        if is_muted and (kept := tidy(term)):
            terms.setdefault(same(kept), kept)
        elif not is_muted:
            terms.pop(same(tidy(term) or term), None)
    return tuple(terms.values())


def tidy(term: str) -> str:
    """A term as the list keeps it; "" for one that could mean nothing."""
    term = " ".join(term.split())
    if term.startswith(SOURCE):
        return term if len(term) > len(SOURCE) else ""
    if term.startswith(DOMAIN):
        host = host_of(term.removeprefix(DOMAIN))
        return DOMAIN + host if host else ""
    return cleaned(term)


def same(term: str) -> str:
    """What terms that mean the same have in common."""
    return term.casefold() if term.startswith((SOURCE, DOMAIN)) else folded(term)


def said(term: str) -> str:
    """A term in words: `the author Ada Example`, `“crypto”`."""
    for prefix, word in ((AUTHOR, "the author"), (SOURCE, "the source"), (DOMAIN, "the domain")):
        if term.startswith(prefix):
            return f"{word} {term.removeprefix(prefix)}"
    return f"“{term}”"


def host_of(address: str) -> str:
    """`example.org` of an address, or of what looks like a host; without `www.`; "" where there is none."""
    address = address.strip().lower()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.").strip(".")
    return host if "." in host else ""


class Muting:
    """Finds what is muted. Made once for many items."""

    def __init__(self, terms: Iterable[str]) -> None:
        terms = tuple(terms)
        self.sources = {t.removeprefix(SOURCE).casefold(): t for t in terms if t.startswith(SOURCE)}
        self.domains = {t.removeprefix(DOMAIN): t for t in terms if t.startswith(DOMAIN)}
        self.following: Following = of_terms(t for t in terms if not t.startswith((SOURCE, DOMAIN)))
        self._matcher = Matcher(self.following)

    def term(self, title: str, text: str, authors: str, source: str, url: str) -> str:
        """The term by which an item is muted, "" if none is. `authors` are joined with ", ", `source` is an id."""
        if source and (found := self.sources.get(source.casefold())):
            return found
        if self.domains and (host := host_of(url)):
            labels = host.split(".")
            for start in range(len(labels) - 1):
                if found := self.domains.get(".".join(labels[start:])):
                    return found
        if not self.following:
            return ""
        hits = self._matcher.hits(title, text, authors.split(", "))
        if not self._matcher.is_watched(hits):
            return ""
        first = next(hit for hit in hits if not hit.term.startswith("-"))
        return AUTHOR + first.term if first.is_author else first.term


@lru_cache(maxsize=4)
def muting_of(terms: tuple[str, ...]) -> Muting:
    """What a list means."""
    return Muting(terms)
