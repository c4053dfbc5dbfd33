"""Sync arXiv: the day's announcements, and what a backfill asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.errors import OfflineError, ReaderError
from tui_reader.domain.http import Request
from tui_reader.domain.items import Seen
from tui_reader.domain.sources import SourceKind, SourceResult, SyncStatus, may_ask
from tui_reader.sources.arxiv.asking import backoff, fingerprint, patiently
from tui_reader.sources.base import FetchResult, SyncContext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.domain.http import Response
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.rows import Stored
    from tui_reader.domain.settings import ArxivSettings
    from tui_reader.sources.arxiv.announcements import Announcements

#: Saturday and Sunday, as `date.weekday` counts.
WEEKEND = (5, 6)
_READ = "arxiv.read"
_DAY = "arxiv.day"


class _News(Struct, frozen=True):
    """What the announcements brought."""

    new: int = 0
    updated: int = 0
    note: str = ""
    expires: datetime | None = None


class ArxivSource(Struct, frozen=True):
    """arXiv, as `[arxiv]` sets it."""

    settings: ArxivSettings

    id = "arxiv"
    kind = SourceKind.ARXIV
    group = ""

    @property
    def title(self) -> str:
        """Its name with the categories that are followed."""
        return " ".join(["arXiv", *self.settings.categories])

    @property
    def url(self) -> str:
        """Where the announcements are."""
        return self.settings.feed_url

    async def sync(self, context: SyncContext) -> FetchResult:
        """Bring the announcements of the followed categories and, with `since`, the papers submitted from that day on.
        Raises FetchError or ParseError when either fails; what came before is kept."""
        if context.options.since is None:
            return _brought(await _announcements(context, self.settings))
        from tui_reader.sources.arxiv.backfill import backfill

        failure = None
        try:
            news = await _announcements(context, self.settings)
        except OfflineError:
            raise
        except ReaderError as error:  # the past may be had all the same: it is at another address
            news, failure = _News(), error
        past = await backfill(context, self.settings, context.options.since.date())
        if failure is not None:
            raise failure
        note = "; ".join(filter(None, (news.note, past.note)))
        return _brought(replace(news, new=news.new + past.new, updated=news.updated + past.updated, note=note))

    async def follow_up(self, context: SyncContext, result: SourceResult) -> SourceResult:
        """The same result after papers that other places told little of were completed: the issues and digests of
        this sync have named theirs now. A failure there is a note: the papers wait for the next sync."""
        if result.status is SyncStatus.FAILED:
            return result
        health = context.library.sources.get(self.id)
        if health is None or not may_ask(health, context.now()):
            return result
        from tui_reader.sources.arxiv.details import complete

        told = await complete(context, self.settings)
        status = SyncStatus.UPDATED if told.updated and result.status is SyncStatus.UNCHANGED else result.status
        note = "; ".join(filter(None, (result.note, told.note)))
        return replace(result, status=status, updated=result.updated + told.updated, note=note)


def _brought(news: _News) -> FetchResult:
    return FetchResult(
        news.new,
        news.updated,
        unchanged=not news.new and not news.updated,
        note=news.note,
        asked_again_after=news.expires,
    )


async def _announcements(context: SyncContext, settings: ArxivSettings) -> _News:
    # What was stored is remembered by the library itself: the cache of answers may know what a library that was made
    # anew, or a sync that was killed, does not.
    include = ",".join(sorted(settings.include))
    before, _, before_include = context.library.meta.get(_READ).partition(" ")
    days, print_, expires = await _days(
        context, settings, settings.categories, before if before_include == include else ""
    )
    if not days:
        return _News(expires=expires)
    new: set[str] = set()
    updated: set[str] = set()
    for day in days:
        now = context.now()
        seen = Seen(ArxivSource.id, "announcement", "", None, now, inbox=True, include=settings.include)
        stored = await _store(context, day.papers, seen)
        new.update(stored.new)
        updated.update(stored.updated)
    today = max((d.day for d in days if d.day and d.papers), default=None)
    last = _as_day(context.library.meta.get(_DAY))
    await context.store(lambda library: library.meta.set(_READ, f"{print_} {include}"))
    if today is not None:
        await context.store(lambda library: library.meta.set(_DAY, today.isoformat()))
    notes = (next((d.note for d in days if d.note), "") if not any(d.papers for d in days) else "", missed(last, today))
    return _News(len(new), len(updated - new), "; ".join(filter(None, notes)), expires)


async def _store(context: SyncContext, papers: Sequence[Paper], seen: Seen) -> Stored:
    return await context.store(lambda library: library.papers.store(papers, seen))


async def _days(
    context: SyncContext, settings: ArxivSettings, categories: Sequence[str], known: str
) -> tuple[list[Announcements], str, datetime | None]:
    """The announcements of these categories, none if they are what was read before; the fingerprint of the feed that
    has them all; and until when it is fresh."""
    from tui_reader.sources.arxiv.announcements import MOST_LISTED, announcements_url, parse_announcements

    url = announcements_url(settings.feed_url, categories)
    request = Request(url, "feed", freshness=context.options.freshness)

    async def once(known: str = known) -> tuple[Response, Announcements | None]:
        response = await context.get(request)
        if known and fingerprint(response.body) == known:
            return response, None
        return response, await context.parse(parse_announcements, response.body)

    response, day = await patiently(context, once, settings.min_interval_s)
    if day is not None and _is_doubtful(day):
        # A holiday, or arXiv in trouble: it is asked once more now, and again by the next sync.
        await context.sleep(backoff(settings.min_interval_s, 1))
        response, day = await patiently(context, lambda: once(""), settings.min_interval_s)
        if day is not None and _is_doubtful(day):
            return [day], "", None
    print_ = fingerprint(response.body)
    if day is None:
        return [], print_, response.expires
    days: list[Announcements] = [day]
    if day.listed >= MOST_LISTED and len(categories) > 1:
        # The list was cut off: each half of the categories has a shorter one.
        half = len(categories) // 2
        for some in (categories[:half], categories[half:]):
            days += (await _days(context, settings, some, ""))[0]
    return days, print_, response.expires


def _is_doubtful(day: Announcements) -> bool:
    """Whether nothing was announced on a day that should have something."""
    return not day.papers and (day.day is None or day.day.weekday() not in WEEKEND)


def missed(last: date | None, today: date | None) -> str:
    """Words about announcements that were not read between the last day that was and this one, "" if there can be
    none. Announcements come on Mondays to Fridays, and each is served for a day only. Pure."""
    if last is None or today is None:
        return ""
    between = [last + timedelta(days=n) for n in range(1, min((today - last).days, 4000))]
    count = sum(day.weekday() not in WEEKEND for day in between)
    if not count:
        return ""
    since = (last - timedelta(days=1)).isoformat()
    days = "1 weekday" if count == 1 else f"{count} weekdays"
    return f"announcements of {days} were not read; sync arxiv --since {since} brings their papers"


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
