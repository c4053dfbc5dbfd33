"""Pictures: where they are to be drawn, and what was drawn for there."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tui_reader.domain.errors import Problem


class Graphics(StrEnum):
    """How a terminal is given a picture: in kitty's protocol, as sixels, or as cells of half blocks in two colours."""

    KITTY = "kitty"
    SIXEL = "sixel"
    BLOCKS = "half blocks"


class Canvas(Struct, frozen=True):
    """Room for a picture: at most so many cells, each of so many pixels, in one of the ways of `Graphics`."""

    columns: int
    rows: int
    graphics: Graphics = Graphics.BLOCKS
    cell_width: int = 10
    cell_height: int = 20


class DrawnPicture(Struct, frozen=True):
    """A picture made for a canvas: the cells it takes, and its own size in pixels.

    `data` is for KITTY one PNG, for SIXEL the sixels of each row of cells, for BLOCKS the red, green and blue of two
    pixels a cell, one above the other: 2 * `rows` lines of `columns` pixels.
    """

    columns: int
    rows: int
    width: int
    height: int
    graphics: Graphics
    data: tuple[bytes, ...]

    @property
    def size(self) -> str:
        """Its own size, for people."""
        return f"{self.width} × {self.height}"


class PictureCame(Struct, frozen=True):
    """A picture was drawn, or why it cannot be."""

    address: str
    drawn: DrawnPicture | None = None
    problem: Problem | None = None


def cells_for(width: int, height: int, canvas: Canvas, *, grows: bool = False) -> tuple[int, int]:
    """How many columns and rows a picture of so many pixels takes: as large as it is or as there is room, in its own
    proportions. As half blocks, or where it `grows` (drawn from lines, not pixels), it takes the room there is."""
    most_x, most_y = canvas.columns * canvas.cell_width, canvas.rows * canvas.cell_height
    scale = min(most_x / width, most_y / height)
    if canvas.graphics is not Graphics.BLOCKS and not grows:
        scale = min(scale, 1.0)
    columns = min(canvas.columns, max(1, round(width * scale / canvas.cell_width)))
    rows = min(canvas.rows, max(1, round(height * scale / canvas.cell_height)))
    return columns, rows
