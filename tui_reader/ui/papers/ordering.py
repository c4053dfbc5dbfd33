"""The key that orders papers by likely interest, and what a decision then teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.ranking.teaching import MOST_AT_ONCE
from tui_reader.ui.host import does
from tui_reader.ui.papers.interest import Interest, Order
from tui_reader.ui.row_sources import QuerySource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_reader.domain.journal import BatchDone
    from tui_reader.services.kept_ranking import Known
    from tui_reader.services.ranking import Ranker
    from tui_reader.ui.papers.pane import PapersPane
    from tui_reader.ui.ranked_library import OrderedLibrary
    from tui_reader.ui.reading import ReadingWorkspace

_NEXT = {
    Order.AS_ANNOUNCED: Order.LIKELIEST,
    Order.LIKELIEST: Order.UNLIKELIEST,
    Order.UNLIKELIEST: Order.AS_ANNOUNCED,
}
_KIND = "interest"
#: What comes into so many rows below the cursor is told as having moved up.
_NEAR = 20


class Ordering:
    """Handlers of the order of papers. Learning and scoring run beside the screen."""

    def __init__(self, workspace: ReadingWorkspace, pane: PapersPane) -> None:
        self._workspace = workspace
        self._host = workspace.host
        self._pane = pane
        self._tried: frozenset[int] = frozenset()

    @does("papers.order")
    def order(self) -> None:
        """Each day by likely interest, then turned round, then as it was announced."""
        settings = self._workspace.opened.settings
        if not settings.ranking.enabled:
            self._host.say("Ranking is turned off", "enabled = true in [ranking] turns it on")
            return
        interest = self._pane.interest
        wanted = _NEXT[interest.order if interest is not None else Order.AS_ANNOUNCED]
        if interest is not None and wanted is not Order.LIKELIEST:
            interest.order = wanted
            self._workspace.open_again()
            if interest.is_on:
                self._to_top_of_day()
            lowest = "What it would put last comes first · S as announced"
            self._host.say(lowest if wanted is Order.UNLIKELIEST else "As announced")
            return
        if interest is None:
            self._host.say("Learning from what you kept…")
        ranking = self._workspace.opened.ranking
        query = self._pane.query(self._pane.query_base())

        def learn(library: OrderedLibrary) -> Known:
            return ranking.known(library, library.lists.ids(query))

        def learned(known: Known) -> None:
            self._take(known, Order.LIKELIEST)
            self._workspace.open_again()
            self._workspace.show_again()
            self._to_top_of_day()
            said, more = known.measure.brief
            self._host.say(said, f"{known.waiting:,} papers are still being counted" if known.waiting else more)

        self._workspace.work.queries.run(_KIND, learn, learned, self._failed)

    def _take(self, known: Known, order: Order) -> Interest:
        self._pane.interest = Interest(known.ranker, known.scores, order, known.measure)
        return self._pane.interest

    def _failed(self, message: str) -> None:
        self._host.say(message, is_error=True)

    def learned_ahead(self, known: Known) -> None:
        """What papers are ranked by was learned while nobody asked: headings and pages say so, rows stay."""
        before = self._pane.interest
        if before is not None and before.is_on:
            before.measure = known.measure  # all else is brought up to date by each decision
            self._workspace.title_again()
            return
        interest = self._take(known, Order.AS_ANNOUNCED)
        if isinstance(source := self._pane.source, QuerySource):
            source.found.groups = interest.headed(source.found)
            self._workspace.draw_rows_again()
        self._workspace.title_again()
        self._workspace.show_again()

    def _to_top_of_day(self) -> None:
        """What an order puts first is what was asked for."""
        source, rows = self._pane.source, self._workspace.list
        if source is not None:
            rows.move_to(max((start for start, _ in source.groups if start <= rows.cursor), default=0))

    def opened(self) -> None:
        """The list was read anew: score what has no score yet, once; words of the newest may still be uncounted."""
        interest, source = self._pane.interest, self._pane.source
        if interest is None or not interest.is_on or not isinstance(source, QuerySource):
            return
        unscored = frozenset(i for i in source.found.ids if i not in interest.scores)
        if unscored <= self._tried:
            return
        self._tried = unscored

        ranking = self._workspace.opened.ranking

        def score(library: OrderedLibrary) -> Mapping[int, float]:
            return ranking.scores(library, sorted(unscored))

        def scored(found: Mapping[int, float]) -> None:
            if found and self._pane.interest is interest:
                interest.scores = found
                self._workspace.open_again()

        self._workspace.work.queries.run("score", score, scored, self._failed)

    def stored(self, done: BatchDone) -> None:
        """A decision, or a change of the follow list, has reached the library: learn from it, and order anew what is
        still to come of the day."""
        interest = self._pane.interest
        source = self._pane.source
        if interest is None or not interest.is_on or len(done.items) > MOST_AT_ONCE or not _decides(done):
            return
        if not isinstance(source, QuerySource):
            return
        ranking = self._workspace.opened.ranking
        cursor = self._workspace.list.cursor
        starts = [start for start, _ in source.groups]
        end = next((start for start in starts if start > cursor), len(source))
        ids = list(source.found.ids)
        first, rest = ids[cursor:end], ids[:cursor] + ids[end:]

        def learn(library: OrderedLibrary) -> tuple[Ranker, Mapping[int, float]]:
            return ranking.ranker(library), ranking.scores(library, first)

        def learned(result: tuple[Ranker, Mapping[int, float]]) -> None:
            interest.ranker, interest.scores = result
            self._workspace.show_again()  # its reasons are of what was known before
            if self._pane.source is source:
                self._order_rest(interest, source, is_told=not done.is_undo)
                if rest:
                    self._workspace.work.queries.run(_KIND, lambda library: ranking.scores(library, rest), scored)

        def scored(scores: Mapping[int, float]) -> None:
            interest.scores = scores
            source.found.groups = interest.headed(source.found)
            if self._pane.source is source:
                self._order_rest(interest, source, is_told=False)

        self._workspace.work.queries.run(_KIND, learn, learned, self._failed)

    def _order_rest(self, interest: Interest, source: QuerySource, *, is_told: bool) -> None:
        """What the cursor has passed stays where it is; of the rest each day is ordered anew."""
        ids, cursor = source.found.ids, self._workspace.list.cursor
        starts = [start for start, _ in source.groups]
        risen, day = 0, "this day"
        for start, end in zip(starts, [*starts[1:], len(ids)], strict=True):
            first = max(start, cursor + 1)
            if first >= end:
                continue
            old = ids[first:end]
            new = interest.sorted(old)
            if start <= cursor:
                risen = len({*new[:_NEAR]} - {*old[:_NEAR]})
                day = "today" if dict(source.groups)[start].startswith("Today") else "this day"
            ids[first:end] = new
        self._workspace.draw_rows_again()
        if risen and is_told:
            self._host.say(f"{risen:,} of {day} moved up", "u undoes")


def _decides(done: BatchDone) -> bool:
    """Whether an action can have decided on something: an undo without a label may."""
    return not done.label.startswith(("tag ", "note", "mark "))
