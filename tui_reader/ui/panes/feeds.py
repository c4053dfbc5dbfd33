"""Feeds: everything unread first, newest on top, then what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.panes.base import Pane

if TYPE_CHECKING:
    from tui_reader.domain.query import Node


class FeedsPane(Pane):
    """Entries of feeds, and trending repositories."""

    context = Context.FEEDS
    name = "Feeds"
    base = "(kind:entry OR kind:repo)"
    facets = ("group", "source", "state", "tag", "kind")
    families = (SourceKind.FEED, SourceKind.TRENDING)

    def parts(self, base: str = "") -> list[tuple[str, Node]]:
        """Unread entries, unread repositories, then what was read; a search or a filter by state mixes them."""
        base = base or self.base
        if self.search or " is:" in f" {self.filter}":
            return [("", self.query(base))]
        return [
            # One kind at a time: that is what the library's own index of unread items answers at any size.
            ("", self.query("kind:post is:unread")),
            ("Trending", self.query("kind:repo is:unread")),
            ("Read", self.query(f"{base} -is:unread")),
        ]
