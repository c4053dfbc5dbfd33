"""One thread of this process writes to the library; what the user did goes before what the network brought."""

from __future__ import annotations

import itertools
import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

L_co = TypeVar("L_co", covariant=True)
T = TypeVar("T")

USER = 0
NETWORK = 1
_LAST = 9


class Writer(Generic[L_co]):
    """Runs functions of the library, one at a time, on a thread of its own with a connection of its own.

    `connect` makes that connection on the thread; `submit` returns a Future. `close` finishes what was submitted.
    """

    def __init__(self, connect: Callable[[], L_co], close: Callable[[L_co], None]) -> None:
        self._connect = connect
        self._close = close
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[L_co], None] | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, job: Callable[[L_co], T], urgency: int = NETWORK) -> Future[T]:
        """Have `job(library)` done; lower urgency numbers first, else in order."""
        future: Future[T] = Future()

        def run(library: L_co) -> None:  # type: ignore[misc]  # nothing is kept in it
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(job(library))
            except BaseException as error:  # it belongs to whoever waits for the future
                future.set_exception(error)

        with self._lock:
            if self._closed:
                raise RuntimeError("the writer is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="library-writer", daemon=True)
                self._thread.start()
            self._jobs.put((urgency, next(self._numbers), run))
        return future

    def close(self) -> None:
        """Finish what was submitted and end the thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            thread = self._thread
            if thread is not None:
                self._jobs.put((_LAST, next(self._numbers), None))
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        library: L_co | None = None
        failure: BaseException | None = None
        try:
            library = self._connect()
        except Exception as error:
            failure = error
        while True:
            _, _, run = self._jobs.get()
            if run is None:
                break
            if library is not None:
                run(library)
            else:
                self._fail(run, failure)
        if library is not None:
            self._close(library)

    @staticmethod
    def _fail(run: Callable[[L_co], None], failure: BaseException | None) -> None:
        # Any attribute of this stand-in raises the reason why the library could not be opened.
        run(_Broken(failure))  # type: ignore[arg-type]


class _Broken:
    def __init__(self, failure: BaseException | None) -> None:
        self.__failure = failure

    def __getattr__(self, name: str) -> object:
        raise self.__failure or RuntimeError("no library")
