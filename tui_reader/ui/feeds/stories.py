"""Near-equal titles of one day as one row of a list, which can be opened: nothing is merged, some rows stand behind
others."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from tui_reader.ui.row_sources import Ids, QuerySource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_reader.domain.rows import Row


class StorySource(QuerySource):
    """Rows that say how many stand behind them, or that they stand behind one themselves."""

    @cached_property
    def hidden(self) -> tuple[list[int], list[int]]:
        """The places of the closed rows that others stand behind, and how many stand behind the rows up to each."""
        found = self.found
        closed = found.behind.keys() - found.open
        places = [at for at, i in enumerate(found.ids) if i in closed] if closed else []
        return places, [0, *accumulate(len(found.behind[found.ids[at]]) for at in places)]

    def rows(self, ids: Sequence[int]) -> list[Row | None]:
        """One row per id, in their order; None for one that is gone."""
        rows, found = super().rows(ids), self.found
        if not found.behind:
            return rows
        below = {i for lead in found.open for i in found.behind.get(lead, ())}

        def one(row: Row) -> Row:
            if row.id in below:
                return changed(row, is_behind=True)
            return changed(row, more=len(found.behind[row.id])) if row.id in found.behind else row

        return [one(row) if row is not None else None for row in rows]


def folded(found: Ids, stories: Mapping[int, int]) -> Ids:
    """The ids with only the first of each story left. `stories` gives the stories of ids, in the order in which those
    stand behind the first."""
    if not stories:
        return found
    members: dict[int, list[int]] = defaultdict(list)
    listed = frozenset(found.ids) if found.is_whole else stories
    for item_id, story in stories.items():
        if item_id in listed:
            members[story].append(item_id)
    leads: set[int] = set()
    behind: dict[int, tuple[int, ...]] = {}
    kept: list[int] = []
    gone: list[int] = []
    for index, item_id in enumerate(found.ids):
        its = stories.get(item_id)
        if its is not None and len(members[its]) > 1:
            if its in leads:
                gone.append(index)
                continue
            leads.add(its)
            behind[item_id] = tuple(i for i in members[its] if i != item_id)
        kept.append(item_id)
    if not behind:
        return found
    ids = type(found.ids)("q", kept)
    return replace(found, ids=ids, groups=_moved(found.groups, gone), behind=behind)


def opened(found: Ids, lead: int) -> Ids:
    """The ids with a story opened, its other items below the first; or closed again, if it is open."""
    others = found.behind.get(lead, ())
    ids = list(found.ids)
    if lead not in ids or not others:
        return found
    at = ids.index(lead) + 1
    if lead in found.open:
        shown = set(others)
        count = 0
        while at + count < len(ids) and ids[at + count] in shown:
            count += 1
        ids[at : at + count] = []
        return replace(
            found,
            ids=type(found.ids)("q", ids),
            groups=[(start - count if start >= at else start, heading) for start, heading in found.groups],
            open=found.open - {lead},
        )
    ids[at:at] = others
    groups = [(start + len(others) if start >= at else start, heading) for start, heading in found.groups]
    return replace(found, ids=type(found.ids)("q", ids), groups=groups, open=found.open | {lead})


def lead_of(found: Ids, item_id: int) -> int | None:
    """The row that stands for an item's story: itself, or the one it stands behind; None without a story."""
    if item_id in found.behind:
        return item_id
    return next((lead for lead, others in found.behind.items() if item_id in others), None)


def _moved(groups: Iterable[tuple[int, str]], gone: list[int]) -> list[tuple[int, str]]:
    """Headings where they stand when the rows at those indices are gone; of several at one place the last holds."""
    found: dict[int, str] = {}
    for start, heading in groups:
        found[start - bisect_left(gone, start)] = heading
    return list(found.items())
