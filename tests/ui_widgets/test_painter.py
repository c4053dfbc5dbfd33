"""What is sent to a terminal for a picture, and what the terminal says of itself."""

from __future__ import annotations

import re
from base64 import standard_b64decode

import pytest
from rich.cells import cell_len
from textual.strip import Strip

from tui_reader.domain.pictures import DrawnPicture, Graphics
from tui_reader.ui.pasted import PasteFilter
from tui_reader.ui.pictures.painter import MARKS, PLACEHOLDER, Painter
from tui_reader.ui.terminal_answers import TerminalAnswers

KITTY = DrawnPicture(3, 2, 30, 40, Graphics.KITTY, (b"\x89PNG" + bytes(range(256)) * 40,))
SIXELS = DrawnPicture(3, 2, 30, 40, Graphics.SIXEL, (b"\x1bPq#0;2;0;0;0-\x1b\\", b"\x1bPq#1;2;9;9;9-\x1b\\"))


def written(line) -> str:  # type: ignore[no-untyped-def]
    return Strip(line).text


def test_the_marks_are_those_of_kitty_and_take_no_cell() -> None:
    assert [f"{ord(mark):x}" for mark in MARKS[:8]] == ["305", "30d", "30e", "310", "312", "33d", "33e", "33f"]
    assert len(set(MARKS)) == len(MARKS) >= 190
    assert all(cell_len(PLACEHOLDER + mark * 3) == 1 for mark in MARKS)


@pytest.mark.parametrize(("is_truecolour", "number"), [(True, "i=95"), (False, "i=17")])
def test_kitty_gets_the_whole_picture_before_its_cells_and_forgets_it(is_truecolour: bool, number: str) -> None:
    sent: list[str] = []
    painter = Painter(is_truecolour=is_truecolour)
    painter.send = sent.append
    painted = painter.paint(KITTY)
    chunks = re.findall("\x1b_G([^;]*);([^\x1b]*)\x1b\\\\", "".join(sent))
    assert f"{number},c=3,r=2,m=1" in chunks[0][0]
    assert [head[-3:] for head, _ in chunks] == ["m=1", "m=1", "m=1", "m=0"][-len(chunks) :]
    assert standard_b64decode("".join(data for _, data in chunks)) == KITTY.data[0]
    assert written(painted.lines[1]) == "".join(f"{PLACEHOLDER}{MARKS[1]}{MARKS[n]}" for n in range(3))
    assert painter.translate(written(painted.lines[0])) == written(painted.lines[0])
    assert painter.farewell() == f"\x1b_Ga=d,d=I,{number},q=2\x1b\\"


def test_sixels_of_a_row_take_the_place_of_its_cells_and_a_covered_row_is_blank() -> None:
    painter = Painter()
    lines = [written(line) for line in painter.paint(SIXELS).lines]
    assert painter.translate(f"ab{lines[1]}c") == f"ab\x1b7   \x1b8\x1b7{SIXELS.data[1].decode()}\x1b8\x1b[3Cc"
    assert painter.translate(lines[0][4:] + "x") == "  x"
    assert painter.translate(lines[0][:8]) == "  "
    assert painter.farewell() == ""


def test_without_colours_there_are_words() -> None:
    painted = Painter(has_colours=False).paint(KITTY, "A plot")
    assert [written(line) for line in painted.lines] == ["[picture: A plot, 30 × 40 pixels]"]


ANSWERED = (
    "\x1b]11;rgb:fafa/fafa/f7f7\x1b\\",
    "\x1b_Gi=4242;OK\x1b\\",
    "\x1bP>|kitty(0.36.4)\x1b\\",
    "\x1b[6;20;9t",
    "\x1b[?62;c",
)


@pytest.mark.parametrize("size", [1000, 5, 11, 40])
def test_answers_are_taken_out_of_the_input_however_they_come(size: int) -> None:
    answers = TerminalAnswers({"TERM": "xterm-kitty"})
    assert answers.graphics_question().endswith("\x1b[c")
    told: list[int] = []
    answers.told = lambda: told.append(1)
    data, kept = "j" + "k".join(ANSWERED) + "\x1b[A", ""
    while data:
        # An escape at the end of a portion may be the key: answers are not cut there, or it would be.
        end = next(end for end in range(size, size + 3) if not data[:end].endswith("\x1b"))
        kept += answers.take(data[:end])
        data = data[end:]
    assert kept == "jkkkk\x1b[A"
    facts = answers.facts
    assert (facts.is_light, facts.graphics, facts.cell) == (True, Graphics.KITTY, (9, 20))
    assert told == [1]


def test_input_is_as_it_was_while_nothing_was_asked_and_after_the_last_answer() -> None:
    answers = TerminalAnswers({"TERM": "xterm"})
    assert answers.take(ANSWERED[0]) == ANSWERED[0]
    answers.background_question()
    assert answers.take("\x1b") == "\x1b", "the key escape"
    assert answers.take("\x1b[?62;4c") == ""
    assert answers.take("\x1b[?62;4c") == "\x1b[?62;4c"
    assert answers.facts.graphics is Graphics.SIXEL


@pytest.mark.parametrize(
    "env",
    [{}, {"TERM": "dumb"}, {"TERM": "linux"}, {"TERM": "vt100"}, {"TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"}],
)
def test_terminals_that_print_what_they_do_not_know_are_not_asked(env: dict[str, str]) -> None:
    answers = TerminalAnswers(env)
    assert answers.background_question() == answers.graphics_question() == ""
    assert not answers.is_expected


@pytest.mark.parametrize("env", [{"TERM": "tmux-256color"}, {"TERM": "screen"}, {"TERM": "xterm", "TMUX": "/tmp/x"}])
def test_a_multiplexer_is_not_given_what_it_takes_for_a_title(env: dict[str, str]) -> None:
    assert "\x1b_" not in TerminalAnswers(env).graphics_question()


def test_a_terminal_that_knows_kitty_but_no_placeholders_gets_sixels_or_half_blocks() -> None:
    answers = TerminalAnswers({"TERM": "xterm"})
    answers.graphics_question()
    answers.take("\x1b_Gi=4242;OK\x1b\\\x1bP>|WezTerm 20240203\x1b\\\x1b[?65;4;6c")
    assert answers.facts.graphics is Graphics.SIXEL


@pytest.mark.parametrize(
    ("written", "is_light"),
    [
        ("15;0", False),
        ("0;15", True),
        ("0;default;15", True),
        ("7;8", False),
        ("12;7", True),
        ("", None),
        ("0;x", None),
        ("1;99", None),
    ],
)
def test_the_background_is_known_from_the_environment_too(written: str, is_light: bool | None) -> None:
    assert TerminalAnswers({"COLORFGBG": written}).facts.is_light is is_light


def test_a_paste_that_looks_like_an_answer_is_pasted() -> None:
    assert PasteFilter().clean("\x1b[200~rgb:1/2/3\x1b[201~") == "\x1b[200~rgb:1/2/3\x1b[201~"
