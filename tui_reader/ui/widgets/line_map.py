"""Where the items of a grouped list stand: which line an item is on, and what a line shows."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class LineMap:
    """Lines of a list of `items` items in which group headings take a line of their own.

    `groups` are pairs (index of the first item, heading) in ascending order; headings past the last item are left out.
    """

    __slots__ = ("_heading_lines", "_starts", "headings", "items")

    def __init__(self, items: int, groups: Sequence[tuple[int, str]] = ()) -> None:
        kept = [(first, heading) for first, heading in groups if 0 <= first < items]
        kept.sort(key=lambda group: group[0])
        self.items = items
        self.headings = tuple(heading for _, heading in kept)
        self._starts = [first for first, _ in kept]
        self._heading_lines = [first + above for above, first in enumerate(self._starts)]

    @property
    def lines(self) -> int:
        """How many lines there are in all."""
        return self.items + len(self._starts)

    def line_of(self, index: int) -> int:
        """The line of an item."""
        return index + bisect_right(self._starts, index)

    def group_of(self, line: int) -> int | None:
        """The group a line is in, its heading included; None above the first heading."""
        group = bisect_right(self._heading_lines, line) - 1
        return group if group >= 0 else None

    def item_at(self, line: int) -> int | None:
        """The item on a line; None for a heading and for lines outside the list."""
        group = bisect_right(self._heading_lines, line) - 1
        if not 0 <= line < self.lines or (group >= 0 and self._heading_lines[group] == line):
            return None
        return line - group - 1

    def nearest_item(self, line: int, direction: int) -> int:
        """The item on a line, or the next one in `direction` (1 down, -1 up) when a heading stands there."""
        line = max(0, min(line, self.lines - 1))
        while (index := self.item_at(line)) is None and 0 <= line + direction < self.lines:
            line += direction
        return index if index is not None else (self.items - 1 if direction > 0 else 0)
