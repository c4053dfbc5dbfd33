"""The two sides of a pane, and the divider between them: moved by keys, dragged by the mouse, left out when narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.message import Message

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

#: From this width on both sides are shown: see `ReaderApp.HORIZONTAL_BREAKPOINTS`.
WIDE = 100
#: The share of the list in percent, at least and at most.
LEAST, MOST = 15, 80


class Sides(Horizontal):
    """Holds the sides of all panes, of which one pair is shown."""

    class Divided(Message):
        """The divider was dragged: `share` is that of the list, in percent."""

        def __init__(self, share: int) -> None:
            super().__init__()
            self.share = share

    def __init__(self) -> None:
        super().__init__(id="sides")
        self._is_dragged = False

    def lay_out(self, rows: Widget, share: int) -> None:
        """Give a list its share of the width in percent; 0 leaves it to the style sheet, as a narrow screen does."""
        is_own = share and self.app.size.width >= WIDE
        rows.styles.width = f"{max(LEAST, min(share, MOST))}%" if is_own else None
        rows.styles.max_width = "100%" if is_own else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A press on the border between the sides takes hold of it."""
        shown = [child for child in self.children if child.display and child.id != "side-list"]
        if event.button == 1 and len(shown) == 2 and event.screen_x - shown[0].region.right in (-1, 0):
            event.stop()
            self._is_dragged = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The divider goes along."""
        if self._is_dragged and self.size.width:
            event.stop()
            share = round(100 * (event.screen_x - self.region.x + 1) / self.size.width)
            self.post_message(self.Divided(max(LEAST, min(share, MOST))))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """It is let go."""
        if self._is_dragged:
            event.stop()
            self._is_dragged = False
            self.release_mouse()
