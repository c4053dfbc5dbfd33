"""Text in aligned columns, measured in terminal cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from msgspec import Struct


class Column(Struct, frozen=True):
    """One column. `right` aligns figures; of the columns that `give`, each gives up room, in turn by their order from
    the last, down to `least` cells, when a line would not fit the terminal."""

    right: bool = False
    give: bool = False
    least: int = 12


def cells(text: str) -> int:
    """How many cells a terminal takes for a line without controls."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def fit(text: str, width: int) -> str:
    """The text in at most that many cells, with an ellipsis where it was cut."""
    if cells(text) <= width:
        return text
    kept, used = "", 0
    for character in text:
        used += _cells(character)
        if used > width - 1:
            break
        kept += character
    return kept.rstrip() + "…" if width > 0 else ""


def align(rows: Sequence[Sequence[str]], columns: Sequence[Column], width: int | None = None) -> list[str]:
    """Lines of aligned cells, two spaces apart; columns in which nothing stands are left out. `width` None cuts
    nothing."""
    shown = [n for n in range(len(columns)) if any(row[n] for row in rows)]
    widths = {n: max(cells(row[n]) for row in rows) for n in shown}
    if width is not None:
        for n in reversed(shown):
            excess = sum(widths.values()) + 2 * (len(shown) - 1) - width
            if columns[n].give and excess > 0:
                widths[n] = min(widths[n], max(columns[n].least, widths[n] - excess))
    padded = ([_pad(fit(row[n], widths[n]), widths[n], columns[n].right) for n in shown] for row in rows)
    return ["  ".join(line).rstrip() for line in padded]


def _pad(text: str, width: int, right: bool) -> str:
    room = " " * (width - cells(text))
    return room + text if right else text + room


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
