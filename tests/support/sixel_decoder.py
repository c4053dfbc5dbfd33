"""A reader of sixels of its own, written from the manual (VT330/VT340 Programmer Reference, volume 2, chapter 14): it
shares nothing with what writes them."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def decode_sixels(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and RGB of one sixel image; what it does not set is magenta. Raises ValueError for what is none."""
    if not data.startswith(b"\x1bP") or not data.endswith(b"\x1b\\"):
        raise ValueError("no device control string")
    body = data[2:-2]
    at = body.index(b"q") + 1
    if any(c not in b"0123456789;" for c in body[: at - 1]):
        raise ValueError("strange parameters")
    colours: dict[int, tuple[int, int, int]] = {}
    pixels: dict[tuple[int, int], tuple[int, int, int]] = {}
    colour = (0, 0, 0)
    x = y = width = height = 0

    def numbers() -> list[int]:
        nonlocal at
        begin = at
        while at < len(body) and body[at] in b"0123456789;":
            at += 1
        return [int(part or b"0") for part in body[begin:at].split(b";")]

    while at < len(body):
        sign = body[at : at + 1]
        at += 1
        repeat = 1
        if sign == b'"':
            _, _, width, height = numbers()
            continue
        if sign == b"#":
            given = numbers()
            if len(given) == 5:
                if given[1] != 2:
                    raise ValueError("not RGB")
                red, green, blue = (round(share * 255 / 100) for share in given[2:])
                colours[given[0]] = (red, green, blue)
            colour = colours[given[0]]
            continue
        if sign == b"$":
            x = 0
            continue
        if sign == b"-":
            x, y = 0, y + 6
            continue
        if sign == b"!":
            (repeat,) = numbers()
            sign = body[at : at + 1]
            at += 1
        bits = sign[0] - 63
        if not 0 <= bits < 64:
            raise ValueError(f"no sixel: {sign!r}")
        for column in range(x, x + repeat):
            for bit in range(6):
                if bits >> bit & 1:
                    pixels[column, y + bit] = colour
        x += repeat
    if any(column >= width or line >= height for column, line in pixels):
        raise ValueError("pixels outside of the raster")
    rgb = bytearray(b"\xff\x00\xff" * (width * height))
    for (column, line), value in pixels.items():
        start = 3 * (line * width + column)
        rgb[start : start + 3] = bytes(value)
    return width, height, bytes(rgb)
