"""Parsing away from the keys: at most two spawned processes, started at the first refresh and kept."""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from tui_reader.domain.errors import ParseError
from tui_reader.services import parse_worker


class ParsePool:
    """Parses in spawned processes. An input that kills its process is a ParseError for that source, and the pool is
    made anew for the others."""

    def __init__(self, log_path: str = "", workers: int = 2, timeout_s: float = 60.0) -> None:
        self._log_path = log_path
        self._workers = workers
        self._timeout_s = timeout_s
        self._pool: ProcessPoolExecutor | None = None

    async def parse(self, parser: str, *args: Any, **kwargs: Any) -> Any:
        """Run one of `parse_worker.PARSERS` in a parsing process. Raises its error, or ParseError when it died or
        took longer than the time allowed."""
        # A broken pool fails everyone who waits for it, so each tries once more, alone with a fresh one.
        for last in (False, True):
            pool = self._get()
            try:
                future = asyncio.get_running_loop().run_in_executor(pool, parse_worker.run, parser, args, kwargs)
                return await asyncio.wait_for(asyncio.shield(future), self._timeout_s)
            except BrokenProcessPool:
                self._discard(pool)
                if last:
                    raise ParseError(f"reading this as {parser} ended its process", "It was left out.") from None
            except TimeoutError:
                self._discard(pool)
                raise ParseError(
                    f"reading this as {parser} took over {self._timeout_s:.0f} s", "It was left out."
                ) from None
        raise AssertionError("unreachable")

    def pids(self) -> list[int]:
        """The processes that run now."""
        return list((getattr(self._pool, "_processes", None) or {}).keys())

    def close(self) -> None:
        """End the processes; what they were at is dropped."""
        if self._pool is not None:
            self._discard(self._pool)

    def _get(self) -> ProcessPoolExecutor:
        if self._pool is None:
            import multiprocessing

            start_tracker()
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=parse_worker.prepare,
                initargs=(self._log_path,),
            )
        return self._pool

    def _discard(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None
        processes = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:  # a process stuck in a parser would outlive shutdown()
            process.terminate()


def start_tracker() -> None:
    """Start multiprocessing's resource tracker, which every spawned process needs, with the stderr of the process.

    Inside the reader `sys.stderr` is Textual's, whose fileno() is -1; the tracker would hand that on and fail.
    """
    if os.name != "posix":
        return
    from multiprocessing import resource_tracker

    shown, sys.stderr = sys.stderr, sys.__stderr__
    try:
        resource_tracker.ensure_running()
    finally:
        sys.stderr = shown
