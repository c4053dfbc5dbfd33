"""Rows of a long list, fetched a page at a time and kept only near where they are looked at."""

from __future__ import annotations

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


class RowWindow(Generic[RowT]):
    """The rows of a source by index, in pages of `PAGE_ROWS`, of which the last few used are kept."""

    def __init__(self, source: ListSource[RowT]) -> None:
        self.source = source
        self._pages: LRUCache[int, tuple[list[int], list[RowT | None]]] = LRUCache(_PAGES_KEPT)

    def row(self, index: int) -> RowT | None:
        """The row at an index of the source; None when the item is gone."""
        number, slot = divmod(index, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._fetch(number)
        return page[1][slot]

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
        if partial:
            self._pages.discard(last)

    def index_of(self, item_id: int, near: int = 0) -> int | None:
        """Where an id stands, looked for around `near` first; None when it is not in the list."""
        source = self.source
        if isinstance(source, IndexedSource):
            return source.index_of(item_id)
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
