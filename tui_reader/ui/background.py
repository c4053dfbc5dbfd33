"""Work beside the screen: threads with connections of their own; newer work of a kind takes the place of older."""

from __future__ import annotations

import asyncio
import gc
import threading
from typing import TYPE_CHECKING, NoReturn, TypeVar

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import ThreadPoolExecutor

    from tui_reader.ui.screen_library import ScreenLibrary

T = TypeVar("T")


class Background:
    """Runs `job(library)` on its thread and `then(result)` on the screen's, unless a newer job of its kind came.

    `post` hands a call to the thread of the screen, from any thread; a failure that nobody takes is raised there.
    """

    def __init__(self, library: ScreenLibrary, name: str, post: Callable[[Callable[[], object]], None]) -> None:
        self._parent = library
        self._post = post
        self._library: ScreenLibrary | None = None
        self._name = name
        self._made: ThreadPoolExecutor | None = None
        self._newest: dict[str, int] = {}
        self._running = ""
        self._closed = False

    @property
    def _executor(self) -> ThreadPoolExecutor:
        if self._made is None:
            from concurrent.futures import ThreadPoolExecutor

            self._made = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        return self._made

    def run(
        self,
        kind: str,
        job: Callable[[ScreenLibrary], T],
        then: Callable[[T], object],
        failed: Callable[[str], object] | None = None,
    ) -> None:
        """Start a job; a running one of the same kind is interrupted and its result dropped."""
        if self._closed:
            return
        number = self._newest.get(kind, 0) + 1
        self._newest[kind] = number
        if self._running == kind and self._library is not None:
            self._library.interrupt()

        def is_wanted() -> bool:
            return self._newest[kind] == number and not self._closed

        def work() -> None:
            if not is_wanted():
                return
            if self._library is None:
                self._library = self._parent.clone()
            self._running = kind
            try:
                result = job(self._library)
            except Exception as error:
                problem = error  # the name `error` is gone when the lambda runs
                if is_wanted():
                    if isinstance(problem, ReaderError) and failed is not None:
                        message = problem.message
                        self._post(lambda: failed(message) if is_wanted() else None)
                    else:
                        self._post(lambda: _raise(problem))
                return
            finally:
                self._running = ""
            self._post(lambda: then(result) if is_wanted() else None)

        self._executor.submit(work)

    def cancel(self, kind: str) -> None:
        """Drop the result of what runs or waits."""
        self._newest[kind] = self._newest.get(kind, 0) + 1

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        if self._library is not None:
            self._library.interrupt()
        if self._made is not None:
            self._made.shutdown(wait=True, cancel_futures=True)
        if self._library is not None:
            self._library.close()

    async def idle(self) -> None:
        """Wait until all that was started is done; its results may still have to be shown."""
        if not self._closed:
            await asyncio.wrap_future(self._executor.submit(int))


class Work:
    """All threads beside the screen that read one library: `documents` makes what the right side shows, `queries` all
    else. `post` hands a call to the screen's thread, from any thread."""

    def __init__(self, library: ScreenLibrary, post: Callable[[Callable[[], object]], None]) -> None:
        self.documents = Background(library, "documents", post)
        self.queries = Background(library, "queries", post)
        self.post = post
        self.is_closed = False

    def fetch(self, name: str, job: Callable[[], T], then: Callable[[T | ReaderError], object]) -> None:
        """Run something that may wait for a server, on a thread that the end of the reader does not wait for."""

        def tell(got: T | ReaderError) -> None:
            if not self.is_closed:  # else the reader ended meanwhile, and took the library with it
                self.post(lambda: then(got) if not self.is_closed else None)

        def work() -> None:
            try:
                tell(job())
            except ReaderError as error:
                tell(error)
            except Exception as error:
                problem = error  # the name `error` is gone when the lambda runs
                tell(ReaderError(f"That went wrong ({type(error).__name__})", "the log has the details"))
                if not self.is_closed:
                    self.post(lambda: _raise(problem))

        threading.Thread(target=work, name=name, daemon=True).start()

    def close(self) -> None:
        """End the threads."""
        self.is_closed = True
        self.documents.close()
        self.queries.close()


def settle_memory() -> None:
    """Let the collector look seldom: right after the first frame.

    Tables and documents are thousands of small values that live as long as they are shown. With the usual thresholds
    all of them are looked through every few keys, which takes longer than the key does. So the screen collects where
    nobody presses one; and what the imports made stays for good.
    """
    gc.freeze()
    gc.set_threshold(2_000, 10, 30)
    gc.enable()


def _raise(error: Exception) -> NoReturn:
    raise error
