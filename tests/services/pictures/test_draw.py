"""Pictures are drawn in the cells they are given, in every format that pages have."""

from __future__ import annotations

import io

import pytest

pytest.importorskip("PIL", reason="the extra images")

from PIL import Image
from support.made_pictures import DRAWING, PICTURES
from support.sixel_decoder import decode_sixels

from tui_reader.domain.errors import ParseError
from tui_reader.domain.pictures import Canvas, DrawnPicture, Graphics, cells_for
from tui_reader.services.pictures.draw import draw

SMALL = Canvas(40, 12)


def pixels(picture: DrawnPicture, canvas: Canvas) -> Image.Image:
    """What a terminal shows, read by other code than what drew it."""
    if picture.graphics is Graphics.BLOCKS:
        return Image.frombytes("RGB", (picture.columns, 2 * picture.rows), picture.data[0])
    if picture.graphics is Graphics.KITTY:
        return Image.open(io.BytesIO(picture.data[0])).convert("RGB")
    whole = Image.new("RGB", (picture.columns * canvas.cell_width, picture.rows * canvas.cell_height))
    for row, data in enumerate(picture.data):
        width, height, rgb = decode_sixels(data)
        whole.paste(Image.frombytes("RGB", (width, height), rgb), (0, row * canvas.cell_height))
    return whole


@pytest.mark.parametrize(
    "name", [name for name, made in PICTURES.items() if made.size != (0, 0) and name != "huge.png"]
)
@pytest.mark.parametrize("graphics", list(Graphics))
def test_a_picture_is_drawn_in_its_own_proportions_and_colours(name: str, graphics: Graphics) -> None:
    if name.endswith(".svg"):
        pytest.importorskip("resvg_py")
    canvas = Canvas(40, 12, graphics)
    data = PICTURES[name].make()
    picture = draw(data, canvas)
    width, height = PICTURES[name].size
    assert (picture.columns, picture.rows) == cells_for(width, height, canvas, grows=name.endswith(".svg"))
    shown = pixels(picture, canvas)
    assert shown.size[1] / shown.size[0] == pytest.approx(height / width, rel=0.15)
    if not name.endswith((".svg", ".gif", "see-through.png")):
        was, now = (
            image.resize((1, 1), Image.Resampling.BOX).tobytes()
            for image in (Image.open(io.BytesIO(data)).convert("RGB"), shown)
        )
        assert max(abs(a - b) for a, b in zip(was, now, strict=True)) < 12


def test_what_is_seen_through_stands_on_white() -> None:
    shown = pixels(draw(PICTURES["see-through.png"].make(), SMALL), SMALL)
    assert shown.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (PICTURES["broken.jpg"].make, "this picture is broken"),
        (PICTURES["bomb.png"].make, "60000 × 60000 pixels is too large"),
        (lambda: b"", "this is no picture"),
        (lambda: b"%PDF-1.5\n", "this figure is a PDF"),
        (lambda: b"<!doctype html><p>Log in", "leads to a page"),
        (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "this is no picture"),
    ],
)
def test_what_cannot_be_drawn_says_why(data, why: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ParseError, match=why):
        draw(data(), SMALL)


def test_a_drawing_reads_no_file_of_this_machine() -> None:
    pytest.importorskip("resvg_py")
    secret = PICTURES["plot.png"].make()
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(suffix=".png") as file:
        file.write(secret)
        file.flush()
        source = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="54">'
            f'<image xlink:href="{file.name}" width="90" height="54"/></svg>'
        )
        shown = pixels(draw(source.encode(), SMALL), SMALL)
    assert shown.getcolors() == [(shown.size[0] * shown.size[1], (255, 255, 255))]


def test_a_drawing_inside_a_page_is_drawn_with_its_words() -> None:
    pytest.importorskip("resvg_py")
    page = (
        b'<!doctype html><p>Before</p><span id="S1.F1.pic1"><svg width="120" height="60" viewBox="0 0 120 60">'
        b'<g transform="translate(0,60)"><g transform="matrix(1 0 0 -1 0 0)"><path d="M0 0h120v30h-120z" fill="#f00"/>'
        b'<foreignObject width="80" height="12" transform="matrix(1 0 0 -1 0 46)">a word</foreignObject>'
        b"</g></g></svg></span>"
    )
    shown = pixels(draw(page, SMALL, "S1.F1.pic1"), SMALL)
    width, height = shown.size
    assert shown.getpixel((width // 2, height - 2)) == (255, 0, 0)
    assert shown.getpixel((width - 1, 1)) == (255, 255, 255)
    with pytest.raises(ParseError, match="no drawing there"):
        draw(page, SMALL, "S9.F9")


def test_a_picture_is_no_larger_than_it_is_nor_than_there_is_room() -> None:
    sixel = Canvas(80, 20, Graphics.SIXEL)
    assert cells_for(100, 100, sixel) == (10, 5)
    assert cells_for(100_000, 10, sixel) == (80, 1)
    assert cells_for(10, 100_000, sixel) == (1, 20)
    assert cells_for(100, 100, Canvas(80, 20)) == (40, 20)


def test_a_drawing_is_known_by_its_beginning() -> None:
    pytest.importorskip("resvg_py")
    for data in (DRAWING, b'<?xml version="1.0"?>\n<!-- by hand -->\n' + DRAWING, b"\xef\xbb\xbf" + DRAWING):
        assert draw(data, SMALL).size == f"{40 * SMALL.cell_width} × {round(40 * SMALL.cell_width * 0.6)}"
