"""Where parsing happens: away from the keys, in spawned processes that are kept; or right here.

No input holds up the others for long. One that takes over a second is set aside: its process goes on alone, further
behind, and another takes its place. All have a limit of memory and of computing time, which the system sees to.
"""

from __future__ import annotations

import asyncio
import os
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from msgspec import Struct

from tui_reader.domain.errors import OverLimits, ReaderError
from tui_reader.services.process_limits import OUT_OF_MEMORY, limit_time, ran_out_of_time, resident_mib
from tui_reader.services.worker_process import EndedError, WorkerProcess, keep_nothing

if TYPE_CHECKING:
    from tui_reader.services.worker_process import Tell
    from tui_reader.sources.base import Parser

P = ParamSpec("P")
T = TypeVar("T")

#: 100,000 short entries take 310 MiB, and 340 by way of feedparser.
MOST_MIB = 375
#: A process that is left with more than this is not kept: what it is asked next may need as much again.
_KEPT_MIB = 160
_ASIDE_NICENESS = 15
#: How long a process may take to start, on a busy machine.
_BEGINNING_S = 60.0


class Patience(Struct, frozen=True):
    """How long reading one input may compute, in seconds: `least` and so much more for each MiB of it. By the clock it
    may take `by_the_clock` times that, since others compute too."""

    least: float = 10.0
    for_each_mib: float = 6.0
    by_the_clock: float = 4.0

    def seconds_for(self, size: int) -> float:
        """For an input of so many bytes."""
        return self.least + self.for_each_mib * size / 2**20


#: For what used it up before. A second is more than a hundred times what most feeds take.
BRIEF = Patience(least=4.0, for_each_mib=0.0)


class InlineParser:
    """Parses right here: for an import of a few files, and for tests."""

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function in this process."""
        return function(*args, **kwargs)

    async def parse_briefly(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same; nothing is limited here."""
        return function(*args, **kwargs)

    def prepare(self) -> None:
        """Nothing has to be started."""

    def close(self) -> None:
        """Nothing is held."""


class ParsePool:
    """Parses in spawned processes, one input at a time in each: in `workers` of them, and in as many again for inputs
    that are set aside after `aside_s` seconds. An input that ends its process, or goes over the limits, is an
    OverLimits for that source, and the others get another process. With `stands_back` they leave the processors to
    whoever reads meanwhile."""

    def __init__(
        self,
        log_path: str = "",
        workers: int = 2,
        patience: Patience | None = None,
        *,
        stands_back: bool = True,
        aside_s: float = 1.0,
        most_mib: int = MOST_MIB,
    ) -> None:
        self._log_path = log_path
        self._patience = patience or Patience()
        self._niceness = 10 if stands_back else 0
        self._aside_s = aside_s
        self._most_mib = most_mib
        self._workers = workers
        self._free: list[WorkerProcess[None]] = []
        self._all: set[WorkerProcess[None]] = set()
        self._turns, self._turns_aside = _Turns(workers), _Turns(workers)
        # A thread waits for each process; it does nothing else.
        self._threads = ThreadPoolExecutor(2 * workers, thread_name_prefix="parsing")

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function in a parsing process. Raises its error, or OverLimits."""
        return await self._parse(self._patience, function, args, kwargs)

    async def parse_briefly(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same with less patience: for what used up all of it before."""
        return await self._parse(BRIEF, function, args, kwargs)

    def prepare(self) -> None:
        """Start the processes, which takes them as long as parsing some twenty feeds."""
        while len(self._all) < self._workers:
            worker = self._made()
            self._free.append(worker)
            self._threads.submit(worker.call, _load_parsers, None).add_done_callback(Future.exception)

    async def _parse(
        self, patience: Patience, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> T:
        seconds = patience.seconds_for(sum(len(arg) for arg in args if isinstance(arg, bytes)))
        aside = self._turns_aside.here()

        def begin(worker: WorkerProcess[None]) -> _Reading[T]:
            loop, begun = asyncio.get_running_loop(), asyncio.Event()

            def tell(event: object) -> None:
                del event
                loop.call_soon_threadsafe(begun.set)

            work = self._threads.submit(worker.call, _read_within, tell, seconds, function, args, kwargs)
            waited = asyncio.wrap_future(work)
            waited.add_done_callback(_heard)  # also when nobody waits for it any more
            return _Reading(worker, waited, begun, seconds)

        async with self._turns.here():
            reading = begin(self._free.pop() if self._free else self._made())
            try:
                if await reading.is_done(self._aside_s):
                    outcome = self._outcome(reading)
                    if outcome.resident_mib <= _KEPT_MIB:
                        self._free.append(reading.worker)
                    else:
                        self._let_go(reading.worker)
                    return outcome.result()
                has_room = not aside.locked()
                if has_room:
                    await aside.acquire()
            except ReaderError:
                raise
            except BaseException:  # nobody waits for it any more
                self._let_go(reading.worker)
                raise
            if not has_room:
                self._let_go(reading.worker)
        if not has_room:  # enough others take long already: it begins again when one of them is done
            await aside.acquire()
        try:
            if has_room:
                reading.step_back()
            else:
                reading = begin(self._made())
            by_the_clock = seconds * patience.by_the_clock
            if not await reading.is_done(by_the_clock):
                raise OverLimits(f"reading this took over {by_the_clock:.0f} s")
            return self._outcome(reading).result()
        finally:
            aside.release()
            self._let_go(reading.worker)

    def _made(self) -> WorkerProcess[None]:
        made = WorkerProcess(keep_nothing, log_path=self._log_path, niceness=self._niceness, most_mib=self._most_mib)
        self._all.add(made)
        return made

    def _let_go(self, worker: WorkerProcess[None]) -> None:
        self._all.discard(worker)
        worker.close()

    def _outcome(self, reading: _Reading[T]) -> _Outcome[T]:
        try:
            return reading.work.result()
        except EndedError as error:
            self._let_go(reading.worker)
            raise OverLimits(self._why(error.exit_code, reading.seconds)) from None

    def _why(self, exit_code: int | None, seconds: float) -> str:
        if exit_code == OUT_OF_MEMORY:
            return f"reading this takes more than {self._most_mib} MiB of memory"
        if ran_out_of_time(exit_code):
            return f"reading this takes more than {seconds:.0f} s"
        return "reading this ended the process that parses"

    def pids(self) -> list[int]:
        """The processes that run now."""
        return [pid for worker in self._all if (pid := worker.pid) is not None]

    def close(self) -> None:
        """End the processes; what they were at is dropped."""
        for worker in tuple(self._all):
            self._let_go(worker)
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Turns:
    """How many at once, for each event loop."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._turns: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]
        self._turns = weakref.WeakKeyDictionary()

    def here(self) -> asyncio.Semaphore:
        """Those of the loop that runs."""
        return self._turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._count))


class _Outcome(Struct, Generic[T]):
    """What came of reading an input: a value or an error, and how much memory its process has then."""

    value: T | None
    error: ReaderError | None
    resident_mib: int

    def result(self) -> T:
        """The value. Raises the error."""
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]  # there is one where there is no error


class _Reading(Struct, Generic[T]):
    """An input that is being read."""

    worker: WorkerProcess[None]
    work: asyncio.Future[_Outcome[T]]
    begun: asyncio.Event
    seconds: float

    async def is_done(self, within: float) -> bool:
        """Wait so many seconds at most, once its process has begun with it."""
        begun: asyncio.Future[Any] = asyncio.ensure_future(self.begun.wait())
        either: list[asyncio.Future[Any]] = [self.work, begun]
        await asyncio.wait(either, timeout=_BEGINNING_S, return_when=asyncio.FIRST_COMPLETED)
        begun.cancel()
        done, _ = await asyncio.wait([self.work], timeout=within)
        return bool(done)

    def step_back(self) -> None:
        """Leave the processors to those that read for others."""
        pid = self.worker.pid
        if pid is not None and hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, pid, _ASIDE_NICENESS)


def _read_within(
    kept: None,
    tell: Tell,
    seconds: float,
    function: Callable[..., T],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> _Outcome[T]:
    del kept
    tell(None)
    limit_time(seconds)
    try:
        return _Outcome(function(*args, **kwargs), None, resident_mib())
    except ReaderError as error:
        return _Outcome(None, error, resident_mib())


def _load_parsers(kept: None, tell: Tell) -> None:
    del kept, tell
    from tui_reader.sources.feed import parse  # noqa: F401


def _heard(work: asyncio.Future[Any]) -> None:
    if not work.cancelled():
        work.exception()


class ParserOfSource:
    """Once something of the source went over the limits, nothing of it is read any more. A suspect, one that did so in
    the last sync, finds less patience. `over` is what went over."""

    def __init__(self, parser: Parser, *, is_suspect: bool) -> None:
        self._parser = parser
        self._is_suspect = is_suspect
        self.over: OverLimits | None = None

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function in a parsing process. Raises its error, or OverLimits."""
        if self.over is not None:
            raise self.over
        parse = self._parser.parse_briefly if self._is_suspect else self._parser.parse
        try:
            return await parse(function, *args, **kwargs)
        except OverLimits as error:
            self.over = error
            raise

    async def parse_briefly(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same with less patience."""
        self._is_suspect = True
        return await self.parse(function, *args, **kwargs)

    def prepare(self) -> None:
        """The processes are others' too."""

    def close(self) -> None:
        """The processes are others' too."""
