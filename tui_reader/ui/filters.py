"""A filter as the terms of facets: choosing one replaces that of the same facet and stands beside the others. Pure."""

from __future__ import annotations

import re

from tui_reader.domain.papers import AnnounceType

_TERM = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_FACETS = {
    "cat": "category",
    "primary": "primary",
    "tag": "tag",
    "source": "source",
    "group": "group",
    "kind": "kind",
}
_TYPES = frozenset(t.value for t in AnnounceType)


def terms(text: str) -> list[str]:
    """`cat:cs.SD tag:"two words"` as its terms."""
    return _TERM.findall(text)


def facet_of(term: str) -> str:
    """The facet whose values look like that term, "" if none does."""
    field, _, value = term.partition(":")
    if field == "is":
        return "type" if value in _TYPES else "state"
    return _FACETS.get(field, "")


def without(text: str, facet: str) -> str:
    """The filter without what it says of a facet."""
    return " ".join(t for t in terms(text) if facet_of(t) != facet)


def chosen(text: str, term: str) -> str:
    """The filter after a term was chosen in it: the same term again takes it out."""
    rest = without(text, facet_of(term))
    return rest if term in terms(text) else f"{rest} {term}".strip()
