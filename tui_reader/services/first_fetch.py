"""First fetches of feeds, as lines of the journal: what of a feed's archive comes in as read is the same after the
library was made anew, and on another machine.

The lines lie in a file of their own: they are no actions, and `u` takes none of them back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.backlog import backlog_before
from tui_reader.domain.journal import Change, Folded
from tui_reader.domain.sources import SourceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tui_reader.domain.sources import SourceHealth
    from tui_reader.services.triage import ActionJournal
    from tui_reader.sources.base import Source

_FIELD = "fetched:"


class Fetches(Protocol):
    """What is asked of the library's journal."""

    def first_fetches(self, urls: Collection[str] | None = None) -> Mapping[str, str]:
        """The addresses of feeds that were fetched (None: of all), each with when its archive ends ("": it has
        none)."""

    def folded(self) -> Folded:
        """What the library remembers of the journal."""

    def fold_new(self, journal: ActionJournal) -> int:
        """Take in what the files hold beyond what was read before."""


class KnownFeeds(Protocol):
    """What is asked of what the library knows of sources."""

    def get(self, source_id: str) -> SourceHealth | None:
        """One source."""

    def fetched(self) -> Mapping[str, str]:
        """The addresses of sources that were fetched before or brought something, by id."""


class FeedsLibrary(Protocol):
    """The subjects of the library that this needs."""

    @property
    def journal(self) -> Fetches:
        """What the journal adds up to."""

    @property
    def sources(self) -> KnownFeeds:
        """Sources, and how they have been doing."""


class FirstFetches:
    """On the writer's thread. `open_journal` makes the journal of those lines from what tells what was folded, `days`
    is `[general] backlog_days`."""

    def __init__(self, open_journal: Callable[[Callable[[], Folded]], ActionJournal], days: int) -> None:
        self._open = open_journal
        self._days = days
        self._journal: ActionJournal | None = None

    def note(self, library: FeedsLibrary, sources: Iterable[Source], now: datetime) -> None:
        """Note that feeds which are there already have no archive, before any of them is fetched again."""
        fetched, noted = library.sources.fetched(), library.journal.first_fetches()
        known = [s.url for s in sources if s.kind is SourceKind.FEED and s.id in fetched]
        self._record(library, [url for url in known if url not in noted], None, now)

    def before(
        self, library: FeedsLibrary, source_id: str, urls: Sequence[str], dates: Iterable[datetime], now: datetime
    ) -> datetime | None:
        """What a feed brought is dated before this and comes in as read; None: nothing does. `urls` are its address
        and where it moved to. At its first fetch that is decided, and noted before anything is stored."""
        noted = library.journal.first_fetches(urls)
        known = library.sources.get(source_id)
        told = next((noted[url] for url in urls if url in noted), None)
        left = [url for url in dict.fromkeys(urls) if url not in noted]
        cut: datetime | None = None
        if told is not None:
            cut = datetime.fromisoformat(told) if told else None
        elif known is None or (known.last_success is None and not known.items):
            cut = backlog_before(dates, now, self._days)
        self._record(library, left, cut, now)
        return cut if known is None or known.last_success is None else None

    def _record(self, library: FeedsLibrary, urls: Sequence[str], cut: datetime | None, now: datetime) -> None:
        if not urls:
            return
        if self._journal is None:
            self._journal = self._open(library.journal.folded)
        value = {"before": cut.astimezone(UTC).isoformat() if cut is not None else None}
        self._journal.append([Change(_FIELD + url, _FIELD + url, dict(value), url=url) for url in urls], now)
        library.journal.fold_new(self._journal)
