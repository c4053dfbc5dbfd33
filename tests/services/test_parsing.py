from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tui_reader.domain.errors import ParseError
from tui_reader.services.parsing import InlineParser, ParsePool
from tui_reader.sources.feed.parse import parse_feed

FEED = b"<rss version='2.0'><channel><title>T</title><item><title>A</title><guid>1</guid></item></channel></rss>"


async def test_a_pool_parses_in_another_process_and_brings_errors_back_whole() -> None:
    pool = ParsePool(workers=1)
    try:
        feed = await pool.parse(parse_feed, FEED, "https://blog.example/feed")
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


async def test_an_input_that_takes_too_long_ends_its_process_and_the_next_gets_another() -> None:
    pool = ParsePool(workers=1, timeout_s=60)
    try:
        await pool.parse(parse_feed, FEED, "https://blog.example/feed")
        (first,) = pool.pids()
        pool._timeout_s = 0.0
        with pytest.raises(ParseError, match="took over"):
            await pool.parse(parse_feed, FEED, "https://blog.example/feed")
        pool._timeout_s = 60
        feed = await pool.parse(parse_feed, FEED, "https://blog.example/feed")
        assert len(feed.entries) == 1
        assert pool.pids() != [first]
    finally:
        pool.close()
