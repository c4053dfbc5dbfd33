"""Pictures as lines of segments: of half blocks, or of words in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from tui_reader.ui.markdown.wrap import wrap

if TYPE_CHECKING:
    from tui_reader.domain.pictures import DrawnPicture

_UPPER_HALF = "▀"


class Painted(NamedTuple):
    """A picture, or the words that stand for it, as lines of segments."""

    lines: tuple[tuple[Segment, ...], ...]
    columns: int = 0

    @property
    def rows(self) -> int:
        """How many lines it takes."""
        return len(self.lines)


def in_words(words: str, width: int = 80) -> Painted:
    """Words in the place of a picture, in lines of at most `width` cells."""
    lines = (words[start:end] for start, end in wrap(words, max(1, width)))
    return Painted(tuple((Segment(line),) for line in lines))


def half_blocks(picture: DrawnPicture) -> Painted:
    """A picture as half blocks."""
    pixels, columns = picture.data[0], picture.columns
    lines = (_half_blocks(pixels, columns, row) for row in range(picture.rows))
    return Painted(tuple(lines), columns)


def _half_blocks(pixels: bytes, columns: int, row: int) -> tuple[Segment, ...]:
    upper, lower = (pixels[(2 * row + half) * columns * 3 : (2 * row + half + 1) * columns * 3] for half in (0, 1))
    segments: list[Segment] = []
    begun = 0
    for column in range(1, columns + 1):
        here, at = slice(3 * begun, 3 * begun + 3), slice(3 * column, 3 * column + 3)
        if column == columns or upper[here] != upper[at] or lower[here] != lower[at]:
            style = Style(color=Color.from_rgb(*upper[here]), bgcolor=Color.from_rgb(*lower[here]))
            segments.append(Segment(_UPPER_HALF * (column - begun), style))
            begun = column
    return tuple(segments)
