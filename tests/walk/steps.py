"""What a user can do, as values: written down, read back, and as the bytes that a terminal would send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from walk.clock import Pace

_NAMED = {
    "escape": "\x1b[27u",  # as terminals with the Kitty protocol send it, so that what follows is not taken for alt+key
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "backspace": "\x7f",
    "f1": "\x1bOP",
}
LEFT, MIDDLE, RIGHT = 0, 1, 2


def bytes_of(key: str) -> str:
    """What a terminal sends for a key as Textual names it, or for a character."""
    if key in _NAMED:
        return _NAMED[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[-1]) - 96)
    if len(key) != 1:
        raise ValueError(f"no terminal sends {key}")
    return key


@dataclass(frozen=True)
class Keys:
    """Keys in one write, or `gap_ms` apart, with threads that are as fast as `pace` says."""

    keys: tuple[str, ...]
    gap_ms: int = 0
    pace: Pace = Pace.EVEN

    def __str__(self) -> str:
        gap = f" every {self.gap_ms} ms" if self.gap_ms else ""
        return f"keys {' '.join(self.keys)}{gap}{f' ({self.pace} threads)' if self.pace else ''}"


@dataclass(frozen=True)
class Click:
    """The mouse at a cell, counted from 0: pressed and let go, `times` times."""

    x: int
    y: int
    times: int = 1
    button: int = LEFT

    def __str__(self) -> str:
        return f"click {self.x} {self.y} {self.times} {self.button}"


@dataclass(frozen=True)
class Wheel:
    """A notch of the wheel at a cell; `lines` -1 is up."""

    x: int
    y: int
    lines: int = 1

    def __str__(self) -> str:
        return f"wheel {self.x} {self.y} {self.lines}"


@dataclass(frozen=True)
class Drag:
    """The mouse pressed at one cell and let go at another."""

    x: int
    y: int
    to_x: int
    to_y: int

    def __str__(self) -> str:
        return f"drag {self.x} {self.y} {self.to_x} {self.to_y}"


@dataclass(frozen=True)
class Paste:
    """A text pasted into the terminal."""

    text: str

    def __str__(self) -> str:
        return f"paste {self.text!r}"


@dataclass(frozen=True)
class Resize:
    """The terminal got another size."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"resize {self.width} {self.height}"


@dataclass(frozen=True)
class Wait:
    """Nothing, for so long."""

    seconds: float = 0.0

    def __str__(self) -> str:
        return f"wait {self.seconds:g}"


@dataclass(frozen=True)
class Answers:
    """No deed, a question: do the keys answer, and does `escape` lead out to the plain list?"""

    def __str__(self) -> str:
        return "answers"


Step = Keys | Click | Wheel | Drag | Paste | Resize | Wait | Answers


def within(step: Step, size: tuple[int, int]) -> Step:
    """The step with the mouse on the screen, whatever size that has by now."""
    width, height = size
    match step:
        case Click(x, y) | Wheel(x, y):
            return replace(step, x=min(x, width - 1), y=min(y, height - 1))
        case Drag(x, y, to_x, to_y):
            return Drag(min(x, width - 1), min(y, height - 1), min(to_x, width - 1), min(to_y, height - 1))
        case _:
            return step


def sent(step: Step) -> list[str]:
    """The writes of a step: what a terminal sends, in the pieces it sends it in."""
    match step:
        case Keys(keys, gap_ms):
            if gap_ms:
                return [bytes_of(key) for key in keys]
            return ["".join(bytes_of(key) for key in keys)]
        case Click(x, y, times, button):
            return [f"\x1b[<{button};{x + 1};{y + 1}M\x1b[<{button};{x + 1};{y + 1}m"] * times
        case Wheel(x, y, lines):
            return [f"\x1b[<{64 if lines < 0 else 65};{x + 1};{y + 1}M"]
        case Drag(x, y, to_x, to_y):
            moved = f"\x1b[<32;{(x + to_x) // 2 + 1};{(y + to_y) // 2 + 1}M\x1b[<32;{to_x + 1};{to_y + 1}M"
            return [f"\x1b[<0;{x + 1};{y + 1}M", moved, f"\x1b[<0;{to_x + 1};{to_y + 1}m"]
        case Paste(text):
            return [f"\x1b[200~{text}\x1b[201~"]
        case _:
            return []


def format_steps(steps: Sequence[Step]) -> str:
    """Steps as text, one a line; those that do nothing are left out."""
    return "\n".join(str(step) for step in steps if step != Wait())


_KEYS = re.compile(r"keys (.+?)(?: every (\d+) ms)?(?: \((fast|slow) threads\))?")


def read(text: str) -> list[Step]:
    """Steps from text, as `format_steps` writes them."""
    steps: list[Step] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        numbers = [int(n) for n in re.findall(r"-?\d+", rest)] if word != "paste" else []
        match word:
            case "keys":
                found = _KEYS.fullmatch(line)
                assert found is not None, line
                steps.append(Keys(tuple(found[1].split(" ")), int(found[2] or 0), Pace(found[3] or "")))
            case "click":
                steps.append(Click(*numbers))
            case "wheel":
                steps.append(Wheel(*numbers))
            case "drag":
                steps.append(Drag(*numbers))
            case "paste":
                import ast

                steps.append(Paste(ast.literal_eval(rest)))
            case "resize":
                steps.append(Resize(*numbers))
            case "wait":
                steps.append(Wait(float(rest)))
            case "answers":
                steps.append(Answers())
            case _:
                raise ValueError(line)
    return steps
