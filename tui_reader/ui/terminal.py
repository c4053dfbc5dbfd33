"""What stands between the reader and the terminal: the terminal's own cursor, nothing but ASCII where that is asked
for, hyperlinks only where they are understood. Whatever is drawn passes here, so that nothing that draws can forget
it."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver
    from textual.geometry import Offset

    from tui_reader.domain.events import WatchedCame

_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"

#: Terminals that know nothing of OSC 8, and of which some print it.
LINKLESS = ("dumb", "linux", "vt100", "vt220")
_LINK = re.compile("\x1b\\]8;[^\x1b]*\x1b\\\\")

_STYLE = re.compile("\x1b\\[([0-9;]*)m")


@lru_cache(maxsize=1024)
def _without_colours(numbers: str) -> str:
    """A sequence that sets styles (ECMA-48, SGR) without the numbers of colours; "" where nothing else is in it."""
    kept: list[str] = []
    left = iter(numbers.split(";"))
    for number in left:
        if number in ("38", "48"):
            # 5 and a colour's number, or 2 and three shares.
            for _ in range(3 if next(left, "") == "2" else 1):
                next(left, "")
        elif not number.isdigit() or not (30 <= int(number) <= 49 or 90 <= int(number) <= 107):
            kept.append(number)
    return f"\x1b[{';'.join(kept)}m" if kept else ""


@runtime_checkable
class HasCursor(Protocol):
    """A widget that knows where the terminal's cursor belongs while it has the focus; Textual's inputs do."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell, counted from the top left corner of the screen."""


@runtime_checkable
class HasTerminal(Protocol):
    """An application that can have its terminal tell of something, in the terminal's own way."""

    def tell_terminal(self, came: WatchedCame) -> None:
        """Have the terminal tell of news."""


def terminal_driver(
    base: type[Driver],
    *,
    is_ascii: bool,
    is_colourless: bool = False,
    translate: Callable[[str], str] = str,
    question: Callable[[], str] = str,
) -> type[Driver]:
    """A driver that shows the cursor, where braille displays and magnifiers look for it, and with `is_ascii` writes
    ASCII in the cells of what was drawn; with `is_colourless` attributes alone, where Textual would write greys.
    `translate` puts pictures in the place of their cells, `question` is what the terminal is asked as soon as its
    answers are read."""

    is_linkless = os.environ.get("TERM", "") in LINKLESS

    class TerminalDriver(base):  # type: ignore[valid-type, misc]  # which one it is, is known when it runs
        """See `terminal_driver`."""

        def start_application_mode(self) -> None:
            """Begin, and ask."""
            super().start_application_mode()
            if (asked := question()) and getattr(self, "input_tty", False):
                super().write(asked)
                self.flush()

        def write(self, data: str) -> None:
            """Write to the terminal."""
            if is_ascii and not data.isascii():
                from rich.cells import cell_len

                from tui_reader.text.ascii import to_ascii

                data = to_ascii(data, cell_len)
            if is_colourless:
                data = _STYLE.sub(lambda found: _without_colours(found[1]), data)
            data = translate(data)
            if is_linkless:
                data = _LINK.sub("", data)
            # A drawing ends by placing the cursor. Until then it runs over what is drawn, where nobody wants to see it.
            super().write(f"{_HIDE}{data}{_SHOW}" if data.endswith("H") else data)

    return TerminalDriver
