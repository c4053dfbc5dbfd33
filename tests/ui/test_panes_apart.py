"""Each pane keeps its own list, document, table and place: nothing of one is ever shown in another."""

from __future__ import annotations

from datetime import date

import pytest

from tui_reader.domain.boards import BoardRow, Snapshot

DAYS = (date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 15))


def board(name: str, day: date) -> Snapshot:
    rows = (BoardRow("Alpha", 1, 60.0 + day.day), BoardRow("Beta", 2, 50.0))
    return Snapshot(name, f"Board {name}", day, rows, "points", "", name, complete=True)


@pytest.fixture
def boards(program):  # type: ignore[no-untyped-def]
    for name in ("one", "two"):
        for day in DAYS:
            program.library.boards.store(board(name, day))
    return program


def shows(reading) -> str:  # type: ignore[no-untyped-def]
    """What the right side shows, in words."""
    return "\n".join(block.text for block in reading.document.document.blocks)


@pytest.mark.parametrize(
    "keys",
    [
        ("3", "4", "enter", "1"),
        ("2", "4", "enter", "3"),
        ("3", "enter", "4", "enter", "2"),
        ("4", "enter", "1", "enter"),
    ],
)
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (200, 60)])
async def test_a_table_that_has_the_keys_can_be_left_for_any_pane(boards, read, keys, size) -> None:  # type: ignore[no-untyped-def]
    async with read("issues", size) as reading:
        for key in keys:
            await reading.pilot.press(key)
        await reading.settle()
        assert not reading.screen.state.error
        if reading.screen.shows_document:
            assert reading.row_title() in shows(reading)


async def test_the_title_over_the_right_side_is_that_of_its_pane(boards, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks") as reading:
        titled = str(reading.workspace.side.border_title)
        assert titled
        await reading.press("2")
        assert str(reading.workspace.side.border_title) == "Blog"
        await reading.press("4")
        assert str(reading.workspace.side.border_title) == titled


async def test_the_date_compared_with_belongs_to_its_board(boards, read) -> None:  # type: ignore[no-untyped-def]
    async with read("benchmarks") as reading:

        def words() -> str:
            return " ".join(line.plain for line in reading.boards.table._head_lines)

        reading.screen.go_to("board:one")
        await reading.settle()
        await reading.press("enter", "left_curly_bracket")
        assert "15 March 2026 against 1 March 2026" in words()
        reading.screen.go_to("board:two")
        await reading.settle()
        assert "15 March 2026 against 8 March 2026" in words()
        await reading.press("enter", "c", *"first", "enter")
        assert "(first)" in words()
        reading.screen.go_to("board:one")
        await reading.settle()
        assert "15 March 2026 against 1 March 2026" in words()
        assert "(first)" not in words()
    async with read("benchmarks") as reading:
        reading.screen.go_to("board:two")
        await reading.settle()
        assert "(first)" in words()
        reading.screen.go_to("board:one")
        await reading.settle()
        assert "15 March 2026 against 8 March 2026" in words()


async def test_a_document_made_for_one_row_is_not_shown_for_the_next(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("j")
        reading.workspace.show_document_of_cursor()
        await reading.settle()
        # The document of the row below is being made when the cursor is back on the one that is shown.
        reading.list.move_by(1)
        reading.workspace.show_document_of_cursor()
        reading.list.move_by(-1)
        reading.workspace.show_document_of_cursor()
        await reading.settle()
        assert reading.row_title() in shows(reading)


async def test_each_pane_keeps_its_cursor_and_where_its_document_was_left(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds", (100, 20)) as reading:
        await reading.press("j", "j", "enter", "ctrl+d")
        row, top = reading.row_title(), reading.document.scroll_offset.y
        assert top > 0
        await reading.press("3", "j", "1", "4", "2")
        assert (reading.row_title(), reading.document.scroll_offset.y) == (row, top)


async def test_the_state_can_be_printed(read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        await reading.press("slash", *"entry", "enter")
        printed = repr(reading.screen.state)
        assert "search='entry'" in printed
        assert "shown='url:" in printed


async def test_a_quiet_message_goes_with_its_pane(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("s")
        assert reading.said.startswith("Kept")
        await reading.press("2")
        assert reading.said == ""
