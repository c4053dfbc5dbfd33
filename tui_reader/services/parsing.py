"""Where parsing happens: away from the keys, in at most two spawned processes that are kept; or right here."""

from __future__ import annotations

import asyncio
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from tui_reader.domain.errors import ParseError
from tui_reader.services.worker_process import EndedError, WorkerProcess, call_plainly, keep_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


class InlineParser:
    """Parses right here: for an import of a few files, and for tests."""

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function in this process."""
        return function(*args, **kwargs)

    def close(self) -> None:
        """Nothing is held."""


class ParsePool:
    """Parses in spawned processes, one input at a time in each. An input that kills its process, or keeps it for too
    long, is a ParseError for that source, and the process is started anew for the others. With `stands_back` they
    leave the processors to whoever reads meanwhile."""

    def __init__(
        self, log_path: str = "", workers: int = 2, timeout_s: float = 60.0, *, stands_back: bool = True
    ) -> None:
        self._timeout_s = timeout_s
        niceness = 10 if stands_back else 0
        self._workers = [WorkerProcess(keep_nothing, log_path=log_path, niceness=niceness) for _ in range(workers)]
        self._free = list(reversed(self._workers))
        self._turns: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]
        self._turns = weakref.WeakKeyDictionary()
        # A thread waits for each process; it does nothing else.
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="parsing")

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function in a parsing process. Raises its error, or ParseError when it died or took longer than the
        time allowed."""
        loop = asyncio.get_running_loop()
        async with self._turns.setdefault(loop, asyncio.Semaphore(len(self._workers))):
            worker = self._free.pop() if self._free else self._workers[0]

            def work() -> T:
                return worker.call(call_plainly, None, function, args, kwargs)

            try:
                future = loop.run_in_executor(self._threads, work)
                future.add_done_callback(_heard)  # also when nobody waits for it any more
                return await asyncio.wait_for(asyncio.shield(future), self._timeout_s)
            except EndedError:
                raise ParseError("reading this ended the process that parses", "It was left out.") from None
            except TimeoutError:
                worker.stop()
                raise ParseError(f"reading this took over {self._timeout_s:.0f} s", "It was left out.") from None
            finally:
                if worker not in self._free:
                    self._free.append(worker)

    def pids(self) -> list[int]:
        """The processes that run now."""
        return [pid for worker in self._workers if (pid := worker.pid) is not None]

    def close(self) -> None:
        """End the processes; what they were at is dropped."""
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(wait=False, cancel_futures=True)


def _heard(future: asyncio.Future[Any]) -> None:
    if not future.cancelled():
        future.exception()
