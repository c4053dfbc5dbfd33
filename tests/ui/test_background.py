"""The theme suits the terminal's background where nobody chose one."""

from __future__ import annotations

import pytest
from textual.color import Color

from tui_reader.ui.app import ReaderApp
from tui_reader.ui.terminal_answers import TerminalAnswers
from tui_reader.ui.theme import SIXTEEN, contrast
from tui_reader.wiring import Program

WHITE, BLACK = "\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62;22c", "\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;22c"


@pytest.mark.parametrize(("answer", "theme"), [(WHITE, "inference-light"), (BLACK, "inference-dark")])
async def test_the_answer_of_the_terminal_is_followed_and_known_at_the_next_start(
    program: Program, answer: str, theme: str
) -> None:
    answers = TerminalAnswers({"TERM": "xterm-256color"})
    app = ReaderApp(program, "feeds", strict=True, answers=answers)
    assert app.theme == "inference-dark"
    async with app.run_test() as pilot:
        assert app._question().startswith("\x1b]11;?")
        assert answers.take(f"j{answer}k") == "jk"
        await pilot.pause()
        assert app.theme == theme
    assert ReaderApp(program, "feeds", strict=True).theme == theme


@pytest.mark.parametrize(("number", "theme"), [("0;15", "inference-light"), ("15;0", "inference-dark")])
def test_the_environment_is_believed_before_the_terminal_is_asked(program: Program, number: str, theme: str) -> None:
    assert ReaderApp(program, "feeds", answers=TerminalAnswers({"COLORFGBG": number})).theme == theme


async def test_a_theme_that_was_chosen_stays_and_nothing_is_asked(program: Program) -> None:
    program.remember({"theme": "inference-high-contrast"})
    answers = TerminalAnswers({"TERM": "xterm-256color", "COLORFGBG": "0;15"})
    app = ReaderApp(program, "feeds", strict=True, answers=answers)
    async with app.run_test():
        assert app._question() == ""
        assert app.theme == "inference-high-contrast"


@pytest.mark.parametrize(
    ("env", "has_few"),
    [
        ({"TERM": "linux"}, True),
        ({"TERM": "xterm-16color"}, True),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, False),  # a browser
        ({}, False),
    ],
)
def test_a_terminal_of_16_colours_gets_a_theme_made_of_those(
    program: Program, env: dict[str, str], has_few: bool
) -> None:
    app = ReaderApp(program, "feeds", answers=TerminalAnswers(env))
    assert (app.theme == "inference-16") is has_few
    assert app.has_class("-sixteen") is has_few


def test_the_theme_of_16_colours_has_no_others_and_all_can_be_read() -> None:
    palette = {f"#{r:02x}{g:02x}{b:02x}" for r in (0, 170) for g in (0, 170) for b in (0, 170)}
    palette |= {f"#{r:02x}{g:02x}{b:02x}" for r in (85, 255) for g in (85, 255) for b in (85, 255)}
    colours = [SIXTEEN.primary, SIXTEEN.accent, SIXTEEN.error, SIXTEEN.success, SIXTEEN.foreground, SIXTEEN.panel]
    colours += [value for value in SIXTEEN.variables.values() if value.startswith("#")]
    assert set(colours) <= palette
    inks = [value for name, value in SIXTEEN.variables.items() if name.startswith(("text-", "foreground"))]
    for ground in ("#000000", "#0000aa"):
        assert min(contrast(Color.parse(ink), Color.parse(ground)) for ink in [*inks, "#ffffff"]) >= 4.5
