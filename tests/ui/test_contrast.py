"""Everything that is drawn can be read: WCAG 2.2, AA, 4.5 to 1 for text, as the screen has it in each theme of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from tui_reader.ui.theme import OURS, contrast

LEAST = 4.5

#: What is pressed, one state after the other, and what is looked at there.
STATES = (
    ("feeds", ()),
    ("feeds", ("j", "V", "j")),  # a range
    ("feeds", ("s", "L", "x", "d", "k")),  # decided and read
    ("papers", ("enter", "slash", *"study", "enter")),  # matches in a text
    ("papers", ("slash", *"speech")),  # typing
    ("papers", ("f",)),
    ("issues", ("enter", "semicolon")),  # hints
    ("benchmarks", ("enter", "j")),
    ("benchmarks", ("enter", "P")),
    ("feeds", ("question_mark",)),
    ("feeds", ("exclamation_mark",)),
    ("feeds", ("ctrl+p",)),
)


def words(screen: Screen[object]) -> Iterator[tuple[str, str, Segment]]:
    """Each run of letters and digits on the screen, with its widget."""
    for widget in screen.walk_children(Widget):
        if not widget.display or not widget.size or not widget.region:
            continue
        for strip in widget.render_lines(Region(0, 0, *widget.size)):
            for segment in strip:
                if any(c.isalnum() for c in segment.text) and not segment.control:
                    yield widget.css_identifier, segment.text.strip(), segment


def too_faint(screen: Screen[object]) -> set[tuple[str, str, str]]:
    """What cannot be read."""
    found = set()
    for widget, text, segment in words(screen):
        style = segment.style
        assert style is not None
        if style.color is None or style.bgcolor is None:
            continue
        pair = (Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
        ratio = contrast(*pair)
        if ratio < LEAST or style.dim:
            found.add((widget, text[:30], f"{pair[0].hex} on {pair[1].hex}: {ratio:.2f}"))
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda state: " ".join((state[0], *state[1])))
async def test_all_text_can_be_read_in_every_theme_of_ours(state, read) -> None:  # type: ignore[no-untyped-def]
    pane, keys = state
    async with read(pane, (120, 40)) as reading:
        if keys:
            await reading.press(*keys)
        seen = False
        for theme in OURS:
            reading.app.theme = theme.name
            await reading.pilot.pause()
            await reading.pilot.pause()
            screen = reading.app.screen
            seen = seen or any(True for _ in words(screen))
            assert too_faint(screen) == set(), theme.name
        assert seen
