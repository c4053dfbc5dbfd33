"""One request and its answer: the rules a hop keeps, in the order it meets them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import httpx
from msgspec import Struct

from tui_reader.domain.errors import (
    BadRedirect,
    ConnectionFailure,
    FetchError,
    ForbiddenAddress,
    OfflineError,
    TimeoutFailure,
)
from tui_reader.fetch import body, failures, guard, retry
from tui_reader.fetch.arxiv_gate import ArxivGate
from tui_reader.fetch.connections import Connections
from tui_reader.fetch.limits import Patience, Slots
from tui_reader.fetch.network import CHECKED
from tui_reader.fetch.redirects import Journey

TOTAL_TIMEOUTS = 3
"""An exchange, its whole body included, may take this many times the timeout."""

_DRAINED = 1 << 16


class Exchange(Struct, frozen=True):
    """What a hop brought. `headers` have lower-case names; `body` is empty unless the status is 2xx."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Stopwatch:
    """Seconds the exchanges of one `get` took, without the time they queued."""

    spent_s: float = 0.0


class Exchanger:
    """Sends single requests, within the limits all requests of this process share."""

    def __init__(
        self,
        connections: Connections,
        *,
        slots: Slots,
        patience: Patience,
        gate: ArxivGate,
        has_route: Callable[[], bool],
        timeout_s: float,
        now: Callable[[], datetime],
    ) -> None:
        self._connections = connections
        self._slots = slots
        self._patience = patience
        self._gate = gate
        self._has_route = has_route
        self._timeout_s = timeout_s
        self._now = now

    @asynccontextmanager
    async def streamed(
        self, journey: Journey, headers: Mapping[str, str], *, checked: bool
    ) -> AsyncIterator[httpx.Response]:
        """Ask where the journey stands, and have the answer while the block runs: for a body that is written as it
        comes, and may take as long as it keeps coming."""
        async with self._held(journey, checked=checked) as stamp:
            with self._told(journey):
                response = await self._sent(journey, headers, checked, stamp)
                try:
                    yield response
                finally:
                    await response.aclose()

    async def hop(
        self, journey: Journey, headers: Mapping[str, str], *, checked: bool, cap: int, watch: Stopwatch
    ) -> Exchange:
        """Ask where the journey stands. `checked`: the place must be public; `cap`: bytes taken at most."""
        async with self._held(journey, checked=checked) as stamp:
            return await self._timed(journey, headers, checked, cap, watch, stamp)

    @asynccontextmanager
    async def _held(self, journey: Journey, *, checked: bool) -> AsyncIterator[Callable[[], None] | None]:
        """The turn of a request, within all limits; yields what tells arXiv's gate that the answer begins."""
        where = guard.origin(journey.url)
        try:
            if checked:
                guard.check_host(where.host)
            self._check_patience(where)
            async with AsyncExitStack() as held:
                stamp = None
                if self._gate.covers(journey.url):
                    stamp = await held.enter_async_context(self._gate.turn())
                await held.enter_async_context(self._slots.slot(where.place))
                # Others may have learned something while this one queued.
                self._check_patience(where)
                yield stamp
        except ForbiddenAddress as error:
            if journey.hops == 0:
                raise
            raise BadRedirect(f"A redirect is not followed: {error.message}", error.hint) from error

    def _check_patience(self, where: guard.Origin) -> None:
        remaining = self._patience.remaining(where.place, self._now())
        if remaining > 0:
            raise failures.still_waiting(where.host, remaining)

    async def _timed(
        self,
        journey: Journey,
        headers: Mapping[str, str],
        checked: bool,
        cap: int,
        watch: Stopwatch,
        stamp: Callable[[], None] | None,
    ) -> Exchange:
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            with self._told(journey):
                async with asyncio.timeout(TOTAL_TIMEOUTS * self._timeout_s):
                    return await self._send(journey, headers, checked, cap, stamp)
        finally:
            watch.spent_s += clock() - started

    @contextmanager
    def _told(self, journey: Journey) -> Iterator[None]:
        """What an exchange raises, as an error of ours."""
        place = guard.shown(journey.url)
        try:
            yield
        except TimeoutError as error:
            limit = TOTAL_TIMEOUTS * self._timeout_s
            raise TimeoutFailure(f"{place} did not come to an end within {limit:g} s.") from error
        except httpx.HTTPError as error:
            raise self._failure(error, guard.origin(journey.url), place) from error
        except (OSError, ValueError) as error:
            # What a strange host name makes the TLS layer say is wrapped by neither anyio nor httpx.
            raise ConnectionFailure(f"No connection to {place}: {error}.") from error

    async def _send(
        self,
        journey: Journey,
        headers: Mapping[str, str],
        checked: bool,
        cap: int,
        stamp: Callable[[], None] | None,
    ) -> Exchange:
        response = await self._sent(journey, headers, checked, stamp)
        try:
            content = await self._body(response, cap, guard.shown(journey.url))
        finally:
            await response.aclose()
        return Exchange(response.status_code, header_values(response), content)

    async def _sent(
        self, journey: Journey, headers: Mapping[str, str], checked: bool, stamp: Callable[[], None] | None
    ) -> httpx.Response:
        """The answer, of which nothing but its head was read."""
        client = await self._connections.client()
        if checked:
            await self._connections.check_proxied(journey.url)
        request = client.build_request(
            "GET" if journey.form is None else "POST",
            journey.url,
            content=None if journey.form is None else urlencode(journey.form).encode(),
            # As bytes: httpx would refuse a key with an umlaut by an exception of its own.
            headers=[
                *((name.encode(), value.encode()) for name, value in headers.items()),
                *(() if journey.form is None else ((b"content-type", b"application/x-www-form-urlencoded"),)),
            ],
            extensions={CHECKED: checked},
        )
        journey.cookies.set_cookie_header(request)
        try:
            response = await client.send(request, stream=True)
        except httpx.InvalidURL:  # httpx itself looks at where a redirect leads
            here = guard.shown(journey.url)
            raise BadRedirect(f"{here} redirects to something that is no address.") from None
        if stamp is not None:
            stamp()
        journey.cookies.extract_cookies(response)
        if (seconds := self._asked_to_wait(response.status_code, header_values(response))) is not None:
            self._patience.asked(guard.origin(journey.url).place, seconds, self._now())
        return response

    async def _body(self, response: httpx.Response, cap: int, place: str) -> bytes:
        if not response.is_success:
            # Taking the little that comes with it lets the connection be used again.
            with suppress(httpx.TransportError):
                drained = 0
                async for chunk in raw_pieces(response):
                    drained += len(chunk)
                    if drained > _DRAINED:
                        break
            return b""
        announced = response.headers.get("content-length", "")
        if announced.isascii() and announced.isdigit() and int(announced[:18]) > cap:
            raise body.too_large(place, cap)
        encoding = "" if response.is_stream_consumed else response.headers.get("content-encoding", "")
        content = await body.read(raw_pieces(response), body.decoder_for(encoding, place), cap, place)
        return body.unpacked(content, cap, place)

    def _asked_to_wait(self, status: int, headers: Mapping[str, str]) -> float | None:
        return retry.retry_after(headers.get("retry-after", ""), self._now()) if status in (429, 503) else None

    def _failure(self, error: httpx.HTTPError, where: guard.Origin, place: str) -> FetchError:
        if failures.unreached(error) and not guard.is_local_host(where.host) and not self._has_route():
            return OfflineError(f"{where.host} cannot be reached: there is no network.")
        return failures.of_transport(error, place, self._timeout_s)


def header_values(response: httpx.Response) -> dict[str, str]:
    """The headers of an answer by their names in lower case."""
    return {name.lower(): value for name, value in response.headers.items()}


async def raw_pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body as it is on the wire."""
    if response.is_stream_consumed:  # a transport that makes its answers whole (httpx.MockTransport)
        yield response.content
        return
    async for chunk in response.aiter_raw():
        yield chunk
