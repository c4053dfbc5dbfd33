"""Which action a key means: alone, as the end of a sequence (`g g`), or for whoever asked for the next keys."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tui_reader.config.keymap import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from tui_reader.config.keymap import Keymap
    from tui_reader.domain.actions import Context

name_of_key = lru_cache(maxsize=256)(normalise)


class KeySequences:
    """The keys that were typed of a longer sequence, and who takes the next ones first."""

    def __init__(self) -> None:
        self.typed: tuple[str, ...] = ()
        self._taker: Callable[[str], bool] | None = None

    def forget(self) -> None:
        """Nothing was begun."""
        self.typed, self._taker = (), None

    def give_to(self, taker: Callable[[str], bool]) -> None:
        """Give each key to `taker` first, until it wants no more and says False."""
        self._taker = taker

    @property
    def is_given(self) -> bool:
        """Whether the next key goes to somebody first."""
        return self._taker is not None

    def take(self, name: str) -> bool:
        """Whether a key was taken by whoever asked for it."""
        if self._taker is not None and self._taker(name):
            return True
        self._taker = None
        return False

    def next(self, name: str, keymap: Keymap, pane: Context) -> tuple[str | None, bool]:
        """The action that a key means after those before it, and whether it begins a sequence."""
        typed = (*self.typed, name)
        if typed not in keymap.sequences[pane] and typed not in keymap.begun[pane]:
            typed = (name,)  # a sequence that leads nowhere: the last key is taken by itself
        action, is_begun = keymap.sequences[pane].get(typed), typed in keymap.begun[pane]
        self.typed = typed if is_begun and action is None else ()
        return action, is_begun


def name_of(event: events.Key) -> str:
    """A key as the table of actions names it."""
    return event.character if event.character and event.is_printable else name_of_key(event.key)
