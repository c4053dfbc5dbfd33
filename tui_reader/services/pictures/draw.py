"""A picture's bytes, drawn for a canvas. Runs in a parsing process, whose memory and time are limited.

Pillow reads what is made of pixels, resvg what is made of lines. Both come with the extra `images`.
"""

from __future__ import annotations

import io
import re
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tui_reader.domain.errors import ParseError
from tui_reader.domain.pictures import Canvas, DrawnPicture, Graphics, cells_for
from tui_reader.services.pictures.sixel import sixels
from tui_reader.services.pictures.svg import is_svg, rasterise

if TYPE_CHECKING:
    from collections.abc import Iterator

#: More pixels than this are not decoded: three bytes for each must fit into what a parsing process may take.
MOST_PIXELS = 60_000_000
_IN_BROWSER = "o opens it in the browser."
# No format that calls another program (EPS), and none that nobody puts on a page.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "BMP", "ICO")
_COLOURS = 128
_HTML = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)


def draw(data: bytes, canvas: Canvas, fragment: str = "") -> DrawnPicture:
    """Draw a picture; of a page, the drawing in the element that `fragment` names. Raises ParseError, with the reason,
    for what is no picture, is broken or is too large."""
    from PIL import Image, ImageOps

    grows = False
    if is_svg(data) or (fragment and _HTML.match(data[:1000])):
        data, grows = rasterise(data, fragment, canvas.columns * canvas.cell_width), True
    elif data.startswith(b"%PDF"):
        raise ParseError("this figure is a PDF, which is not drawn here", _IN_BROWSER)
    elif _HTML.match(data[:1000]):
        raise ParseError("this address leads to a page, not to a picture", _IN_BROWSER)
    # What is looked at here is `MOST_PIXELS`.
    Image.MAX_IMAGE_PIXELS = None
    with _as_parse_errors(), Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise ParseError(f"a picture of {width} × {height} pixels is too large to be drawn here", _IN_BROWSER)
        columns, rows = cells_for(width, height, canvas, grows=grows)
        size = (columns, 2 * rows)
        if canvas.graphics is not Graphics.BLOCKS:
            size = (columns * canvas.cell_width, rows * canvas.cell_height)
        opened.draft("RGB", size)  # a JPEG is decoded no larger than it has to be
        picture = _on_white(opened)
        picture = ImageOps.exif_transpose(picture) if picture.getexif().get(0x0112, 1) in (2, 3, 4) else picture
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return DrawnPicture(columns, rows, width, height, canvas.graphics, _encoded(picture, canvas, rows))


def _on_white(opened: Any) -> Any:
    """The picture without transparency: figures are drawn for paper."""
    from PIL import Image

    if opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info:
        seen = opened.convert("RGBA")
        under = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(under, seen).convert("RGB")
    if opened.mode.startswith(("I", "F")):
        # Sixteen bits and more to a grey: as they are spread, not cut off at 255.
        deep = opened.convert("F")
        low, high = deep.getextrema()
        scale = 255 / ((high - low) or 1)
        return deep.point(lambda value: value * scale + -low * scale).convert("L").convert("RGB")
    return opened.convert("RGB")


def _encoded(picture: Any, canvas: Canvas, rows: int) -> tuple[bytes, ...]:
    if canvas.graphics is Graphics.BLOCKS:
        pixels: bytes = picture.tobytes()
        return (pixels,)
    if canvas.graphics is Graphics.KITTY:
        out = io.BytesIO()
        picture.save(out, "PNG", compress_level=6)
        return (out.getvalue(),)
    few = picture.quantize(_COLOURS)
    indices: bytes = few.tobytes()
    palette: list[int] = few.getpalette("RGB")
    width, height = picture.size
    step = width * (height // rows)
    return tuple(sixels(indices[at : at + step], width, palette) for at in range(0, rows * step, step))


@contextmanager
def _as_parse_errors() -> Iterator[None]:
    """Whatever the decoder says of bytes that are no picture is a ParseError."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is odd and can yet be drawn
        try:
            yield
        except ParseError:
            raise
        except UnidentifiedImageError:
            raise ParseError("this is no picture that can be drawn here", _IN_BROWSER) from None
        except Image.DecompressionBombError:
            raise ParseError("this picture is too large to be drawn here", _IN_BROWSER) from None
        except (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, AttributeError):
            raise ParseError("this picture is broken", _IN_BROWSER) from None
