"""Work beside the screen: one thread with a connection of its own; newer work of a kind takes the place of older."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import ThreadPoolExecutor

    from tui_reader.storage.library import Library

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Background:
    """Runs `job(library)` on its thread and `then(result)` on the screen's, unless a newer job of its kind came.

    `post` hands a call to the thread of the screen, from any thread.
    """

    def __init__(self, library: Library, name: str, post: Callable[[Callable[[], object]], object]) -> None:
        self._parent = library
        self._post = post
        self._library: Library | None = None
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
        job: Callable[[Library], T],
        then: Callable[[T], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Start a job; a running one of the same kind is interrupted and its result dropped."""
        if self._closed:
            return
        number = self._newest.get(kind, 0) + 1
        self._newest[kind] = number
        if self._running == kind and self._library is not None:
            self._library.interrupt()

        def work() -> None:
            if self._newest[kind] != number or self._closed:
                return
            if self._library is None:
                self._library = self._parent.clone()
            self._running = kind
            try:
                result = job(self._library)
            except ReaderError as error:
                message = error.message  # the name `error` is gone when the lambda runs
                if failed is not None and self._newest[kind] == number:
                    self._post(lambda: failed(message))
                return
            except Exception:
                if self._newest[kind] == number and not self._closed:
                    _log.exception("background work %s", kind)
                return
            finally:
                self._running = ""
            self._post(lambda: then(result) if self._newest[kind] == number and not self._closed else None)

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
