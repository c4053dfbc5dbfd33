"""Sync one feed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tui_reader.domain.errors import ParseError
from tui_reader.domain.http import Freshness, Request, Response, Trust
from tui_reader.services.syncing.context import FetchResult, SyncContext

if TYPE_CHECKING:
    from tui_reader.domain.feeds import Feed
    from tui_reader.services.catalogue import Source

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


async def sync_feed(context: SyncContext, source: Source) -> FetchResult:
    """Fetch, parse and store a feed. Its address may be an ordinary page, which then names the feed."""
    known = context.library.source(source.id)
    url = (known.moved_to if known else "") or source.url
    freshness = Freshness.DUE if context.options.due else Freshness.ASK
    response = await context.network.get(Request(url, freshness=freshness))
    stored = known.items if known else 0
    if (response.not_modified or response.from_cache) and stored:
        return FetchResult(unchanged=True, asked_again_after=response.expires, moved_to=_moved(source, url, response))
    try:
        feed: Feed = await context.parse(
            "feed", response.body, response.url, response.content_type, response.charset, now=context.now()
        )
    except ParseError as error:
        found = await context.parse("found_feeds", response.body, response.url)
        if not found or found[0].url in (url, response.url):
            raise
        # The address came out of a page: it may not lead into a private network unless the page itself lies there.
        feed_url = found[0].url
        response = await context.network.get(Request(feed_url, freshness=freshness, trust=Trust.CONTENT))
        feed = await context.parse(
            "feed", response.body, response.url, response.content_type, response.charset, now=context.now()
        )
        del error
        url = feed_url
    now = context.now()
    result = await context.store(lambda library: library.store_entries(source.id, feed.entries, now))
    return FetchResult(
        new=len(result.new),
        updated=len(result.updated),
        unchanged=not result.new and not result.updated,
        note=feed.note,
        title=feed.title,
        asked_again_after=later(response.expires, own_wish(feed, now)),
        moved_to=_moved(source, url, response),
    )


def _moved(source: Source, url: str, response: Response) -> str:
    return response.moved_to or (url if url != source.url else "")


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two times, either of which may be missing."""
    return max((t for t in (one, other) if t is not None), default=None)


def own_wish(feed: Feed, now: datetime) -> datetime | None:
    """When the feed itself wants to be asked again: its ttl, and the end of the hours and days it skips (RSS 2.0,
    https://www.rssboard.org/rss-specification). A ttl over a day is taken for a mistake and counts as a day."""
    wish = now + timedelta(minutes=min(feed.ttl_minutes, 1440)) if feed.ttl_minutes else None
    moment = wish or now
    skips = 0
    while (_DAYS[moment.weekday()] in feed.skip_days or moment.hour in feed.skip_hours) and skips < 24 * 7:
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        skips += 1
    if 0 < skips < 24 * 7:
        return moment
    return wish
