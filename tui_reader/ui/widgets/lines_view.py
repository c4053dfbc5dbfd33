"""Lines that are scrolled through: where one is in them, and moving by lines and by screens."""

from __future__ import annotations

from textual.scroll_view import ScrollView

_OVERLAP = 2


class LinesView(ScrollView, inherit_bindings=False):
    """A view of numbered lines, of which as many as it is high are seen."""

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self.virtual_size.height

    @property
    def percent(self) -> int:
        """How much of the lines has been in view, of 100, if they were read from their start."""
        if self.at_end or not self.line_count:
            return 100
        return min(99, 100 * (self.scroll_offset.y + self.size.height) // self.line_count)

    @property
    def at_start(self) -> bool:
        """Whether the first line is in view."""
        return self.scroll_offset.y <= 0

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.scroll_offset.y >= self.max_scroll_y

    def page(self, pages: int) -> bool:
        """Move on by screens, or back when negative, a little of the old screen staying in view. False when already
        at the end (or start)."""
        if (pages > 0 and self.at_end) or (pages < 0 and self.at_start):
            return False
        self.scroll_lines(pages * max(1, self.size.height - _OVERLAP))
        return True

    def scroll_lines(self, lines: int) -> None:
        """Move down by lines, or up when negative."""
        self._scroll(self.scroll_offset.y + lines)

    def to_top(self) -> None:
        """Go to the first line."""
        self._scroll(0)

    def to_bottom(self) -> None:
        """Go to the last line."""
        self._scroll(self.line_count)

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True, immediate=True)
