"""Finding words in a document, and which of the places found is looked at."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.ui.markdown.selection import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.text.document.model import Document


class Match(NamedTuple):
    """Characters `start` to `end` of the text of block number `block`."""

    block: int
    start: int
    end: int


def find(document: Document, text: str) -> list[Match]:
    """Every place of a text, in order, whatever its case; a space in it matches any white space."""
    words = text.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    return [
        Match(number, match.start(), match.end())
        for number, block in enumerate(document.blocks)
        for match in pattern.finditer(block.text)
    ]


class Matches:
    """Matches in order; `current` is the one looked at, at first the first that ends behind `after`."""

    def __init__(self, matches: Sequence[Match] = (), after: Place = Place(0, 0)) -> None:  # noqa: B008 -- immutable
        self._all = matches
        self._current = next((n for n, match in enumerate(matches) if (match.block, match.end) > after), 0)
        by_block: dict[int, list[Match]] = defaultdict(list)
        for match in matches:
            by_block[match.block].append(match)
        self._by_block = dict(by_block)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def current(self) -> Match | None:
        """The match looked at; None when there are none."""
        return self._all[self._current] if self._all else None

    @property
    def position(self) -> str:
        """`3/17`; empty when there are none."""
        return f"{self._current + 1}/{len(self._all)}" if self._all else ""

    def step(self, step: int) -> bool:
        """Go on by so many matches, round the ends; False when there are none."""
        if self._all:
            self._current = (self._current + step) % len(self._all)
        return bool(self._all)

    def in_block(self, block: int) -> Sequence[Match]:
        """The matches in a block."""
        return self._by_block.get(block, ())
