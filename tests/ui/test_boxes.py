"""A box takes all keys from the one that opens it to the one that closes it, and nothing makes it deaf."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from tui_reader.ui.screens.box import Box
from tui_reader.ui.screens.choose import Choice, ChooseScreen

OPENERS = ("f", "w", "t", "a", "e", "F", "?", "!", "ctrl+p", ".", "M")


def burst(reading, *keys: str) -> None:  # type: ignore[no-untyped-def]
    """Several keys in one write: all are with the application before the first is done."""
    for key in keys:
        character = key if len(key) == 1 else None
        name = {"?": "question_mark", "!": "exclamation_mark", ".": "full_stop"}.get(key, key)
        reading.app.post_message(events.Key(name, character))


def states(program) -> list[tuple[str, bool, tuple[str, ...]]]:  # type: ignore[no-untyped-def]
    program.triage.wait()
    ids = program.library.lists.ids(_everything(program))
    return [(row.state.value, row.read, row.tags) for row in program.library.lists.rows(ids)]


def _everything(program):  # type: ignore[no-untyped-def]
    from tui_reader.domain.query import parse

    return parse("kind:paper OR kind:entry", program.now().date())


@pytest.mark.parametrize("opener", OPENERS)
async def test_two_closing_keys_in_one_write_close_one_box(read, opener: str) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        burst(reading, opener, "escape", "escape", "escape")
        await reading.settle()
        assert reading.app.screen is reading.screen
        assert reading.app.is_running
        before = reading.list.cursor
        await reading.press("j")
        assert reading.list.cursor == before + 1


@pytest.mark.parametrize("opener", OPENERS)
async def test_keys_typed_while_a_box_opens_are_no_commands(program, read, opener: str) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        before = states(program)
        burst(reading, opener, "s", "x", "d")
        await reading.settle()
        assert states(program) == before
        while isinstance(reading.app.screen, Box):
            await reading.press("escape")
        assert states(program) == before


async def test_what_is_typed_while_the_filter_opens_narrows_it_and_enter_takes(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        burst(reading, "f", "l", "g", "enter")
        await reading.settle()
        assert reading.app.screen is reading.screen
        assert reading.pane.state.filter == "cat:cs.LG"


async def test_what_is_typed_after_a_box_was_closed_is_for_the_reader(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        before = reading.list.cursor
        burst(reading, "f", "escape", "j", "j")
        await reading.settle()
        assert reading.app.screen is reading.screen
        assert reading.list.cursor == before + 2


async def test_text_typed_with_the_slash_is_searched_for(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        before = states(program)
        burst(reading, "/", "3", "enter")
        await reading.settle()
        assert reading.pane.state.search == "3"
        assert reading.pane.context == "papers"
        assert states(program) == before


@pytest.mark.parametrize("opener", ["f", "w", "ctrl+p", "F"])
async def test_a_click_on_a_row_leaves_a_box_its_keys(read, opener: str) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press(opener)
        if opener == "F":
            await reading.press(*"paper")
            await reading.pilot.pause(0.1)
            await reading.settle()
        box = reading.app.screen
        items = box.query_one("ItemList")
        await reading.pilot.click(items, offset=(4, 2))
        await reading.settle()
        await reading.press("down", "c")
        assert box.line.value.endswith("c")
        await reading.press("escape")
        assert reading.app.screen is reading.screen


async def test_ctrl_c_leaves_the_reader_from_a_box(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("f")
        await reading.pilot.click(reading.app.screen.query_one("ItemList"), offset=(4, 2))
        await reading.pilot.press("ctrl+c")
        assert not reading.app._running or reading.app._exit


async def test_a_box_that_finds_nothing_closes_and_says_so(read, program) -> None:  # type: ignore[no-untyped-def]
    async with read("issues") as reading:
        box = ChooseScreen("Nothing", None)
        reading.screen.push(box, lambda _: None)
        await reading.pilot.pause()
        assert not box.fill([])
        await reading.settle()
        assert reading.app.screen is reading.screen


async def test_a_box_that_is_filled_bit_by_bit_keeps_the_cursor_and_an_early_enter(read, program) -> None:  # type: ignore[no-untyped-def]
    chosen: list[str | None] = []
    async with read("issues") as reading:
        box = ChooseScreen("Bit by bit", None)
        reading.screen.push(box, chosen.append)
        await reading.pilot.pause()
        box.begin_filling([Choice("a", "first"), Choice("b", "second")])
        await reading.press("down")
        box.fill([Choice("a", "first"), Choice("b", "second"), Choice("c", "third")])
        await reading.press("enter")
        assert chosen == ["b"]
        box = ChooseScreen("Early", None)
        reading.screen.push(box, chosen.append)
        await reading.pilot.pause()
        await reading.press("enter")
        box.begin_filling([Choice("a", "first")])
        await reading.pilot.pause()
        assert chosen == ["b"]
        box.fill([Choice("a", "first"), Choice("c", "third")])
        await reading.pilot.pause()
        assert chosen == ["b", "a"]


async def test_a_mistake_ends_a_strict_reader(read) -> None:  # type: ignore[no-untyped-def]
    async def mistaken() -> None:
        async with read("issues") as reading:
            reading.screen.work.queries.run("mistake", lambda _: 1 // 0, lambda _: None)
            await reading.settle()

    with pytest.raises(ZeroDivisionError):
        await mistaken()


async def test_a_mistake_is_shown_and_the_reader_goes_on(program) -> None:  # type: ignore[no-untyped-def]
    from tui_reader.ui.app import ReaderApp

    app = ReaderApp(program, "issues")
    async with app.run_test() as pilot:
        await pilot.pause()
        screen: Any = app.screen_stack[0]
        screen.guard(lambda: 1 // 0)
        await pilot.press("j")
        assert "ZeroDivisionError" in screen.state.error
        assert app.is_running
