"""The words of the tour name keys by their actions, so that they hold whatever keys are bound."""

from __future__ import annotations

import re

from tui_reader.domain.actions import BY_ID
from tui_reader.domain.tour import STEPS


def test_every_key_that_the_tour_names_is_an_action_with_a_key() -> None:
    named = [name for step in STEPS for name in re.findall(r"\{([\w.]+)\}", step.text)]
    assert named
    assert [name for name in named if not BY_ID[name].keys] == []
    assert [step.lines(lambda action: BY_ID[action].keys[0])[0][:6] for step in STEPS] == [
        "1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5",
    ]  # fmt: skip


def test_no_step_is_longer_than_three_lines_of_a_narrow_terminal() -> None:
    for step in STEPS:
        title, text = step.lines(lambda action: BY_ID[action].keys[0])
        assert len(f"{title}: {text}  ctrl+n next · Q ends the tour") < 3 * 76
