"""A sync: every chosen source is asked at once (the network layer holds back), each with its own end."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.errors import GoneError, OfflineError, OverLimits, ParseError, Problem, RateLimited, ReaderError
from tui_reader.domain.events import SourceFinished, SourceProgress, SourceStarted, SyncEvent, SyncFinished, SyncStarted
from tui_reader.domain.sources import (
    Attempt,
    SourceHealth,
    SourceKind,
    SourceResult,
    SyncOptions,
    SyncReport,
    SyncStatus,
    is_due,
    may_ask,
)
from tui_reader.services import article, first_fetch, full_text
from tui_reader.services.details import PaperDetails
from tui_reader.services.parsing import ParserOfSource
from tui_reader.sources import stored
from tui_reader.sources.base import FollowsUp, subscription

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    from tui_reader.domain.feeds import Entry, Subscription
    from tui_reader.domain.http import Request, Response
    from tui_reader.domain.rows import Stored
    from tui_reader.domain.settings import Settings
    from tui_reader.services.first_fetch import FirstFetches
    from tui_reader.services.writer import Writer
    from tui_reader.sources.base import FetchResult, Network, Parser, Source

_log = logging.getLogger(__name__)
#: Articles that are fetched with a feed, of one sync at most.
_ARTICLES = 30

#: Where so many feeds were never fetched, parsing is begun while they are asked.
_MANY_FEEDS = 10

#: So many entries of a feed are stored with those of other feeds at once.
_SHORT = 200

#: When so few are left, search finds what came without waiting for them: one of them may take very long to read.
_SLOW_ONES = 2

P = ParamSpec("P")
T = TypeVar("T")


def _hush(text: str) -> None:
    """Where nobody listens."""


class KnownSources(stored.Sources, first_fetch.KnownFeeds, Protocol):
    """What is asked of what the library knows of sources."""

    def upsert(self, sub: Subscription, kind: SourceKind) -> None:
        """Make a source known, or change what it is called and where it is."""

    def troubled(self) -> Sequence[SourceHealth]:
        """Those that fail, and those that said that they are gone for good."""


class Entries(stored.Entries, article.Articles, Protocol):
    """What is asked of the library's entries."""


class Papers(stored.Papers, PaperDetails, Protocol):
    """What is asked of the library's papers."""


class Index(Protocol):
    """What is asked of the full-text index."""

    def defer(self, on: bool) -> None:
        """While on, bring the index up to date in full steps only; turning it off brings it up at once."""


class Journal(stored.FeedChanges, first_fetch.Fetches, Protocol):
    """What is asked of what the journal adds up to."""


class SessionLibrary(stored.SyncLibrary, Protocol):
    """What a sync asks of the library beyond what its sources do, and what brings single texts."""

    @property
    def sources(self) -> KnownSources:
        """Sources, and how they have been doing."""

    @property
    def entries(self) -> Entries:
        """Entries of feeds and linked articles."""

    @property
    def papers(self) -> Papers:
        """Papers."""

    @property
    def whole_papers(self) -> full_text.FetchedTexts:
        """Texts of papers."""

    @property
    def index(self) -> Index:
        """The full-text index."""

    @property
    def journal(self) -> Journal:
        """What the journal adds up to."""

    def together(self) -> AbstractContextManager[None]:
        """Make one transaction of all that is written inside."""

    def close(self) -> None:
        """Let go of the file."""


class SyncSession(Struct, frozen=True):
    """The parts of a sync, joined by wiring: what its sources know as their `SyncContext`. `library` is a connection
    of the sync's own thread, for reading; writes go through `writer`. Without `first_fetches` no feed
    has an archive."""

    settings: Settings
    network: Network
    parser: Parser
    library: SessionLibrary
    writer: Writer[SessionLibrary]
    now: Callable[[], datetime]
    options: SyncOptions = SyncOptions()
    first_fetches: FirstFetches | None = None
    say: Callable[[str], None] = _hush
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def get(self, request: Request) -> Response:
        """The answer to a request. Raises a FetchError."""
        return await self.network.get(request)

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the parsing process."""
        return await self.parser.parse(function, *args, **kwargs)

    async def store(self, job: Callable[[SessionLibrary], T], *, shares: bool = False) -> T:
        """Have the writer do it, and wait."""
        return await asyncio.wrap_future(self.writer.submit(job, shares=shares))

    async def store_feed(self, source_id: str, urls: Sequence[str], entries: Sequence[Entry]) -> Stored:
        """Store what a feed holds, its archive at the first fetch as read."""
        first, now = self.first_fetches, self.now()
        dates = [date for entry in entries if (date := entry.published or entry.updated) is not None]

        def job(library: SessionLibrary) -> Stored:
            archive = first.before(library, source_id, urls, dates, now) if first is not None else None
            return library.entries.store(source_id, entries, now, archive)

        return await self.store(job, shares=len(entries) <= _SHORT)


async def sync(context: SyncSession, sources: Iterable[Source], tell: Callable[[SyncEvent], None]) -> SyncReport:
    """Fetch the sources, telling how it goes. One that fails never touches another; nothing is raised for it."""
    chosen = list(sources)
    total = len(chosen) + context.options.full_text
    tell(SyncStarted(total))
    fetched = context.library.sources.fetched()
    if sum(source.kind is SourceKind.FEED and source.id not in fetched for source in chosen) >= _MANY_FEEDS:
        context.parser.prepare()
    # The library learns of all sources first, so that the health screen lists those that never answered too.
    if (first := context.first_fetches) is not None:
        await context.store(lambda library: first.note(library, chosen, context.now()))
    await context.store(lambda library: _make_known(library, chosen))
    # Search finds what came when the sync is done, or some hundred items later; storing is much faster so.
    await context.store(lambda library: library.index.defer(on=True))
    done = 0
    results: dict[str, SourceResult] = {}

    async def one(source: Source) -> None:
        nonlocal done
        tell(SourceStarted(source.id, source.title))
        parser = ParserOfSource(context.parser, is_suspect=source.id in suspects)
        results[source.id] = await _sync_one(replace(_heard(context, source, tell), parser=parser), source)
        done += 1
        tell(SourceFinished(results[source.id], done, total))
        if total - len(suspects) - done == _SLOW_ONES:
            await context.store(lambda library: library.index.defer(on=False))

    suspects = {s.source_id for s in context.library.sources.troubled() if _is_suspect(s)}
    try:
        async with asyncio.TaskGroup() as group:
            for source in chosen:
                if source.id not in suspects:
                    group.create_task(one(source))
        if suspects:  # what came of the others is found without waiting for these
            await context.store(lambda library: library.index.defer(on=False))
            for source in chosen:
                if source.id in suspects:
                    await one(source)
        for source in chosen:  # the issues and digests of this sync have named their papers now
            if isinstance(source, FollowsUp):
                results[source.id] = await _followed_up(_heard(context, source, tell), source, results[source.id])
    finally:
        await context.store(lambda library: library.index.defer(on=False))
    finished = [results[s.id] for s in chosen]
    if context.options.full_text:
        # After the others, which may bring papers and versions.
        tell(SourceStarted(full_text.SOURCE_ID, full_text.TITLE))
        finished.append(await full_text.keep_wanted_papers(context, context.settings.arxiv.html_url))
        tell(SourceFinished(finished[-1], total, total))
    report = SyncReport(tuple(finished))
    tell(SyncFinished(report))
    return report


def _heard(context: SyncSession, source: Source, tell: Callable[[SyncEvent], None]) -> SyncSession:
    return replace(context, say=lambda text: tell(SourceProgress(source.id, text)))


def _is_suspect(health: SourceHealth) -> bool:
    """Whether it went over the limits when it was last read: then it comes last, alone and briefly."""
    return health.last_error is not None and health.last_error.code == OverLimits.code


def _make_known(library: SessionLibrary, sources: Iterable[Source]) -> None:
    with library.together():
        for source in sources:
            library.sources.upsert(subscription(source), source.kind)


async def _sync_one(context: SyncSession, source: Source) -> SourceResult:
    health = context.library.sources.get(source.id)
    now = context.now()
    if health is not None and (reason := _held_back(context, health, source)):
        return SourceResult(source.id, source.kind, source.title, SyncStatus.SKIPPED, note=reason)
    began = time.perf_counter()
    try:
        brought = await source.sync(context)
        if brought.keys:
            brought = await _with_articles(context, brought)
    except ReaderError as error:
        over = context.parser.over if isinstance(context.parser, ParserOfSource) else None
        return await _failed(context, source, over or error, time.perf_counter() - began)
    except Exception as error:  # a bug in one source must not take the others with it
        _log.exception("syncing %s", source.id)
        unexpected = ReaderError(
            f"unexpected {type(error).__name__}: {error}", "The log has the details; please report it."
        )
        return await _failed(context, source, unexpected, time.perf_counter() - began)
    seconds = time.perf_counter() - began
    if brought.skipped:
        return SourceResult(source.id, source.kind, source.title, SyncStatus.SKIPPED, note=brought.note)
    await context.store(
        lambda library: library.sources.record(
            Attempt(
                source.id, now, not_before=brought.asked_again_after, moved_to=brought.moved_to, title=brought.title
            )
        ),
        shares=True,
    )
    status = SyncStatus.UNCHANGED if brought.unchanged else SyncStatus.UPDATED
    return SourceResult(
        source.id, source.kind, source.title, status, brought.new, brought.updated, seconds, note=_note(brought)
    )


async def _followed_up(context: SyncSession, source: FollowsUp, result: SourceResult) -> SourceResult:
    try:
        return await source.follow_up(context, result)
    except Exception:  # as above; what the source itself brought stands
        _log.exception("after syncing %s", result.source_id)
        return result


def _note(brought: FetchResult) -> str:
    moved = f"moved to {brought.moved_to}" if brought.moved_to else ""
    return "; ".join(part for part in (brought.note, moved) if part)


async def _with_articles(context: SyncSession, brought: FetchResult) -> FetchResult:
    """What came, after the articles of new entries were fetched where they are wanted; those that cannot be had are a
    note."""
    wanted, failed = brought.keys[:_ARTICLES], 0
    for key in wanted:
        try:
            await article.keep_article(context, key)
        except ReaderError as error:
            _log.info("no article of %s: %s", key, error)
            failed += not isinstance(error, ParseError)  # which says that there is no more than the feed gave
    said = f"{failed} of {len(wanted)} articles could not be had" if failed else ""
    return replace(brought, note="; ".join(filter(None, (brought.note, said))))


def _held_back(context: SyncSession, health: SourceHealth, source: Source) -> str:
    now = context.now()
    if health.status == "retired":
        return "retired: its server says it is gone"
    if not may_ask(health, now):
        return f"its server asks to wait until {health.retry_after:%H:%M} UTC" if health.retry_after else "waits"
    asked = health.source_id in context.options.asked
    own: int | None = getattr(source, "refresh_minutes", None)
    minutes = (context.settings.network.refresh_minutes or 60) if own is None else own
    if context.options.due and not asked and not is_due(health, now, minutes):
        return "not due yet"
    return ""


async def _failed(context: SyncSession, source: Source, error: ReaderError, seconds: float) -> SourceResult:
    now = context.now()
    retry_after = None
    if isinstance(error, RateLimited) and error.retry_after_s:
        retry_after = now + timedelta(seconds=min(error.retry_after_s, 7 * 86_400))
    problem = error.problem()
    if isinstance(error, OfflineError):  # says nothing about the source
        return SourceResult(source.id, source.kind, source.title, SyncStatus.FAILED, seconds=seconds, error=problem)
    retired = isinstance(error, GoneError)
    try:
        await context.store(
            lambda library: library.sources.record(
                Attempt(source.id, now, error=problem, retry_after=retry_after, retired=retired)
            ),
            shares=True,
        )
    except ReaderError as storing:  # the disk may be full; the result still says what happened
        problem = Problem(storing.code, storing.message, storing.hint)
    return SourceResult(source.id, source.kind, source.title, SyncStatus.FAILED, seconds=seconds, error=problem)


def is_cut_off(report: SyncReport) -> bool:
    """Whether nothing that was asked could be reached: that is no trouble of the sources, but no network."""
    asked = [s for s in report.sources if s.status is not SyncStatus.SKIPPED]
    # Of one source alone it is not known whether it is the network.
    unreachable = ("offline", "connection", "timeout") if len(asked) > 1 else ("offline",)
    return bool(asked) and all(s.error is not None and s.error.code in unreachable for s in asked)
