"""A canvas of dots and signs: eight dots to a character cell (Braille), signs and words over them."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

#: The bit of each dot in a Braille character, by row and column (Unicode chapter 21.1).
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE = 0x2800
DOTS_ACROSS, DOTS_DOWN = 2, 4


class Run(Struct, frozen=True):
    """Characters that share an ink; the ink is a name that whoever shows the drawing turns into a style."""

    text: str
    ink: str = ""


class Canvas:
    """`width` by `height` character cells. Dots count from the top left corner; what lies outside is not drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(0, width), max(0, height)
        cells = self.width * self.height
        self._dots = bytearray(cells)
        self._inks = [""] * cells
        self._signs: dict[int, tuple[str, str]] = {}

    @property
    def dots(self) -> tuple[int, int]:
        """How many dots there are across and down."""
        return self.width * DOTS_ACROSS, self.height * DOTS_DOWN

    def dot(self, x: int, y: int, ink: str = "") -> None:
        """Set a dot. A cell has one ink: that of its last dot."""
        column, row = x // DOTS_ACROSS, y // DOTS_DOWN
        if 0 <= column < self.width and 0 <= row < self.height:
            cell = row * self.width + column
            self._dots[cell] |= _BITS[y % DOTS_DOWN][x % DOTS_ACROSS]
            self._inks[cell] = ink

    def line(self, x0: int, y0: int, x1: int, y1: int, ink: str = "") -> None:
        """A line of dots between two dots, both included."""
        steps = max(abs(x1 - x0), abs(y1 - y0))
        if steps > 4 * sum(self.dots):
            return  # both ends lie far outside
        for step in range(steps + 1):
            share = step / steps if steps else 0.0
            self.dot(round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share), ink)

    def sign(self, column: int, row: int, text: str, ink: str = "") -> None:
        """Write characters of one cell each over the dots; what does not fit is cut."""
        for offset, character in enumerate(text):
            if 0 <= column + offset < self.width and 0 <= row < self.height:
                self._signs[row * self.width + column + offset] = (character, ink)

    def is_free(self, column: int, row: int, width: int) -> bool:
        """Whether so many cells lie on the canvas with no sign in them."""
        inside = 0 <= row < self.height and column >= 0 and column + width <= self.width
        return inside and all(row * self.width + column + i not in self._signs for i in range(width))

    def has_dots(self, column: int, row: int) -> bool:
        """Whether there are dots in a cell."""
        return 0 <= column < self.width and 0 <= row < self.height and self._dots[row * self.width + column] != 0

    def lines(self) -> list[list[Run]]:
        """The drawing, line by line, each exactly `width` cells wide."""
        return [self._line(row) for row in range(self.height)]

    def _line(self, row: int) -> list[Run]:
        cells = [self._cell(row * self.width + column) for column in range(self.width)]
        return [Run("".join(c for c, _ in run), ink) for ink, run in groupby(cells, key=lambda cell: cell[1])]

    def _cell(self, cell: int) -> tuple[str, str]:
        if cell in self._signs:
            return self._signs[cell]
        dots = self._dots[cell]
        return (chr(_BRAILLE + dots), self._inks[cell]) if dots else (" ", "")
