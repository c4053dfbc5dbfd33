"""How many of our files a key goes through, from the screen to its repaint: few enough to be read in one sitting."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import tui_reader

ROOT = Path(tui_reader.__file__).parent
#: Pure decisions and text, which any code may use.
ASIDE = ("domain", "text")


class Entered:
    """The files of the program whose functions are entered while this is open, on this thread."""

    def __init__(self) -> None:
        self.files: set[str] = set()

    def __enter__(self) -> Entered:
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(ROOT) and (name := path.relative_to(ROOT)).parts[0] not in ASIDE:
            self.files.add(str(name))


@pytest.mark.parametrize("pane", ["issues", "feeds", "papers", "benchmarks"])
async def test_an_arrow_key_enters_at_most_seven_files(read, pane: str) -> None:  # type: ignore[no-untyped-def]
    # In the narrow layout no document follows the cursor: what is counted is the key alone.
    async with read(pane, (80, 24)) as reading:
        await reading.press("j", "k")  # the first key of a run makes what the later ones use
        before = reading.list.cursor
        with Entered() as entered:
            await reading.pilot.press("j")
        assert reading.list.cursor == before + 1
        assert len(entered.files) <= 7, " ".join(sorted(entered.files))
        assert "ui/main_screen.py" in entered.files
        assert "ui/widgets/item_list.py" in entered.files
