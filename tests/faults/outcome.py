"""What comes of a kind of faults. A case is survived when it ends in a result or in one of our errors, in time, without
a word of ours that calls it unexpected; something is lost when what was stored or reported before is not there any
more."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct, field

from tui_reader.cli.main import run

Trial = Callable[[Path, int, bool], "Outcome"]
"""Takes a folder, a seed, and whether as many cases as there are shall be tried."""


class Outcome(Struct):
    """How many cases were tried, which of them were not survived, how much was lost, and figures to be printed."""

    cases: int = 0
    fallen: list[str] = field(default_factory=list)
    lost: int = 0
    figures: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def case(self, name: str, faults: Iterable[str] = ()) -> None:
        """A case that was tried, and what was wrong with how it ended."""
        self.cases += 1
        found = [f for f in faults if f]
        if found:
            self.fallen.append(f"{name}: {'; '.join(found)}"[:500])

    def slowest(self, name: str, seconds: float) -> None:
        """How long a case took."""
        self.seconds[name] = seconds

    def lose(self, name: str, what: str) -> None:
        """Something is gone."""
        self.lost += 1
        self.fallen.append(f"{name}: LOST {what}"[:500])


def said(home: Path, *words: str) -> tuple[int, str]:
    """The exit code of a command line and what it said; what went to stderr too where it failed."""
    code, out, err = spoken(home, *words)
    return code, out or err


def spoken(home: Path, *words: str) -> tuple[int, str, str]:
    """The exit code, what went to stdout, and what to stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["--home", str(home), *words])
    return code, out.getvalue(), err.getvalue()


def faults_of(code: int, text: str, *, allowed: tuple[int, ...] = (0, 1)) -> str:
    """What is wrong with how a command ended, "" when nothing is."""
    if code not in allowed:
        return f"exit {code}: {text[-200:]}"
    if "This is a mistake in" in text or "Traceback" in text or "unexpected" in text:
        return text[-300:]
    return ""
