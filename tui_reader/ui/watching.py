"""Which rows of a list are watched: what the follow list means, found in the rows that are fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tui_reader.domain.following import Matcher
    from tui_reader.domain.rows import Row
    from tui_reader.ui.open_library import OpenLibrary


class Watching:
    """Tells the ids of papers and entries that are watched, some 30 µs a row, and nothing where nothing is followed.
    Sources of rows keep it: all that a pane shows, or will show again, is marked by the same list."""

    def __init__(self, opened: OpenLibrary) -> None:
        self._opened = opened
        self._matcher: Matcher | None = None
        self._is_known = False

    def renew(self) -> None:
        """The follow list may be another: it is read again at the next use."""
        self._is_known = False

    def __call__(self, rows: Sequence[Row]) -> Collection[int]:
        """The ids of those among these rows that are watched."""
        matcher = self._known()
        if matcher is None:
            return ()
        said = self._opened.library.lists.summaries([row.id for row in rows if row.id > 0])
        return {
            row.id
            for row in rows
            if row.id in said and matcher.is_watched(matcher.hits(row.title, said[row.id], row.authors.split(", ")))
        }

    def _known(self) -> Matcher | None:
        if not self._is_known:
            self._is_known, self._matcher = True, None
            if following := self._opened.following():
                from tui_reader.domain.following import Matcher

                self._matcher = Matcher(following)
        return self._matcher
