"""Learning what papers are ranked by before anybody asks for it: in small steps, when no key has come for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.query import And, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui_reader.services.kept_ranking import Known
    from tui_reader.ui.background import Work
    from tui_reader.ui.host import Host
    from tui_reader.ui.open_library import OpenLibrary
    from tui_reader.ui.screen_library import ScreenLibrary

_KIND = "learning ahead"
#: Seconds without a change, at the start and later: who decides paper by paper is left alone.
_AFTER_S, _LATER_S = 0.5, 3.0
#: Seconds between two steps: keys, and what else is asked for, come in between.
_PAUSE_S = 0.02
#: So many of the newest papers of the inbox are scored.
_SCORED = 3000


class LearningAhead:
    """For one open library. `tell` hears on the screen's thread what was learned, where a person is known."""

    def __init__(self, host: Host, opened: OpenLibrary, work: Work, tell: Callable[[Known], object]) -> None:
        self._host = host
        self._opened = opened
        self._queries = work.queries
        self._tell = tell
        self._has_begun = False

    def soon(self) -> None:
        """Something may have changed, or the reader begins."""
        # Without a terminal nobody is there to be spared a wait.
        if self._opened.settings.ranking.enabled and not self._host.app.is_headless:
            self._host.rest(_LATER_S if self._has_begun else _AFTER_S, self.begin, _KIND)

    def begin(self) -> None:
        """Begin now."""
        self._has_begun = True
        ranking = self._opened.ranking
        ids: list[int] = []
        steps: Iterator[None] | None = None

        def step(library: ScreenLibrary) -> Known | None:
            nonlocal steps
            if steps is None:
                _bring_in()
                inbox = And((Field("kind", "paper"), Field("is", "inbox")))
                ids.extend(library.lists.ids(inbox, limit=_SCORED))
                steps = ranking.parts(library, ids)
            for _ in steps:
                return None
            return ranking.known(library, ids)

        def go_on() -> None:
            self._queries.run(_KIND, step, went_on, failed)

        def went_on(known: Known | None) -> None:
            if known is None:
                self._host.rest(_PAUSE_S, go_on, _KIND)
            elif known.ranker.model.knows_you:
                self._tell(known)

        def failed(_: str) -> None:
            """Who asks for it is told."""

        go_on()


def _bring_in() -> None:
    """What the first use of Today and "more like this" would wait for."""
    from tui_reader.domain import model_aliases  # noqa: F401  # imported to be there
    from tui_reader.services import today_words  # noqa: F401
    from tui_reader.ui.screens import choose, today  # noqa: F401
