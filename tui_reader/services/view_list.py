"""Saved views: queries with names, in the configuration or saved in the reader. Changes are journal lines over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.journal import Change
from tui_reader.domain.query import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from tui_reader.services.feed_list import Recorder

#: Characters of the longest name.
_LONGEST = 60


class ViewChanges(Protocol):
    """What is asked of the library's journal."""

    def view_changes(self) -> list[tuple[str, str]]:
        """Views saved (name and query) and dropped (with "") by command, the oldest change first."""


class ViewsLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def journal(self) -> ViewChanges:
        """What the journal adds up to."""


def views_of(configured: Mapping[str, str], library: ViewsLibrary) -> dict[str, str]:
    """The user's views, names to queries: those of `[views]`, as the journal changes them."""
    views = dict(configured)
    for name, query in library.journal.view_changes():
        views.pop(name, None)  # one that was saved anew stands last
        if query:
            views[name] = query
    return views


class ViewList:
    """The user's saved views, and changing them. `configured` are those of `[views]`."""

    def __init__(
        self,
        configured: Mapping[str, str],
        library: ViewsLibrary,
        recorder: Recorder,
        now: Callable[[], datetime],
        patience: float | None = None,
    ) -> None:
        self._configured = configured
        self._library = library
        self._recorder = recorder
        self._now = now
        self._patience = patience

    def views(self) -> dict[str, str]:
        """Names to queries."""
        return views_of(self._configured, self._library)

    def save(self, name: str, query: str) -> str:
        """Save a query under a name, in the place of one of that name; the name as it is kept. Raises UsageError,
        QueryError."""
        name, query = " ".join(name.split()), query.strip()
        if not name or not query:
            raise UsageError("a view needs a name" if query else "there is nothing to save", "Search or filter first.")
        if len(name) > _LONGEST:
            raise UsageError(f"the name of a view has {_LONGEST} characters at most", "Choose a shorter one.")
        parse(query, self._now().date())
        if self.views().get(name) != query:
            self._write(name, query, f"save view {name}")
        return name

    def remove(self, name: str) -> str:
        """Take a view off the list. Raises NotFound."""
        if name not in self.views():
            raise NotFound(f"there is no view {name!r} of yours", f"Yours are: {', '.join(self.views()) or 'none'}.")
        self._write(name, None, f"remove view {name}")
        return name

    def _write(self, name: str, query: str | None, label: str) -> None:
        self._recorder.record([Change(f"view:{name}", f"view:{name}", query, name)], label)
        self._recorder.wait(self._patience)
