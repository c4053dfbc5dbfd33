"""What the terminal says of itself when it is asked: the colour of its background, whether it draws pictures, how large
its cells are. Answers come as input, whenever they come; they are taken out of it before anybody takes them for keys.

The questions are those of xterm's ctlseqs (OSC 11, DA1, XTVERSION, XTWINOPS 16) and of kitty's graphics protocol. The
last one, DA1, is answered by every terminal that answers at all, and in order: what is silent until then stays so.
"""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from tui_reader.domain.pictures import Graphics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.ui.pictures.painter import Painter

BACKGROUND = "\x1b]11;?\x1b\\"
_KITTY = "\x1b_Gi=4242,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_NAME, _CELL, _FENCE = "\x1b[>q", "\x1b[16t", "\x1b[c"

_ANSWERS = re.compile(
    "\x1b\\]11;rgba?:(?P<red>[0-9a-fA-F]{1,4})/(?P<green>[0-9a-fA-F]{1,4})/(?P<blue>[0-9a-fA-F]{1,4})"
    "[^\x07\x1b]{0,9}(?:\x07|\x1b\\\\)"
    "|\x1b_Gi=4242;(?P<kitty>[^\x1b]{0,200})\x1b\\\\"
    "|\x1bP>\\|(?P<name>[^\x1b]{0,200})\x1b\\\\"
    "|\x1b\\[6;(?P<height>[0-9]{1,4});(?P<width>[0-9]{1,4})t"
    "|\x1b\\[\\?(?P<fence>[0-9;]{1,60})c"
)
# The beginning of one at the end of a portion. An escape alone may be the key.
_BEGUN = re.compile("\x1b(?:\\][^\x07\x1b]{0,60}|[_P][^\x1b]{0,200}|\\[(?:\\?[0-9;]{0,60}|6;[0-9;]{0,9}))\x1b?\\Z")
#: Terminals that print what they do not know, or know none of this.
_SILENT = re.compile(r"dumb|linux|vt\d+|eterm.*|cons25")
#: Those for whom an application's string (APC) is a title.
_MULTIPLEXED = re.compile(r"(?:screen|tmux)\b")
_PATIENCE_S = 0.6
#: Where kitty's placeholders are known to be understood.
_PLACEHOLDERS = ("kitty", "ghostty")
_SIXEL = 4
_LEAST_CELL, _MOST_CELL = 4, 200


class TerminalFacts(NamedTuple):
    """What is known: `background` as red, green and blue from 0 to 1, `name` with its version, the `abilities` of DA1,
    whether it knows kitty's graphics, and the width and height of a `cell` in pixels."""

    background: tuple[float, float, float] | None = None
    name: str = ""
    abilities: frozenset[int] = frozenset()
    has_kitty: bool = False
    cell: tuple[int, int] = (10, 20)

    @property
    def graphics(self) -> Graphics:
        """How pictures are drawn here."""
        if self.has_kitty and self.name.lower().startswith(_PLACEHOLDERS):
            return Graphics.KITTY
        return Graphics.SIXEL if _SIXEL in self.abilities else Graphics.BLOCKS

    @property
    def is_light(self) -> bool | None:
        """Whether the background is light; None where that is not known."""
        if self.background is None:
            return None
        red, green, blue = self.background
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5


class TerminalAnswers:
    """Asks, and takes the answers out of the input. `env` is the environment; `told` is called when the last answer
    is here, on the thread that reads the input."""

    def __init__(self, env: Mapping[str, str], clock: Callable[[], float] = monotonic) -> None:
        self.facts = TerminalFacts(_background_of(env.get("COLORFGBG", "")))
        self.told: Callable[[], None] = lambda: None
        self.env, self._clock = env, clock
        self._is_waiting = False
        self._asked_graphics = False
        self._since = 0.0
        self._held = ""

    @property
    def has_few_colours(self) -> bool:
        """Whether no more than 16 colours are sent, as Rich reads the environment."""
        if self.env.get("TEXTUAL_COLOR_SYSTEM") in ("truecolor", "256"):
            return False  # a browser: TERM is that of where `serve` was started
        term = self.env.get("TERM", "").lower()
        if term in ("", "dumb", "unknown") or self.env.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
            return False
        return term.rpartition("-")[2] not in ("kitty", "256color")

    def background_question(self) -> str:
        """What asks for the background; "" where nobody would answer."""
        return self._question(BACKGROUND) if self._answers else ""

    def graphics_question(self) -> str:
        """What asks for everything about pictures, once; "" where it was asked, or nobody would answer."""
        if self._asked_graphics or not self._answers:
            return ""
        self._asked_graphics = True
        is_inside = "TMUX" in self.env or _MULTIPLEXED.match(self.env.get("TERM", "")) is not None
        return self._question(("" if is_inside else _KITTY) + _NAME + _CELL)

    @property
    def is_expected(self) -> bool:
        """Whether an answer may still come in a moment."""
        return self._is_waiting and self._clock() - self._since < _PATIENCE_S

    def take(self, data: str) -> str:
        """A portion of the input without answers in it. One may lie in two portions."""
        if not self._is_waiting:
            return data
        data, self._held = self._held + data, ""
        if "\x1b" not in data:
            return data
        data = _ANSWERS.sub(self._taken, data)
        if self._is_waiting and (begun := _BEGUN.search(data)) is not None:
            data, self._held = data[: begun.start()], begun[0]
        return data

    @property
    def _answers(self) -> bool:
        term = self.env.get("TERM", "")
        return bool(term) and _SILENT.fullmatch(term) is None and self.env.get("TERM_PROGRAM") != "Apple_Terminal"

    def _question(self, question: str) -> str:
        self._is_waiting, self._since = True, self._clock()
        return question + _FENCE

    def _taken(self, found: re.Match[str]) -> str:
        facts = self.facts
        if found["red"] is not None:
            red, green, blue = (
                int(found[name], 16) / (16 ** len(found[name]) - 1) for name in ("red", "green", "blue")
            )
            self.facts = facts._replace(background=(red, green, blue))
        elif found["kitty"] is not None:
            self.facts = facts._replace(has_kitty=found["kitty"] == "OK")
        elif found["name"] is not None:
            self.facts = facts._replace(name=found["name"])
        elif found["width"] is not None:
            width, height = int(found["width"]), int(found["height"])
            if _LEAST_CELL <= width <= _MOST_CELL and _LEAST_CELL <= height <= _MOST_CELL:
                self.facts = facts._replace(cell=(width, height))
        else:
            abilities = frozenset(int(part) for part in found["fence"].split(";")[1:] if part)
            self.facts = facts._replace(abilities=abilities)
            self._is_waiting = False
            self.told()
        return ""


@runtime_checkable
class HasAnswers(Protocol):
    """An application that asks its terminal."""

    answers: TerminalAnswers

    @property
    def painter(self) -> Painter:
        """Makes lines of pictures."""

    def send(self, data: str) -> None:
        """Write to the terminal what is no drawing."""


def _background_of(written: str) -> tuple[float, float, float] | None:
    """The background that rxvt and Konsole give as the number of a colour: `15;0`, `0;default;15`."""
    number = written.rpartition(";")[2]
    if not number.isdigit() or int(number) > 15:
        return None
    share = 1.0 if int(number) in (7, 9, 10, 11, 12, 13, 14, 15) else 0.0
    return (share, share, share)
