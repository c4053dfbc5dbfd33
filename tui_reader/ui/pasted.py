"""What is pasted is text and never keys.

Textual's parser looks for escape sequences inside a bracketed paste too, and gives the letters of those that it does
not know out as keys: a pasted log would star and skip items. So controls are taken out of what stands between the
markers of a paste (xterm's ctlseqs, "Bracketed Paste Mode") before the parser sees it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

    from tui_reader.ui.terminal_answers import TerminalAnswers

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class PasteFilter:
    """Takes what a terminal sends in portions, and gives it without the controls that are pasted."""

    def __init__(self) -> None:
        self._is_pasting = False
        self._held = ""
        """The beginning of a marker that ended the last portion; outside of a paste it was given already."""

    def clean(self, data: str) -> str:
        """The next portion. A marker may lie in two of them."""
        given = "" if self._is_pasting else self._held
        data, self._held, found = self._held + data, "", []
        while data:
            marker = _END if self._is_pasting else _BEGIN
            text, is_there, data = data.partition(marker)
            if not is_there:
                self._held = _begun(text, marker)
                if self._is_pasting:
                    text = text.removesuffix(self._held)
            found.append((_CONTROLS.sub("", text) if self._is_pasting else text) + is_there)
            if is_there:
                self._is_pasting = not self._is_pasting
        return "".join(found).removeprefix(given)


def _begun(text: str, marker: str) -> str:
    """The longest end of a text with which the marker may begin."""
    return next((marker[:size] for size in range(len(marker) - 1, 0, -1) if text.endswith(marker[:size])), "")


def keep_pastes_apart(answers: TerminalAnswers) -> None:
    """Have every parser of this process filter what it is fed; what the terminal was asked is taken out, too."""
    from textual._xterm_parser import XTermParser

    class Filtered(XTermParser):
        """The parser behind a filter."""

        def __init__(self, debug: bool = False) -> None:
            super().__init__(debug)
            self._filter = PasteFilter()

        def feed(self, data: str) -> Iterable[Message]:
            """An empty portion is the end of the input."""
            cleaned = self._filter.clean(answers.take(data))
            return super().feed(cleaned) if cleaned or not data else ()

    from textual.drivers import linux_driver

    # The driver names no other way to hand in a parser.
    linux_driver.XTermParser = Filtered  # type: ignore[attr-defined]
