"""Parsing away from the keys: at most two spawned processes, started at the first refresh and kept."""

from __future__ import annotations

import asyncio
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tui_reader.domain.errors import ParseError
from tui_reader.services.parse_worker import parsers
from tui_reader.services.worker_process import EndedError, WorkerProcess


class ParsePool:
    """Parses in spawned processes, one input at a time in each. An input that kills its process, or keeps it for too
    long, is a ParseError for that source, and the process is started anew for the others."""

    def __init__(self, log_path: str = "", workers: int = 2, timeout_s: float = 60.0) -> None:
        self._timeout_s = timeout_s
        self._workers = [WorkerProcess(parsers, log_path=log_path, niceness=10) for _ in range(workers)]
        self._free = list(reversed(self._workers))
        self._turns: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]
        self._turns = weakref.WeakKeyDictionary()
        # A thread waits for each process; it does nothing else.
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="parsing")

    async def parse(self, parser: str, *args: Any, **kwargs: Any) -> Any:
        """Run one of `parse_worker.PARSERS` in a parsing process. Raises its error, or ParseError when it died or
        took longer than the time allowed."""
        loop = asyncio.get_running_loop()
        async with self._turns.setdefault(loop, asyncio.Semaphore(len(self._workers))):
            worker = self._free.pop() if self._free else self._workers[0]
            try:
                future = loop.run_in_executor(self._threads, worker.call, "parse", parser, args, kwargs)
                future.add_done_callback(_heard)  # also when nobody waits for it any more
                return await asyncio.wait_for(asyncio.shield(future), self._timeout_s)
            except EndedError:
                raise ParseError(f"reading this as {parser} ended its process", "It was left out.") from None
            except TimeoutError:
                worker.stop()
                took = f"reading this as {parser} took over {self._timeout_s:.0f} s"
                raise ParseError(took, "It was left out.") from None
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
