"""Fetching: a sync, a whole paper, an article, the feeds at an address. Right here, or in a process of its own, so that
no key waits for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, TypeVar

from tui_reader.domain.sources import SyncOptions
from tui_reader.services.worker_process import WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from tui_reader.domain.events import SyncEvent
    from tui_reader.domain.pictures import Canvas, PictureCame
    from tui_reader.domain.sources import SyncReport
    from tui_reader.domain.whole_papers import WholePaper
    from tui_reader.services.sync import SyncSession
    from tui_reader.services.worker_process import Tell
    from tui_reader.sources.base import Source
    from tui_reader.sources.feed.finding import Candidate

L = TypeVar("L")
T = TypeVar("T")


class Fetching(Protocol):
    """Fetches and stores, on behalf of the thread that asks, which waits."""

    def sync(self, sources: Iterable[Source], options: SyncOptions, tell: Callable[[SyncEvent], None]) -> SyncReport:
        """Sync sources, telling how it goes on this thread. Raises ReaderError when nothing can be done at all."""

    def whole_paper(self, key: str) -> WholePaper:
        """Fetch the text of a paper from arXiv and keep it. Raises ReaderError."""

    def article(self, key: str) -> None:
        """Fetch the article of an entry and keep it. Raises ReaderError."""

    def find_feeds(self, address: str) -> tuple[Candidate, ...]:
        """The feeds at an address that was typed, the likeliest first. Raises ReaderError when there are none."""

    def pictures(self, addresses: Sequence[str], canvas: Canvas, tell: Callable[[PictureCame], None]) -> None:
        """Fetch pictures and draw them, telling of each as it comes."""

    def close(self) -> None:
        """Let go of the processes that were started."""


class FetchingHere:
    """On the thread that asks, with an event loop of its own. `open_session` gives a session with connections of its
    own, `after` is called when they are closed, and `let_go` at the end."""

    def __init__(
        self,
        open_session: Callable[[SyncOptions], SyncSession],
        after: Callable[[], object],
        let_go: Callable[[], None],
    ) -> None:
        self._open_session = open_session
        self._after = after
        self._let_go = let_go

    def sync(self, sources: Iterable[Source], options: SyncOptions, tell: Callable[[SyncEvent], None]) -> SyncReport:
        """See `Fetching`."""
        from tui_reader.services.sync import sync

        return self._run(lambda session: sync(session, sources, tell), options)

    def whole_paper(self, key: str) -> WholePaper:
        """See `Fetching`."""
        from tui_reader.services.full_text import keep_whole_paper

        return self._run(lambda session: keep_whole_paper(session, key, session.settings.arxiv.html_url))

    def article(self, key: str) -> None:
        """See `Fetching`."""
        from tui_reader.services.article import keep_article

        self._run(lambda session: keep_article(session, key))

    def find_feeds(self, address: str) -> tuple[Candidate, ...]:
        """See `Fetching`."""
        from tui_reader.sources.feed.finding import find

        return self._run(lambda session: find(session, address))

    def pictures(self, addresses: Sequence[str], canvas: Canvas, tell: Callable[[PictureCame], None]) -> None:
        """See `Fetching`."""
        from tui_reader.services.pictures.fetch import fetch_pictures

        self._run(lambda session: fetch_pictures(session, addresses, canvas, tell))

    def close(self) -> None:
        """End the parsing processes, if there are any."""
        self._let_go()

    def _run(self, work: Callable[[SyncSession], Awaitable[T]], options: SyncOptions | None = None) -> T:
        session = self._open_session(options or SyncOptions())

        async def run() -> T:
            try:
                return await work(session)
            finally:
                await session.network.aclose()

        try:
            return asyncio.run(run())
        finally:
            session.library.close()
            self._after()


class FetchingBeside:
    """In a process of its own, which keeps the other one: what `make` gives there from `launch`."""

    def __init__(self, make: Callable[[L], Fetching], launch: L, log_path: str) -> None:
        self._worker = WorkerProcess(make, (launch,), log_path, end=_close, has_children=True)

    def sync(self, sources: Iterable[Source], options: SyncOptions, tell: Callable[[SyncEvent], None]) -> SyncReport:
        """See `Fetching`."""
        return self._worker.call(_sync, tell, tuple(sources), options)

    def whole_paper(self, key: str) -> WholePaper:
        """See `Fetching`."""
        return self._worker.call(_whole_paper, None, key)

    def article(self, key: str) -> None:
        """See `Fetching`."""
        self._worker.call(_article, None, key)

    def find_feeds(self, address: str) -> tuple[Candidate, ...]:
        """See `Fetching`."""
        return self._worker.call(_find_feeds, None, address)

    def pictures(self, addresses: Sequence[str], canvas: Canvas, tell: Callable[[PictureCame], None]) -> None:
        """See `Fetching`."""
        self._worker.call(_pictures, tell, tuple(addresses), canvas)

    def close(self) -> None:
        """End the process; what it was at is dropped."""
        self._worker.close()


def _sync(here: Fetching, tell: Tell, sources: tuple[Source, ...], options: SyncOptions) -> SyncReport:
    return here.sync(sources, options, tell)


def _whole_paper(here: Fetching, tell: Tell, key: str) -> WholePaper:
    del tell
    return here.whole_paper(key)


def _article(here: Fetching, tell: Tell, key: str) -> None:
    del tell
    here.article(key)


def _find_feeds(here: Fetching, tell: Tell, address: str) -> tuple[Candidate, ...]:
    del tell
    return here.find_feeds(address)


def _pictures(here: Fetching, tell: Tell, addresses: tuple[str, ...], canvas: Canvas) -> None:
    here.pictures(addresses, canvas, tell)


def _close(here: Fetching) -> None:
    here.close()
