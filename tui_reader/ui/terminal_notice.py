"""What a terminal is sent so that it tells of news in its own way, also when nobody looks at it.

The sequences are those of iTerm2 (OSC 9, "Post a notification") and of rxvt-unicode's `notify` extension (OSC 777), as
kitty, WezTerm, foot, Ghostty and others took them over, and the bell (ECMA-48, BEL). Inside tmux they are wrapped for
the terminal outside (tmux(1), `allow-passthrough`); the bell tmux passes on itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.text.sanitise import clean_line
from tui_reader.ui.terminal import LINKLESS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_reader.domain.events import WatchedCame

BELL = "\a"
NAME = "inference-tui"
MOST = 120
"""So many characters of a title are shown: a notification has two lines or three."""


def words(came: WatchedCame) -> str:
    """One line for a person, without anything that a terminal would take for more than text. It begins with a letter:
    after a number some terminals take OSC 9 for something else (`9;4` is ConEmu's progress bar)."""
    title = clean_line(came.title)
    title = title if len(title) <= MOST else title[: MOST - 1].rstrip() + "…"
    first = title or "without a title"
    return f"New of what you follow: {first}" + (f" and {came.count - 1} more" if came.count > 1 else "")


def notice(how: str, came: WatchedCame, env: Mapping[str, str]) -> str:
    """What is sent: `how` is osc9, osc777 or bell; `env` says which terminal it is. One that would print a sequence
    that it does not know hears the bell."""
    if how == "bell" or env.get("TERM", "") in LINKLESS:
        return BELL
    text = words(came)
    # In OSC 777 a semicolon divides, and there is no way to write one.
    sent = f"\x1b]9;{text}\x1b\\" if how == "osc9" else f"\x1b]777;notify;{NAME};{text.replace(';', ',')}\x1b\\"
    if "TMUX" in env:
        return f"\x1bPtmux;{sent.replace(chr(27), chr(27) * 2)}\x1b\\"
    return sent
