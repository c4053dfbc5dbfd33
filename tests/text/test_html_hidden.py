"""What a page hides is hidden from everything that reads it, and what only looks like a container hides nothing."""

from __future__ import annotations

import pytest

from tui_reader.html.blocks import html_page
from tui_reader.html.digest.html import html_blocks
from tui_reader.html.render import to_markdown, to_text
from tui_reader.sources.arxiv.whole_paper import parse_whole_paper

HIDDEN = (
    "<p hidden>secret</p>",
    "<p style='color: red; display: none'>secret</p>",
    "<p style='visibility:hidden'>secret</p>",
    "<p style='font-size:0px'>secret</p>",
    "<p>seen <span aria-hidden='true'>secret</span></p>",
    "<p><span class='sr-only'>secret</span> seen</p>",
    "<template><p>secret</p></template>",
    "<p>seen</p><!-- secret -->",
    "<p>seen <svg><title>secret</title></svg></p>",
    "<script>secret</script><style>secret</style><noscript>secret</noscript>",
)


def readings(html: str) -> dict[str, str]:
    """The words of a piece of HTML, by each way of reading it."""
    page = f"<html><body><article class='ltx_document'><p>Beginning.</p>{html}<p>End.</p></article></body></html>"
    return {
        "markdown": to_markdown(page),
        "issue": "\n".join(block.text for block in html_page(page).blocks),
        "digest": "\n".join(block.text for block in html_blocks(page, "")),
        "paper": parse_whole_paper(page.encode(), "https://arxiv.org/html/2601.00001").markdown,
    }


@pytest.mark.parametrize("html", HIDDEN)
def test_what_is_hidden_is_read_by_nobody(html: str) -> None:
    for way, words in readings(html).items():
        assert "secret" not in words, way
        assert "Beginning." in words, way
        assert "End." in words, way


@pytest.mark.parametrize("html", HIDDEN[:6])
def test_what_is_hidden_is_not_searched(html: str) -> None:
    assert to_text(f"<p>Beginning.</p>{html}<p>End.</p>").replace(" seen", "") == "Beginning. End."


def test_what_follows_an_element_that_holds_nothing_is_read_by_everybody() -> None:
    # A lenient parser takes `source` and `embed` for containers.
    unclosed = (
        "<picture><source srcset='/a.webp' hidden><img src='/a.png' alt='Curve'></picture><embed src='/f'><p>after</p>"
    )
    for way, words in readings(unclosed).items():
        assert "after" in words, way
        assert "End." in words, way


def test_the_picture_behind_an_unclosed_source_is_shown() -> None:
    html = (
        "<figure><picture><source type='image/webp' srcset='/a.webp'><img src='/a.png' alt='Curve'></picture></figure>"
    )
    assert to_markdown(html, "https://letter.example/") == "[image: Curve](https://letter.example/a.png)"


def test_a_part_that_is_to_stand_inside_itself_stands_once() -> None:
    # React streams parts of a page behind it: `<template id="B:0">` marks the place of `<div hidden id="S:0">`.
    place = '<template id="B:0"></template>'
    page = f'<p>Beginning.</p>{place}<div hidden id="S:0"><p>late</p>{place}</div>'
    assert [block.text for block in html_page(page).blocks] == ["Beginning.", "late"]
