"""The reader at a terminal that is made up: bytes go in as a terminal sends them, what is drawn can be read."""

from __future__ import annotations

import asyncio
import gc
import logging
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.geometry import Size
from walk.clock import Clock, Pace, QuickLoop
from walk.steps import Click, Keys, Resize, Step, Wait, sent, within

#: Longer than the cursor rests before its document is made, and than typing rests before it is searched.
SETTLE_S = 0.3
#: Time passes only when nothing is left to be done, so any time will do.
_HANDLED_S = 0.001


class Mistakes(logging.Handler):
    """What was logged as an error: a handler that swallowed a mistake tells of it there."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.found.append(self.format(record))


class Terminal:
    """A running reader."""

    def __init__(self, app: App[Any], clock: Clock, written: Callable[[], None]) -> None:
        self.app = app
        self._written = written
        self.mistakes = Mistakes()
        self._clock = clock
        self._parser = XTermParser()

    @property
    def is_over(self) -> bool:
        """Whether the reader has ended, or is about to."""
        return self.app._exit or not self.app.is_running

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        return self.app.size.width, self.app.size.height

    def write(self, data: str) -> None:
        """One write of a terminal: all of it is there before the reader sees any of it."""
        driver = self.app._driver
        assert driver is not None
        for event in self._parser.feed(data):
            driver.process_message(event)

    def resize(self, width: int, height: int) -> None:
        """The window got another size."""
        driver = self.app._driver
        assert driver is not None
        size = Size(width, height)
        driver._size = (width, height)
        driver.process_message(events.Resize(size, size))

    async def do(self, step: Step) -> None:
        """One step, and what follows from it."""
        if isinstance(step, Resize):
            self.resize(step.width, step.height)
        gap = step.gap_ms / 1000 if isinstance(step, Keys) else 0.01 if isinstance(step, Click) else 0.0
        self._clock.pace = step.pace if isinstance(step, Keys) else Pace.EVEN
        for data in sent(within(step, self.size)):
            self.write(data)
            if gap:
                await asyncio.sleep(gap)
            else:
                await asyncio.sleep(_HANDLED_S)
        self._clock.pace = Pace.EVEN
        await self.settle(step.seconds if isinstance(step, Wait) else 0)

    async def settle(self, seconds: float = 0) -> None:
        """Wait until nothing is left to be done: the cursor rests, threads have brought what they were asked for."""
        await asyncio.sleep(SETTLE_S + seconds)
        for _ in range(3):
            if not self._clock.is_working():
                break
            await asyncio.sleep(SETTLE_S)
        if not self.is_over:
            self._written()  # what was decided is in the library, and what the screen tells of that is there
            await asyncio.sleep(SETTLE_S)

    def failures(self) -> list[str]:
        """What went wrong by itself: raised, or swallowed and logged."""
        found, self.mistakes.found = self.mistakes.found, []
        if self.app._exception is not None:
            found.append("".join(traceback.format_exception(self.app._exception)))
        return found

    def lines(self) -> list[str]:
        """The screen as text."""
        return ["".join(s.text for s in strip).rstrip() for strip in self.app.screen._compositor.render_strips()]


@asynccontextmanager
async def running(
    app: App[Any], size: tuple[int, int], loop: QuickLoop, written: Callable[[], None]
) -> AsyncIterator[Terminal]:
    """Run a reader at a terminal of that size. `written` waits until all that was decided is in the library."""
    terminal = Terminal(app, loop.clock, written)
    logger = logging.getLogger("tui_reader")
    logger.addHandler(terminal.mistakes)
    loop.set_exception_handler(
        lambda _, told: terminal.mistakes.found.append(f"{told['message']}: {told.get('exception')!r}")
    )
    app._fatal_error = app._close_messages_no_wait  # type: ignore[method-assign]  # its drawing takes a second
    try:
        async with app.run_test(size=size, notifications=True):
            await terminal.settle()
            yield terminal
    finally:
        logger.removeHandler(terminal.mistakes)
        # The reader puts what it imported out of the collector's reach; here a hundred readers begin.
        gc.unfreeze()
        gc.collect()
