"""The rows of a long list: fetched a page at a time, kept near where they are looked at, and on which line each is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, runtime_checkable

from textual.cache import LRUCache

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

RowT = TypeVar("RowT")
RowT_co = TypeVar("RowT_co", covariant=True)

PAGE_ROWS = 256
"""Rows fetched at once: about 0.6 ms from the library, and several screens high."""
_PAGES_KEPT = 8
_NEARBY = 512


class ListSource(Protocol[RowT_co]):
    """What a list shows: item ids in order, and the rows of any of them.

    `rows` gives one row per id, in the order asked; None for an item that is gone. `groups` are pairs (index of the
    first item, heading), ascending; empty when the list has no headings. A source does not change; a pane that has
    something new hands in a new source.
    """

    @property
    def groups(self) -> Sequence[tuple[int, str]]:
        """Headings and where they stand."""
        ...

    def __len__(self) -> int: ...

    def id_at(self, index: int) -> int:
        """The id of the item at an index."""
        ...

    def rows(self, ids: Sequence[int]) -> Sequence[RowT_co | None]:
        """The rows of those ids."""
        ...


@runtime_checkable
class IndexedSource(Protocol):
    """A source that finds an id faster than by asking for every one."""

    def index_of(self, item_id: int) -> int | None:
        """Where the id stands, or None."""
        ...


class EmptySource:
    """A list of nothing."""

    groups: Sequence[tuple[int, str]] = ()

    def __len__(self) -> int:
        return 0

    def id_at(self, index: int) -> int:
        """Never asked, since there is no index."""
        raise IndexError(index)

    def rows(self, ids: Sequence[int]) -> Sequence[None]:
        """None for each."""
        return [None] * len(ids)


@runtime_checkable
class FoldedSource(Protocol):
    """A source of which some items stand hidden behind others."""

    @property
    def hidden(self) -> tuple[Sequence[int], Sequence[int]]:
        """The places of those that others stand behind, ascending, and how many stand behind all up to each, from 0
        on: one more number than places."""


def _counts(source: ListSource[object]) -> tuple[Sequence[int], Sequence[int], int]:
    places, sums = source.hidden if isinstance(source, FoldedSource) else ((), (0,))
    return places, sums, len(source) + sums[-1]


class RowWindow(Generic[RowT]):
    """The rows of a source by index, in pages of `PAGE_ROWS`, of which the last few used are kept."""

    def __init__(self, source: ListSource[RowT]) -> None:
        self.source = source
        self._counts = _counts(source)
        self._pages: LRUCache[int, tuple[list[int], list[RowT | None]]] = LRUCache(_PAGES_KEPT)

    def row(self, index: int) -> RowT | None:
        """The row at an index of the source; None when the item is gone."""
        number, slot = divmod(index, PAGE_ROWS)
        return self._page(number)[1][slot]

    def id_at(self, index: int) -> int:
        """The id at an index of the source."""
        number, slot = divmod(index, PAGE_ROWS)
        return self._page(number)[0][slot]

    def counted(self, index: int) -> tuple[int, int]:
        """How many items stand before an index, and how many there are: a row stands for all behind it."""
        places, sums, count = self._counts
        return index + sums[bisect_left(places, index)], count

    def _page(self, number: int) -> tuple[list[int], list[RowT | None]]:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._fetch(number)
        return page

    def patch(self, ids: AbstractSet[int]) -> None:
        """Fetch those rows again where they are held."""
        for number in list(self._pages.keys()):
            held, rows = self._pages[number]
            slots = [slot for slot, item_id in enumerate(held) if item_id in ids]
            for slot, row in zip(slots, self._ask([held[slot] for slot in slots]), strict=True):
                rows[slot] = row

    def extend(self, source: ListSource[RowT]) -> None:
        """Go on with a longer source that begins with the same ids: full pages stay."""
        last, partial = divmod(len(self.source), PAGE_ROWS)
        self.source = source
        self._counts = _counts(source)
        if partial:
            self._pages.discard(last)

    def index_of(self, item_id: int, near: int = 0) -> int | None:
        """Where an id stands, looked for around `near` first; None when it is not in the list."""
        source = self.source
        if isinstance(source, IndexedSource):
            return source.index_of(item_id)
        near = min(near, len(source))  # the list before this one may have been longer
        first, last = max(0, near - _NEARBY), min(len(source), near + _NEARBY)
        for span in (range(first, last), range(first), range(last, len(source))):
            for index in span:
                if source.id_at(index) == item_id:
                    return index
        return None

    def _fetch(self, number: int) -> tuple[list[int], list[RowT | None]]:
        first = number * PAGE_ROWS
        ids = [self.source.id_at(index) for index in range(first, min(first + PAGE_ROWS, len(self.source)))]
        return ids, self._ask(ids)

    def _ask(self, ids: list[int]) -> list[RowT | None]:
        if not ids:
            return []
        rows: list[RowT | None] = list(self.source.rows(ids))
        # A source that answers short would otherwise take the whole screen down.
        return rows[: len(ids)] + [None] * (len(ids) - len(rows))


class LineMap:
    """Lines of a list of `items` items, each `height` lines high, in which group headings take a line of their own.

    `groups` are pairs (index of the first item, heading) in ascending order; headings past the last item are left out.
    """

    __slots__ = ("_heading_lines", "_starts", "headings", "height", "items")

    def __init__(self, items: int, groups: Sequence[tuple[int, str]] = (), height: int = 1) -> None:
        kept = [(first, heading) for first, heading in groups if 0 <= first < items]
        kept.sort(key=lambda group: group[0])
        self.items = items
        self.height = height
        self.headings = tuple(heading for _, heading in kept)
        self._starts = [first for first, _ in kept]
        self._heading_lines = [first * height + above for above, first in enumerate(self._starts)]

    @property
    def lines(self) -> int:
        """How many lines there are in all."""
        return self.items * self.height + len(self._starts)

    def line_of(self, index: int) -> int:
        """The first line of an item."""
        return index * self.height + bisect_right(self._starts, index)

    def group_of(self, line: int) -> int | None:
        """The group a line is in, its heading included; None above the first heading."""
        group = bisect_right(self._heading_lines, line) - 1
        return group if group >= 0 else None

    def item_at(self, line: int) -> int | None:
        """The item on a line; None for a heading and for lines outside the list."""
        group = bisect_right(self._heading_lines, line) - 1
        if not 0 <= line < self.lines or (group >= 0 and self._heading_lines[group] == line):
            return None
        return (line - group - 1) // self.height

    def nearest_item(self, line: int, direction: int) -> int:
        """The item on a line, or the next one in `direction` (1 down, -1 up) when a heading stands there."""
        line = max(0, min(line, self.lines - 1))
        while (index := self.item_at(line)) is None and 0 <= line + direction < self.lines:
            line += direction
        return index if index is not None else (self.items - 1 if direction > 0 else 0)
