"""Saved queries: those of `[views]`, and a few that everybody needs. Imported when they are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.actions import Context
from tui_reader.domain.errors import UsageError
from tui_reader.domain.query import And, Field, Node, Or, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_YOURS, _BUILT_IN = "yours", "always here"
_ALWAYS = {
    "Kept": "kind:paper is:kept",
    "Put off": "kind:paper is:later",
    "Skipped": "kind:paper is:skipped",
    "New versions of what you kept": "kind:paper is:updated",
    "Papers never in the inbox": "kind:paper is:none",
    "All papers": "kind:paper",
}
_PANES = {
    "issue": Context.ISSUES,
    "entry": Context.FEEDS,
    "post": Context.FEEDS,
    "repo": Context.FEEDS,
    "paper": Context.PAPERS,
}


class SavedView(Struct, frozen=True):
    """A query with a name; `group` says whose it is."""

    name: str
    query: str
    group: str


def saved_views(own: Mapping[str, str]) -> list[SavedView]:
    """The user's in the order of the file, then those that are always there; of two with one name, the user's."""
    views = [SavedView(name, query, _YOURS) for name, query in own.items()]
    return views + [SavedView(name, query, _BUILT_IN) for name, query in _ALWAYS.items() if name not in own]


def pane_of(query: str, today: date) -> Context:
    """The pane whose items a query speaks of; that of the papers when it does not say."""
    try:
        kind = _kind(parse(query, today))
    except UsageError:
        return Context.PAPERS
    return _PANES.get(kind, Context.PAPERS)


def _kind(node: Node) -> str:
    match node:
        case Field("kind", value):
            return value
        case And(terms) | Or(terms):
            return next((kind for term in terms if (kind := _kind(term))), "")
        case _:
            return ""
