"""Pictures on their way to the terminal: what is sent before, what stands in the cells, what takes their place.

For kitty a cell holds a placeholder character (U+10EEEE) whose combining marks say which row and column of a picture
that was sent before stands there, and whose colour says of which (kitty's graphics protocol, "Unicode placeholders").
For sixels the same cells are written with one mark more, for which picture, and the driver puts the sixels of a row in
the place of its placeholders. So both scroll, are cut and are covered like any text.
"""

from __future__ import annotations

import re
from base64 import standard_b64encode
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from tui_reader.domain.pictures import DrawnPicture, Graphics
from tui_reader.ui.pictures.cells import Painted, half_blocks, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLACEHOLDER = "\U0010eeee"
_RANGES = (
    "305 30d-30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1 5a8-5a9 5ab-5ac "
    "5af 5c4 610-617 657-65b 65d-65e 6d6-6dc 6df-6e2 6e4 6e7-6e8 6eb-6ec 730 732-733 735-736 73a 73d 73f-741 743 745 "
    "747 749-74a 7eb-7f1 7f3 816-819 81b-823 825-827 829-82d 951 953-954 f82-f83 f86-f87 135d-135f 17dd 193a 1a17 "
    "1a75-1a7c 1b6b 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 1dc0-1dc1 1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 20d4-20d7"
)


def _marks() -> Iterator[str]:
    for part in _RANGES.split():
        first, _, last = part.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


#: The combining marks that stand for 0, 1, 2 and so on.
MARKS = tuple(_marks())
_NUMBERS = {mark: number for number, mark in enumerate(MARKS)}
_RUN = re.compile(f"(?:{PLACEHOLDER}[{''.join(MARKS)}]{{3}})+")
_CELL = 4
#: Colours of the 6 × 6 × 6 cube, which stay themselves where a terminal has 256 of them: one for each picture.
_SLOTS = 200
_STEPS = (0, 95, 135, 175, 215, 255)
_CHUNK = 4096


class Painter:
    """Makes lines of drawn pictures. `send` writes to the terminal what goes before its cells; with `has_colours` false
    there are only words."""

    def __init__(self, *, has_colours: bool = True, is_truecolour: bool = True) -> None:
        self.send: Callable[[str], None] = lambda data: None
        self.has_colours = has_colours
        self._is_truecolour = is_truecolour
        self._next = 0
        self._sent: set[int] = set()
        self._sixels: dict[int, tuple[int, tuple[bytes, ...]]] = {}

    def paint(self, picture: DrawnPicture, said: str = "", width: int = 80) -> Painted:
        """The lines of a picture; where there are no colours, what is `said` of it and how large it is, in lines of so
        many cells."""
        if not self.has_colours:
            return in_words(f"[picture: {said or 'not described'}, {picture.size} pixels]", width)
        if picture.graphics is Graphics.BLOCKS:
            return half_blocks(picture)
        slot, self._next = self._next, (self._next + 1) % _SLOTS
        if picture.graphics is Graphics.KITTY:
            number, style = self._identity(slot)
            self.send(transmission(picture, number))
            self._sent.add(number)
            return _placeholders(picture, style, "")
        self._sixels[slot] = (picture.columns, picture.data)
        return _placeholders(picture, Style(), MARKS[slot])

    def translate(self, data: str) -> str:
        """What is drawn, with sixels in the place of their cells. A row that is covered in part, or whose picture is
        gone, is blank."""
        return _RUN.sub(self._row, data) if PLACEHOLDER in data and self._sixels else data

    def farewell(self) -> str:
        """What makes the terminal forget what was sent to it."""
        return "".join(f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\" for number in sorted(self._sent))

    def _identity(self, slot: int) -> tuple[int, Style]:
        """The number of a picture, and the colour that says it (kitty: "the foreground color encodes the image id")."""
        cube = slot + 1
        red, green, blue = (_STEPS[cube // 36], _STEPS[cube // 6 % 6], _STEPS[cube % 6])
        number = red << 16 | green << 8 | blue if self._is_truecolour else 16 + cube
        return number, Style(color=Color.from_rgb(red, green, blue))

    def _row(self, found: re.Match[str]) -> str:
        run = found[0]
        count = len(run) // _CELL
        row, column, slot = (_NUMBERS[mark] for mark in run[1:_CELL])
        columns, rows = self._sixels.get(slot, (0, ()))
        is_whole = column == 0 and count == columns and run[-1] == run[_CELL - 1] and row < len(rows)
        if not is_whole:
            return " " * count
        # The cells are emptied, and the cursor ends behind them wherever sixels leave it. It is put back once for each
        # time that it was kept: some terminals have a stack of places.
        return f"\x1b7{' ' * count}\x1b8\x1b7{rows[row].decode('ascii')}\x1b8\x1b[{count}C"


def transmission(picture: DrawnPicture, number: int) -> str:
    """What sends a PNG to kitty and makes cells of it (a=T with U=1: placed by placeholders alone)."""
    data = standard_b64encode(picture.data[0]).decode("ascii")
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)] or [""]
    head = f"a=T,U=1,f=100,t=d,q=2,i={number},c={picture.columns},r={picture.rows},"
    return "".join(
        f"\x1b_G{head if not at else ''}m={int(at + 1 < len(chunks))};{chunk}\x1b\\" for at, chunk in enumerate(chunks)
    )


def _placeholders(picture: DrawnPicture, style: Style, more: str) -> Painted:
    lines = (
        "".join(f"{PLACEHOLDER}{MARKS[row]}{MARKS[column]}{more}" for column in range(picture.columns))
        for row in range(picture.rows)
    )
    return Painted(tuple((Segment(line, style),) for line in lines), picture.columns)
