"""Muting out of the reader: what is muted leaves the list at once, and `u` brings it back."""

from __future__ import annotations

from tui_reader.ui.screens.choose import ChooseScreen


async def test_a_word_is_muted_and_comes_back(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        reading.screen.do("mute.this")
        await reading.settle()
        await reading.press(*"phrase", "enter", *"entry", "space", "7", "enter")
        program.triage.wait()
        await reading.settle()
        assert "Entry 7" not in reading.titles()
        assert reading.said == "Mute “entry 7” · u undoes"
        assert reading.screen.state.counts.entries_unread == 11
        await reading.press("u")
        program.triage.wait()
        await reading.settle()
        assert "Entry 7" in reading.titles()
        assert reading.screen.state.counts.entries_unread == 12


async def test_an_author_of_the_row_is_offered_and_what_is_muted_is_found(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        reading.screen.do("mute.this")
        await reading.settle()
        await reading.press(*"ada", "enter")
        program.triage.wait()
        await reading.settle()
        assert reading.titles() == []
        reading.screen.do("mute.this")
        await reading.settle()
        assert isinstance(reading.app.screen, ChooseScreen)
        await reading.press(*"show", "enter")
        assert len(reading.titles()) == 7
        assert reading.pane.title() == "Papers · muted"
