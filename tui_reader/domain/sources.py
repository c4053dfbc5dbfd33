"""Sources: what is fetched, and how it has been doing. Deciding when one is due is pure and takes `now`."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from tui_reader.domain.http import Freshness

if TYPE_CHECKING:
    from tui_reader.domain.errors import Problem


class SourceKind(StrEnum):
    """The families of sources; the word `sync` takes for all of one family is `feeds`, `benchmarks`, …"""

    ISSUES = "issues"
    FEED = "feed"
    ARXIV = "arxiv"
    BOARD = "board"
    TRENDING = "trending"
    SERVER = "server"


class SyncStatus(StrEnum):
    """How one source came out of a sync."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


class SourceHealth(Struct, frozen=True):
    """What the library knows of a source. `status` is `new`, `ok`, `failing`, `retired`, `moved` or `removed` (it is
    followed no longer; what it brought stays); `not_before` is
    the earliest time an automatic refresh may ask (max-age, ttl), `retry_after` the earliest for any request,
    `failing_since` when it began to fail (None: not failing, or since before this was kept)."""

    source_id: str
    kind: SourceKind
    title: str
    url: str
    group: str = ""
    status: str = "new"
    last_success: datetime | None = None
    last_attempt: datetime | None = None
    last_error: Problem | None = None
    failures: int = 0
    not_before: datetime | None = None
    retry_after: datetime | None = None
    moved_to: str = ""
    failing_since: datetime | None = None
    items: int = 0
    unread: int = 0

    @property
    def has_trouble(self) -> bool:
        """Whether the last attempt failed, or the source is gone for good; never where nobody follows it any more."""
        return self.status != "removed" and (self.last_error is not None or self.status == "retired")


class SyncOptions(Struct, frozen=True):
    """What a sync is asked for: `due` only what is due and what `asked` names, `issues` how many of them, `since` how
    far back, `full_text` the whole text of kept papers too, `history` all older tables of leaderboards."""

    due: bool = False
    asked: frozenset[str] = frozenset()
    issues: int | None = None
    since: datetime | None = None
    full_text: bool = False
    history: bool = False

    @property
    def freshness(self) -> Freshness:
        """How requests of this sync treat what is cached."""
        return Freshness.DUE if self.due else Freshness.ASK


class Attempt(Struct, frozen=True):
    """How asking a source went, at a time (aware, UTC). `error` is what failed (None: success); `not_before` and
    `retry_after` are those of SourceHealth; `moved_to` the address it told of, `title` what it calls itself; `retired`
    when it said that it is gone for good."""

    source_id: str
    at: datetime
    error: Problem | None = None
    not_before: datetime | None = None
    retry_after: datetime | None = None
    moved_to: str = ""
    title: str = ""
    retired: bool = False


class SourceResult(Struct, frozen=True):
    """One line of what a sync did."""

    source_id: str
    kind: SourceKind
    title: str
    status: SyncStatus
    new: int = 0
    updated: int = 0
    seconds: float = 0.0
    error: Problem | None = None
    note: str = ""


class SyncReport(Struct, frozen=True):
    """All of a sync."""

    sources: tuple[SourceResult, ...] = field(default=())

    @property
    def new(self) -> int:
        """How many items are new."""
        return sum(s.new for s in self.sources)

    @property
    def failed(self) -> int:
        """How many sources failed."""
        return sum(s.status is SyncStatus.FAILED for s in self.sources)


def is_due(health: SourceHealth, now: datetime, refresh_minutes: int) -> bool:
    """Whether an automatic refresh should ask this source now."""
    if health.status == "retired" or refresh_minutes <= 0:
        return False
    if health.retry_after and now < health.retry_after:
        return False
    if health.not_before and now < health.not_before:
        return False
    if health.last_attempt is None:
        return True
    # A failing source is asked less and less, up to once a day.
    wait = timedelta(minutes=refresh_minutes * min(2 ** min(health.failures, 10), max(1, 1440 // refresh_minutes)))
    return now - health.last_attempt >= wait


def next_due(health: SourceHealth, refresh_minutes: int) -> datetime | None:
    """When an automatic refresh asks a source next, by the same rules; None for at once, and where it never does (with
    `refresh_minutes` 0)."""
    if health.last_attempt is None or refresh_minutes <= 0:
        return None
    wait = timedelta(minutes=refresh_minutes * min(2 ** min(health.failures, 10), max(1, 1440 // refresh_minutes)))
    wishes = (health.last_attempt + wait, health.not_before, health.retry_after)
    return max(wish for wish in wishes if wish is not None)


def may_ask(health: SourceHealth, now: datetime) -> bool:
    """Whether a request the user asked for may go out: only Retry-After and retirement forbid it."""
    return health.status != "retired" and not (health.retry_after and now < health.retry_after)
