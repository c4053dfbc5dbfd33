from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.errors import OverLimits, ParseError
from tui_reader.services.parsing import BRIEF, InlineParser, ParsePool, ParserOfSource, Patience
from tui_reader.sources.feed.parse import parse_feed

FEED = b"<rss version='2.0'><channel><title>T</title><item><title>A</title><guid>1</guid></item></channel></rss>"


async def test_a_pool_parses_in_another_process_and_brings_errors_back_whole() -> None:
    pool = ParsePool(workers=1)
    try:
        pool.prepare()  # once is enough: what parses is the process that was started then
        feed = await pool.parse(parse_feed, FEED, "https://blog.example/feed")
        pool.prepare()
        assert len(pool.pids()) == 1
        assert [e.title for e in feed.entries] == ["A"]
        with pytest.raises(ParseError) as error:
            await pool.parse(parse_feed, b"no feed at all", "https://blog.example/feed")
        assert error.value.hint
        assert feed == await InlineParser().parse(parse_feed, FEED, "https://blog.example/feed")
    finally:
        pool.close()


IN_A_READER = """
import asyncio, sys

class Captured:
    def write(self, text): return len(text)
    def flush(self): pass
    def fileno(self): return -1

sys.stderr = Captured()
from tui_reader.services.parsing import ParsePool
from tui_reader.sources.feed.parse import parse_feed

async def main():
    pool = ParsePool(workers=1)
    try:
        feed = await pool.parse(parse_feed, %r, "https://blog.example/feed")
        print(len(feed.entries))
    finally:
        pool.close()

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_processes_start_inside_the_reader_where_stderr_is_captured() -> None:
    done = subprocess.run([sys.executable, "-c", IN_A_READER % FEED], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "1", done.stderr


KILLED = """
import asyncio, os, sys
from tui_reader.services.parsing import ParsePool
from tui_reader.sources.feed.parse import parse_feed

async def main():
    pool = ParsePool(workers=1)
    await pool.parse(parse_feed, %r, "https://blog.example/feed")
    print(*pool.pids(), flush=True)
    os.kill(os.getpid(), 9)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_parsing_processes_end_with_their_parent() -> None:
    done = subprocess.run([sys.executable, "-c", KILLED % FEED], stdout=subprocess.PIPE, text=True, timeout=60)
    (pid,) = (int(word) for word in done.stdout.split())
    # The pipe's other end is the child's stdout too: communicate() returned, so the child has let go of it.
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    """Whether a process still runs after 20 s; one that has ended but was not collected does not."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except (ProcessLookupError, FileNotFoundError):
            return False
        os.sched_yield()
    return True


def number_of_process() -> int:
    return os.getpid()


def compute_for_ever() -> None:
    while True:
        pass


def take_memory(mib: int) -> int:
    return len(bytearray(mib << 20))


def wait_for(path: str) -> int:
    """Wait until there is a file of that name."""
    while not Path(path).exists():
        time.sleep(0.01)
    return os.getpid()


def die() -> None:
    os._exit(9)


@pytest.fixture
def pool() -> Iterator[ParsePool]:
    pool = ParsePool(workers=1, patience=Patience(0.5, 0, 40), aside_s=0.0)
    yield pool
    pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process so")
async def test_an_input_that_computes_too_long_is_ended_by_the_system_and_says_so(pool: ParsePool) -> None:
    with pytest.raises(OverLimits, match="takes more than 0 s"):
        await pool.parse(compute_for_ever)
    assert await pool.parse(number_of_process) != os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
async def test_an_input_that_takes_too_much_memory_ends_with_its_process_and_says_so() -> None:
    pool = ParsePool(workers=1, most_mib=150)
    try:
        assert await pool.parse(take_memory, 20) == 20 << 20
        with pytest.raises(OverLimits, match="more than 150 MiB of memory"):
            await pool.parse(take_memory, 200)
        assert await pool.parse(take_memory, 20) == 20 << 20
    finally:
        pool.close()


async def test_an_input_that_waits_too_long_is_ended_by_the_clock(tmp_path: Path) -> None:
    pool = ParsePool(workers=1, patience=Patience(0.1, 0, 1.0), aside_s=0.0)
    try:
        with pytest.raises(OverLimits, match="took over"):
            await pool.parse(wait_for, str(tmp_path / "never"))
        assert pool.pids() == []
    finally:
        pool.close()


async def test_an_input_that_ends_its_process_is_an_error_of_its_own(pool: ParsePool) -> None:
    with pytest.raises(OverLimits, match="ended the process"):
        await pool.parse(die)
    await pool.parse(number_of_process)


async def test_what_takes_long_goes_on_aside_and_others_pass_it(tmp_path: Path) -> None:
    pool = ParsePool(workers=1, aside_s=1.0)
    go = tmp_path / "go"

    async def pass_by() -> list[int]:
        others = [await pool.parse(number_of_process) for _ in range(3)]
        go.touch()
        return others

    try:
        long, longer, others = await asyncio.gather(
            pool.parse(wait_for, str(go)), pool.parse(wait_for, str(go)), pass_by()
        )
        assert len({long, longer, *others}) == 3
        assert not {long, longer} & set(others)
    finally:
        pool.close()


def test_the_larger_an_input_the_longer_it_may_take_but_not_for_a_suspect() -> None:
    assert Patience(10, 6).seconds_for(0) == 10
    assert Patience(10, 6).seconds_for(20 << 20) == 130
    assert BRIEF.seconds_for(0) == BRIEF.seconds_for(20 << 20) < 5


async def test_nothing_more_is_read_of_a_source_that_went_over_the_limits() -> None:
    asked: list[str] = []

    class Parser:
        async def parse(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
            asked.append("parse")
            raise OverLimits("reading this took over 10 s")

        def prepare(self) -> None:
            """Nothing has to be started."""

        async def parse_briefly(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
            asked.append("briefly")
            return function()

        def close(self) -> None:
            raise AssertionError

    hostile, suspect = ParserOfSource(Parser(), is_suspect=False), ParserOfSource(Parser(), is_suspect=True)
    for _ in range(2):
        with pytest.raises(OverLimits, match="10 s"):
            await hostile.parse(number_of_process)
    assert await suspect.parse(number_of_process) == os.getpid()
    hostile.close()
    assert asked == ["parse", "briefly"]
    assert (hostile.over is not None, suspect.over) == (True, None)
