"""The header, the status line and the footer: each one drawn line. What does not fit is dropped whole, by priority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click


RIGHT_GAP = 2


class Piece(Struct, frozen=True):
    """A piece of a bar: `text` with a style, `action` what a click on it does, `priority` who stays when it is narrow
    (higher stays longer), `short` what it becomes before anything is dropped."""

    text: str
    style: str = ""
    action: str = ""
    priority: int = 0
    short: str | None = None
    key: str = ""


def fit(pieces: Sequence[Piece], width: int, gap: int) -> list[Piece]:
    """The pieces that fit: first all become short, then the least important go, one by one."""

    def need(chosen: Sequence[Piece]) -> int:
        return sum(cell_len(_shown(p)) for p in chosen) + gap * max(0, len(chosen) - 1)

    chosen = list(pieces)
    if need(chosen) > width:
        chosen = [
            Piece(p.text if p.short is None else p.short, p.style, p.action, p.priority, None, p.key) for p in chosen
        ]
        chosen = [p for p in chosen if _shown(p)]
    while chosen and need(chosen) > width:
        chosen.remove(min(reversed(chosen), key=lambda p: p.priority))
    return chosen


def _shown(piece: Piece) -> str:
    return f"{piece.key} {piece.text}" if piece.key else piece.text


class Bar(Widget, can_focus=False):
    """One line with pieces on the left and on the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Bar { height: 1; width: 100%; }"

    class Pressed(Message):
        """A piece was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str, gap: int = 2, key_style: str = "bold") -> None:
        super().__init__(id=id)
        self._left: Sequence[Piece] = ()
        self._right: Sequence[Piece] = ()
        self._gap = gap
        self._key_style = key_style
        self._spans: list[tuple[int, int, str]] = []

    def set_pieces(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Show other pieces; nothing is drawn when they are the same."""
        if (list(left), list(right)) != (list(self._left), list(self._right)):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    def render(self) -> Content:
        """The line."""
        width = self.size.width - 2
        # The right side becomes short before a piece of the left one goes, but keeps a third of the line.
        shortest = sum(cell_len(_shown(p) if p.short is None else p.short) + self._gap for p in self._left)
        right = fit(self._right, max(width - shortest - RIGHT_GAP, width // 3), RIGHT_GAP)
        taken = sum(cell_len(_shown(p)) for p in right) + RIGHT_GAP * len(right)
        left = fit(self._left, width - taken, self._gap)
        self._spans = []
        content = Content(" ")
        at = 1
        for piece in left:
            content, at = self._add(content, at, piece)
            content += Content(" " * self._gap)
            at += self._gap
        room = self.size.width - at - taken - 1 + (RIGHT_GAP if right else 0)
        if right:
            content += Content(" " * max(0, room))
            at += max(0, room)
            for i, piece in enumerate(right):
                content, at = self._add(content, at, piece)
                if i < len(right) - 1:
                    content += Content(" " * RIGHT_GAP)
                    at += RIGHT_GAP
        return content

    def _add(self, content: Content, at: int, piece: Piece) -> tuple[Content, int]:
        start = at
        if piece.key:
            content += Content.styled(piece.key, self._key_style) + Content(" " if piece.text else "")
            at += cell_len(piece.key) + (1 if piece.text else 0)
        content += Content.styled(piece.text, piece.style) if piece.style else Content(piece.text)
        at += cell_len(piece.text)
        if piece.action:
            self._spans.append((start, at, piece.action))
        return content, at

    def on_click(self, event: Click) -> None:
        """A click on a piece is its action."""
        for start, end, action in self._spans:
            if start <= event.x < end:
                event.stop()
                self.post_message(self.Pressed(action))
                return
