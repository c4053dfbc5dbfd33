"""Every screen and box over the sample edition, as it looked when somebody last looked at it.

A snapshot is the screen as text and, below it, how many cells each style has. `make snapshots` writes them anew: look
at what git then says is different before it is committed.
"""

from __future__ import annotations

import difflib
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from walk.adapter import Opened, look
from walk.clock import quick_loop
from walk.homes import NOW, make_sample_home
from walk.steps import Keys, read
from walk.strategies import SIZES
from walk.terminal import Terminal, running

_FOLDER = Path(__file__).with_name("snapshots")
_RENEW = "RENEW_SNAPSHOTS"

#: By pane: what is gone through, one after the other in one reader. A name stands behind the steps that lead to what it
#: names; each begins where the one before ended, or in the plain list after `back`.
TOURS = {
    "issues": """
        keys 1 -> list
        keys enter -> issue opened
        keys j j -> item of an issue
        keys . -> where it was seen
        back
        keys F m o d e l every 5 ms -> search everywhere
    """,
    "feeds": """
        keys 2
        keys j -> list
        keys s j x j L -> decided
        keys V j j -> range
        back
        keys f -> filter
        back
        keys / z z z every 5 ms -> nothing found
        back
        keys / h o l d every 5 ms -> search line
        keys enter -> searched
        keys enter -> entry read
        keys ; -> letters at links
        keys escape C -> contents of a text
        back
        keys t -> tags
        back
        keys a -> note
        back
        keys A -> all read
        keys = -> two lines
    """,
    "papers": """
        keys 3 -> list
        keys enter -> abstract read
        keys $ -> LaTeX of a text
        back
        keys enter / t h e enter every 5 ms -> found in a text
        back
        keys v -> paper in full
        back
        keys f -> filter
        back
        keys w -> views
        back
        keys M -> nearest papers
        back
        keys e -> export
        back
        keys S -> by interest
        keys z -> zoomed
    """,
    "benchmarks": """
        keys 4 -> list
        keys enter -> table
        keys S -> sort
        keys escape f -> filter
        keys escape m -> only moves
        keys m j j enter -> history of a model
        keys escape P -> plot
        back
        keys c -> compare with
        back
        keys e -> export
    """,
    "program": """
        keys 3
        keys ? -> help
        keys escape ctrl+p -> palette
        back
        keys ! -> sources
        back
        keys escape E -> a key that means nothing
        keys T -> themes
        keys l i g h t enter -> light theme
        keys T a n s i - l i g h t enter -> theme of sixteen colours
    """,
}


def _style(style: Any) -> str:
    """`bold #e0e0e0 on #121212`."""
    names = ("bold", "dim", "italic", "underline", "reverse", "strike")
    words = [name for name in names if style is not None and getattr(style, name)]
    colours = [getattr(colour, "name", "") for colour in ((style.color, style.bgcolor) if style is not None else ())]
    return " ".join([*words, *filter(None, colours[:1]), *(f"on {name}" for name in colours[1:] if name)]) or "plain"


def snapshot(terminal: Terminal) -> str:
    """The screen as text, a line for each of its own without blanks at its end, and its styles."""
    cells: Counter[str] = Counter()
    for strip in terminal.app.screen._compositor.render_strips():
        for segment in strip:
            cells[_style(segment.style)] += segment.cell_length
    styles = [f"{count:6} {style}" for style, count in sorted(cells.items(), key=lambda one: (-one[1], one[0]))]
    return "\n".join([*terminal.lines(), "=" * 20, *styles, ""])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample edition."""
    home = tmp_path_factory.mktemp("sample") / "home"
    make_sample_home(home)
    return home


def seen_on(tour: str, size: tuple[int, int], home: Path) -> dict[str, str]:
    """The snapshots of a tour by their names."""
    found: dict[str, str] = {}

    async def go(opened: Opened, loop: Any) -> None:
        async with running(opened.app, size, loop, opened.written) as terminal:
            opened.app.theme = "inference-dark"
            for line in filter(None, map(str.strip, TOURS[tour].splitlines())):
                steps, _, name = line.partition(" -> ")
                if steps == "back":
                    while not look(opened.app).is_plain:
                        await terminal.do(Keys(("escape",)))
                else:
                    for step in read(steps):
                        await terminal.do(step)
                assert not terminal.failures(), line
                assert not terminal.is_over, line
                if name:
                    found[f"{tour}/{name.replace(' ', '-')}-{size[0]}x{size[1]}.txt"] = snapshot(terminal)

    with quick_loop() as loop:
        opened = Opened(home, lambda: NOW)
        try:
            loop.run_until_complete(go(opened, loop))
        finally:
            opened.close()
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("tour", TOURS)
def test_screens_look_as_they_did(tour: str, size: tuple[int, int], sample: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample, home)
    found = seen_on(tour, size, home)
    if os.environ.get(_RENEW):
        for name, text in found.items():
            (_FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
            (_FOLDER / name).write_text(text, "utf-8")
    told: list[str] = []
    for name, text in found.items():
        kept = (_FOLDER / name).read_text("utf-8") if (_FOLDER / name).exists() else ""
        told += difflib.unified_diff(kept.splitlines(), text.splitlines(), f"kept/{name}", f"now/{name}", "", "", 2, "")
    assert not told, "`make snapshots` keeps what is new, if it is as it should be:\n" + "\n".join(told)


def test_no_snapshot_is_left_over() -> None:
    wanted = {
        f"{tour}/{line.partition(' -> ')[2].replace(' ', '-')}-{width}x{height}.txt"
        for tour, lines in TOURS.items()
        for line in map(str.strip, lines.splitlines())
        for width, height in SIZES
        if " -> " in line
    }
    assert {path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*.txt")} == wanted
