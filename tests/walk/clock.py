"""A clock that stands still while there is something to do, and jumps to the next timer when there is nothing.

Textual waits for timers, people wait between keys; a walk of thousands of steps cannot. On this loop a tenth of a
second costs nothing: when every task waits, the time of the next timer is now. How fast threads are is chosen, not
left to chance (`Pace`), so that what they bring can come before the next key or after it.
"""

from __future__ import annotations

import asyncio
import selectors
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

#: Threads that wait for work for as long as the program runs.
_STAY = ("library-writer", "MainThread", "ThreadPoolExecutor", "documents", "queries", "asyncio", "pytest", "execnet")
_LOOK_S = 0.002


class Pace(StrEnum):
    """How fast threads are, as the loop sees it."""

    FAST = "fast"
    """What was asked of a thread is there before anything else happens."""
    EVEN = ""
    """The loop goes on with what it has to do; time stands still until the threads are done."""
    SLOW = "slow"
    """Time passes while they work."""


class Clock(selectors.DefaultSelector):
    """Both the time of a loop and what it waits with."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000.0
        self.working = 0
        self.pace = Pace.EVEN
        self._others = {thread.ident for thread in threading.enumerate()}

    def time(self) -> float:
        """Seconds since some moment."""
        return self.now

    def is_working(self) -> bool:
        """Whether a thread does something whose result the screen will want."""
        return self.working > 0 or any(
            thread.ident not in self._others and not thread.name.startswith(_STAY) for thread in threading.enumerate()
        )

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; where nothing is, wait for threads, else jump to the next timer."""
        ready = super().select(0)
        while self.pace is Pace.FAST and self.is_working():
            ready = super().select(_LOOK_S)
        if ready or timeout == 0:
            return ready
        while self.pace is not Pace.SLOW and self.is_working():
            if ready := super().select(_LOOK_S):
                return ready
        if timeout is None:
            return super().select(None)
        self.now += max(0.0, timeout)
        return ready


class QuickLoop(asyncio.SelectorEventLoop):
    """An event loop on such a clock."""

    def __init__(self) -> None:
        self.clock = Clock()
        super().__init__(self.clock)

    def time(self) -> float:
        """The clock's time."""
        return self.clock.now


@contextmanager
def quick_loop() -> Iterator[QuickLoop]:
    """A loop on which nothing is waited for, Textual's timers included; work of thread pools is counted."""
    from textual import _time

    loop = QuickLoop()
    clock = loop.clock
    submit, get_time = ThreadPoolExecutor.submit, _time.get_time

    def counted(self: ThreadPoolExecutor, call: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        def done(_: Future[Any]) -> None:
            clock.working -= 1
            if not loop.is_closed():
                loop.call_soon_threadsafe(int)

        future = submit(self, call, *args, **named)
        clock.working += 1
        future.add_done_callback(done)
        return future

    ThreadPoolExecutor.submit = counted  # type: ignore[method-assign, assignment]
    _time.get_time = clock.time
    try:
        asyncio.set_event_loop(loop)
        yield loop
    finally:
        ThreadPoolExecutor.submit = submit  # type: ignore[method-assign]
        _time.get_time = get_time
        asyncio.set_event_loop(None)
        loop.close()
