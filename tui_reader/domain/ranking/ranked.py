"""Papers and followed words as a library hands them to the ranker."""

from __future__ import annotations

from msgspec import Struct


class Ranked(Struct, frozen=True):
    """A paper as the ranker sees it: `place` is where it stands in its library, `day` a number that is smaller for a
    newer day, `blob` holds its terms."""

    id: int
    key: str
    place: int
    day: int
    blob: bytes


class Found(Struct, frozen=True):
    """Where a followed word or author stands, as places of papers."""

    term: str
    in_titles: frozenset[int]
    in_texts: frozenset[int]
    among_authors: frozenset[int]
