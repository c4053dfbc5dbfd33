"""A document knows its pictures: those written as images, and those that pages' pictures became."""

from __future__ import annotations

import pytest

from tui_reader.html.render import to_markdown
from tui_reader.text.document.model import Picture
from tui_reader.text.document.parse import parse


@pytest.mark.parametrize(
    ("markdown", "pictures"),
    [
        (
            "One.\n\n![Figure 3](https://a.example/x)\n\n**Figure 3:** told.",
            [Picture(1, "https://a.example/x", "Figure 3")],
        ),
        ("[image: A cat](https://a.example/x)", [Picture(0, "https://a.example/x", "A cat")]),
        ("[image](https://a.example/x)", [Picture(0, "https://a.example/x", "")]),
        ("| a |\n|---|\n| ![Figure 1 (a)](https://a.example/x) |", [Picture(0, "https://a.example/x", "Figure 1 (a)")]),
        ("[![y](https://a.example/x)](https://a.example/page)", [Picture(0, "https://a.example/x", "y")]),
        ("[imagery](https://a.example/) and [video: x](https://v.example/) and ![mine](file:///etc/x.png)", []),
    ],
)
def test_pictures_stand_with_their_block_and_what_is_said_of_them(markdown: str, pictures: list[Picture]) -> None:
    assert list(parse(markdown).pictures) == pictures


def test_pictures_of_a_page_are_pictures_of_its_document() -> None:
    page = """<p>Text</p><figure><img src="/a.png" alt="A chart"><figcaption>What it shows</figcaption></figure>
    <p><a href="https://b.example/article"><img src="/b.jpg"></a></p>
    <p><img src="data:image/png;base64,AAAA" data-src="/c.webp"></p>"""
    found = parse(to_markdown(page, "https://a.example/post")).pictures
    assert [(p.address, p.alt) for p in found] == [
        ("https://a.example/a.png", "A chart"),
        ("https://a.example/b.jpg", ""),
        ("https://a.example/c.webp", ""),
    ]
