from __future__ import annotations

import asyncio
import errno
import itertools
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from filelock import FileLock, Timeout
from support.fetching import MakeFetcher, World
from support.http_server import Reply, Server

from tui_reader.domain.http import Request
from tui_reader.fetch.arxiv_gate import LOCK_FILE, STAMP_FILE, ArxivGate

URLS = ("https://export.arxiv.org/api/query", "https://rss.arxiv.org/atom", "http://127.0.0.1:8000/html/")


def gate(folder: Path, world: World, interval_s: float = 3.0) -> ArxivGate:
    return ArxivGate(folder, URLS, interval_s, now=world.now, chance=lambda: 0.0, sleep=world.sleep)


@pytest.mark.parametrize(
    ("url", "covered"),
    [
        ("https://export.arxiv.org/api/query?search_query=cat:cs.SD", True),
        ("https://arxiv.org/abs/2606.14591", True),
        ("http://www.ARXIV.org/pdf/2606.14591", True),
        ("http://127.0.0.1:8000/html/2606.14591", True),
        ("http://127.0.0.1:8000/html", True),
        ("http://127.0.0.1:8000/htmlx", False),
        ("http://127.0.0.1:8000/feed", False),
        ("http://127.0.0.1:8001/html/1", False),
        ("https://notarxiv.org/", False),
    ],
)
def test_the_configured_addresses_and_all_of_arxiv_are_covered(
    tmp_path: Path, world: World, url: str, covered: bool
) -> None:
    assert gate(tmp_path, world).covers(httpx.URL(url)) is covered


async def test_one_request_an_interval_counted_from_when_the_answer_began(tmp_path: Path, world: World) -> None:
    one = gate(tmp_path, world)
    starts = []
    for _ in range(3):
        async with one.turn() as stamp:
            starts.append(world.now())
            await world.sleep(0.5)  # the connection
            stamp()
            await world.sleep(1.0)  # the body
    assert [(b - a).total_seconds() for a, b in itertools.pairwise(starts)] == [3.5, 3.5]


async def test_another_gate_on_this_home_waits_too(tmp_path: Path, world: World) -> None:
    async with gate(tmp_path, world).turn():
        pass
    began = world.now()
    async with gate(tmp_path, world).turn():
        assert (world.now() - began).total_seconds() == pytest.approx(3.0, abs=1e-3)


async def test_a_lock_held_elsewhere_is_waited_for(tmp_path: Path, world: World) -> None:
    lock = FileLock(tmp_path / LOCK_FILE)
    lock.acquire(timeout=0)
    with pytest.raises(Timeout):
        FileLock(tmp_path / LOCK_FILE).acquire(timeout=0)
    tries = 0

    async def until_released(seconds: float) -> None:
        nonlocal tries
        tries += 1
        if tries == 5:
            lock.release()

    waiting = ArxivGate(tmp_path, URLS, 3.0, now=world.now, chance=lambda: 0.0, sleep=until_released)
    async with waiting.turn():
        assert tries == 5


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe", b"nan", b"1e400", b"-1e300", b"soon"])
async def test_a_damaged_stamp_is_as_good_as_none(tmp_path: Path, world: World, junk: bytes) -> None:
    (tmp_path / STAMP_FILE).write_bytes(junk)
    async with gate(tmp_path, world).turn():
        assert world.slept == []


async def test_a_clock_set_back_costs_one_interval(tmp_path: Path, world: World) -> None:
    (tmp_path / STAMP_FILE).write_text(str(world.now().timestamp() + 86_400))
    async with gate(tmp_path, world).turn():
        assert world.slept == [3.0]


async def test_without_a_folder_to_write_to_the_order_holds_in_this_process(tmp_path: Path, world: World) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    one = gate(blocked, world)
    for _ in range(2):
        async with one.turn():
            pass
    assert world.slept == [3.0]


async def test_a_request_that_fails_or_is_cancelled_lets_the_next_one_in(tmp_path: Path, world: World) -> None:
    one = gate(tmp_path, world)
    for error in (OSError(errno.EIO, "x"), asyncio.CancelledError()):
        with pytest.raises(type(error)):
            async with one.turn():
                raise error
    with FileLock(tmp_path / LOCK_FILE).acquire(timeout=0):
        pass


async def test_the_fetcher_asks_arxiv_one_at_a_time(server: Server, fetcher_with: MakeFetcher, world: World) -> None:
    paths = [f"/api/query?start={n}" for n in range(4)]
    for path in paths:
        server.route(path, Reply(b"<feed/>"))
    fetcher = fetcher_with(arxiv_urls=[server.url("/api/query")])
    began = world.now()
    await asyncio.gather(*(fetcher.get(Request(server.url(path))) for path in paths))
    assert server.most_open == 1
    assert len({seen.connection for seen in server.seen()}) == 1
    assert (world.now() - began).total_seconds() >= 9


READER = """
import asyncio, sys
from pathlib import Path
from tui_reader.domain.http import Request
from tui_reader.domain.settings import Network
from tui_reader.fetch.client import Fetcher

async def main(base, state):
    fetcher = Fetcher(Network(), cache=None, state_dir=Path(state), configured=[base], arxiv_urls=[base],
                      arxiv_interval_s=0.2, user_agent="test")
    for n in range(4):
        await fetcher.get(Request(f"{base}/{n}"))
    await fetcher.aclose()

asyncio.run(main(*sys.argv[1:]))
"""


def test_two_processes_never_ask_at_once_nor_within_the_interval(server: Server, tmp_path: Path) -> None:
    for n in range(4):
        server.route(f"/api/{n}", Reply(b"<feed/>"))
    readers: Sequence[subprocess.Popen[bytes]] = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(READER), server.url("/api"), str(tmp_path)])
        for _ in range(2)
    ]
    assert [reader.wait(60) for reader in readers] == [0, 0]
    times = [seen.at for seen in server.seen()]
    assert len(times) == 8
    assert server.most_open == 1
    # The server notes a request before it answers and the reader counts from the answer, by the same clock: the
    # interval holds exactly, and only the stamp's rounding to microseconds is allowed for.
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.2 - 2e-6


HOLDER = """
import sys
from filelock import FileLock
lock = FileLock(sys.argv[1])
lock.acquire(timeout=0)
print("held", flush=True)
sys.stdin.read()
"""


def test_the_lock_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    path = tmp_path / LOCK_FILE
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(Timeout):
            FileLock(path).acquire(timeout=0)
        holder.kill()
        holder.wait()
    with FileLock(path).acquire(timeout=0) as lock:
        assert lock.is_locked
