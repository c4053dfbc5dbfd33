"""Which part of a document is selected, and its text without the wrapping.

Textual knows a place in a widget as an offset (x, y) that the drawn segments carry: here x is a character of a block's
text and y the number of the block. What stands left of a line, its margin, bar or marker, carries no characters; a
drag that begins there begins with the line, so it carries `line_start(character)`, a negative x, from which Textual
may go on counting the cells of the margin without reaching the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.geometry import Offset
    from textual.selection import Selection

    from tui_reader.text.document.model import Document

_STEP = 1 << 16


class Place(NamedTuple):
    """A character of a block; places are ordered as they are read."""

    block: int
    character: int


def line_start(character: int) -> int:
    """The x of everything left of a line that begins with this character of its block."""
    return -(character + 1) * _STEP


def place(offset: Offset) -> Place:
    """The place an offset stands for."""
    x, y = offset
    return Place(y, x if x >= 0 else (-x - 1) // _STEP)


def selected_range(selection: Selection, document: Document) -> tuple[Place, Place]:
    """First place and the place after the last of a selection, in reading order; an open end is the document's."""
    first = Place(0, 0) if selection.start is None else place(selection.start)
    last_block = max(0, len(document.blocks) - 1)
    last = Place(last_block, _length(document, last_block)) if selection.end is None else place(selection.end)
    return (first, last) if first <= last else (last, first)


def selected_span(selected: tuple[Place, Place], block: int, length: int) -> tuple[int, int] | None:
    """The characters of a block that are selected, as (start, end); None when there are none."""
    (first_block, first), (last_block, last) = selected
    if not first_block <= block <= last_block:
        return None
    start = first if block == first_block else 0
    end = min(length, last) if block == last_block else length
    return (start, end) if start < end else None


def selected_text(selected: tuple[Place, Place], document: Document) -> str:
    """The selected text as the author wrote it: paragraphs whole, an empty line between blocks that stand apart."""
    first, last = selected
    parts: list[str] = []
    for number in range(max(0, first.block), min(last.block, len(document.blocks) - 1) + 1):
        block = document.blocks[number]
        span = selected_span(selected, number, len(block.text))
        if span is None and not block.text:
            continue
        if parts:
            parts.append("\n\n" if block.gap else "\n")
        parts.append(block.text[slice(*span)] if span else "")
    return "".join(parts).strip("\n")


def _length(document: Document, block: int) -> int:
    return len(document.blocks[block].text) if document.blocks else 0
