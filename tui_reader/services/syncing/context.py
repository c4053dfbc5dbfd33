"""What every kind of source needs to be synced: the network, the parser, the library, the time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct, field

from tui_reader.services.syncing.options import Options

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from tui_reader.domain.http import Request, Response
    from tui_reader.domain.ports import LibraryReader, LibraryWriter
    from tui_reader.domain.settings import Settings
    from tui_reader.services.inline import Parser
    from tui_reader.services.writer import Writer

T = TypeVar("T")


class Network(Protocol):
    """Where requests go."""

    async def get(self, request: Request) -> Response:
        """Raises a FetchError."""

    async def aclose(self) -> None:
        """Let go of the connections."""


class FetchResult(Struct, frozen=True):
    """What one source brought. `asked_again_after` is the server's and the feed's wish, `moved_to` a new address."""

    new: int = 0
    updated: int = 0
    unchanged: bool = False
    skipped: bool = False
    note: str = ""
    title: str = ""
    asked_again_after: datetime | None = None
    moved_to: str = ""


def _hush(text: str) -> None:
    """Where nobody listens."""


class SyncContext(Struct, frozen=True):
    """The parts, joined by wiring. `library` is a connection of the sync's own thread, for reading; writes go through
    `writer`. `say` tells how far a source that takes long has come."""

    settings: Settings
    network: Network
    parser: Parser
    library: LibraryReader
    writer: Writer[LibraryWriter]
    now: Callable[[], datetime]
    options: Options = field(default_factory=Options)
    say: Callable[[str], None] = _hush
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def store(self, job: Callable[[LibraryWriter], T]) -> T:
        """Have the writer do it, and wait."""
        return await asyncio.wrap_future(self.writer.submit(job))

    async def parse(self, parser: str, *args: Any, **kwargs: Any) -> Any:
        """Parse in the parsing process."""
        return await self.parser.parse(parser, *args, **kwargs)
