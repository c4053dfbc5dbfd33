"""`S` in Papers: days by likely interest, the reasons, and what a decision teaches."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta

import pytest

from tui_reader.domain.items import Seen, State
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.ui.row_sources import QuerySource
from tui_reader.wiring import Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
CODECS = ["codec", "vocoder", "synthesis", "prosody", "phoneme", "speaker", "waveform", "bitrate"]
MAPS = ["satellite", "terrain", "parcel", "orthophoto", "lidar", "flood", "landcover", "sensor", "tile"]


def paper(number: int) -> Paper:
    chance = random.Random(number)
    words = CODECS if number % 5 == 0 else MAPS
    return Paper(
        " ".join([*chance.sample(words, 3), str(number)]),
        arxiv_id=f"2603.{number:05}",
        abstract="We study " + " ".join(chance.sample(words, 5)),
        authors=(Author("Ada Example"),),
        categories=("cs.SD",),
        announced_on=NOW.date() - timedelta(days=number % 2),
        announce_type=AnnounceType.NEW,
        version=1,
    )


@pytest.fixture
def taught(program: Program) -> Program:
    library = program.library
    library.papers.store([paper(n) for n in range(120)], Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    while library.features.make(250):
        pass
    for number in range(0, 60, 10):
        program.journal.append([Change(paper(number).key, "state", State.KEPT.value)], NOW)
    library.journal.fold_new(program.journal)
    return program


def of_codecs(titles: list[str]) -> bool:
    return all(any(word in CODECS for word in title.split()) for title in titles)


async def test_each_day_is_ordered_by_likely_interest_then_turned_round_then_as_it_was(taught: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        before = reading.titles()
        await reading.press("j", "j", "S")
        assert reading.list.cursor == 0
        assert reading.said == "Of your last 6 kept, 6 in the first 20 of their day · 2 by chance"
        assert "likeliest first · finds 6/6" in reading.pane.title()
        starts = [start for start, _ in reading.pane.source.groups]
        titles = reading.titles()
        for start in starts:
            assert of_codecs(titles[start : start + 6])
        assert sorted(titles) == sorted(before)
        assert " likely" in reading.pane.source.groups[0][1]
        await reading.press("S")
        assert not of_codecs(reading.titles()[:1])
        assert "unlikeliest first" in reading.pane.title()
        await reading.press("S")
        assert reading.titles() == before


async def test_days_and_pages_say_what_was_learned_before_anybody_asks(taught: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        titles = reading.titles()
        assert "likely" not in reading.pane.source.groups[0][1]
        reading.screen.panes.ahead.begin()
        for _ in range(200):  # its steps
            await reading.pilot.pause(0.02)
            await reading.settle()
            if reading.pane.interest is not None:
                break
        assert reading.titles() == titles
        told = [heading for _, heading in reading.pane.source.groups]
        counts = [re.search(r"· (\d+) of (\d+) likely$", heading) for heading in told]
        assert sum(int(count[2]) for count in counts if count) == len(titles)
        assert 0 < sum(int(count[1]) for count in counts if count) <= 24
        assert str(reading.list.border_title) == "Papers · inbox · finds 6/6"
        assert "because of" in reading.pages.page.markdown


async def test_the_page_of_a_paper_ends_with_its_reasons(taught: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        assert "because of" not in reading.pages.page.markdown
        await reading.press("S", "g", "g")
        page = reading.pages.page.markdown
        ending = page[page.rindex("---") :]
        assert "**Likely yours**" in ending
        assert any(f"{word} " in ending for word in CODECS)
        assert "near to what you kept: [" in ending


async def test_a_decision_orders_what_is_to_come_and_moves_nothing_that_was_passed(taught: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("S", "g", "g")
        titles = reading.titles()
        maps = next(index for index, title in enumerate(titles) if title.split()[0] in MAPS)
        for _ in range(maps):
            await reading.press("j")
        scores = dict(reading.pane.interest.scores)
        await reading.press("s")
        taught.triage.wait()
        await reading.settle()
        assert isinstance(reading.pane.source, QuerySource)
        assert reading.titles()[: maps + 2] == titles[: maps + 2]
        assert sorted(reading.titles()) == sorted(titles)
        assert reading.pane.interest.scores != scores
        assert "moved up · u undoes" in reading.said
        await reading.press("u")
        taught.triage.wait()
        await reading.settle()
        assert reading.pane.interest.scores == scores
        assert reading.said.startswith("Undone")


@pytest.mark.parametrize("keys", [("S", "A"), ("A",)])
async def test_skipping_all_says_how_many_likely_ones_it_skips(taught: Program, read, keys: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press(*keys)
        assert "likely yours · u undoes" in reading.said


async def test_reasons_and_order_follow_what_was_decided_and_followed_since(taught: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("S", "g", "g", "j")
        before, scores = reading.pages.page.markdown, dict(reading.pane.interest.scores)
        assert "because of" in before
        await reading.press("*", *"phrase", "enter", *"satellite", "enter")
        taught.triage.wait()
        await reading.settle()
        assert reading.pane.interest.scores != scores
        assert reading.pages.page.markdown != before
        await reading.press("u")
        taught.triage.wait()
        await reading.settle()
        assert reading.pane.interest.scores == scores
        assert reading.pages.page.markdown == before


async def test_who_kept_little_is_told_so(program: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("S")
        assert "It does not know you yet: 0 kept, 5 more to go" in reading.said
        assert "you follow no words" in reading.said
        assert "does not know you yet" in reading.pane.title()


async def test_more_like_this_offers_the_nearest_papers_and_goes_to_the_one_chosen(taught: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("S", "g", "g")
        title = reading.row_title()
        await reading.press("M", "enter")
        assert reading.app.screen is reading.screen
        assert reading.row_title() != title
        assert of_codecs([reading.row_title()])


async def test_what_comes_while_the_order_holds_takes_its_place_when_the_view_is_opened_again(
    taught: Program,
    read,  # type: ignore[no-untyped-def]
) -> None:
    async with read("papers") as reading:
        await reading.press("S")
        taught.library.papers.store([paper(200)], Seen("arxiv", "announcement", "", None, NOW, inbox=True))
        taught.library.features.make(250)
        await reading.press("2", "3")
        titles = reading.titles()
        assert paper(200).title in titles[:20]
        assert len(titles) == len(set(titles))


async def test_more_like_the_selected_words_and_like_a_post(taught: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.pilot.mouse_down(reading.document, offset=(0, 0))
        await reading.pilot.hover(reading.document, offset=(20, 0))
        await reading.pilot.mouse_up(reading.document, offset=(20, 0))
        selected = reading.screen.get_selected_text()
        assert selected
        await reading.press("M")
        assert str(reading.app.screen.query_one("Vertical").border_title).startswith(f"More like · {selected}")
        await reading.press("escape", "2", "M")
        assert "More like · Entry" in str(reading.app.screen.query_one("Vertical").border_title)


async def test_how_far_counting_words_is_stands_below_until_it_is_done(taught: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        tell = reading.screen.sync_controller._counting()
        tell(5000)
        await reading.pilot.pause(0.2)
        assert reading.screen.state.progress == "counting words of 5,000 papers"
        tell(0)
        await reading.pilot.pause(0.2)
        assert reading.screen.state.progress == ""
