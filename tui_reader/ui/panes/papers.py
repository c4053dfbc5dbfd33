"""Papers: everything undecided, by day of announcement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import State
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.panes.base import Pane

if TYPE_CHECKING:
    from tui_reader.domain.query import Node
    from tui_reader.domain.rows import Row


class PapersPane(Pane):
    """The inbox of papers; a filter by state shows the others."""

    context = Context.PAPERS
    name = "Papers"
    base = "kind:paper is:undecided"
    facets = ("category", "type", "state", "tag")
    families = (SourceKind.ARXIV, SourceKind.ISSUES)

    def query_base(self) -> str:
        """The inbox, unless the filter or the search names a state."""
        asks = f" {self.filter} {self.search}"
        return "kind:paper" if " is:" in asks or " state:" in asks or self.search else self.base

    def parts(self, base: str = "") -> list[tuple[str, Node]]:
        """The query of the inbox."""
        return [("", self.query(base or self.query_base()))]

    def filter_base(self) -> str:
        """All papers: the filter by state leads out of the inbox."""
        return "kind:paper"

    def title(self) -> str:
        """`Papers · inbox · cat:cs.SD`."""
        name = "Papers · inbox" if self.query_base() == self.base else "Papers"
        return " · ".join(p for p in (name, self.filter, f"/{self.search}" if self.search else "") if p)

    def empty(self, syncing: bool) -> tuple[str, str]:
        """The inbox is empty: well done, or a weekend."""
        if self.search or self.filter or syncing or self.edition.is_offline:
            return super().empty(syncing)
        if self.today.weekday() >= 5:
            return "Inbox empty", "arXiv makes no announcements on weekends · f state shows what you kept"
        return "Inbox empty", "All papers are decided · f shows what you kept · r refreshes"

    def draws_unread(self, row: Row) -> bool:
        """Undecided, or a kept paper with a new version."""
        return row.state is State.INBOX or row.is_updated
