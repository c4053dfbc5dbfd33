"""The first minute in five steps: what each asks for, in the words of whatever keys are bound."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

_KEY = re.compile(r"\{([\w.]+)\}")


class TourStep(Struct, frozen=True):
    """One step: `{nav.down}` in its text stands for the key of that action."""

    id: str
    title: str
    text: str

    def lines(self, key: Callable[[str], str]) -> tuple[str, str]:
        """Title and text with the keys that `key` gives for actions."""
        number = next(n for n, step in enumerate(STEPS, 1) if step.id == self.id)
        return f"{number} of {len(STEPS)} · {self.title}", _KEY.sub(lambda found: key(found[1]), self.text)


STEPS = (
    TourStep(
        "panes",
        "Four panes",
        "{pane.issues} issues, {pane.feeds} feeds, {pane.papers} papers, {pane.benchmarks} leaderboards; ● counts what "
        "is new. Press {pane.papers}.",
    ),
    TourStep(
        "decide",
        "One key decides",
        "{nav.down} and {nav.up} move. {triage.keep} keeps a paper, {triage.skip} skips it, {triage.undo} takes the "
        "last one back. Decide on one.",
    ),
    TourStep(
        "read",
        "Read",
        "{pane.feeds} goes to the feeds, {nav.open} opens an entry, {read.on} reads on to its end and then to the "
        "next. Open one and press {read.on}.",
    ),
    TourStep(
        "find",
        "Find",
        "{find.here} searches as you type, {nav.open} keeps what was found, {nav.back} gives it up. Press {nav.back} "
        "to be in the list, then {find.here} and a word.",
    ),
    TourStep(
        "help",
        "And all the rest",
        "{app.help} shows every key of the pane, {app.palette} finds anything by its name. Press one of them.",
    ),
)
