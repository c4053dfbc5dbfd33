"""What the list draws from: ids of a query fetched by window, or a handful of rows given whole."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec.structs import replace

from tui_reader.domain.rows import Order, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from tui_reader.domain.query import Node
    from tui_reader.domain.rows import Group
    from tui_reader.ui.lists_library import ListsLibrary

    Marks: TypeAlias = Callable[[Sequence[Row]], Collection[int]]
    """Tells the ids of those among some rows that are watched."""
    Arrange: TypeAlias = Callable[
        [ListsLibrary, Node, array[int], Sequence[Group], bool], tuple[array[int], Sequence[Group], frozenset[int]]
    ]
    """Puts the ids of a query in another order within their days: given are the library, the query, the ids, their
    days, and whether there are more ids than these; it gives ids, days, and the ids that it put first."""

FIRST_PAGE = 256
#: The title of the part that holds what came since the last visit. It may hold what is dated long before: of days
#: further back than this each month has one heading.
NEW = "New since you last looked"
_LIKELY = re.compile(r" · [\d,]+ of [\d,]+ likely$")
_BY_MONTH = timedelta(days=31)


def day_heading(day: date | None, today: date) -> str:
    """`Today`, `Yesterday`, `Thursday 12 November`, with the year where it is another one, `12 March 2025`."""
    if day is None:
        return "Undated"
    away = (today - day).days
    if away == 0:
        return "Today"
    if away == 1:
        return "Yesterday"
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day:%A} {day.day} {day:%B}{year}" if 0 <= away < 300 else f"{day.day} {day:%B %Y}"


def with_likely(heading: str, likely: int, count: int) -> str:
    """The heading of a day with how many of its papers are likely to be kept, in the place of what it said of that."""
    bare = _LIKELY.sub("", heading)
    return f"{bare} · {likely:,} of {count:,} likely" if likely else bare


class RowSource(Protocol):
    """What the list of a pane draws from."""

    @property
    def groups(self) -> Sequence[tuple[int, str]]:
        """Headings: (index of the first item, text)."""

    def __len__(self) -> int: ...

    def id_at(self, index: int) -> int:
        """The row id at a place in the list."""

    def rows(self, ids: Sequence[int]) -> Sequence[Row | None]:
        """One row per id, in their order; None for one that is gone."""


class Overlay(Protocol):
    """What lays decisions that the library does not hold yet over its rows."""

    def overlay(self, rows: Iterable[Row]) -> list[Row]:
        """The rows as the user left them."""


@dataclass
class Ids:
    """The ids of one or more queries one below the other, with headings; `is_whole` False for only the first page.
    `followed` are those that stand on top of their day because the user follows them; `behind` gives the ids with
    near-equal titles that stand behind one in the list, `open` the rows below which they are shown."""

    ids: array[int]
    groups: list[tuple[int, str]]
    is_whole: bool
    max_id: int = 0
    followed: frozenset[int] = frozenset()
    behind: dict[int, tuple[int, ...]] = field(default_factory=dict)
    open: frozenset[int] = frozenset()

    @classmethod
    def none(cls) -> Ids:
        """No ids at all."""
        return cls(array("q"), [], True)


def load(
    library: ListsLibrary,
    parts: Sequence[tuple[str, Node]],
    today: date,
    *,
    whole: bool,
    by_day: bool,
    order: Order = Order.NEWEST,
    arrange: Arrange | None = None,
) -> Ids:
    """The ids of the parts, each with its heading ("" for none). With `whole` False at most the first page, quick at
    any size of the library. `arrange` puts some first in their day."""
    ids: array[int] = array("q")
    groups: list[tuple[int, str]] = []
    max_id = library.lists.max_id()
    followed: frozenset[int] = frozenset()
    for title, query in parts:
        limit = None if whole else FIRST_PAGE - len(ids)
        if limit is not None and limit <= 0:
            return Ids(ids, groups, is_whole=False, max_id=max_id, followed=followed)
        start = len(ids)
        found = library.lists.ids(query, order=order, limit=limit)
        if by_day and found:
            days: Sequence[Group] = library.lists.groups(query) if whole else library.lists.groups_of(found)
            if arrange is not None and order is Order.NEWEST:
                found, days, marked = arrange(library, query, found, days, len(found) == limit)
                followed |= marked
            at, before = start, ""
            for group in days:
                heading = day_heading(group.day, today)
                heading = with_likely(heading, group.likely, group.count)
                if title == NEW:
                    is_old = group.day is not None and today - group.day > _BY_MONTH
                    heading = f"{group.day:%B %Y}" if is_old else heading
                    title_here = NEW if at == start else "New"
                else:
                    title_here = title
                if not (title == NEW and heading == before):
                    groups.append((at, f"{title_here} · {heading}" if title else heading))
                before = heading
                at += group.count
        elif title and found:
            groups.append((start, title))
        ids.extend(found)
    return Ids(ids, groups, is_whole=whole or len(ids) < FIRST_PAGE, max_id=max_id, followed=followed)


def in_order(ids: Sequence[int], rows: Sequence[Row]) -> list[Row | None]:
    """One row per id; None where there is none."""
    if len(rows) == len(ids):
        return list(rows)
    found = {row.id: row for row in rows}
    return [found.get(i) for i in ids]


class QuerySource:
    """Rows of a query: holds ids, fetches rows by window, lays what is not stored yet over them."""

    def __init__(
        self,
        library: ListsLibrary,
        pending: Overlay,
        found: Ids,
        marks: Marks | None = None,
    ) -> None:
        self._library = library
        self._pending = pending
        self.found = found
        self.marks = marks
        """Tells which rows are watched; without it `found` does."""

    def __len__(self) -> int:
        return len(self.found.ids)

    def id_at(self, index: int) -> int:
        """The row id at a place in the list."""
        return self.found.ids[index]

    def rows(self, ids: Sequence[int]) -> list[Row | None]:
        """One row per id, in their order; None for one that is gone."""
        rows = in_order(ids, self._pending.overlay(self._library.lists.rows(ids)))
        return _marked(rows, self.marks) if self.marks is not None else _followed(rows, self.found.followed)

    @property
    def groups(self) -> Sequence[tuple[int, str]]:
        """Headings: (index of the first item, text)."""
        return self.found.groups


class Parts:
    """A handful of rows in a given order. Some are no items of the library (an essay, a table): those have negative
    ids and are `extra`; the others are fetched, so that they show what was decided since."""

    def __init__(
        self,
        library: ListsLibrary,
        pending: Overlay,
        ids: Sequence[int],
        groups: Sequence[tuple[int, str]] = (),
        extra: Sequence[Row] = (),
        marks: Marks | None = None,
    ) -> None:
        self._library = library
        self._pending = pending
        self._ids = list(ids)
        self._extra = {row.id: row for row in extra}
        self.groups = list(groups)
        self.marks = marks
        """Tells which rows are watched."""

    def __len__(self) -> int:
        return len(self._ids)

    def id_at(self, index: int) -> int:
        """The row id at a place in the list."""
        return self._ids[index]

    def rows(self, ids: Sequence[int]) -> list[Row | None]:
        """One row per id, in their order; None for one that is gone."""
        stored = {r.id: r for r in self._pending.overlay(self._library.lists.rows([i for i in ids if i > 0]))}
        return _marked([self._extra.get(i) or stored.get(i) for i in ids], self.marks)


def _marked(rows: list[Row | None], marks: Marks | None) -> list[Row | None]:
    return _followed(rows, marks([row for row in rows if row is not None])) if marks is not None else rows


def _followed(rows: list[Row | None], followed: Collection[int]) -> list[Row | None]:
    if not followed:
        return rows
    return [replace(row, is_followed=True) if row is not None and row.id in followed else row for row in rows]
