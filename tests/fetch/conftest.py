from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms

from support.fetching import MakeFetcher, MemoryCache, World
from support.http_server import Server

from tui_reader.domain.settings import Network
from tui_reader.fetch.client import Fetcher


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def cache() -> MemoryCache:
    return MemoryCache()


@pytest.fixture(autouse=True)
def no_proxy_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def fetcher_with(world: World, cache: MemoryCache, tmp_path: Path) -> AsyncIterator[MakeFetcher]:
    """Makes fetchers in a world that stands still; closes them at the end."""
    made: list[Fetcher] = []

    def make(**changes: Any) -> Fetcher:
        settings = Network(
            timeout_s=changes.pop("timeout_s", 10.0),
            max_body_mib=changes.pop("max_body_mib", 1.0),
            max_connections=changes.pop("max_connections", 16),
        )
        arguments: dict[str, Any] = {
            "cache": cache,
            "state_dir": tmp_path / "state",
            "configured": (),
            "arxiv_urls": (),
            "arxiv_interval_s": 3.0,
            "user_agent": "inference-tui/test",
            "now": world.now,
            "random": lambda: 1.0,
            "sleep": world.sleep,
        }
        made.append(Fetcher(settings, **(arguments | changes)))
        return made[-1]

    yield make
    for one in made:
        await one.aclose()
