"""Whether two titles tell the same story: near-equal, which is less than equal and never enough to merge two items."""

from __future__ import annotations

import re
from functools import lru_cache

from tui_reader.domain.items import normalise_title

#: Titles with fewer words of their own say too little to be compared, except that they may be equal.
_FEWEST = 4
_SHORTEST = 12
#: How much of all their words two titles share at least.
_SHARED = 0.7
#: Two titles that share fewer words than this part of the sum of their words tell different stories: the same bound,
#: of which rounding takes nothing.
LEAST_SHARED = 0.999 * _SHARED / (1 + _SHARED)
#: Near-equal titles that share one of their telling words alone: one of them has so many words. Fewer than three of its
#: words are missing in the other where both have fewer (9 and 7, say, share 7 at least), and what is missing is all
#: that can stand among the four of one and not among those of the other.
SINGLE = 10
_EMPTY_WORDS = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "how", "in", "into", "is", "it",
        "its", "new", "now", "of", "on", "or", "s", "that", "the", "their", "this", "to", "was", "what", "why", "will",
        "with", "you", "your",
    }
)  # fmt: skip
#: Many feeds end a title with the name of the paper.
_PUBLISHER = re.compile(r"\s[|\u2013\u2014-]\s(?:[^\s|]{1,30}\s?){1,3}$")


@lru_cache(maxsize=16384)  # each title is compared with those of its day
def story_words(title: str) -> frozenset[str]:
    """The words of a title that tell its story, without its publisher and without words that stand in any title. A
    title of too few words is one word, itself; one that says next to nothing has none."""
    bare = _PUBLISHER.sub("", title)
    if bare != title and _telling(_story_terms(bare)) >= _FEWEST:
        title = bare
    words = _story_terms(title)
    if _telling(words) >= _FEWEST:
        return words
    whole = normalise_title(title)
    return frozenset({whole}) if len(whole) >= _SHORTEST else frozenset()


def _story_terms(title: str) -> frozenset[str]:
    return frozenset(w for w in normalise_title(title).split() if w not in _EMPTY_WORDS)


def _telling(words: frozenset[str]) -> int:
    """How many words are more than a number: models have several of those in their names."""
    return sum(not w[0].isdigit() for w in words)


def is_same_story(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles, as `story_words` gives them, are near-equal. Numbers must agree: `Llama 3` is not
    `Llama 4`, nor week 12 week 13."""
    if not one or not other:
        return False
    if one == other:
        return True
    shared = len(one & other)
    if shared < _SHARED * (len(one) + len(other) - shared) or min(_telling(one), _telling(other)) < _FEWEST:
        return False
    return {w for w in one if w[0].isdigit()} == {w for w in other if w[0].isdigit()}


def telling_words(words: frozenset[str], most: int = 4) -> list[str]:
    """The longest words, by which near-equal titles find each other: they share nearly all, so these too."""
    return sorted(words, key=lambda w: (-len(w), w))[:most]
