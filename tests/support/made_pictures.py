"""Ten pictures as papers and newsletters have them, made here: what `PICTURES` gives is the same on every machine that
has the same version of Pillow. Each makes the bytes of a file, and knows the content type it is served with."""

from __future__ import annotations

import io
import math
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from PIL import Image, ImageDraw, ImageFilter


class Made(NamedTuple):
    """A file: how it is made, as what it is served, and its size in pixels, (0, 0) where it is none."""

    make: Callable[[], bytes]
    content_type: str
    size: tuple[int, int]


def _saved(image: Image.Image, form: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def plot(width: int = 900, height: int = 540) -> Image.Image:
    """A line plot with axes, a legend and three curves."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    left, bottom = 80, height - 60
    draw.line([(left, 30), (left, bottom), (width - 30, bottom)], fill="black", width=3)
    for step in range(6):
        y = bottom - step * (bottom - 40) / 5
        draw.line([(left, y), (width - 30, y)], fill="#dddddd", width=1)
        draw.text((40, y - 6), f"{20 * step}", fill="black", font_size=18)
    for number, (name, colour) in enumerate((("ours", "#c0392b"), ("base", "#2f5fc4"), ("chance", "#3d7a1f"))):
        curve = [
            (x, bottom - (bottom - 60) * (1 - math.exp(-(x - left) / (120 + 160 * number))) * (1 - 0.25 * number))
            for x in range(left, width - 30, 4)
        ]
        draw.line(curve, fill=colour, width=6)
        draw.text((width - 170, 60 + 34 * number), name, fill=colour, font_size=28)
    return image


@cache
def photograph(width: int = 1280, height: int = 853) -> Image.Image:
    """A landscape: a sky, a sun, two ridges and a lake, soft and noisy like a photograph."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for y in range(height):
        share = y / height
        draw.line([(0, y), (width, y)], fill=(int(90 + 150 * share), int(140 + 60 * share), int(220 - 90 * share)))
    draw.ellipse([width * 0.62, height * 0.18, width * 0.74, height * 0.36], fill="#fff2b0")
    for base, depth, colour in ((0.55, 0.16, "#4b5d78"), (0.68, 0.1, "#2c4034")):
        ridge = [
            (x, height * (base - depth * abs(math.sin(x / width * 7 + base * 9)) * math.cos(x / 190 + base)))
            for x in range(0, width + 8, 8)
        ]
        draw.polygon([(0, height), *ridge, (width, height)], fill=colour)
    draw.rectangle([0, height * 0.82, width, height], fill="#31506b")
    noise = Image.effect_noise((width, height), 28).convert("RGB")
    return Image.blend(image.filter(ImageFilter.GaussianBlur(1.5)), noise, 0.08)


def table(width: int = 760, height: int = 320) -> Image.Image:
    """A table of results that an author pasted as a picture."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    rows = (
        ("model", "score", "cost"),
        ("A 70B", "84.2", "$0.40"),
        ("B 8B", "79.9", "$0.05"),
        ("C 2B", "61.0", "$0.01"),
    )
    for number, row in enumerate(rows):
        y = 30 + number * 68
        draw.line([(20, y - 10), (width - 20, y - 10)], fill="black", width=4 if number < 2 else 1)
        for column, cell in enumerate(row):
            draw.text((40 + column * 250, y + 6), cell, fill="black", font_size=36)
    draw.line([(20, height - 20), (width - 20, height - 20)], fill="black", width=4)
    return image


def see_through() -> Image.Image:
    """Black strokes on nothing: to be seen only on paper."""
    image = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rectangle([40, 40, 560, 360], outline="black", width=10)
    draw.line([(40, 360), (560, 40)], fill="black", width=10)
    return image


DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240" width="400" height="240">
<rect width="400" height="240" fill="#ffffff"/><g fill="none" stroke="#24283b" stroke-width="4">
<rect x="20" y="80" width="110" height="80" fill="#dce8fb"/>
<rect x="270" y="80" width="110" height="80" fill="#fbe3dc"/>
<path d="M130 120H270"/></g><path d="M270 120l-16 -8v16z" fill="#24283b"/>
<g font-family="sans-serif" font-size="22" text-anchor="middle" fill="#24283b"><text x="75" y="127">encoder</text>
<text x="325" y="127">decoder</text></g></svg>"""


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that would take ten gigabytes to decode."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(bytes(1 << 20), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURES: dict[str, Made] = {
    "plot.png": Made(lambda: _saved(plot(), "PNG"), "image/png", (900, 540)),
    "photograph.jpg": Made(lambda: _saved(photograph(), "JPEG", quality=88), "image/jpeg", (1280, 853)),
    "photograph.webp": Made(lambda: _saved(photograph(800, 533), "WEBP", quality=80), "image/webp", (800, 533)),
    "drawing.svg": Made(lambda: DRAWING, "image/svg+xml", (400, 240)),
    "table.png": Made(lambda: _saved(table(), "PNG"), "image/png", (760, 320)),
    "see-through.png": Made(lambda: _saved(see_through(), "PNG"), "image/png", (600, 400)),
    "huge.png": Made(lambda: _saved(plot().resize((7200, 4320)), "PNG"), "image/png", (7200, 4320)),
    "greys.gif": Made(lambda: _saved(photograph(480, 320).convert("L"), "GIF"), "image/gif", (480, 320)),
    "broken.jpg": Made(lambda: _saved(photograph(640, 426), "JPEG")[:900], "image/jpeg", (0, 0)),
    "bomb.png": Made(bomb, "image/png", (0, 0)),
}
