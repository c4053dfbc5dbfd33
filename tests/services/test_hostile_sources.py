"""A source that goes over the limits when it is read: the others are not held up, and the next sync asks it last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.errors import OverLimits
from tui_reader.domain.events import SourceFinished, SyncEvent
from tui_reader.domain.http import Request, Response
from tui_reader.domain.query import Field
from tui_reader.domain.settings import Settings
from tui_reader.services.sync import SyncSession, sync
from tui_reader.services.writer import Writer
from tui_reader.sources.feed.sync import FeedSource
from tui_reader.storage.library import Library

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FEED = "<rss version='2.0'><channel><title>{0}</title><item><title>{0}</title><guid>{0}</guid></item></channel></rss>"
SOURCES = [FeedSource(name, name, f"https://{name}.example/feed") for name in ("hostile", "one", "two", "three")]


class World:
    """Four feeds, of which that called hostile cannot be read while `is_hostile`."""

    def __init__(self, library: Library, writer: Writer[Library]) -> None:
        self.library = library
        self.writer = writer
        self.is_hostile = True
        self.heard: list[str] = []
        self.read: list[str] = []

    async def get(self, request: Request) -> Response:
        return Response(request.url, FEED.format(request.url).encode())

    async def aclose(self) -> None:
        """Nothing is held."""

    def parse_here(self, how: str, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        if "hostile" in args[1]:
            self.read.append(how)
            if self.is_hostile:
                raise OverLimits("reading this takes more than 10 s")
        return function(*args, **kwargs)

    async def parse(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return self.parse_here("patiently", function, args, kwargs)

    def prepare(self) -> None:
        """Nothing has to be started."""

    async def parse_briefly(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return self.parse_here("briefly", function, args, kwargs)

    def close(self) -> None:
        """Nothing is held."""

    async def sync(self) -> dict[str, str]:
        """The codes of the errors of those that failed."""
        self.heard.clear()
        self.read.clear()

        def tell(event: SyncEvent) -> None:
            if isinstance(event, SourceFinished):
                self.heard.append(event.result.source_id)

        session = SyncSession(Settings(), self, self, self.library, self.writer, lambda: NOW)
        report = await sync(session, SOURCES, tell)
        return {s.source_id: s.error.code for s in report.sources if s.error is not None}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    writer = Writer(library.clone, lambda clone: clone.close())
    yield World(library, writer)
    writer.close()
    library.close()


async def test_it_is_read_once_in_a_sync_and_last_and_briefly_in_the_next(world: World) -> None:
    assert await world.sync() == {"hostile": "over_limits"}
    assert world.read == ["patiently"]  # not again to look for a feed that it may name
    assert len(world.library.lists.ids(Field("source", "one"))) == 1
    assert await world.sync() == {"hostile": "over_limits"}
    assert (world.read, world.heard[-1]) == (["briefly"], "hostile")


async def test_when_it_has_changed_it_is_a_source_like_others_again(world: World) -> None:
    await world.sync()
    world.is_hostile = False
    assert await world.sync() == {}
    assert len(world.library.lists.ids(Field("source", "hostile"))) == 1
    await world.sync()
    assert world.read == ["patiently"]
