"""A digest in Feeds: it opens to the things it names, keys act on them, escape comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tui_reader.domain.digests import Digest, DigestItem
from tui_reader.domain.feeds import Body, BodyFormat, Entry, Subscription
from tui_reader.domain.items import Kind, State
from tui_reader.domain.sources import SourceKind
from tui_reader.wiring import Program

ITEMS = (
    DigestItem("A paper in a digest", Kind.PAPER, "", "2604.77777", group="Papers", text="It *listens* well."),
    DigestItem("A tool", Kind.REPO, "https://github.com/o/tool", repo="o/tool", group="Tools", text="It cuts."),
    DigestItem("A post elsewhere", url="https://else.example/1", group="Tools", text="It tells."),
)


@pytest.fixture
def digest(program: Program) -> str:
    now = program.now()
    program.library.sources.upsert(Subscription("clips", "Clips", "https://c.example/feed", "Letters"), SourceKind.FEED)
    entry = Entry(
        "Clips of April", "https://c.example/4", "c4", published=now + timedelta(seconds=-1),
        body=Body("The whole text.", BodyFormat.MARKDOWN), digest=Digest(ITEMS, is_cut=True),
    )  # fmt: skip
    return program.library.entries.store("clips", [entry], now).keys[0]


def state_of(program: Program, key: str) -> tuple[State, bool]:
    program.triage.wait()
    row = program.library.items.row(key)
    assert row is not None
    return row.state, row.read


def page_of(program: Program, key: str) -> str:
    page = program.reading.page(key)
    assert page is not None
    return page.markdown


async def test_it_opens_to_its_parts_and_escape_comes_back(read, program: Program, digest: str) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("j")  # below the newest entry
        assert reading.row_title() == "Clips of April"
        assert "A post elsewhere" not in reading.titles()
        await reading.press("enter")
        assert reading.titles() == ["Clips of April", "A paper in a digest", "o/tool", "A post elsewhere"]
        source = reading.pane.source
        assert list(source.groups) == [(0, "The whole"), (1, "Papers"), (2, "Tools")]
        assert state_of(program, digest) == (State.NONE, True)
        await reading.press("escape")
        assert reading.row_title() == "Clips of April"
        assert len(reading.titles()) > 10


async def test_keys_act_on_its_items(read, program: Program, digest: str) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("j", "enter", "j", "s", "x", "L")
        states = [state_of(program, key)[0] for key in ("arxiv:2604.77777", "repo:o/tool")]
        assert states == [State.KEPT, State.SKIPPED]
        page = page_of(program, digest)
        assert "★ [A paper in a digest]" in page
        assert "3 things: 1 kept, 1 later, 1 skipped" in page
        assert "A paywall ends this text here" in page


async def test_a_paper_shows_the_digests_words(read, program: Program, digest: str) -> None:  # type: ignore[no-untyped-def]
    async with read("papers"):
        page = page_of(program, "arxiv:2604.77777")
        assert "**In Clips of April** · Papers\n\nIt *listens* well." in page


async def test_slash_narrows_an_open_digest(read, digest: str) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("j", "enter", "/", *"cuts", "enter")
        assert reading.titles() == ["Clips of April", "o/tool"]
        await reading.press("escape")
        assert len(reading.titles()) == 4
        await reading.press("escape")
        assert len(reading.titles()) > 10


async def test_a_place_opens_at_the_thing_that_led_there(read, program: Program, digest: str) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        reading.screen.go_to("arxiv:2604.77777")
        await reading.settle()
        assert reading.row_title() == "A paper in a digest"
        await reading.press("full_stop", *"clips of", "enter")
        assert reading.pane.name == "Feeds"
        assert reading.titles()[0] == "Clips of April"
        assert reading.row_title() == "A paper in a digest"
        await reading.press("escape")
        assert reading.row_title() == "Clips of April"
