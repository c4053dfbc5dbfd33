"""Errors fit, stay until they are over or dismissed, and their number is the same wherever it is told."""

from __future__ import annotations

import pytest

from tui_reader.domain.errors import Problem, StorageError
from tui_reader.domain.sources import Attempt
from tui_reader.ui.state import SAVING, Message, ReaderState
from tui_reader.ui.status_bar import Piece, fit

FULL = "The disk is full: what you do now is not kept"


def status(reading) -> str:  # type: ignore[no-untyped-def]
    return str(reading.screen.status_bar.status.render().plain)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_an_error_is_seen_at_every_width_and_stays_until_dismissed(read, size) -> None:  # type: ignore[no-untyped-def]
    async with read("papers", size) as reading:
        reading.screen.say(FULL, "free some space; until then nothing is written " * 4, is_error=True, about=SAVING)
        assert FULL[:24] in status(reading)
        reading.screen.say("Something else")
        assert "Something else" in status(reading)
        reading.screen._hush()
        assert FULL[:24] in status(reading)
        await reading.press("escape")
        assert FULL[:24] not in status(reading)


async def test_what_was_not_saved_is_said_and_not_shown_as_done(program, read, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def refuse(*_: object, **__: object) -> None:
        raise StorageError(FULL, "Free some space.")

    async with read("papers") as reading:
        with monkeypatch.context() as broken:
            broken.setattr(program.triage, "toggle", refuse)
            await reading.press("s")
            assert FULL in reading.screen.state.error
            assert reading.list.cursor == 0
        await reading.press("s")
        assert not reading.screen.state.error
        assert reading.list.cursor == 1


def test_of_several_errors_the_newest_is_shown_and_each_ends_with_its_own() -> None:
    state = ReaderState()
    state.fail(Message("cannot save"), SAVING)
    state.fail(Message("bad query"))
    assert (state.error, state.message) == ("bad query", "bad query")
    state.say(Message("Copied"))
    assert (state.message, state.error) == ("Copied", "cannot save")
    state.over(SAVING)
    assert not state.error
    assert not state.dismiss()


def test_a_message_that_does_not_fit_is_cut_and_the_rest_goes() -> None:
    long = Piece("A long message", priority=100, short="A long mess", is_cut=True)
    place = Piece("1/20", priority=45)
    assert [p.text for p in fit([long, place], 10, 2)] == ["A long me…"]
    assert [p.text for p in fit([long, place], 30, 2)] == ["A long message", "1/20"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_header_and_health_agree_on_how_many_failed(program, read, size) -> None:  # type: ignore[no-untyped-def]
    program.library.sources.record(Attempt("blog", program.now(), error=Problem("fetch", "no answer", "")))
    async with read("feeds", size) as reading:
        assert reading.screen.state.failed == 1
        await reading.press("!")
        while not reading.app.screen._is_filled:
            await reading.pilot.pause(0.02)
        assert "1 with trouble" in str(reading.app.screen._box.border_subtitle)
