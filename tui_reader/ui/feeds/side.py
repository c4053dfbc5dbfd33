"""The side list of Feeds: groups, and their feeds, with how many of their entries are unread."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui_reader.domain.query import And, parse
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.filters import terms
from tui_reader.ui.side_rows import SideRow

if TYPE_CHECKING:
    from datetime import date

    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.state import PaneState

_KINDS = (SourceKind.FEED, SourceKind.TRENDING)
#: One kind at a time: that is what the library's own index of unread items answers at any size.
_UNREAD = ("kind:post is:unread", "kind:repo is:unread")


def feed_rows(library: ScreenLibrary, state: PaneState, today: date) -> list[SideRow]:
    """The rows, feeds by group and title. What has nothing unread stands there too, without a number."""
    counts = unread_by(library, "source", today), unread_by(library, "group", today)
    chosen = set(terms(state.filter))
    everything = sum(library.lists.count(parse(query, today)) for query in _UNREAD)
    rows = [
        SideRow("Everything", count=everything, is_chosen=not state.is_narrowed),
        *(
            SideRow(label, term, count=library.lists.count(parse(query, today)) or None, is_chosen=term in chosen)
            for label, term, query in (
                ("Kept", "is:kept", "(kind:entry OR kind:repo) is:kept"),
                ("Put off", "is:later", "(kind:entry OR kind:repo) is:later"),
            )
        ),
    ]
    group: str | None = None
    for source_id, kind, title, of_group in library.sources.followed():
        if kind not in _KINDS:
            continue
        if of_group != group:
            group = of_group
            term = f'group:"{group}"'.replace('""', '"') if group else ""
            if group:
                rows.append(SideRow(group, term, count=counts[1][group], is_chosen=term in chosen, is_group=True))
        term = f"source:{source_id}"
        row = SideRow(
            title or source_id, term, count=counts[0][source_id], depth=1 if group else 0, is_chosen=term in chosen
        )
        rows.append(row)
    return rows


def unread_by(library: ScreenLibrary, facet: str, today: date) -> Counter[str]:
    """How many entries and repositories are unread, by the values of a facet."""
    found: Counter[str] = Counter()
    for query in _UNREAD:
        for value in library.facets.values(And((parse(query, today),)), facet):
            found[value.value] += value.count
    return found
