"""Where sockets are opened: names are resolved here, checked here, and connected to as checked.

httpx leaves resolving to its engine, httpcore, which takes a network backend for that. Resolving and checking in the
backend leaves no moment in which a name can turn to another address between the check and the connection, and it
keeps slow resolvers in threads of their own, which neither hold up the program's other threads nor its end.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import zip_longest
from typing import Any, cast

import httpcore
import httpx

from tui_reader.fetch.guard import check_host, check_resolved

Resolver = Callable[[str, int], Sequence[str]]
"""Name and port to IP addresses; blocks; raises OSError (socket.gaierror)."""

CHECKED = "tui_reader.checked"
"""Request extension: whether the addresses this request leads to must be public."""

_HEAD_START_S = 0.25  # RFC 8305, section 5: the next address is tried after this long
_KEEPALIVE_S = 30.0
_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
Connect = Callable[[str], Coroutine[Any, Any, httpcore.AsyncNetworkStream]]

# The engine's errors and httpx's of the same meaning, the narrower ones first.
_FAILURES: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.PoolTimeout, httpx.PoolTimeout),
    (httpcore.TimeoutException, httpx.TimeoutException),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.ReadError, httpx.ReadError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.NetworkError, httpx.NetworkError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.ProtocolError, httpx.ProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)


# Documentation addresses (RFC 5737, RFC 3849): routed by default like any other, and nobody's.
_NOWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


def has_default_route() -> bool:
    """Whether the system knows a way to the internet at all: what tells "you are offline" from "that host is not
    there". It is a fact about this machine, never a guess from hosts that cannot be reached: a list of feeds has dead
    names among living ones. Asks the routing table alone: connecting a datagram socket sends nothing."""
    for family, address in _NOWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
                return True
        except OSError:
            continue
    return False


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses the system knows for a name, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def resolve(resolver: Resolver, host: str, port: int) -> Sequence[str]:
    """Run a resolver in a daemon thread: a name server that never answers must not hold up the end of the program, as
    the threads of an executor would."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Sequence[str]] = loop.create_future()

    def settle(addresses: Sequence[str], error: Exception | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(addresses)
        else:
            done.set_exception(error)

    def work() -> None:
        addresses: Sequence[str] = ()
        failure: Exception | None = None
        try:
            addresses = resolver(host, port)
        except (OSError, UnicodeError) as error:  # getaddrinfo encodes names itself and may refuse to
            failure = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, addresses, failure)

    threading.Thread(target=work, name="resolve", daemon=True).start()
    return await done


class CheckingBackend(httpcore.AsyncNetworkBackend):
    """Opens connections, to public addresses alone when `checked`."""

    def __init__(self, resolver: Resolver, checked: bool, inner: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._resolver = resolver
        self._checked = checked
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, and connect to the address that is there first. ForbiddenAddress from the check."""

        async def connect(address: str) -> httpcore.AsyncNetworkStream:
            return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)

        try:
            async with asyncio.timeout(timeout):
                addresses = await self._addresses(host, port)
                return await first_to_connect(_families_in_turn(addresses), connect)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error

    async def sleep(self, seconds: float) -> None:
        """Wait; httpcore asks this of its backend."""
        await self._inner.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        if self._checked:
            check_host(host)
        if ":" in host:  # IPv6 as written; the older notations of IPv4 are the resolver's to read
            return [host]
        try:
            addresses = await resolve(self._resolver, host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        if not addresses:
            raise httpcore.ConnectError("no address") from socket.gaierror(socket.EAI_NONAME, "no address")
        if self._checked:
            check_resolved(host, addresses)
        return addresses


async def first_to_connect(addresses: Sequence[str], connect: Connect) -> httpcore.AsyncNetworkStream:
    """Connect to the addresses, the earlier ones with a small head start (RFC 8305); the first stream wins.

    Raises the error of the address that failed first when all fail. Streams that come too late are closed.
    """
    tasks: list[asyncio.Task[httpcore.AsyncNetworkStream]] = []
    waiting = list(reversed(addresses))
    winner: asyncio.Task[httpcore.AsyncNetworkStream] | None = None
    failures: list[BaseException] = []
    try:
        pending: set[asyncio.Task[httpcore.AsyncNetworkStream]] = set()
        while winner is None and (waiting or pending):
            if waiting:
                tasks.append(asyncio.ensure_future(connect(waiting.pop())))
                pending.add(tasks[-1])
            done, pending = await asyncio.wait(
                pending, timeout=_HEAD_START_S if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            failures += [error for task in done if (error := task.exception()) is not None]
            winner = next((task for task in done if task.exception() is None), None)
        if winner is None:
            raise failures[0]
        return winner.result()
    finally:
        await _discard([task for task in tasks if task is not winner])


async def _discard(tasks: Sequence[asyncio.Task[httpcore.AsyncNetworkStream]]) -> None:
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, httpcore.AsyncNetworkStream):
            await result.aclose()


def _families_in_turn(addresses: Sequence[str]) -> list[str]:
    """IPv6 and IPv4 by turns, beginning with the family the system prefers (RFC 8305, section 4)."""
    first_is_v6 = ":" in addresses[0]
    preferred = [a for a in addresses if (":" in a) == first_is_v6]
    others = [a for a in addresses if (":" in a) != first_is_v6]
    return [a for pair in zip_longest(preferred, others) for a in pair if a is not None]


class NetworkTransport(httpx.AsyncBaseTransport):
    """httpx's view of two connection pools: one for addresses that are trusted, one for those that are checked.

    Two, so that a request for an address out of content never finds an unchecked connection waiting.
    """

    def __init__(self, context: ssl.SSLContext, resolver: Resolver, connections: int) -> None:
        def pool(checked: bool) -> httpcore.AsyncConnectionPool:
            return httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=None,  # the slots of `limits.py` count requests over both pools
                max_keepalive_connections=connections,
                keepalive_expiry=_KEEPALIVE_S,
                network_backend=CheckingBackend(resolver, checked),
            )

        self._trusted = pool(False)
        self._checked = pool(True)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; errors are httpx's, and ForbiddenAddress from the check."""
        pool = self._checked if request.extensions.get(CHECKED) else self._trusted
        raw = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=cast("httpx.AsyncByteStream", request.stream),
            extensions=request.extensions,
        )
        with _as_httpx(request):
            answer = await pool.handle_async_request(raw)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Stream(cast("httpx.AsyncByteStream", answer.stream), request),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._trusted.aclose()
        await self._checked.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream, request: httpx.Request) -> None:
        self._inner = inner
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx(self._request):
            async for chunk in self._inner:
                yield chunk

    async def aclose(self) -> None:
        with _as_httpx(self._request):
            await self._inner.aclose()


@contextmanager
def _as_httpx(request: httpx.Request) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        for ours, theirs in _FAILURES:
            if isinstance(error, ours):
                raise theirs(str(error), request=request) from error
        raise
