"""Pixels as sixels (VT330/VT340 Programmer Reference Manual, volume 2, chapter 14)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_REPEATED = re.compile(rb"(.)\1{3,}", re.DOTALL)
#: A sixel's lowest character; six bits of pixels stand above it.
_LOWEST = 63


def sixels(indices: bytes, width: int, palette: Sequence[int]) -> bytes:
    """A picture of `width` pixels a line, one byte of `indices` each, as one sixel image. `palette` holds red, green
    and blue of each index, 0 to 255. Pixels that none of its lines has stay as they were on the terminal."""
    height = len(indices) // width
    used = sorted(set(indices))
    out = [b'\x1bP0;1;0q"1;1;%d;%d' % (width, height)]
    for number in used:
        red, green, blue = (round(value * 100 / 255) for value in palette[3 * number : 3 * number + 3])
        out.append(b"#%d;2;%d;%d;%d" % (number, red, green, blue))
    for top in range(0, height, 6):
        lines = [indices[at * width : (at + 1) * width] for at in range(top, min(top + 6, height))]
        bands = [b"#%d%s" % (number, _band(lines, number, width)) for number in sorted(set(b"".join(lines)))]
        out.append(b"$".join(bands) + b"-")
    out.append(b"\x1b\\")
    return b"".join(out)


def _band(lines: Sequence[bytes], number: int, width: int) -> bytes:
    """The sixels of one colour over up to six lines of pixels, repeats counted."""
    total = 0
    for bit, line in enumerate(lines):
        if number in line:
            # Each byte of the line becomes this line's bit, or nothing; bytes of a number do not carry over.
            total |= int.from_bytes(line.translate(_table(number, 1 << bit)), "big")
    row = bytes(total.to_bytes(width, "big")).translate(_SHIFTED).rstrip(b"?")
    return _REPEATED.sub(lambda found: b"!%d%s" % (len(found[0]), found[1]), row)


_SHIFTED = bytes((value + _LOWEST) & 0xFF for value in range(256))


def _table(number: int, bit: int) -> bytes:
    return bytes(number) + bytes([bit]) + bytes(255 - number)
