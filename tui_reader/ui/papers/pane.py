"""Papers: the inbox, by day of announcement, followed ones on top of their day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.actions import Context
from tui_reader.domain.items import State
from tui_reader.domain.query import And, Field, parse, speaks_of_state
from tui_reader.domain.rows import FacetValue
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.query import Node
    from tui_reader.domain.rows import Row
    from tui_reader.services.reading import Page
    from tui_reader.ui.documents_library import DocumentsLibrary
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.papers.interest import Interest
    from tui_reader.ui.ranked_library import OrderedLibrary
    from tui_reader.ui.row_sources import Arrange
    from tui_reader.ui.screen_library import ScreenLibrary
    from tui_reader.ui.side_rows import SideRow

_ALL = "kind:paper"


class PapersPane(Pane):
    """The inbox of papers. What speaks of states itself, a view and a search look through all papers."""

    context = Context.PAPERS
    name = "Papers"
    base = "kind:paper is:inbox"
    facets = ("state", "type", "category", "primary", "tag")
    families = (SourceKind.ARXIV, SourceKind.ISSUES)

    has_side_rows = True
    side_title = "Papers"

    interest: Interest | None = None
    """What papers are ordered by when it was asked for; None before."""

    @property
    def _arrange(self) -> Arrange | None:
        following = self.opened.following()
        if not following:
            return None
        from tui_reader.ui.papers.followed_first import followed_first

        return followed_first(following)

    @property
    def arrange(self) -> Arrange | None:
        """What is followed stands first in their day, or the likeliest papers; days say how many are likely."""
        if self.interest is not None:
            return self.interest.arranged(self._arrange)
        return self._arrange

    @property
    def base_now(self) -> str:
        """The inbox, or all papers."""
        return self.query_base()

    def query_base(self, chosen: str | None = None) -> str:
        """The inbox or all papers, with that filter (None: the present one)."""
        if self.state.view or self.state.search:
            return _ALL
        asked = parse(self.state.filter if chosen is None else chosen, self.today)
        return _ALL if speaks_of_state(asked) else self.base

    def parts(self, base: str = "") -> list[tuple[str, Node]]:
        """One list."""
        return [("", self.query(base or self.query_base()))]

    def side_rows(self, library: ScreenLibrary) -> list[SideRow]:
        """The inbox, the views that are about papers, and the categories of the inbox."""
        from tui_reader.ui.papers.side import paper_rows

        return paper_rows(library, self.opened, self.state, self.today)

    def filter_base(self, facet: str, others: str) -> str:
        """The list that the others leave; a state leads out of the inbox."""
        return _ALL if facet == "state" else self.query_base(others)

    def _values(self, library: ListsLibrary, query: Node, facet: str) -> list[FacetValue]:
        values = super()._values(library, query, facet)
        if facet == "state":
            for value, label in (("none", "never in the inbox"), ("any", "all papers")):
                count = library.lists.count(And((query, Field("is", value))))
                if count:
                    values.append(FacetValue(value, label, count, f"is:{value}"))
            values += self._muted(library, query)
        return values

    def title(self) -> str:
        """`Papers · inbox · likeliest first · cat:cs.SD`."""
        order = f" · {name}" if self.interest is not None and (name := self.interest.name) else ""
        return self._titled(("Papers · inbox" if self.query_base() == self.base else "Papers") + order)

    def page(self, row: Row, library: DocumentsLibrary) -> Page | None:
        """The paper, with the reasons for its place once papers were ordered by interest."""
        page = super().page(row, library)
        return page if page is None or self.interest is None else self.interest.with_reasons(page, row, library)

    def said_of_all(self, rows: Sequence[Row], library: OrderedLibrary) -> str:
        """How many of them are likely to be kept, also where no order was asked for."""
        ids = [row.id for row in rows]
        if not self.opened.settings.ranking.enabled:
            return ""
        ranking = self.opened.ranking
        model = ranking.ranker(library).model
        if not model.knows_you:
            return ""
        scores = ranking.scores(library, ids)
        likely = sum(i in scores and scores[i] >= model.likely_from for i in ids)
        return f"{likely:,} of them likely yours" if likely else ""

    def empty(self, syncing: bool) -> tuple[str, str]:
        """The inbox is empty: well done, or a weekend."""
        if self.state.is_narrowed or syncing or not self._has_papers():
            return super().empty(syncing)
        never = self.opened.library.lists.count(parse(f"{_ALL} is:none", self.today))
        others = f"what you kept, and {never:,} that were never in the inbox" if never else "what you kept"
        if self.today.weekday() >= 5:
            return "Inbox empty", f"arXiv makes no announcements on weekends · w shows {others}"
        return "Inbox empty", f"All papers are decided · w shows {others} · r refreshes"

    def _has_papers(self) -> bool:
        return self.opened.library.lists.count(parse(_ALL, self.today)) > 0

    def draws_unread(self, row: Row) -> bool:
        """Undecided, or a kept paper with a new version."""
        return row.state is State.INBOX or row.is_updated
