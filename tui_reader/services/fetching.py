"""Fetching: a sync, a whole paper, an article, the feeds at an address. Right here, or in a process of its own, so that
no key waits for it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.sources import SyncOptions
from tui_reader.services.worker_process import WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from tui_reader.domain.events import DownloadProgress, SyncEvent
    from tui_reader.domain.http import Download, Downloaded
    from tui_reader.domain.pictures import Canvas, PictureCame
    from tui_reader.domain.sources import SyncReport
    from tui_reader.domain.whole_papers import WholePaper
    from tui_reader.services.sync import SyncSession
    from tui_reader.services.worker_process import Tell
    from tui_reader.sources.base import Source
    from tui_reader.sources.feed.finding import Candidate

#: A download that is stopped before it begins is not begun, if it would so soon.
_SOON_S = 5.0

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

    def download(self, wanted: Download, tell: Callable[[DownloadProgress], object]) -> Downloaded:
        """Fetch a file to its place, telling how it goes on this thread. Raises ReaderError, Stopped among them."""

    def stop_download(self, place: str) -> None:
        """End the download of a file, on another thread than its own; what came of it stays for the next time."""

    def close(self) -> None:
        """Let go of the processes that were started."""


class Stopped(ReaderError):
    """The user ended it."""

    code = "stopped"


class Downloads(Protocol):
    """Where files are fetched from."""

    async def download(self, wanted: Download, tell: Callable[[DownloadProgress], object]) -> Downloaded:
        """Fetch a file to its place. Raises ReaderError."""

    async def aclose(self) -> None:
        """Let go of the connections."""


class FetchingHere:
    """On the thread that asks, with an event loop of its own. `open_session` gives a session with connections of its
    own, `after` is called when they are closed, and `let_go` at the end; `open_downloads` gives connections alone."""

    def __init__(
        self,
        open_session: Callable[[SyncOptions], SyncSession],
        after: Callable[[], object],
        let_go: Callable[[], None],
        open_downloads: Callable[[], Downloads],
    ) -> None:
        self._open_session = open_session
        self._after = after
        self._let_go = let_go
        self._open_downloads = open_downloads
        self._downloads: dict[str, Callable[[], object]] = {}
        self._stops: dict[str, float] = {}
        self._lock = threading.Lock()

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

    def download(self, wanted: Download, tell: Callable[[DownloadProgress], object]) -> Downloaded:
        """See `Fetching`."""

        place = wanted.place

        async def run() -> Downloaded:
            network, loop, task = self._open_downloads(), asyncio.get_running_loop(), asyncio.current_task()
            try:
                with self._lock:
                    if task is not None:
                        self._downloads[place] = lambda: loop.call_soon_threadsafe(task.cancel)
                    if monotonic() - self._stops.pop(place, -_SOON_S) < _SOON_S:
                        raise asyncio.CancelledError
                return await network.download(wanted, tell)
            except asyncio.CancelledError:
                raise Stopped("The download was stopped", "It goes on from here the next time.") from None
            finally:
                self._downloads.pop(place, None)
                await network.aclose()

        return asyncio.run(run())

    def stop_download(self, place: str) -> None:
        """See `Fetching`."""
        with self._lock, suppress(RuntimeError):  # it came to its end meanwhile
            if (stop := self._downloads.get(place)) is not None:
                stop()
            else:
                self._stops[place] = monotonic()  # it was asked for, and has not begun

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

    def download(self, wanted: Download, tell: Callable[[DownloadProgress], object]) -> Downloaded:
        """See `Fetching`."""

        def heard(event: DownloadProgress) -> None:
            tell(event)

        return self._worker.call(_download, heard, wanted)

    def stop_download(self, place: str) -> None:
        """See `Fetching`."""
        self._worker.call(_stop_download, None, place)

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


def _download(here: Fetching, tell: Tell, wanted: Download) -> Downloaded:
    return here.download(wanted, tell)


def _stop_download(here: Fetching, tell: Tell, place: str) -> None:
    del tell
    here.stop_download(place)


def _close(here: Fetching) -> None:
    here.close()
