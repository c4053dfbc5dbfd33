"""The line in which a search is typed. Up, down, enter and escape belong to the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events


class SearchLine(Input, inherit_bindings=True):
    """A line that reports every change; the screen decides what keys mean that are not text."""

    DEFAULT_CSS = """
    SearchLine { height: 1; border: none; padding: 0 1; background: $panel; display: none; }
    SearchLine:focus { border: none; }
    SearchLine.-open { display: block; }
    """

    class Key(Message):
        """`up`, `down`, `enter` or `escape` was pressed in the line."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down", "enter", "escape", "ctrl+n", "ctrl+p", "tab"):
            event.stop()
            event.prevent_default()
            key = {"ctrl+n": "down", "ctrl+p": "up", "tab": "enter"}.get(event.key, event.key)
            self.post_message(self.Key(key))
            return
        await super()._on_key(event)
