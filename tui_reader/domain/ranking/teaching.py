"""Which decisions teach the ranker.

Keeping and skipping, one by one or a few at once, tell what a person wants. Skipping what is left of a day does not: of
a hundred papers nobody says that each is unwanted. What was put off says neither. What was kept in another program
(`starred`) was kept one by one there, however many lines come at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A range of more papers than this says nothing of each of them.
MOST_AT_ONCE = 5


class Decision(Struct, frozen=True):
    """The last live decision on a paper: `at_once` is how many papers its action decided on,
    those that came from another program not counted."""

    key: str
    is_kept: bool
    at_once: int
    blob: bytes


def taught(decisions: Iterable[Decision]) -> tuple[list[Decision], list[Decision]]:
    """The kept and the skipped papers that teach, each by key: in the same order on every machine."""
    telling = sorted((d for d in decisions if d.at_once <= MOST_AT_ONCE), key=lambda d: d.key)
    return [d for d in telling if d.is_kept], [d for d in telling if not d.is_kept]
