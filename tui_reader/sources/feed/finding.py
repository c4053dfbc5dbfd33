"""The feeds at an address that somebody typed: the feed itself, or those that the page there names."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from msgspec import Struct

from tui_reader.domain.errors import FetchError, ParseError, UsageError
from tui_reader.domain.http import Request, Response, Trust
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tui_reader.domain.feeds import Feed
    from tui_reader.sources.base import P, T
    from tui_reader.sources.feed.discover import FoundFeed

#: Feeds of one page that are looked at.
_MOST = 8
_LOCAL = re.compile(r"(?:localhost|\d+(?:\.\d+){3}|\[[0-9a-f:]+\])(?::\d+)?(?:/|$)", re.IGNORECASE)


class Asking(Protocol):
    """What may be used to ask."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""

    async def get(self, request: Request) -> Response:
        """The answer to a request. Raises a FetchError."""

    async def parse(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the parsing process."""


class Candidate(Struct, frozen=True):
    """A feed that can be followed: its address, what it calls itself, how many entries it holds now and the title of
    the first. `is_direct` where it was this that the address led to."""

    url: str
    title: str
    entries: int = 0
    newest: str = ""
    is_direct: bool = False


def address_of(text: str) -> str:
    """What was typed as an address to fetch. Raises UsageError."""
    from tui_reader.sources.feed.discover import feed_address

    text = text.strip()
    url = f"http://{text}" if _LOCAL.match(text) else feed_address(text)
    url = url if "://" in url else f"https://{url}"
    scheme, _, rest = url.partition("://")
    if scheme.lower() not in ("http", "https"):
        raise UsageError(f"{text[:80]} is no web address", "Feeds are fetched over http or https.")
    if not rest.strip("/") or any(c.isspace() for c in url):
        raise UsageError(f"{text[:80]!r} is no address", "Write one such as example.org/blog, without spaces.")
    return url


async def find(context: Asking, text: str) -> tuple[Candidate, ...]:
    """The feeds at an address, the likeliest first, each fetched and read. Raises FetchError, ParseError, UsageError:
    then nothing there can be followed, and the message says why."""
    from tui_reader.sources.feed.discover import find_feeds, linked_feeds

    url = address_of(text)
    response = await context.get(Request(url))
    try:
        feed = await _parsed(context, response)
    except ParseError:
        found = linked_feeds(response.headers.get("link", ""), response.url)
        found += await context.parse(find_feeds, response.body, response.url)
    else:
        return (_candidate(response.moved_to or url, feed, is_direct=True),)
    found = list({one.url: one for one in found if one.url not in (url, response.url)}.values())[:_MOST]
    if not found:
        raise ParseError(f"{url} is {_what(response)} and names no feed", _NO_FEED)
    origins = {_origin(url), _origin(response.url)}
    looked = await asyncio.gather(*(_look(context, one, origins) for one in found))
    good = {one.url: one for one in looked if isinstance(one, Candidate)}
    if good:
        return tuple(good.values())
    why = next(one for one in looked if not isinstance(one, Candidate))
    if all(one.guessed for one in found):
        raise ParseError(f"{url} is {_what(response)} and names no feed", _NO_FEED)
    raise ParseError(f"{url} names a feed that cannot be had: {why.message.rstrip('.')}", why.hint or _NO_FEED)


_NO_FEED = "Look on the page for RSS, Atom or Subscribe, and give the address of that."


async def _look(
    context: Asking, found: FoundFeed, origins: set[tuple[str, str]]
) -> Candidate | FetchError | ParseError:
    # The address came out of a page: it may not lead into a private network unless the page itself lies there.
    trust = Trust.CONFIGURED if _origin(found.url) in origins else Trust.CONTENT
    try:
        response = await context.get(Request(found.url, trust=trust))
        feed = await _parsed(context, response)
    except (FetchError, ParseError) as error:
        return error
    return _candidate(response.moved_to or found.url, feed, found.title)


def _candidate(url: str, feed: Feed, title: str = "", *, is_direct: bool = False) -> Candidate:
    newest = clean_line(feed.entries[0].title) if feed.entries else ""
    return Candidate(url, clean_line(feed.title) or title or url, len(feed.entries), newest, is_direct)


async def _parsed(context: Asking, response: Response) -> Feed:
    from tui_reader.sources.feed.parse import parse_feed

    return await context.parse(
        parse_feed, response.body, response.url, response.content_type, response.charset, now=context.now()
    )


def _what(response: Response) -> str:
    media = response.content_type.lower()
    if "html" in media or response.body[:2000].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "an ordinary page"
    return f"no feed ({media})" if media else "no feed"


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.rpartition("@")[2].lower()
