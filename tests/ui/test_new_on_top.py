"""Feeds: what came since the visit before this one stands on top, and one number is told of it everywhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tui_reader.domain.feeds import Entry
from tui_reader.domain.items import Seen
from tui_reader.domain.repos import Repo
from tui_reader.wiring import Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def visited(program: Program) -> Program:
    """Entries 0 to 11 came before the last visit ended; then one of today, one undated and one of long ago."""
    program.remember({"visit.ended": (NOW + timedelta(minutes=1)).isoformat()})
    later = NOW + timedelta(minutes=5)
    old = Entry("Of long ago", "https://blog.example/old", "old", published=NOW - timedelta(days=400))
    undated = Entry("Undated", "https://blog.example/undated", "undated")
    fresh = Entry("Of now", "https://blog.example/now", "now", published=NOW)
    program.library.entries.store("blog", [fresh, undated, old], later)
    program.library.repos.store([Repo("owner/name")], Seen("trending", "trending", "", NOW.date(), NOW))
    return program


async def test_what_is_new_is_on_top_whatever_its_date(visited, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        assert reading.titles()[:3] == ["Undated", "Of now", "Of long ago"]
        headings = [heading for _, heading in reading.list.source.groups]
        assert headings[:3] == ["New since you last looked · Today", "New · February 2025", "Unread · Today"]
        assert any(heading.startswith("Repositories · ") for heading in headings)


async def test_without_a_visit_before_nothing_is_called_new(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        assert reading.list.source.groups[0] == (0, "Today")


async def test_header_filter_and_all_read_mean_one_number(visited, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        counts = reading.screen.state.counts
        assert counts.entries_unread + counts.repos_unread == 16
        values = dict(reading.pane.values_for_filter(visited.library))
        assert values["state"][0].count == 16
        assert [(v.label, v.count, v.total) for v in values["source"] if v.label == "Blog"] == [("Blog", 15, 15)]
        await reading.press("A")
        assert reading.said.startswith("Marked read: 16")
        counts = reading.screen.state.counts
        assert counts.entries_unread + counts.repos_unread == 0


async def test_the_title_of_a_filtered_list_has_names_and_no_ids(visited, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        reading.pane.state.filter = 'source:blog group:"AI Labs" tag:tts is:kept kind:repo'
        assert reading.pane.title() == "Feeds · Blog · AI Labs · #tts · kept · repositories"


async def test_several_tags_stand_between_spaces_or_commas(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("t", *"tts,asr", "comma", "space", *"codec", "enter")
        row = reading.workspace.item
        assert set(row.tags) == {"tts", "asr", "codec"}
