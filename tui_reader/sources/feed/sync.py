"""Sync a feed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.http import Request, Response, Trust
from tui_reader.domain.sources import SourceKind
from tui_reader.sources.base import FetchResult, later

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.domain.feeds import Feed
    from tui_reader.sources.base import SyncContext

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class FeedSource(Struct, frozen=True):
    """A feed that is followed. Its address may be an ordinary page, which then names the feed. One that `is_served` is
    fetched by a feed server, and nobody asks it from here. With `full_text` the articles of its new entries are wanted
    too; `user_agent` and `headers` go to the origin of `url` and nowhere else."""

    id: str
    title: str
    url: str
    group: str = ""
    is_served: bool = False
    full_text: bool = False
    refresh_minutes: int | None = None
    user_agent: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    kind = SourceKind.FEED

    async def sync(self, context: SyncContext) -> FetchResult:
        """Fetch, parse and store what it holds."""
        if self.is_served:
            return FetchResult(skipped=True, note="comes with the feed server")
        known = context.library.sources.get(self.id)
        url = (known.moved_to if known else "") or self.url
        freshness = context.options.freshness
        response = await context.get(Request(url, freshness=freshness, headers=self._headers(url)))
        stored = known.items if known else 0
        if (response.not_modified or response.from_cache) and stored:
            return FetchResult(unchanged=True, asked_again_after=response.expires, moved_to=self._moved(url, response))
        try:
            feed = await _parsed(context, response)
        except ParseError:
            from tui_reader.sources.feed.discover import find_feeds, linked_feeds

            found = linked_feeds(response.headers.get("link", ""), response.url)
            found += await context.parse(find_feeds, response.body, response.url)
            if not found or found[0].url in (url, response.url):
                raise
            # The address came out of a page: it may not lead into a private network unless the page itself lies there.
            url = found[0].url
            request = Request(url, freshness=freshness, trust=Trust.CONTENT, headers=self._headers(url))
            response = await context.get(request)
            feed = await _parsed(context, response)
        now = context.now()
        moved = self._moved(url, response)
        result = await context.store_feed(self.id, [self.url, *([moved] if moved else [])], feed.entries)
        return FetchResult(
            new=len(result.new),
            updated=len(result.updated),
            unchanged=not result.new and not result.updated,
            note=feed.note,
            title=feed.title,
            asked_again_after=later(response.expires, own_wish(feed, now)),
            moved_to=moved,
            keys=result.new if self.full_text else (),
        )

    def _headers(self, url: str) -> dict[str, str]:
        """What this feed's own server is sent; nothing for another, to which it moved or which a page names."""
        if _origin(url) != _origin(self.url):
            return {}
        own = {"user-agent": self.user_agent} if self.user_agent else {}
        return own | {name.lower(): value for name, value in self.headers}

    def _moved(self, url: str, response: Response) -> str:
        return response.moved_to or (url if url != self.url else "")


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.rpartition("@")[2].lower()


async def _parsed(context: SyncContext, response: Response) -> Feed:
    from tui_reader.sources.feed.packed import pack_feed, unpack_feed

    packed = await context.parse(
        pack_feed, response.body, response.url, response.content_type, response.charset, now=context.now()
    )
    return unpack_feed(packed)


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
