"""The one HTTP client of the program: cache and freshness, retries, redirects, and what an answer means.

What a single request keeps to (address rules, Retry-After, arXiv's gate, slots, time, size) is in `exchange.py`.
"""

from __future__ import annotations

import asyncio
import logging
import random as random_module
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import Protocol

import httpx
from msgspec.structs import replace

from tui_reader.domain.errors import ConnectionFailure, FetchError, OfflineError, RateLimited, StatusError, StorageError
from tui_reader.domain.events import DownloadProgress
from tui_reader.domain.http import CachedResponse, Download, Downloaded, Freshness, Request, Response, Trust
from tui_reader.domain.settings import Network
from tui_reader.fetch import failures, guard, redirects, retry
from tui_reader.fetch.arxiv_gate import ArxivGate
from tui_reader.fetch.connections import Connections
from tui_reader.fetch.exchange import TOTAL_TIMEOUTS, Exchange, Exchanger, Stopwatch
from tui_reader.fetch.freshness import expires_at
from tui_reader.fetch.limits import Patience, Slots
from tui_reader.fetch.network import Resolver, has_default_route, system_resolver
from tui_reader.fetch.redirects import Journey

_ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "*/*;q=0.5",
    "xml": "application/xml, text/xml;q=0.9, */*;q=0.5",
    "json": "application/json, */*;q=0.5",
    "html": "text/html, application/xhtml+xml, */*;q=0.5",
}
_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HttpCachePort(Protocol):
    """A cache of answers by address. Calls may block on a disk and come from several threads; either may raise
    StorageError, which costs the caller the cache but never the answer."""

    def get(self, url: str) -> CachedResponse | None:
        """The answer kept for this address, however old."""

    def put(self, url: str, response: CachedResponse) -> None:
        """Keep an answer, in place of an earlier one."""


class Fetcher:
    """Fetches addresses, politely and warily. One per process and event loop; any number of `get` at once.

    `configured` are the addresses the user gave: their scheme, host and port are trusted even in private networks.
    `arxiv_urls` share one request at a time and `arxiv_interval_s` between two, over all processes with this
    `state_dir`. `offline` forbids the network. An empty `user_agent` means the program's name and version.
    `transport` replaces the network whole (tests; `pretend.py` for the sample edition). `now`, `random`, `sleep`,
    `resolver` and `has_route` are the world.
    """

    def __init__(
        self,
        settings: Network,
        *,
        cache: HttpCachePort | None,
        state_dir: Path,
        configured: Collection[str],
        arxiv_urls: Collection[str],
        arxiv_interval_s: float,
        offline: bool = False,
        user_agent: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], datetime] = _utc_now,
        random: Callable[[], float] = random_module.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        resolver: Resolver = system_resolver,
        has_route: Callable[[], bool] = has_default_route,
    ) -> None:
        self._budget_s = TOTAL_TIMEOUTS * settings.timeout_s
        self._cap = int(settings.max_body_mib * 2**20)
        self._cache = cache
        self._trusted = guard.origins(configured)
        self._offline = offline
        self._now = now
        self._random = random
        self._sleep = sleep
        self._connections = Connections(settings, user_agent, transport, resolver)
        self._exchanger = Exchanger(
            self._connections,
            slots=Slots(settings.max_connections),
            patience=Patience(),
            gate=ArxivGate(state_dir, arxiv_urls, arxiv_interval_s, now=now, chance=random, sleep=sleep),
            has_route=has_route,
            timeout_s=settings.timeout_s,
            now=now,
        )

    async def get(self, request: Request) -> Response:
        """Fetch an address, or answer from the cache as `request.freshness` says.

        Raises one of the FetchError tree, with a message that names the address and the reason and a hint:
        ForbiddenAddress, BadRedirect, OfflineError, TimeoutFailure, ConnectionFailure, TooLarge, RateLimited (also
        without asking, while an earlier Retry-After of the host runs), GoneError, StatusError (with status 200 for a
        soft failure). Offline, DUE still answers from the cache while that is fresh; to read what is older, ask
        CACHED.
        """
        url = guard.parse(request.url)
        cached = await self._kept(request.url) if request.form is None else None
        if cached is not None and self._may_answer(cached, request.freshness):
            return _from_cache(cached)
        if request.freshness is Freshness.CACHED:
            raise OfflineError(f"{guard.shown(url)} was never fetched before.")
        if self._offline:
            said = f"{guard.shown(url)} was not asked: working offline."
            raise OfflineError(said, "Everything fetched before can be read; leave out --offline to fetch.")
        return await self._persist(request, url, cached)

    async def download(self, wanted: Download, tell: Callable[[DownloadProgress], object]) -> Downloaded:
        """Fetch a file to its place as it comes, and go on where it broke: now a few times, and the next time it is
        asked for. `tell` is told some times a second how far it is.

        Raises FetchError as `get` does, StorageError, and ParseError for a file that is not what it should be.
        """
        from tui_reader.fetch.download import AGAIN, MOST_ATTEMPTS, Downloader, may_pass, open_part

        url = guard.parse(wanted.url)
        if self._offline:
            said = f"{guard.shown(url)} was not asked: working offline."
            raise OfflineError(said, "Leave out --offline to fetch.")
        trusted = self._trusted if wanted.trust is Trust.CONTENT else self._trusted | {guard.origin(url)}
        downloader = Downloader(self._exchanger, wanted, lambda here: guard.origin(here) not in trusted, tell)
        part = open_part(wanted.place)
        tried = 0
        try:
            for _ in range(MOST_ATTEMPTS):
                before = part.size
                try:
                    return await downloader.attempt(part)
                except FetchError as error:
                    tried = 1 if part.size > before else tried + 1
                    if not may_pass(error):
                        raise
                    if tried >= retry.ATTEMPTS:
                        raise type(error)(error.message, AGAIN) from error
                await self._sleep(retry.wait_before_retry(tried, None, 0, self._budget_s, self._random()) or 0)
            raise ConnectionFailure(f"{guard.shown(url)} breaks off again and again.", AGAIN)
        finally:
            if not part.size:
                part.drop()
            part.file.close()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._connections.aclose()

    async def _kept(self, url: str) -> CachedResponse | None:
        if self._cache is None:
            return None
        try:
            return await asyncio.to_thread(self._cache.get, url)
        except StorageError as error:
            _log.warning("The cache cannot be read: %s", error)
            return None

    async def _keep(self, answer: CachedResponse) -> None:
        if self._cache is None:
            return
        try:
            await asyncio.to_thread(self._cache.put, answer.url, answer)
        except StorageError as error:
            _log.warning("The cache cannot be written: %s", error)

    def _may_answer(self, cached: CachedResponse, freshness: Freshness) -> bool:
        if freshness is Freshness.CACHED:
            return True
        return freshness is Freshness.DUE and cached.expires is not None and self._now() < cached.expires

    async def _persist(self, request: Request, url: httpx.URL, cached: CachedResponse | None) -> Response:
        watch = Stopwatch()
        attempt = 1
        while True:
            failure: FetchError
            try:
                return await self._attempt(request, url, cached, watch)
            except FetchError as error:
                failure = error
            asked = failure.retry_after_s if isinstance(failure, RateLimited) else None
            wait = None
            if _may_pass(failure):
                wait = retry.wait_before_retry(attempt, asked, watch.spent_s, self._budget_s, self._random())
            if wait is None:
                raise failure
            _log.info("Trying again in %.1f s: %s", wait, failure)
            await self._sleep(wait)
            watch.spent_s += wait
            attempt += 1

    async def _attempt(
        self, request: Request, url: httpx.URL, cached: CachedResponse | None, watch: Stopwatch
    ) -> Response:
        journey = Journey(url, request.headers, request.form)
        trusted = self._trusted if request.trust is Trust.CONTENT else self._trusted | {guard.origin(url)}
        cap = self._cap if request.max_bytes is None else request.max_bytes
        while True:
            # Validators belong to the address that gave them, and to nobody a redirect may lead to instead.
            here = str(guard.without_login(journey.url))
            known = cached if cached is not None and cached.final_url == here else None
            headers = _headers(request.expect, known) | journey.headers
            checked = guard.origin(journey.url) not in trusted
            exchange = await self._exchanger.hop(journey, headers, checked=checked, cap=cap, watch=watch)
            location = exchange.headers.get("location", "")
            if exchange.status in redirects.STATUSES and location:
                journey.follow(location, exchange.status)
                continue
            return await self._conclude(request, journey, exchange, known)

    async def _conclude(
        self, request: Request, journey: Journey, exchange: Exchange, known: CachedResponse | None
    ) -> Response:
        now = self._now()
        headers = exchange.headers
        place = guard.shown(journey.url)
        expires = expires_at(headers, now)
        if exchange.status == httpx.codes.NOT_MODIFIED and known is not None and (known.etag or known.last_modified):
            kept = replace(known, fetched_at=now, expires=expires, moved_to=journey.moved_to)
            if (kept.expires, kept.moved_to) != (known.expires, known.moved_to):
                # Else only the time of asking is new: not worth writing every unchanged body again.
                await self._keep(kept)
            return replace(_from_cache(kept), from_cache=False, not_modified=True, headers=headers)
        if not 200 <= exchange.status < 300:
            wait = retry.retry_after(headers.get("retry-after", ""), now)
            raise failures.of_status(exchange.status, place, wait, headers)
        failures.check_body(exchange.body, request.expect, place)
        media_type, charset = media_and_charset(headers.get("content-type", ""))
        answer = CachedResponse(
            url=request.url,
            final_url=str(guard.without_login(journey.url)),
            body=exchange.body,
            content_type=media_type,
            charset=charset,
            etag=_sendable(headers.get("etag", "")),
            last_modified=_sendable(headers.get("last-modified", "")),
            fetched_at=now,
            expires=expires,
            moved_to=journey.moved_to,
        )
        if exchange.status == httpx.codes.OK and request.keep and request.form is None:
            await self._keep(answer)
        return replace(_from_cache(answer), from_cache=False, headers=headers)


def _may_pass(failure: FetchError) -> bool:
    """Whether the same request may succeed in a moment."""
    if isinstance(failure, StatusError):
        return failure.status in retry.RETRIED_STATUSES or isinstance(failure, RateLimited)
    cause = failure.__cause__
    return (
        not isinstance(failure, OfflineError)
        and isinstance(cause, httpx.HTTPError)
        and failures.worth_another_try(cause)
    )


def _headers(expect: str, known: CachedResponse | None) -> dict[str, str]:
    headers = {"accept": _ACCEPT.get(expect, "*/*")}
    if known is not None and known.etag:
        headers["if-none-match"] = known.etag
    if known is not None and known.last_modified:
        headers["if-modified-since"] = known.last_modified
    return headers


def _sendable(validator: str) -> str:
    """A validator as it can be sent back: whatever is no plain ASCII would not come back as it was."""
    return validator if validator.isascii() and validator.isprintable() and len(validator) <= 1000 else ""


def _from_cache(cached: CachedResponse) -> Response:
    return Response(
        url=cached.final_url,
        body=cached.body,
        content_type=cached.content_type,
        charset=cached.charset,
        fetched_at=cached.fetched_at,
        expires=cached.expires,
        from_cache=True,
        moved_to=cached.moved_to,
    )


def media_and_charset(value: str) -> tuple[str, str]:
    """Media type (lower case) and charset of a Content-Type header; each empty when missing or senseless, and
    the charset one that Python knows."""
    media = value.partition(";")[0].strip().lower()
    if media.count("/") != 1 or not all(c.isascii() and (c.isalnum() or c in "/+.-_") for c in media):
        media = ""
    return media[:100], _known_charset(_charset_parameter(value))


def _charset_parameter(value: str) -> str:
    message = Message()
    try:
        message["content-type"] = value.replace("\r", " ").replace("\n", " ")
        found = message.get_param("charset")
    except (ValueError, TypeError, LookupError, IndexError):
        return ""
    return found if isinstance(found, str) else ""


def _known_charset(name: str) -> str:
    name = name.strip().strip("\"'").lower()
    try:
        # Decoding, not looking up: codecs such as "hex" or "zlib" are known, but not for text.
        b"".decode(name)
        "".encode(name)
    except (LookupError, ValueError, TypeError):
        return ""
    return name
