"""Followed papers on top of their day, and which they are."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from tui_reader.domain.query import And, Since, Until
from tui_reader.domain.rows import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.following import Following
    from tui_reader.domain.query import Node
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.row_sources import Arrange

_ROWS_AT_ONCE = 1000


def followed_first(following: Following) -> Arrange:
    """The order of a list in which the followed stand first in each day."""
    return lambda library, query, ids, days, is_cut: _arranged(library, query, ids, days, following, is_cut)


def _arranged(
    library: ListsLibrary,
    query: Node,
    ids: array[int],
    days: Sequence[Group],
    following: Following,
    is_cut: bool,
) -> tuple[array[int], list[Group], frozenset[int]]:
    """The ids of a query, which make up `days`, with the followed ones first in each day, and which those are.

    With `is_cut` there are more ids than these: then the last day is made whole, so that what follows it later does
    not change it. The undated have no day to stand first in, and stay.
    """
    days = list(days)
    if is_cut and (day := days[-1].day) is not None:
        days.pop()
        whole = library.lists.ids(And((query, Since(day), Until(day))))
        ids = ids[: sum(group.count for group in days)] + whole
        days.append(Group(day, len(whole)))
    dated = [group.day for group in days if group.day is not None]
    if not dated:
        return ids, days, frozenset()
    followed = _followed(library, And((query, Since(min(dated)), Until(max(dated)))), following)
    if followed.isdisjoint(ids):
        return ids, days, frozenset()
    ordered: array[int] = array("q")
    start = 0
    for group in days:
        run = ids[start : start + group.count]
        start += group.count
        if group.day is not None:
            run = array("q", sorted(run, key=lambda item_id: item_id not in followed))
        ordered.extend(run)
    ordered.extend(ids[start:])
    return ordered, days, frozenset(followed)


def _followed(library: ListsLibrary, query: Node, following: Following) -> set[int]:
    found: set[int] = set()
    for words in following.word_queries():
        found.update(library.lists.ids(And((query, words))))
    for names in following.author_queries():
        candidates = [i for i in library.lists.ids(And((query, names))) if i not in found]
        for start in range(0, len(candidates), _ROWS_AT_ONCE):
            rows = library.lists.rows(candidates[start : start + _ROWS_AT_ONCE])
            found.update(row.id for row in rows if following.is_author(row.authors))
    return found
