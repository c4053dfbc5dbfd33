"""What the screen shows of a board: two of its tables compared, kept at hand so that keys need not wait for them."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from tui_reader.domain.board_dates import base_of, nearest
from tui_reader.domain.comparison import Comparison, compare
from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.services.boards import mark_returned, of_one_source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from tui_reader.domain.boards import Snapshot
    from tui_reader.services.boards import Tables

T = TypeVar("T")
_KEPT = 16


class BoardComparison(Struct, frozen=True):
    """A board on a day. `days` are all its dates, newest first; `base` is the date compared with, None where there is
    nothing to compare with: then `comparison` is of the table with itself."""

    board: str
    days: tuple[date, ...]
    day: date
    base: date | None
    comparison: Comparison


class TablesLibrary(Protocol):
    """What is asked of the library: its tables, and whether they are still the same."""

    @property
    def boards(self) -> Tables:
        """Leaderboards."""

    def newest_change(self) -> int:
        """A number that differs after anything changed, by whichever connection."""


class ComparisonCache:
    """Reads and compares tables. It keeps the last few until the library changes; used on one thread."""

    def __init__(self, aliases: ModelAliases | None = None) -> None:
        self._aliases = aliases or ModelAliases()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._change = -1

    def compared(
        self, library: TablesLibrary, board: str, day: date | None, choice: str, looked: date | None = None
    ) -> BoardComparison | None:
        """The table of a day (None: the newest) compared with what `choice` means (see `base_of`); None for a board
        without tables."""
        change = library.newest_change()
        if change != self._change:
            self._kept.clear()
            self._change = change
        days = self.kept(("days", board), lambda: tuple(info.taken_on for info in library.boards.snapshots(board)))
        shown = nearest(days, day or (days[0] if days else None))
        if shown is None:
            return None
        base = base_of(days, shown, choice, looked)
        pair = self.kept(("pair", board, base, shown), lambda: self._compare(library, board, base, shown))
        return BoardComparison(board, days, shown, base, pair) if pair is not None else None

    def _compare(self, library: TablesLibrary, board: str, base: date | None, shown: date) -> Comparison | None:
        after = self._table(library, board, shown)
        before = self._table(library, board, base) if base is not None else after
        if before is None or after is None:
            return None
        before = of_one_source(library.boards, before, after)
        found = compare(before, after, self._aliases.key)
        return mark_returned(library.boards, found, self._aliases) if base is not None else found

    def _table(self, library: TablesLibrary, board: str, day: date) -> Snapshot | None:
        return self.kept((board, day), lambda: library.boards.snapshot(board, day))

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under that key since the library last changed, else made now."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]  # type: ignore[return-value]
        made = self._kept[key] = make()
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return made
