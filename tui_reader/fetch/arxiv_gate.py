"""arXiv's own wish: one connection, one request per three seconds, however many readers run on this home.

From arXiv's API manual, "Terms of Use": at most one request every three seconds, a single connection at a time. A
lock file is held while a request runs; a second file keeps when the last one was. Nothing waits while it holds the
lock, so that a process with much to fetch cannot keep another one out.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
from filelock import FileLock, Timeout

from tui_reader.domain.errors import ForbiddenAddress
from tui_reader.fetch.guard import Origin, origin, parse

LOCK_FILE = "arxiv.lock"
STAMP_FILE = "arxiv.last"

_POLL_S = 0.05
_log = logging.getLogger(__name__)


class ArxivGate:
    """Lets the requests to arXiv through one at a time, `interval_s` apart, over all processes with this state folder.

    `urls` are the configured addresses; what lies under one of them is arXiv, and so is all of arxiv.org.
    """

    def __init__(
        self,
        state_dir: Path,
        urls: Collection[str],
        interval_s: float,
        *,
        now: Callable[[], datetime],
        chance: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._state_dir = state_dir
        self._prefixes = tuple(_prefixes(urls))
        self._interval_s = max(interval_s, 0.0)
        self._now = now
        self._chance = chance
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._own_last: float | None = None
        self._shared = True

    def covers(self, url: httpx.URL) -> bool:
        """Whether a request to this address goes through the gate."""
        where = origin(url)
        if where.host == "arxiv.org" or where.host.endswith(".arxiv.org"):
            return True
        return any(where == base and _is_under(url.path, path) for base, path in self._prefixes)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Callable[[], None]]:
        """Wait for the turn and hold it while the block runs.

        Yields a function to be called when the answer begins: only then has arXiv surely seen the request, so
        counting the interval from there keeps to it whatever the connection took.
        """
        async with self._turn:
            lock = await self._acquire()
            try:
                self._stamp()  # for a process that dies before its answer begins
                yield self._stamp
            except BaseException:
                self._stamp()  # arXiv may have seen the request at any moment until it failed
                raise
            finally:
                if lock is not None:
                    lock.release()

    async def _acquire(self) -> FileLock | None:
        # The kernel lets go of it when its holder dies, however that dies. The turn is the task's, not the thread's.
        lock = FileLock(self._state_dir / LOCK_FILE, mode=0o600, thread_local=False)
        disbelieved: float | None = None
        while True:
            last = self._last_request()
            now = self._seconds()
            if last is not None and last > now and last != disbelieved:
                # A clock was set back. Nobody knows when the request was: wait one interval, and no more for it.
                disbelieved = last
                await self._sleep(self._interval_s)
                continue
            if last is not None and last <= now < last + self._interval_s:
                # Processes that wait for the same moment come apart, and none of them always wins.
                await self._sleep(last + self._interval_s - now + _POLL_S * self._chance())
                continue
            if not self._try(lock):
                await self._sleep(_POLL_S * (0.5 + self._chance() / 2))
                continue
            if self._last_request() == last:
                return lock if self._shared else None
            lock.release()  # another process was here since the first look

    def _try(self, lock: FileLock) -> bool:
        if not self._shared:
            return True
        try:
            self._state_dir.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:  # the latter of a file system without locks
            self._go_alone(error)
        return True

    def _last_request(self) -> float | None:
        if not self._shared:
            return self._own_last
        try:
            last = float((self._state_dir / STAMP_FILE).read_text("ascii"))
        except (OSError, ValueError):  # not there, not readable, or not ours
            return self._own_last
        return last if -1e11 < last < 1e11 else self._own_last

    def _stamp(self) -> None:
        self._own_last = self._seconds()
        if not self._shared:
            return
        try:
            descriptor = os.open(self._state_dir / STAMP_FILE, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                # One write of constant length over the old one: a reader never finds half of it.
                os.write(descriptor, f"{self._own_last:020.6f}".encode("ascii"))
            finally:
                os.close(descriptor)
        except OSError as error:
            self._go_alone(error)

    def _go_alone(self, error: Exception) -> None:
        # A read-only state folder must not keep anybody from reading; within this process the order still holds.
        _log.warning("arXiv requests are not coordinated with other processes: %s", error)
        self._shared = False

    def _seconds(self) -> float:
        return self._now().astimezone(UTC).timestamp()


def _prefixes(urls: Collection[str]) -> list[tuple[Origin, str]]:
    found = []
    for url in urls:
        with suppress(ForbiddenAddress):  # a wrong address in the configuration is reported there
            parsed = parse(url)
            found.append((origin(parsed), parsed.path.rstrip("/")))
    return found


def _is_under(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix + "/")
