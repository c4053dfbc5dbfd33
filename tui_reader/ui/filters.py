"""A filter as the terms of facets: choosing one replaces that of the same facet and stands beside the others. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.domain.papers import AnnounceType

if TYPE_CHECKING:
    from collections.abc import Callable

_TERM = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_FACETS = {
    "cat": "category",
    "primary": "primary",
    "tag": "tag",
    "source": "source",
    "group": "group",
    "kind": "kind",
}
_KINDS = {"post": "posts", "repo": "repositories", "entry": "posts and links"}
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


def speaks_of(text: str, facet: str) -> bool:
    """Whether a filter says something of a facet."""
    return any(facet_of(term.lstrip("-(")) == facet for term in terms(text))


def names(text: str, title_of: Callable[[str], str]) -> str:
    """A filter in words: `source:openai-news tag:tts is:kept` is `OpenAI · #tts · kept`. `title_of` gives the title of
    a source, "" for one that has none."""
    return " · ".join(_name(term, title_of) for term in terms(text))


def _name(term: str, title_of: Callable[[str], str]) -> str:
    field, _, value = term.partition(":")
    value = value.strip('"')
    match field:
        case "source":
            return title_of(value) or value
        case "tag":
            return f"#{value}"
        case "kind":
            return _KINDS.get(value, value)
        case "group" | "cat" | "is":
            return value
        case "primary":
            return f"{value} first"
        case _:
            return term


def without(text: str, facet: str) -> str:
    """The filter without what it says of a facet."""
    return " ".join(t for t in terms(text) if facet_of(t) != facet)


def chosen(text: str, term: str) -> str:
    """The filter after a term was chosen in it: the same term again takes it out."""
    rest = without(text, facet_of(term))
    return rest if term in terms(text) else f"{rest} {term}".strip()
