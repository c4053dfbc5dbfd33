"""The sources screen, as a user works in it: a real server, real keys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms
from support.http_server import Reply, Server

from tui_reader.domain.feeds import Entry
from tui_reader.ui.screens.add_source import AddSource
from tui_reader.ui.screens.choose import ChooseScreen
from tui_reader.ui.screens.sources import SourcesScreen
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
FEED = """<rss version="2.0"><channel><title>{title}</title><item><title>{title} post</title>
<link>https://quay.example/{title}</link><guid>{title}</guid><pubDate>Wed, 01 Apr 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""
PAGE = b"""<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/quay.xml">
<link rel="alternate" type="application/rss+xml" href="/talk.xml"></head></html>"""


@pytest.fixture
def web() -> Iterator[Server]:
    with Server() as server:
        for name in ("quay", "talk"):
            server.route(f"/{name}.xml", Reply(FEED.format(title=name.title()).encode()))
        server.route("/blog", Reply(PAGE, headers={"content-type": "text/html"}))
        server.route("/plain", Reply(b"<!doctype html><p>Words.", headers={"content-type": "text/html"}))
        server.route("/gone.xml", Reply(b"", 500))
        yield server


@pytest.fixture
def program(tmp_path: Path, web: Server) -> Iterator[Program]:
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    url = web.url
    config.write_text(
        f'[network]\nrefresh_minutes = 0\ntimeout_s = 2\n[issues]\nurl = "{url("/none")}"\n'
        f'[arxiv]\ncategories = ["cs.SD"]\nfeed_url = "{url("/arxiv")}"\n[trending]\nurl = ""\n'
        f'[follow]\nboards = []\n[benchmarks.gso]\nurl = "{url("/gso")}"\n'
        f'[[feeds]]\ntitle = "Gone"\nurl = "{url("/gone.xml")}"\ngroup = "Ports"\n'
    )
    program = Program(Launch(home=tmp_path), {}, lambda: NOW)
    yield program
    program.close()


class At:
    """The open sources screen."""

    def __init__(self, reading: Any, web: Server) -> None:
        self.reading, self.web = reading, web

    @property
    def top(self) -> Any:
        return self.reading.app.screen

    @property
    def screen(self) -> SourcesScreen:
        return next(s for s in self.reading.app.screen_stack if isinstance(s, SourcesScreen))

    @property
    def titles(self) -> list[str]:
        source: Any = self.screen._list.source
        return [row.title for row in source.shown]

    @property
    def said(self) -> str:
        return str(self.screen._said.content)

    @property
    def told(self) -> str:
        return str(self.screen._told.content)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let the reader go on until something holds."""
        for _ in range(400):
            if holds():
                return
            await self.reading.pilot.pause(0.02)
        raise AssertionError(f"it never held: {self.said!r} {self.told!r}")

    async def begin(self) -> At:
        await self.reading.press("!")
        await self.until(lambda: self.screen._is_filled)
        return self

    async def to(self, title: str) -> None:
        await self.reading.press("g")
        for _ in self.titles:
            if self.screen.row is not None and title in self.screen.row.title:
                return
            await self.reading.press("j")
        raise AssertionError(f"no {title}: {self.titles}")

    async def add(self, typed: str) -> None:
        await self.reading.press("a")
        await self.until(lambda: isinstance(self.top, AddSource))
        self.top.line.value = typed
        await self.reading.press("enter")


@SIZES
async def test_a_feed_is_added_from_a_page_renamed_moved_removed_and_brought_back(program, read, web, size) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", size) as reading:
        at = await At(reading, web).begin()
        await at.add(web.url("/blog"))
        await at.until(lambda: isinstance(at.top, ChooseScreen))
        await reading.press("enter")
        await at.until(lambda: "Quay" in at.titles)
        await at.until(lambda: web.seen("/quay.xml")[1:] != [] and not reading.screen.state.is_syncing)
        assert at.screen.row is not None
        assert at.screen.row.title == "Quay"
        await at.until(lambda: "1 item" in at.told)
        await reading.press("n")
        reading.app.screen.line.value = "Quay news"
        await reading.press("enter")
        await at.until(lambda: "Quay news" in at.titles)
        await reading.press("m")
        reading.app.screen.line.value = "Harbours"
        await reading.press("enter")
        await at.until(lambda: at.screen.row is not None and at.screen.row.heading == "Feeds · Harbours")
        await reading.press("d", "enter")
        await at.until(lambda: "Quay news" not in at.titles)
        await reading.press("u")
        await at.until(lambda: "Quay news" in at.titles)
        assert "remove Quay news" in at.said
        await reading.press("escape")
        await reading.pilot.pause()
        assert [row.source_title for row in reading.list.source.rows([reading.list.source.id_at(0)])] == ["Quay news"]


@SIZES
async def test_why_nothing_can_be_added_stands_in_the_box_which_stays(program, read, web, size) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", size) as reading:
        at = await At(reading, web).begin()
        await at.add(web.url("/plain"))
        said = lambda: str(at.top._said.content)  # noqa: E731
        await at.until(lambda: "names no feed" in said())
        at.top.line.value = web.url("/nothing")
        await reading.press("enter")
        await at.until(lambda: "404" in said())
        at.top.line.value = web.url("/gone.xml")
        await reading.press("enter")
        await at.until(lambda: "500" in said())
        await reading.press("escape", "escape")
        await at.until(lambda: len(reading.app.screen_stack) == 1)


async def test_what_is_followed_already_says_so(program, read, web) -> None:  # type: ignore[no-untyped-def]
    web.route("/gone.xml", Reply(FEED.format(title="Back").encode()))
    async with read("feeds", (120, 40)) as reading:
        at = await At(reading, web).begin()
        await at.add(web.url("/gone.xml"))
        await at.until(lambda: "Gone is followed already, in Ports" in at.said)
        await at.add("cs.sd")
        await at.until(lambda: "cs.SD is followed already" in at.said)


async def test_categories_and_boards_are_added_and_removed(program, read, web) -> None:  # type: ignore[no-untyped-def]
    async with read("papers", (120, 40)) as reading:
        at = await At(reading, web).begin()
        await at.add("robotics")
        await at.until(lambda: any("cs.RO" in title for title in at.titles))
        await at.add("gso")
        await at.until(lambda: "GSO" in at.titles)
        await at.to("cs.RO")
        await reading.press("d", "enter")
        await at.until(lambda: not any("cs.RO" in title for title in at.titles))


@SIZES
async def test_one_source_is_asked_and_its_error_stands_in_full(program, read, web, size) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", size) as reading:
        at = await At(reading, web).begin()
        await at.to("Gone")
        await reading.press("r")
        await at.until(lambda: "500" in at.told)
        assert {seen.path for seen in web.seen()} == {"/gone.xml"}
        assert "1 with trouble" in str(at.screen._box.border_subtitle)
        await at.until(lambda: reading.screen.state.failed == 1)
        web.route("/gone.xml", Reply(FEED.format(title="Back").encode()))
        await reading.press("r")
        await at.until(lambda: "Fine: last fetched" in at.told)


async def test_what_must_be_left_alone_says_until_when(program, read, web) -> None:  # type: ignore[no-untyped-def]
    web.route("/gone.xml", Reply(b"", 429, {"retry-after": "7200"}))
    async with read("feeds", (120, 40)) as reading:
        at = await At(reading, web).begin()
        await at.to("Gone")
        await reading.press("r")
        await at.until(lambda: "leave it alone until" in at.told)
        before = len(web.seen("/gone.xml"))
        await reading.press("r")
        await at.until(lambda: "asks to wait until" in at.said)
        assert len(web.seen("/gone.xml")) == before


async def test_the_list_is_narrowed_by_typing(program, read, web) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (80, 24)) as reading:
        at = await At(reading, web).begin()
        await reading.press("/", *"sound", "enter")
        assert [title.split()[0] for title in at.titles] == ["cs.SD"]
        await reading.press("escape")
        assert len(at.titles) == 3


async def test_two_closing_keys_in_one_write_close_once(program, read, web) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (80, 24)) as reading:
        await At(reading, web).begin()
        await reading.press("q", "escape")
        assert len(reading.app.screen_stack) == 1


async def test_a_search_is_saved_shown_removed_and_brought_back(program, read, web) -> None:  # type: ignore[no-untyped-def]
    async with read("papers", (120, 40)) as reading:
        await reading.press("W")
        assert "nothing to save" in reading.said
        await reading.press("/", *"speech", "enter", "W")
        reading.app.screen.line.value = "my speech"
        await reading.press("enter")
        assert program.source_lists.views.views() == {"my speech": "kind:paper speech*"}
        await reading.press("escape", "w", *"my speech", "enter")
        assert "my speech" in reading.pane.title()
        await reading.press("escape", "w", *"remove my", "enter")
        assert program.source_lists.views.views() == {}
        await reading.press("u")
        assert program.source_lists.views.views() == {"my speech": "kind:paper speech*"}


async def test_a_search_saved_in_feeds_is_shown_in_feeds(program, read, web) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (120, 40)) as reading:
        await reading.press("/", *"harbour", "enter", "W")
        reading.app.screen.line.value = "ports"
        await reading.press("enter", "3", "w", *"ports", "enter")
        assert reading.pane.name == "Feeds"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("subscribe", "Add a source"), ("new feed", "Add a source"), ("add", "Add a source"),
        ("unsubscribe", "Remove a source"), ("delete", "Remove a source"), ("remove", "Remove a source"),
        ("category", "Add a source"), ("rename", "Rename a feed"), ("group", "Move to a group"),
        ("follow board", "Add a source"), ("und", "Undo"), ("theme", "Theme"), ("save", "Save as a view"),
    ],
)  # fmt: skip
async def test_the_palette_finds_what_people_type(program, read, web, typed: str, first: str) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (120, 40)) as reading:
        await reading.press("ctrl+p", *typed)
        assert reading.app.screen._shown[0].label.startswith(first), [c.label for c in reading.app.screen._shown[:4]]
        assert reading.app.screen._shown[0].right


async def test_an_action_out_of_the_palette_is_done_in_the_sources_screen(program, read, web) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (120, 40)) as reading:
        await reading.press("ctrl+p", *"subscribe", "enter")
        at = At(reading, web)
        await at.until(lambda: isinstance(at.top, AddSource))


async def test_the_palette_does_nothing_to_another_source_than_it_names(program, read, web) -> None:  # type: ignore[no-untyped-def]
    tide = Entry("The tide", "https://harbour.example/1", guid="1", published=NOW)
    program.writer.submit(lambda library: library.entries.store("harbour", [tide], NOW)).result()
    async with read("feeds", (120, 40)) as reading:
        assert reading.row_title() == "The tide"
        await reading.press("ctrl+p", *"unsubscribe", "enter")
        at = At(reading, web)
        await at.until(lambda: "is not followed" in at.said)
        assert at.top is at.screen


async def test_words_find_names_and_groups_and_addresses_only_what_looks_like_one(program, read, web) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        at = await At(reading, web).begin()
        await at.to("Gone")
        await reading.press("r")
        await at.until(lambda: "Failing" in at.told and not reading.screen.state.is_syncing)
        assert at.screen.row is not None
        trouble = at.screen.row.health.last_error.message.split()[-1]
        everything = at.titles
        for typed, found in (("ports", ["Gone"]), (trouble, []), ("gone.xml", ["Gone"]), ("xml", [])):
            await reading.press("slash")
            at.screen.line.value = typed
            await reading.pilot.pause()
            assert at.titles == found, typed
            await reading.press("escape")
        assert at.titles == everything
