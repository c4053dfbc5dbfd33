"""Whole papers in the reader: fetched with `v`, moved about in, left and found again."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import pytest

from tui_reader.domain.errors import TimeoutFailure
from tui_reader.domain.whole_papers import WholePaper
from tui_reader.ui.screens.choose import ChooseScreen
from tui_reader.wiring import Program

Read = Callable[..., AbstractAsyncContextManager]  # type: ignore[type-arg]
NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
KEY = "arxiv:2604.00000"
WORDS = "\n\n".join(f"Paragraph {n} tells of sheep." for n in range(60))
TEXT = (
    '# Sheep\n\nIn $O(n^2)$ they jump, see [1](#bib.bib1).\n\n<a id="S1"></a>\n\n## 1 Fences\n\n'
    + WORDS
    + '\n\n## 2 Sleep\n\nLast words.\n\n## References\n\n<a id="bib.bib1"></a>\n\n[1] E. B. Ewe.'
)


def keep(program: Program, text: str = TEXT, key: str = KEY) -> None:
    paper = WholePaper(text, 1, "https://arxiv.org/html/2604.00000", NOW)
    program.writer.submit(lambda library: library.whole_papers.set(key, paper)).result()


def top(reading) -> str:  # type: ignore[no-untyped-def]
    view = reading.document
    return str(view.document.blocks[view.place[0]].text)


@pytest.fixture
async def whole(program: Program, read: Read) -> AsyncIterator[object]:
    keep(program)
    async with read("papers", (100, 24)) as reading:
        await reading.press("g", "g", "v")
        await on_paper(reading)
        yield reading


async def on_paper(reading) -> None:  # type: ignore[no-untyped-def]
    """Whatever order the inbox has, the cursor comes to the paper that is kept whole."""
    while reading.workspace.row.key != KEY:
        await reading.press("escape", "j")
    if not reading.pages.is_whole:
        await reading.press("v")


async def test_v_shows_the_whole_paper_and_then_the_abstract_again(whole) -> None:  # type: ignore[no-untyped-def]
    assert top(whole) == "Sheep"
    assert "In O(n²) they jump" in whole.document.document.blocks[1].text
    await whole.press("v")
    assert top(whole) == "Paper 0 on speech"


async def test_contents_lead_to_a_heading_and_escape_leads_back(whole) -> None:  # type: ignore[no-untyped-def]
    await whole.press("C")
    assert isinstance(whole.app.screen, ChooseScreen)
    await whole.press(*"fences", "enter")
    assert top(whole) == "1 Fences"
    assert whole.screen.in_document
    await whole.press("escape")
    assert top(whole) == "Sheep"
    assert whole.screen.in_document
    await whole.press("escape")
    assert not whole.screen.in_document


async def test_a_citation_leads_to_its_reference_and_escape_back(whole) -> None:  # type: ignore[no-untyped-def]
    await whole.press("semicolon", "a")
    view = whole.document
    assert view.at_end
    await whole.press("escape")
    assert view.at_start


async def test_the_dollar_shows_the_source_and_unicode_again(whole) -> None:  # type: ignore[no-untyped-def]
    await whole.press("dollar_sign")
    assert "In $O(n^2)$ they jump" in whole.document.document.blocks[1].text
    await whole.press("dollar_sign")
    assert "In O(n²) they jump" in whole.document.document.blocks[1].text


async def test_the_source_of_an_abstract_keeps_money_as_it_is(read: Read) -> None:
    async with read("papers", (120, 40)) as reading:
        text = "\n".join(block.text for block in reading.document.document.blocks)
        assert "It costs $5, not x²." in text
        await reading.press("dollar_sign")
        text = "\n".join(block.text for block in reading.document.document.blocks)
        assert "It costs $5, not $x^2$." in text


async def test_search_steps_through_the_paper(whole) -> None:  # type: ignore[no-untyped-def]
    await whole.press("slash", *"sheep", "enter")
    assert whole.document.match_position == "1/61"
    await whole.press("n", "n", "N")
    assert whole.document.match_position == "2/61"


async def test_a_paper_opens_where_it_was_left_also_after_a_start(program: Program, read: Read) -> None:
    keep(program)
    async with read("papers", (100, 24)) as reading:
        await on_paper(reading)
        for _ in range(3):
            await reading.press("ctrl+d")
        left = top(reading)
        assert left != "Sheep"
        await reading.press("v", "v")
        assert top(reading) == left
    async with read("papers", (80, 30)) as again:
        await on_paper(again)
        assert top(again) == left


async def fetched(reading) -> None:  # type: ignore[no-untyped-def]
    """Wait for the thread that asks arXiv."""
    for thread in threading.enumerate():
        if thread.name == "whole-paper":
            thread.join(10)
    await reading.settle()


async def test_what_is_not_here_is_fetched(program: Program, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(key: str) -> WholePaper:
        keep(program, key=key)
        return WholePaper(TEXT, 1, "https://arxiv.org/html/x", NOW)

    monkeypatch.setattr(program.fetching, "whole_paper", fetch)
    monkeypatch.setattr(Program, "is_offline", False)
    async with read("papers") as reading:
        await reading.press("v")
        await fetched(reading)
        assert reading.pages.is_whole
        assert top(reading) == "Sheep"


@pytest.mark.parametrize("failure", [True, False])
async def test_where_there_is_none_the_abstract_stays_and_the_pdf_is_offered(
    program: Program, read: Read, monkeypatch: pytest.MonkeyPatch, failure: bool
) -> None:
    def fetch(key: str) -> WholePaper:
        if failure:
            raise TimeoutFailure("arxiv.org did not answer")
        return WholePaper("", 0, "https://arxiv.org/html/x", NOW)

    monkeypatch.setattr(program.fetching, "whole_paper", fetch)
    monkeypatch.setattr(Program, "is_offline", False)
    async with read("papers") as reading:
        before = reading.row_title()
        await reading.press("v")
        await fetched(reading)
        assert top(reading) == before
        said = reading.said
        assert ("did not answer" if failure else "O opens the PDF") in said


async def test_offline_says_that_the_paper_is_not_here(read: Read) -> None:
    async with read("papers") as reading:
        await reading.press("v")
        assert not reading.pages.is_whole
        assert reading.screen.in_document


async def test_a_long_paper_is_whole_after_its_beginning_was_shown(program: Program, read: Read) -> None:
    keep(program, "# Long\n\n" + "\n\n".join(f"Paragraph {n} of many words." * 20 for n in range(200)))
    async with read("papers") as reading:
        await on_paper(reading)
        await reading.settle()
        assert len(reading.document.document.blocks) > 200


async def test_one_key_leads_back_from_a_jump_in_a_document_as_it_does_between_panes(whole) -> None:  # type: ignore[no-untyped-def]
    await whole.press("C", *"fences", "enter")
    assert top(whole) == "1 Fences"
    whole.screen.go_to("url:nothing")
    whole.screen.go_to(whole.workspace.opened.library.items.row("arxiv:2604.00001").key)
    await whole.settle()
    assert not whole.pages.is_whole
    await whole.press("apostrophe")
    assert top(whole) == "1 Fences"
    await whole.press("apostrophe")
    assert top(whole) == "Sheep"
