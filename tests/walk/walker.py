"""A walk: steps done one after the other, and what must hold after each of them."""

from __future__ import annotations

import re
import shutil
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from walk.adapter import Opened, Seen, look
from walk.clock import quick_loop
from walk.homes import NOW
from walk.steps import Answers, Keys, Step, Wait, format_steps
from walk.terminal import Terminal, running

#: So many things can be undone at once: hints, a range, a search, a filter, a view, an issue, boxes over boxes.
ESCAPES = 14
#: So often a walk that went wrong is tried with fewer steps.
TRIES = 80
_PANES = {"1": "issues", "2": "feeds", "3": "papers", "4": "benchmarks"}
#: Keys that open a box wherever a key is a command.
_BOXES = ("?", "f1", "!", "F", "ctrl+p")


class NoBrowser(webbrowser.BaseBrowser):
    """Where addresses go that are opened on a walk."""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        """Nowhere."""
        return True


class Fault(AssertionError):
    """Something that must always hold did not, after these steps."""

    def __init__(self, what: str, steps: Sequence[Step], terminal: Terminal) -> None:
        width, height = terminal.size
        try:
            shown = "\n".join(terminal.lines())
        except Exception as error:  # what broke may break this too
            shown = repr(error)
        super().__init__(f"{what}\nat {width}x{height}, after\n{format_steps(steps)}\n\n{shown}")
        self.what = what
        self.steps = [step for step in steps if step != Wait()]

    @property
    def kind(self) -> str:
        """What went wrong, in few words: the last line of a traceback, without what differs from case to case."""
        return re.sub(r"'[^']*'|\d+", "…", self.what.strip().splitlines()[-1])[:120]


def shortest(fault: Fault, again: Callable[[Sequence[Step]], Fault | None]) -> Fault:
    """The fault with as few steps as removing some of them leads to. `again` walks steps from the beginning.

    Delta debugging (Zeller and Hildebrandt, 2002) with the steps behind the fault cut off first, which Hypothesis'
    own shrinking cannot know: it took minutes where this takes seconds.
    """
    size, tries = len(fault.steps) // 2, 0
    while size:
        at = 0
        while at < len(fault.steps) and tries < TRIES:
            tries += 1
            fewer = fault.steps[:at] + fault.steps[at + size :]
            found = again(fewer) if fewer else None
            if found is not None and found.kind == fault.kind:
                fault = found
            else:
                at += size
        size //= 2
    return fault


class Walk:
    """Steps in a copy of a home, at a terminal of a size. One that leaves the reader comes back to it."""

    def __init__(self, home: Path, size: tuple[int, int], *, is_sample: bool = False) -> None:
        self._home = home
        self._size = size
        self._is_sample = is_sample
        self.count = 0
        """Steps that were done and checked, the keys of the question whether the reader answers included; to do nothing
        is no step."""
        self._done: list[Step] = []
        self._fault: Fault | None = None
        webbrowser.register("nowhere", None, NoBrowser("nowhere"), preferred=True)

    def go(self, steps: Sequence[Step], scratch: Path) -> None:
        """Do the steps; raise Fault at the first that something is wrong after."""
        copy = scratch / "home"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._home, copy)
        left = list(steps)
        while True:
            with quick_loop() as loop:
                opened = Opened(copy, lambda: NOW, is_sample=self._is_sample)
                try:
                    left = loop.run_until_complete(self._run(opened, left, loop))
                except Exception:
                    if self._fault is None:
                        raise
                    raise self._fault from None  # what Textual raises at the end is told by it
                finally:
                    opened.close()
            if not left:
                return

    async def _run(self, opened: Opened, steps: list[Step], loop) -> list[Step]:  # type: ignore[no-untyped-def]
        async with running(opened.app, self._size, loop, opened.written) as terminal:
            self._check(terminal)
            for number, step in enumerate(steps):
                self._done.append(step)
                self.count += step != Wait()
                if isinstance(step, Answers):
                    await self._answers(terminal)
                else:
                    before = look(terminal.app)
                    await terminal.do(step)
                    if terminal.is_over:
                        self._check_end(terminal)
                        return steps[number + 1 :]
                    self._check_effect(terminal, step, before)
                self._check(terminal)
        return []

    # -- what must hold
    def _fail(self, terminal: Terminal, what: str) -> None:
        self._fault = Fault(what, self._done, terminal)
        raise self._fault

    def _check_end(self, terminal: Terminal) -> None:
        if found := terminal.failures():
            self._fail(terminal, found[0])
        if terminal.app.return_code:
            self._fail(terminal, f"the reader ended with {terminal.app.return_code}")

    def _check(self, terminal: Terminal) -> Seen:
        """After every step, whatever it was."""
        if found := terminal.failures():
            self._fail(terminal, found[0])
        if not terminal.app.is_running:
            self._fail(terminal, "the reader has ended")
        seen = look(terminal.app)
        for name in ("right", "right_key", "right_title", "list_title"):
            shown, wanted = getattr(seen, name), getattr(seen, f"wanted_{name}")
            if shown != wanted:
                self._fail(terminal, f"{name} is {shown!r}, not {wanted!r}")
        if seen.header != seen.pane:
            self._fail(terminal, f"the header marks {seen.header!r} in {seen.pane}")
        if not seen.has_own_rows:
            self._fail(terminal, f"the list shows rows that are not those of {seen.pane}")
        return seen

    def _check_effect(self, terminal: Terminal, step: Step, before: Seen) -> None:
        """A key by itself, where keys are commands, does what it must."""
        if not isinstance(step, Keys) or len(step.keys) != 1 or not before.takes_commands:
            return
        key, after = step.keys[0], look(terminal.app)
        if key in _PANES and after.pane != _PANES[key]:
            self._fail(terminal, f"{key} led to {after.pane}")
        if key in _BOXES and after.boxes != 1:
            self._fail(terminal, f"{key} opened no box")
        if key == "tab" and {before.focus, after.focus} not in ({"list", "right"}, {"right", "side"}):
            self._fail(terminal, f"tab led from {before.focus} to {after.focus}")
        if key in ("j", "k") and before.focus == "list":
            wanted = max(0, min(before.count - 1, before.cursor + (1 if key == "j" else -1)))
            if after.cursor != wanted:
                self._fail(terminal, f"{key} moved from row {before.cursor} to {after.cursor}")

    async def _answers(self, terminal: Terminal) -> None:
        """The keys answer, and escape leads out."""
        for _ in range(ESCAPES):
            if look(terminal.app).is_plain:
                break
            await terminal.do(Keys(("escape",)))
            if terminal.is_over:
                self._fail(terminal, "escape ended the reader")
            self._check(terminal)
            self.count += 1
        else:
            seen = look(terminal.app)
            where = f"{seen.boxes} boxes" if seen.boxes else f"the {seen.focus} of {seen.list_title!r}"
            self._fail(terminal, f"{ESCAPES} times escape did not lead out of {where}")
        for key in ("j", "k", "?", "escape"):
            before = look(terminal.app)
            await terminal.do(Keys((key,)))
            self._check_effect(terminal, Keys((key,)), before)
            self.count += 1
        if look(terminal.app).boxes:
            self._fail(terminal, "escape did not close the help")
