"""Keys to actions: sequences such as `gg` are put together here, from the table of actions (DESIGN §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.config.keymap import Keymap, normalise

if TYPE_CHECKING:
    from textual.events import Key

    from tui_reader.domain.actions import Context


class KeyReader:
    """Collects keys until they mean something. `waiting` shows what was typed of a longer sequence."""

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self._typed: list[str] = []

    @property
    def waiting(self) -> str:
        """The keys typed so far, while more are expected."""
        return "".join(self._typed)

    def press(self, context: Context, event: Key) -> str | None:
        """The id of the action that this key completes, or None."""
        self._typed.append(name_of(event))
        action, more = self._keymap.resolve(context, self._typed)
        if action is None and not more and len(self._typed) > 1:
            # The sequence leads nowhere: the last key is taken by itself.
            self._typed = [self._typed[-1]]
            action, more = self._keymap.resolve(context, self._typed)
        if action is not None or not more:
            self._typed.clear()
        return action

    def clear(self) -> None:
        """Forget a sequence that was begun."""
        self._typed.clear()


def name_of(event: Key) -> str:
    """A key as the keymap names it: the character typed, else Textual's name."""
    if event.character and event.is_printable:
        return normalise(event.character)
    return normalise(event.key)
