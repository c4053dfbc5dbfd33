"""What the follow list says about a paper, in the ranker: rare words say more than common ones."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from tui_reader.domain.following import Hit


def rarity(hits_of_recent: Collection[Iterable[Hit]], terms: Iterable[str]) -> dict[str, float]:
    """For each followed author and word, how rare it is among the recent papers: the logarithm of their number over
    how many have it."""
    return rarity_of(_counts(hits_of_recent), len(hits_of_recent), terms)


def rarity_of(counts: Mapping[str, int], recent: int, terms: Iterable[str]) -> dict[str, float]:
    """The same from counts of the recent papers that have each."""
    return {term: log((recent + 1) / (counts.get(term, 0) + 1)) for term in terms}


def part(term: str, strength: int, rare: Mapping[str, float]) -> float:
    """What a term of the follow list adds to the value of a paper; what is not wanted (`-survey`) takes away."""
    return (-1 if term.startswith("-") else 1) * strength * rare.get(term, 0.0)


def parts(hits: Iterable[Hit], rare: Mapping[str, float]) -> list[tuple[str, float]]:
    """What each hit adds."""
    return [(hit.term, part(hit.term, hit.strength, rare)) for hit in hits]


def value(hits: Iterable[Hit], rare: Mapping[str, float]) -> float:
    """The value of a paper in the follow list: the sum of its parts."""
    return sum(amount for _, amount in parts(hits, rare))


def _counts(hits_of_recent: Iterable[Iterable[Hit]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for hits in hits_of_recent:
        for hit in hits:
            counts[hit.term] = counts.get(hit.term, 0) + 1
    return counts
