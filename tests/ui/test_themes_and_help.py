"""The chooser of themes, what can be read in them, and the help."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tui_reader.config.keymap import build
from tui_reader.domain.actions import ACTIONS, Context, applies
from tui_reader.ui.screens.help import HelpScreen, help_lines, narrowed
from tui_reader.ui.theme import OURS, contrast, mended, mended_themes

INKS = ("foreground", "foreground-muted", "text-primary", "text-secondary", "text-accent", "text-success", "text-error")


@pytest.mark.parametrize("theme", [*OURS, *mended_themes(BUILTIN_THEMES.values())], ids=lambda theme: theme.name)
def test_every_theme_that_is_offered_can_be_read(theme) -> None:  # type: ignore[no-untyped-def]
    inks = theme.to_color_system().generate()
    background = Color.parse(inks["background"])
    if background.ansi is not None:
        return
    for name in INKS:
        ink = Color.parse(inks[name])
        assert contrast(background.blend(ink, ink.a, alpha=1), background) >= 4.5, name


def test_our_themes_need_no_mending_and_one_too_faint_is_not_offered() -> None:
    assert [mended(theme) for theme in OURS] == list(OURS)
    assert mended(BUILTIN_THEMES["solarized-light"]) is None


async def test_a_theme_is_shown_under_the_cursor_taken_and_left(program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("feeds") as reading:
        before = reading.app.theme
        await reading.press("T", "down")
        await reading.pilot.pause(0.3)
        assert reading.app.theme == "inference-light"
        await reading.press("escape")
        assert reading.app.theme == before
        assert program.recall().get("theme", before) == before
        await reading.press("T", *"dracula", "enter")
        assert reading.app.theme == program.recall()["theme"] == "dracula"


def test_the_help_of_a_pane_has_each_of_its_actions_once() -> None:
    keymap = build({})
    for context in (Context.ISSUES, Context.FEEDS, Context.PAPERS, Context.BENCHMARKS):
        means = [line.meaning for line in help_lines(context, keymap)]
        assert len(means) == len(set(means))
        assert {a.help for a in ACTIONS if applies(a, context) and a.keys} <= set(means)
    boards = help_lines(Context.BENCHMARKS, keymap)
    assert boards[0].group == "Signs"
    assert [line.sign for line in narrowed(boards, "made room")] == ["△ ▽"]


async def test_the_help_is_narrowed_by_words_and_escape_undoes_one_thing_at_a_time(read) -> None:  # type: ignore[no-untyped-def]
    async with read("papers", (80, 24)) as reading:
        await reading.press("question_mark", "slash", *"citation")
        box = reading.app.screen
        assert isinstance(box, HelpScreen)
        text = "\n".join(block.text for block in box._page.document.blocks)
        assert "Back to where the last jump began" in text
        assert "Next row" not in text
        await reading.press("enter", "escape")
        assert "Next row" in "\n".join(block.text for block in box._page.document.blocks)
        await reading.press("escape")
        assert reading.app.screen is reading.screen
