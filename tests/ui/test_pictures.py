"""`i`: the pictures of a text, listed and drawn in their places."""

from __future__ import annotations

import asyncio
import threading

import pytest

pytest.importorskip("PIL", reason="the extra images")

from support.made_pictures import PICTURES

from tui_reader.domain.feeds import Body, Entry
from tui_reader.domain.http import CachedResponse
from tui_reader.domain.items import url_key
from tui_reader.services.parsing import InlineParser
from tui_reader.text.addresses import canonical
from tui_reader.ui.handlers.pictures import Pictures
from tui_reader.wiring import Program

SITE = "https://blog.example"
PLOT, TABLE, GONE = (f"{SITE}/img/{name}" for name in ("plot.png", "table.png", "gone.png"))
BODY = f"""<h2>Results</h2><p>Before.</p>{"<p>Prose.</p>" * 30}
<figure><img src="{PLOT}" alt="A plot of three curves"><figcaption>Figure 1: three curves.</figcaption></figure>
<p>Between.</p><h2>Costs</h2><p><img src="/img/table.png"></p><p><img src="{GONE}" alt="Lost"></p>
<p><img src="/pixel.gif" width="1" height="1"></p>"""


@pytest.fixture
def with_pictures(program: Program) -> Program:
    """The reader is offline: what can be seen was fetched before."""
    for address in (PLOT, TABLE):
        made = PICTURES[address.rpartition("/")[2]]
        kept = CachedResponse(address, address, made.make(), made.content_type, "", "", "", program.now())
        program.cache.put(address, kept)
    url = f"{SITE}/pictures"
    now = program.now()
    entry = Entry("With pictures", url, url, "Ann", now, now, "", Body(BODY, base_url=url, is_full=True))
    program.library.entries.store("blog", [entry], now)
    program.__dict__["parser"] = InlineParser()
    return program


async def on_entry(reading) -> None:  # type: ignore[no-untyped-def]
    reading.screen.go_to(url_key(canonical(f"{SITE}/pictures")))
    await reading.settle()
    assert reading.row_title() == "With pictures"


async def drawn(reading) -> None:  # type: ignore[no-untyped-def]
    for thread in threading.enumerate():
        if thread.name == "pictures":
            await asyncio.to_thread(thread.join)
    await reading.settle()


def lines_of(reading) -> list[str]:  # type: ignore[no-untyped-def]
    view = reading.document
    return [view.render_line(y).text for y in range(view.size.height)]


async def test_pictures_are_listed_by_what_is_said_of_them_under_their_headings(read, with_pictures: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await on_entry(reading)
        await reading.press("i")
        listed = reading.app.screen._list.source.lines
        assert [(line.title, line.group, line.url) for line in listed] == [
            ("A plot of three curves", "Results", PLOT),
            ("not described", "Costs", TABLE),
            ("Lost", "Costs", GONE),
        ]


async def test_one_is_drawn_in_its_place(read, with_pictures: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await on_entry(reading)
        await reading.press("i", "enter")
        assert reading.screen.in_document
        await drawn(reading)
        lines = lines_of(reading)
        (named,) = (n for n, line in enumerate(lines) if "A plot of three curves" in line)
        rows = reading.document.pictures.shown[PLOT].rows
        half_blocks = [n for n, line in enumerate(lines) if line.strip().startswith("▀▀▀▀")]
        assert half_blocks == list(range(named + 1, named + 1 + rows)), "whole, right below its name"
        assert "Figure 1: three curves." in "".join(lines[named + 1 + rows :])
        await reading.press("'")
        assert "Before." in "".join(lines_of(reading)), "back from the jump"


async def test_all_are_drawn_and_taken_away_and_what_is_not_here_says_so(read, with_pictures: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await on_entry(reading)
        await reading.press("i", "a")
        await drawn(reading)
        pictures = reading.document.pictures.shown
        assert list(pictures) == [PLOT, TABLE, GONE]
        assert pictures[PLOT].rows > 8
        assert "it was not fetched before" in pictures[GONE].lines[0][0].text
        await reading.press("i", "a")
        assert not reading.document.pictures.shown
        await reading.press("i", "enter")
        await drawn(reading)
        reading.screen.go_to(url_key(canonical(f"{SITE}/3")))
        await reading.settle()
        assert reading.row_title() == "Entry 3"
        assert not reading.document.pictures.shown, "another text has none of this one's"


async def test_without_the_extra_it_says_what_to_install(read, with_pictures: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await on_entry(reading)
        pictures = Pictures(reading.workspace, None, can_draw=lambda: False)  # type: ignore[arg-type]
        pictures.show()
        await reading.press("enter")
        assert 'pip install "inference-tui[images]"' in reading.said


async def test_a_text_without_pictures_says_so(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("i")
        assert "no pictures" in reading.said
