"""The side list: what a list can be narrowed to, with counts; there by itself on a very wide screen."""

from __future__ import annotations

import pytest

from tui_reader.ui.side_list import SideList, SidePanel


def labels(panel: SidePanel) -> dict[str, int | None]:
    assert panel._list is not None
    source = panel._list.source
    rows = source.rows(range(len(source)))
    # The library knows of lists of repositories once it knows what is followed.
    return {row.label: row.count for row in rows if row is not None and not row.label.startswith("Trending")}


async def filled(reading) -> SidePanel:  # type: ignore[no-untyped-def]
    reading.screen.stop_rest("side")
    reading.screen.side_panel.fill()
    await reading.settle()
    return reading.screen.side_panel


async def test_it_is_there_by_itself_from_160_columns_on_and_on_demand_elsewhere(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (159, 40)) as reading:
        assert not reading.screen.side_panel.is_shown
        await reading.press("B")
        assert reading.screen.side_panel.has_focus
        await reading.press("B")
        assert not reading.screen.side_panel.is_shown
    program.remember({"side.list": ""})
    async with read("feeds", (160, 40)) as reading:
        assert reading.screen.side_panel.is_shown
        assert reading.list.has_focus
        await reading.press("1")
        assert not reading.screen.side_panel.is_shown  # issues have none


async def test_counts_follow_what_is_decided(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (160, 40)) as reading:
        panel = await filled(reading)
        assert labels(panel) == {"Everything": 12, "Kept": None, "Put off": None, "AI Labs": 12, "Blog": 12}
        await reading.press("s", "m")
        panel = await filled(reading)
        assert labels(panel) == {"Everything": 10, "Kept": 1, "Put off": None, "AI Labs": 10, "Blog": 10}
        counts = reading.screen.state.counts
        assert counts.entries_unread + counts.repos_unread == 10


async def test_choosing_narrows_the_list_and_escape_widens_it(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers", (160, 40)) as reading:
        panel = await filled(reading)
        assert {"Inbox": 7, "cs.LG": 3}.items() <= labels(panel).items()
        await reading.press("tab", "tab")
        assert panel.has_focus
        await reading.press("G", "enter")
        assert reading.pane.state.filter.startswith("cat:")
        assert reading.list.has_focus
        await reading.press("escape")
        assert reading.pane.state.filter == ""


async def test_tab_goes_from_list_to_document_to_side_list_and_round(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (160, 40)) as reading:
        await reading.press("tab")
        assert reading.screen.in_document
        await reading.press("tab")
        assert reading.screen.side_panel.has_focus
        await reading.press("s")
        assert reading.said.startswith("This key is for a row")
        await reading.press("tab")
        assert reading.list.has_focus


@pytest.mark.parametrize("leave", ["escape", "tab", "q", "B", "3"])
async def test_on_a_narrow_screen_it_lies_over_the_list_as_long_as_it_has_the_keys(read, leave) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (80, 24)) as reading:
        await reading.press("B")
        assert reading.screen.side_panel.has_focus
        assert not reading.list.display or not reading.list.region.width
        await reading.press(leave)
        assert not reading.screen.side_panel.is_shown
        assert reading.list.has_focus
        assert reading.list.region.width == 80


async def test_a_click_chooses(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (160, 40)) as reading:
        await filled(reading)
        await reading.pilot.click(SideList, offset=(5, 5))
        await reading.settle()
        assert reading.pane.state.filter == "source:blog"


async def test_a_family_of_leaderboards_is_shown_alone(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks", (160, 40)) as reading:
        panel = await filled(reading)
        assert "All leaderboards" in labels(panel)
