"""Finding words in a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
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
