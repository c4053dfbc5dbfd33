"""The side list of Papers: the inbox, the views that are about papers, and the categories of the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.errors import UsageError
from tui_reader.domain.query import parse
from tui_reader.ui.filters import terms
from tui_reader.ui.saved_views import pane_of, saved_views
from tui_reader.ui.side_rows import SideRow

if TYPE_CHECKING:
    from datetime import date

    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.state import PaneState

_INBOX = "kind:paper is:inbox"
#: Views of nearly all papers wait for nobody, and counting them takes long.
_UNCOUNTED = ("kind:paper", "kind:paper is:none")
_MOST = 60


def paper_rows(library: ScreenLibrary, opened: OpenLibrary, state: PaneState, today: date) -> list[SideRow]:
    """The rows; the most frequent category first."""
    inbox = parse(_INBOX, today)
    rows = [SideRow("Inbox", count=library.lists.count(inbox), is_chosen=not state.is_narrowed)]
    for view in saved_views(opened.settings.views):
        if pane_of(view.query, today) is not Context.PAPERS:
            continue
        count = None
        if view.query not in _UNCOUNTED and "watched" not in view.query:
            try:
                count = library.lists.count(parse(view.query, today)) or None
            except UsageError:
                continue
        is_chosen = state.view == view.query
        rows.append(SideRow(view.name, "", view.query, view.name, count, "Views", is_chosen=is_chosen))
    chosen = set(terms(state.filter))
    rows += [
        SideRow(value.label, value.query, count=value.count, group="Categories", is_chosen=value.query in chosen)
        for value in library.facets.values(inbox, "category")[:_MOST]
    ]
    return rows
