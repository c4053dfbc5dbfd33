"""Papers at work: a decision teaches the order that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.reading import ReadingWorkspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.domain.journal import BatchDone
    from tui_reader.services.kept_ranking import Known
    from tui_reader.ui.papers.ordering import Ordering


class PapersWorkspace(ReadingWorkspace):
    """The workspace of papers; `ordering` comes with the handlers of its keys."""

    ordering: Ordering | None = None

    def open_view(self, then: Callable[[], None] | None = None) -> None:
        """Read the list anew: what came since papers were scored is scored too."""
        super().open_view(then)
        if self.ordering is not None:
            self.ordering.opened()

    def learned(self, known: Known) -> None:
        """What papers are ranked by was learned."""
        if self.ordering is not None:
            self.ordering.learned_ahead(known)

    def stored(self, done: BatchDone) -> None:
        """The library holds an action: what it teaches can be learned."""
        super().stored(done)
        if self.ordering is not None:
            self.ordering.stored(done)
