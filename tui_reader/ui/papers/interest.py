"""Papers ordered by likely interest within their days, and the reasons on their pages."""

from __future__ import annotations

from array import array
from enum import Enum
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.domain.query import And, Since, Until
from tui_reader.services.page_text import escape_text
from tui_reader.services.ranking_words import because
from tui_reader.ui.row_sources import with_likely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_reader.domain.query import Node
    from tui_reader.domain.ranking.measure import Measure
    from tui_reader.domain.rows import Group, Row
    from tui_reader.services.ranking import Ranker
    from tui_reader.services.reading import Page
    from tui_reader.ui.lists_library import ListsLibrary
    from tui_reader.ui.ranked_library import ReasonsLibrary
    from tui_reader.ui.row_sources import Arrange, Ids

_REASONS = 6


class Order(Enum):
    """How the papers of a day stand."""

    AS_ANNOUNCED = ""
    LIKELIEST = "likeliest first"
    UNLIKELIEST = "unlikeliest first"


class Interest:
    """What was learned, the scores of papers by row id, and the order that was asked for."""

    def __init__(
        self, ranker: Ranker, scores: Mapping[int, float], order: Order, measure: Measure | None = None
    ) -> None:
        self.ranker = ranker
        self.scores = scores
        self.order = order
        self.measure = measure
        """How well it does for this person."""

    @property
    def is_on(self) -> bool:
        """Whether days are ordered by interest."""
        return self.order is not Order.AS_ANNOUNCED

    @property
    def name(self) -> str:
        """The order in words, and how well it does."""
        measure = self.measure.short if self.measure is not None else ""
        return " · ".join(part for part in (self.order.value, measure) if part)

    def sorted(self, ids: Iterable[int]) -> array[int]:
        """Papers of a day in the order asked for; those that have no score yet come last."""
        sign = -1.0 if self.order is Order.LIKELIEST else 1.0
        scores = self.scores
        return array("q", sorted(ids, key=lambda i: sign * scores[i] if i in scores else float("inf")))

    def likely(self, ids: Iterable[int]) -> int:
        """How many of these papers are likely to be kept."""
        least, scores = self.ranker.model.likely_from, self.scores
        return sum(i in scores and scores[i] >= least for i in ids)

    def headed(self, found: Ids) -> list[tuple[int, str]]:
        """The headings of a list, those of days with how many are likely to be kept."""
        starts = [start for start, _ in found.groups]
        ends = [*starts[1:], len(found.ids)]
        return [
            (start, with_likely(heading, self.likely(found.ids[start:end]), end - start))
            for (start, heading), end in zip(found.groups, ends, strict=True)
        ]

    def arranged(self, followed: Arrange | None) -> Arrange:
        """The order of a list; `followed` tells which papers are marked as followed."""

        def arrange(
            library: ListsLibrary, query: Node, ids: array[int], days: Sequence[Group], is_cut: bool
        ) -> tuple[array[int], Sequence[Group], frozenset[int]]:
            marked: frozenset[int] = frozenset()
            if followed is not None:
                ids, days, marked = followed(library, query, ids, days, is_cut)
            elif self.is_on and is_cut and (day := days[-1].day) is not None:
                # The last day is made whole, so that what follows it later does not change it.
                whole = library.lists.ids(And((query, Since(day), Until(day))))
                ids = ids[: sum(group.count for group in days[:-1])] + whole
                days = [*days[:-1], replace(days[-1], count=len(whole))]
            ordered: array[int] = array("q")
            told: list[Group] = []
            for group in days:
                run = ids[len(ordered) : len(ordered) + group.count]
                ordered.extend(self.sorted(run) if self.is_on and group.day is not None else run)
                told.append(replace(group, likely=self.likely(run)))
            return ordered, told, marked

        return arrange

    def with_reasons(self, page: Page, row: Row, library: ReasonsLibrary) -> Page:
        """A paper's page that ends with the reasons for its place. May be called on another thread, whose connection
        is `library`."""
        detail = library.papers.get(row.key)
        if detail is None:
            return page
        explained = self.ranker.on(library).explain(row.id, detail.paper)
        # A number and its sign stay on one line.
        reasons = because(explained, _REASONS).replace(" %", "\N{NO-BREAK SPACE}%")
        near = [_linked(key, line.title) for key, _ in explained.like if (line := library.items.row(key)) is not None]
        is_likely = explained.score >= self.ranker.model.likely_from
        place = f"{'**Likely yours**' if is_likely else '**Interest**'} ({explained.score:+.1f})"
        if not self.ranker.model.knows_you:
            place = "**Your words**" if reasons else ""
        parts = [f"{place}: because of {escape_text(reasons)}" if reasons else place]
        parts += [f"near to what you kept: {'; '.join(near)}"] if near else []
        said = ".  \n".join(part for part in parts if part)
        if not said:
            return page
        ending = f"\n\n---\n\n{said}."
        return replace(page, markdown=page.markdown + ending, source=page.source + ending if page.source else "")


def _linked(key: str, title: str) -> str:
    number = key.removeprefix("arxiv:")
    shown = escape_text(title)
    return f"[{shown}](<https://arxiv.org/abs/{number}>)" if number != key else shown
