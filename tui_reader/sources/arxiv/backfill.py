"""Bring the papers of arXiv's past that were submitted in the followed categories, window of days by window.

What was brought is noted in the library page by page, so a backfill that was killed or failed goes on from there.
"""

from __future__ import annotations

from collections import deque
from datetime import date
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.backfill import Backfill, Window
from tui_reader.domain.errors import ParseError, ReaderError, TimeoutFailure, TooLarge
from tui_reader.domain.http import Request
from tui_reader.domain.items import Seen
from tui_reader.sources.arxiv.asking import ask, backoff

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.domain.papers import Paper
    from tui_reader.domain.rows import Stored
    from tui_reader.domain.settings import ArxivSettings
    from tui_reader.sources.arxiv.query import QueryPage
    from tui_reader.sources.base import SyncContext
    from tui_reader.sources.stored import Words

#: arXiv began in August 1991.
_BEGINNING = date(1991, 8, 1)
_SMALLEST_SLICE = 125
#: How often an empty page is asked for again: where it may be true, and amid a window, where it cannot.
_EMPTY_FIRST, _EMPTY_AMID = 1, 3
#: A window with more papers than can be had at once is asked for in parts of about so many.
_PART = 20_000


class Papers(Protocol):
    """What is asked of the library's papers."""

    def store(self, papers: Sequence[Paper], seen: Seen) -> Stored:
        """Store papers seen in one place."""


class PapersLibrary(Protocol):
    """The subjects of the library that a page is stored in."""

    @property
    def papers(self) -> Papers:
        """Papers."""

    @property
    def meta(self) -> Words:
        """Words of the program's own."""


class Past(Struct, frozen=True):
    """What a backfill brought."""

    new: int = 0
    updated: int = 0
    note: str = ""


async def backfill(context: SyncContext, settings: ArxivSettings, since: date) -> Past:
    """Bring every paper submitted since that day (UTC). Raises FetchError or ParseError when arXiv does not answer;
    what came is kept."""
    run = _Run(context, settings)
    try:
        await run.everything(since)
    except ReaderError as error:
        error.hint = f"{run.seen:,} papers came before that; the same command goes on from there."
        raise
    return Past(len(run.new), len(run.updated - run.new), run.note(since))


class _Run:
    """One run of a backfill."""

    def __init__(self, context: SyncContext, settings: ArxivSettings) -> None:
        self.new: set[str] = set()
        self.updated: set[str] = set()
        self.seen = 0
        self.undated = 0
        self._context = context
        self._settings = settings
        self._today = context.now().date()
        self._slice: int | None = None
        self._beyond: list[date] = []
        self._progress = "arxiv.backfill:" + "+".join(sorted(settings.categories))

    def note(self, since: date) -> str:
        """What the user should know of it."""
        said = f"{self.seen:,} papers since {since.isoformat()}"
        if self._beyond:
            days = ", ".join(day.isoformat() for day in self._beyond)
            said += f"; arXiv gives no more than 30,000 papers of one day, and {days} has more"
        if self.undated:
            said += f"; {self.undated:,} of them without a date that can be read"
        return said

    async def everything(self, since: date) -> None:
        """All windows that are wanted, the newest first."""
        progress = Backfill.from_json(self._context.library.meta.get(self._progress))
        windows = deque(progress.wanted(max(since, _BEGINNING), self._today))
        while windows:
            parts = await self._window(windows.popleft())
            windows.extendleft(parts)

    async def _window(self, window: Window) -> tuple[Window, ...]:
        """Bring a window; where it holds too many papers, only its first page: the rest comes in the parts returned,
        the oldest first."""
        from tui_reader.sources.arxiv.query import MOST_IN_ALL

        begun = window
        while True:
            try:
                page = await self._page(window)
            except _EmptyPage:
                if window.start and window == begun:  # there may be fewer papers now than when it was begun
                    await self._store((), Backfill.came_to, replace(window, start=0))
                raise
            self.seen += len(page.papers)
            self.undated += page.undated
            if page.total > MOST_IN_ALL and window.days > 1:
                parts = window.parts(-(-page.total // _PART))
                await self._store(page.papers, Backfill.split, window, parts)
                return parts
            after = window.start + page.entries
            self._tell(window, after, page.total)
            if not page.entries or after >= min(page.total, MOST_IN_ALL):
                if page.total > MOST_IN_ALL:
                    self._beyond.append(window.first)
                if page.total:  # else it may be arXiv that is at fault: the window is asked for again next time
                    await self._store(page.papers, Backfill.finished, window)
                return ()
            window = replace(window, start=after)
            await self._store(page.papers, Backfill.came_to, window)

    def _tell(self, window: Window, after: int, total: int) -> None:
        days = f"{window.first.isoformat()} to {window.last.isoformat()}"
        self._context.say(f"arXiv {days}: {min(after, total):,} of {total:,} papers")

    async def _page(self, window: Window) -> QueryPage:
        """The next page of a window. One that takes too long, or is too large, is asked for in a smaller slice."""
        from tui_reader.sources.arxiv.query import MOST_PER_PAGE, parse_query_page, query_url

        interval_s = self._settings.min_interval_s
        size = self._slice or MOST_PER_PAGE
        empty = 0
        while True:
            url = await self._context.parse(
                query_url,
                self._settings.api_url,
                categories=self._settings.categories,
                since=window.first,
                until=window.last,
                start=window.start,
                max_results=size,
                ascending=True,  # what is submitted meanwhile comes at the end, and moves nothing
            )
            try:
                request = Request(url, "feed", keep=False)
                found = await ask(self._context, request, parse_query_page, interval_s, _starts_at(window))
            except (TimeoutFailure, TooLarge):
                if size <= _SMALLEST_SLICE:
                    raise
                self._slice = size = size // 2
                continue
            if found.entries or empty == (_EMPTY_AMID if window.start else _EMPTY_FIRST):
                break
            empty += 1
            await self._context.sleep(backoff(interval_s, empty))
        if window.start and not found.entries:
            raise _EmptyPage(f"arXiv sent an empty page from result {window.start:,} on", "Try again later.")
        return found

    async def _store(self, papers: tuple[Paper, ...], change: Callable[..., Backfill], *places: object) -> None:
        """Store papers, and what that does to the progress: a method of Backfill with the windows it takes."""
        now = self._context.now()

        def job(library: PapersLibrary) -> Stored:
            stored = library.papers.store(papers, Seen("arxiv", "search", "backfill", None, now))
            # Only now: whoever is killed in between asks for this page again.
            progress = Backfill.from_json(library.meta.get(self._progress))
            library.meta.set(self._progress, change(progress, *places, self._today).to_json())
            return stored

        stored = await self._context.store(job)
        self.new.update(stored.new)
        self.updated.update(stored.updated)


class _EmptyPage(ParseError):
    """A page without entries, where there should be some."""


def _starts_at(window: Window) -> Callable[[QueryPage], None]:
    """What is wrong with a page that came for that place of a window."""

    def check(page: QueryPage) -> None:
        if page.entries and page.start != window.start:
            raise ParseError(f"arXiv sent its results from {page.start:,} on, not from {window.start:,}")

    return check
