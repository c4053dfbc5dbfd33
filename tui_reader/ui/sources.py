"""What the list draws from: ids of a query fetched by window, or a handful of rows given whole."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.domain.rows import Group, Order, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui_reader.domain.ports import LibraryReader
    from tui_reader.domain.query import Node
    from tui_reader.services.triage import Triage

FIRST_PAGE = 256


def day_heading(day: date | None, today: date) -> str:
    """`Today`, `Yesterday`, `Thursday 12 November`, `12 March 2025`."""
    if day is None:
        return "Undated"
    away = (today - day).days
    if away == 0:
        return "Today"
    if away == 1:
        return "Yesterday"
    return f"{day:%A} {day.day} {day:%B}" if 0 <= away < 300 else f"{day.day} {day:%B %Y}"


@dataclass
class Ids:
    """The ids of one or more queries one below the other, with headings; `is_whole` False for only the first page."""

    ids: array[int]
    groups: list[tuple[int, str]]
    is_whole: bool
    max_id: int = 0


def load(
    library: LibraryReader,
    parts: Sequence[tuple[str, Node]],
    today: date,
    *,
    whole: bool,
    by_day: bool,
    order: Order = Order.NEWEST,
) -> Ids:
    """The ids of the parts, each with its heading ("" for none). With `whole` False at most the first page, quick at
    any size of the library."""
    ids: array[int] = array("q")
    groups: list[tuple[int, str]] = []
    max_id = library.max_id()
    for title, query in parts:
        limit = None if whole else FIRST_PAGE - len(ids)
        if limit == 0:
            return Ids(ids, groups, is_whole=False, max_id=max_id)
        start = len(ids)
        ids.extend(library.ids(query, order=order, limit=limit))
        if by_day and len(ids) > start:
            found = library.groups(query) if whole else _groups_of(library.rows(ids[start:]))
            at = start
            for group in found:
                heading = day_heading(group.day, today)
                groups.append((at, f"{title} · {heading}" if title else heading))
                at += group.count
        elif title and len(ids) > start:
            groups.append((start, title))
    return Ids(ids, groups, is_whole=whole or len(ids) < FIRST_PAGE, max_id=max_id)


def _groups_of(rows: Sequence[Row]) -> list[Group]:
    groups: list[Group] = []
    for row in rows:
        day = row.date.date() if row.date else None
        if groups and groups[-1].day == day:
            groups[-1] = Group(day, groups[-1].count + 1)
        else:
            groups.append(Group(day, 1))
    return groups


def in_order(ids: Sequence[int], rows: Sequence[Row]) -> list[Row | None]:
    """One row per id; None where there is none."""
    if len(rows) == len(ids):
        return list(rows)
    found = {row.id: row for row in rows}
    return [found.get(i) for i in ids]


class QuerySource:
    """Rows of a query: holds ids, fetches rows by window, lays what is not stored yet over them."""

    def __init__(self, library: LibraryReader, triage: Triage, found: Ids) -> None:
        self._library = library
        self._triage = triage
        self.found = found

    def __len__(self) -> int:
        return len(self.found.ids)

    def id_at(self, index: int) -> int:
        """The row id at a place in the list."""
        return self.found.ids[index]

    def rows(self, ids: Sequence[int]) -> list[Row | None]:
        """One row per id, in their order; None for one that is gone."""
        return in_order(ids, self._triage.overlay(self._library.rows(ids)))

    @property
    def groups(self) -> Sequence[tuple[int, str]]:
        """Headings: (index of the first item, text)."""
        return self.found.groups


class Parts:
    """A handful of rows in a given order. Some are no items of the library (an essay, a table): those have negative
    ids and are `extra`; the others are fetched, so that they show what was decided since."""

    def __init__(
        self,
        library: LibraryReader,
        triage: Triage,
        ids: Sequence[int],
        groups: Sequence[tuple[int, str]] = (),
        extra: Sequence[Row] = (),
    ) -> None:
        self._library = library
        self._triage = triage
        self._ids = list(ids)
        self._extra = {row.id: row for row in extra}
        self.groups = list(groups)

    def __len__(self) -> int:
        return len(self._ids)

    def id_at(self, index: int) -> int:
        """The row id at a place in the list."""
        return self._ids[index]

    def rows(self, ids: Sequence[int]) -> list[Row | None]:
        """One row per id, in their order; None for one that is gone."""
        stored = {r.id: r for r in self._triage.overlay(self._library.rows([i for i in ids if i > 0]))}
        return [self._extra.get(i) or stored.get(i) for i in ids]
