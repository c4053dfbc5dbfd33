"""What a source is, and what it needs to be synced.

Each room of `sources/` has a class that is a `Source`: a small value that holds the settings of that source and no
other's, crosses to another process as it is, and knows how to bring what is new through a `SyncContext`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar, runtime_checkable

from msgspec import Struct

from tui_reader.domain.feeds import Subscription

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from tui_reader.domain.feeds import Entry
    from tui_reader.domain.http import Request, Response
    from tui_reader.domain.rows import Stored
    from tui_reader.domain.sources import SourceKind, SourceResult, SyncOptions
    from tui_reader.sources.stored import SyncLibrary

P = ParamSpec("P")
T = TypeVar("T")
L_co = TypeVar("L_co", covariant=True)


class Network(Protocol):
    """Where requests go."""

    async def get(self, request: Request) -> Response:
        """Raises a FetchError."""

    async def aclose(self) -> None:
        """Let go of the connections."""


class Parser(Protocol):
    """Somewhere to parse."""

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function there. It stands at the top of a module, since it goes to another process by its name; its
        arguments and its result are plain values. Raises what it raises of our errors, and OverLimits."""

    async def parse_briefly(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same with less patience: for what went over the limits before."""

    def prepare(self) -> None:
        """Much will have to be parsed in a moment."""

    def close(self) -> None:
        """Let go of what it holds."""


class Context(Protocol[L_co]):
    """What may be used to fetch and to store; of the library only what whoever uses it asks of it."""

    @property
    def library(self) -> L_co:
        """A connection of the sync's own thread, for reading."""

    @property
    def options(self) -> SyncOptions:
        """What the sync was asked for."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""

    def say(self, text: str) -> None:
        """Tell how far a source that takes long has come."""

    async def get(self, request: Request) -> Response:
        """The answer to a request. Raises a FetchError."""

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the parsing process; see `Parser`."""

    async def store(self, job: Callable[[L_co], T], *, shares: bool = False) -> T:
        """Have the writer do it, and wait. A short job that `shares` may be done in one transaction with others; where
        one of them fails it is done again. Raises StorageError."""

    def sleep(self, seconds: float, /) -> Awaitable[None]:
        """Wait."""


class SyncContext(Context["SyncLibrary"], Protocol):
    """What a source may use while it is synced."""

    @property
    def library(self) -> SyncLibrary:
        """A connection of the sync's own thread, for reading."""

    async def store_feed(self, source_id: str, urls: Sequence[str], entries: Sequence[Entry]) -> Stored:
        """Store what a feed holds; `urls` are its address and where it moved to. Its archive comes in as read at the
        first fetch. Raises StorageError."""


class FetchResult(Struct, frozen=True):
    """What one source brought. `asked_again_after` is the server's and the feed's wish, `moved_to` a new address,
    `keys` the new items whose whole text is wanted with them."""

    new: int = 0
    updated: int = 0
    unchanged: bool = False
    skipped: bool = False
    note: str = ""
    title: str = ""
    asked_again_after: datetime | None = None
    moved_to: str = ""
    keys: tuple[str, ...] = ()


class Source(Protocol):
    """Something to fetch."""

    @property
    def id(self) -> str:
        """A slug that is its own: `issues`, `arxiv`, a feed's, a leaderboard's."""

    @property
    def kind(self) -> SourceKind:
        """The family it belongs to."""

    @property
    def title(self) -> str:
        """What a person calls it."""

    @property
    def url(self) -> str:
        """The address that is asked first."""

    @property
    def group(self) -> str:
        """Its group in the list of feeds, if any."""

    async def sync(self, context: SyncContext) -> FetchResult:
        """Bring what is new. Raises ReaderError; what was stored before stays."""


@runtime_checkable
class FollowsUp(Protocol):
    """A source with more to do once all others of a sync are done."""

    async def follow_up(self, context: SyncContext, result: SourceResult) -> SourceResult:
        """Do it, and give the result as it is then."""


def subscription(source: Source) -> Subscription:
    """A source as the library keeps it."""
    return Subscription(source.id, source.title, source.url, source.group)


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two times, either of which may be missing."""
    return max((t for t in (one, other) if t is not None), default=None)
