"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib
from enum import StrEnum

from msgspec import Struct

_MOST_WORDS = 2000
_CONTEXT = 8


class Change(StrEnum):
    """What became of some words."""

    SAME = "same"
    OUT = "out"
    IN = "in"


class Piece(Struct, frozen=True):
    """Words next to each other that share a fate, with single spaces."""

    change: Change
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The new text with what was put in and, before it, what was taken out. Texts too long to compare word by word are
    one taken out and one put in."""
    before, after = old.split(), new.split()
    if before == after:
        return [Piece(Change.SAME, " ".join(after))] if after else []
    if max(len(before), len(after)) > _MOST_WORDS:
        return [Piece(Change.OUT, " ".join(before)), Piece(Change.IN, " ".join(after))]
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, " ".join(after[new_start:new_end])))
            continue
        if end > start:
            pieces.append(Piece(Change.OUT, " ".join(before[start:end])))
        if new_end > new_start:
            pieces.append(Piece(Change.IN, " ".join(after[new_start:new_end])))
    return pieces


def shortened(pieces: list[Piece]) -> list[Piece]:
    """The pieces with long unchanged runs cut to the words around a change; `…` stands for the others."""
    short = []
    for number, piece in enumerate(pieces):
        words = piece.text.split(" ")
        if piece.change is Change.SAME and len(words) > 2 * _CONTEXT + 1:
            head = words[:_CONTEXT] if number else []
            tail = words[-_CONTEXT:] if number + 1 < len(pieces) else []
            piece = Piece(Change.SAME, " ".join([*head, "…", *tail]))
        short.append(piece)
    return short
