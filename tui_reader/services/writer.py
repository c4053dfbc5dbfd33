"""One thread of this process writes to the library; what the user did goes before what the network brought."""

from __future__ import annotations

import itertools
import queue
import threading
from concurrent.futures import Future
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

L_co = TypeVar("L_co", covariant=True)
T = TypeVar("T")

USER = 0
NETWORK = 1
_LAST = 9
#: How long jobs are taken into one transaction, in seconds: others that write wait for it.
_SHARED_S = 0.05


class _Job(NamedTuple):
    """What is to be done: the more urgent first, else in order."""

    urgency: int
    number: int
    work: Callable[[Any], Any]
    future: Future[Any]
    shares: bool


class Writer(Generic[L_co]):
    """Runs functions of the library, one at a time, on a thread of its own with a connection of its own.

    `connect` makes that connection on the thread; `submit` returns a Future. `close` finishes what was submitted.
    `together` makes one transaction of what the library does inside: committing takes a third of the time of storing
    a feed, so that feeds that wait share one.
    """

    def __init__(
        self,
        connect: Callable[[], L_co],
        close: Callable[[L_co], None],
        together: Callable[[L_co], AbstractContextManager[None]] | None = None,
    ) -> None:
        self._connect = connect
        self._close = close
        self._together = together
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, job: Callable[[L_co], T], urgency: int = NETWORK, *, shares: bool = False) -> Future[T]:
        """Have `job(library)` done; lower urgency numbers first, else in order. One that `shares` may be done in one
        transaction with others that do, and is done again by itself if one of them fails."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the writer is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="library-writer", daemon=True)
                self._thread.start()
            self._jobs.put(_Job(urgency, next(self._numbers), job, future, shares))
        return future

    def close(self) -> None:
        """Finish what was submitted and end the thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            thread = self._thread
            if thread is not None:
                self._jobs.put(_Job(_LAST, next(self._numbers), _nothing, Future(), shares=False))
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        library: Any = None
        failure: BaseException | None = None
        try:
            library = self._connect()
        except Exception as error:
            failure = error
        is_open = failure is None
        while True:
            job = self._jobs.get()
            if job.urgency == _LAST and job.work is _nothing:
                break
            if not is_open:
                # Any attribute of this stand-in raises the reason why the library could not be opened.
                _run(job, _Broken(failure))
            elif job.shares and self._together is not None and not self._jobs.empty():
                self._run_together(job, library, self._together)
            else:
                _run(job, library)
        if is_open:
            self._close(library)

    def _run_together(self, first: _Job, library: Any, together: Callable[[Any], AbstractContextManager[None]]) -> None:
        """Do a job and those that wait behind it, as far as they share, in one transaction."""
        until = monotonic() + _SHARED_S
        done: list[tuple[_Job, Any]] = []
        job: _Job | None = first
        try:
            with together(library):
                while job is not None:
                    if job.future.set_running_or_notify_cancel():
                        done.append((job, None))
                        done[-1] = (job, job.work(library))
                    job = self._next_that_shares() if monotonic() < until else None
        except BaseException:  # nothing of it is stored: each by itself, so that each has its own end
            for failed, _ in done:
                _finish(failed, library)
            return
        for finished, result in done:
            finished.future.set_result(result)

    def _next_that_shares(self) -> _Job | None:
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            return None
        if job.shares:
            return job
        self._jobs.put(job)  # it keeps its number, and with it its turn
        return None


def _nothing(library: object) -> None:
    """The last job."""


def _run(job: _Job, library: Any) -> None:
    if job.future.set_running_or_notify_cancel():
        _finish(job, library)


def _finish(job: _Job, library: Any) -> None:
    try:
        job.future.set_result(job.work(library))
    except BaseException as error:  # it belongs to whoever waits for the future
        job.future.set_exception(error)


class _Broken:
    def __init__(self, failure: BaseException | None) -> None:
        self.__failure = failure

    def __getattr__(self, name: str) -> object:
        raise self.__failure or RuntimeError("no library")
