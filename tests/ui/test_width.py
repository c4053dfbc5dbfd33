"""How a list and its rows share the screen: the divider, rows of two lines, and what a key that means nothing says."""

from __future__ import annotations

import pytest


def lines(reading) -> list[str]:  # type: ignore[no-untyped-def]
    rows = reading.list
    return [rows.render_line(y).text for y in range(rows.size.height)]


async def test_keys_move_the_divider_of_their_pane_and_it_is_remembered(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        width = reading.list.outer_size.width
        await reading.press("<", "<")
        narrower = reading.list.outer_size.width
        assert narrower == width - 12
        await reading.press("3")
        assert reading.list.outer_size.width == width
        await reading.press("2")
        assert reading.list.outer_size.width == narrower
    async with read("feeds") as again:
        assert again.list.outer_size.width == narrower
        await again.press(">", ">", ">")
        assert again.list.outer_size.width == width + 6


async def test_the_divider_can_be_dragged(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        edge = reading.list.region.right - 1
        await reading.pilot.mouse_down(offset=(edge, 20))
        await reading.pilot.hover(offset=(35, 20))
        await reading.pilot.mouse_up(offset=(35, 20))
        await reading.settle()
        assert reading.list.region.right == 36
        assert not reading.screen.get_selected_text()
        await reading.press("j")
        assert reading.list.cursor == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_divider_that_was_moved_is_none_on_a_narrow_screen(read, size) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (120, 40)) as reading:
        await reading.press("<", "<", "<")
        await reading.pilot.resize_terminal(*size)
        await reading.settle()
        wanted = size[0] if size[0] < 100 else 42
        assert reading.list.outer_size.width == wanted


async def test_benchmarks_begin_with_a_narrow_list(read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks") as reading:
        assert reading.list.outer_size.width == 40


async def test_rows_of_two_lines_are_moved_over_one_by_one_and_remembered(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (100, 16)) as reading:
        await reading.press("=")
        before = reading.list.scroll_offset.y
        for _ in range(11):
            await reading.press("j")
        assert reading.row_title() == "Entry 11"
        assert reading.list.scroll_offset.y > before
        shown = [line for line in lines(reading) if "Entry 11" in line]
        assert shown
        assert "Blog" in lines(reading)[lines(reading).index(shown[0]) + 1]
        await reading.press("g", "g")
        assert reading.row_title() == "Entry 0"
        assert "Entry 0" in lines(reading)[1]
    async with read("papers") as again:
        first = lines(again)[1:3]
        assert "Paper" in first[0]
        assert "cs." in first[1]
        await again.press("=")
        assert "cs." in lines(again)[1]


async def test_a_click_on_the_second_line_of_a_row_is_a_click_on_the_row(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("=")
        await reading.pilot.click(reading.list, offset=(10, 5))
        await reading.settle()
        assert reading.row_title() == "Entry 1"


async def test_an_unknown_key_says_so(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("5")
        assert reading.said == "5 means nothing here · ? shows all keys"
        await reading.press("g", "5")
        assert reading.said == "5 means nothing here · ? shows all keys"
        await reading.press("4", "W")
        assert reading.said.startswith("W (save as a view) is for Issues, Feeds and Papers")
