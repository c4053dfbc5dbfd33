"""The reader in lines: the tasks of a day, key by key."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest

from tui_reader.cli.line_reader import LineReader
from tui_reader.cli.output import Output
from tui_reader.wiring import Launch, Program

Session = Callable[[str], str]


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    program = Program(Launch(demo=True))

    def typed(keys: str) -> str:
        out = io.StringIO()
        LineReader(program, Output(out, out, is_plain=True), io.StringIO(keys), lambda: None).run("papers")
        return out.getvalue()

    yield typed
    program.close()


def test_deciding_says_what_was_done_and_goes_on_and_undo_takes_it_back(session: Session) -> None:
    said = session("s\nx\nu\nu\n").splitlines()
    assert "Kept." in said
    assert said[said.index("Kept.") + 1].startswith("2. ")
    assert "Skipped." in said
    assert said.count("undone: 1 item") == 2


def test_a_text_is_read_by_pages_and_its_row_is_read_then(session: Session) -> None:
    said = session("1\n\n\nh\n")
    assert "Three habits make a hundred papers" in said
    assert said.splitlines()[-1].startswith("1. ")
    assert "unread" not in said.splitlines()[-1]


def test_search_filter_and_back(session: Session) -> None:
    said = session("/speech\nf cat:cs.LG\nh\nF\nspiking\n")
    assert "Papers, speech: 6" in said
    assert "Papers, cat:cs.LG: " in said
    assert "Everything, spiking: " in said


def test_leaderboards_are_compared_between_two_dates(session: Session) -> None:
    said = session("4\n\nc first last\nj\n/rebench\n")
    assert "2026-03-31" in said
    assert "2026-03-27" in said
    assert "Benchmarks, rebench: 1" in said


def test_any_subcommand_can_be_typed(session: Session) -> None:
    assert "GPT-5.4" in session(":history all GPT-5.4\n")


def test_what_is_not_understood_is_said_and_nothing_ends(session: Session) -> None:
    said = session("Y\nqqq\n:list nothing\n:show 'open\n4\ns\nj\n")
    assert "means nothing here" in said
    assert "inference-tui: " in said
    assert said.splitlines()[-1].startswith("2. ")


def test_no_line_has_a_frame_or_a_control(session: Session) -> None:
    said = session("1\n\n2\n\n3\n\n4\n\n0\n!\n3\n?\nq\n")
    assert not any(c in said for c in "│─╭╰┃▌\x1b\r")
    assert "s: Keep" in said
