"""The one `httpx.AsyncClient`, made when the first request needs it.

Making it costs about 50 ms of TLS set-up, so it is made in a thread. Where the environment names a proxy
(`*_PROXY`, `NO_PROXY`), httpx's own connections serve, since the proxy resolves names and opens the connections; else
those of `network.py`.
"""

from __future__ import annotations

import asyncio
import logging
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.request import getproxies

import httpx

from tui_reader.domain.errors import ConnectionFailure
from tui_reader.domain.settings import Network
from tui_reader.fetch import guard
from tui_reader.fetch.body import ACCEPTED
from tui_reader.fetch.network import NetworkTransport, Resolver, resolve
from tui_reader.fetch.redirects import resolved

_PROGRAM = "inference-tui"

# They log whole addresses and headers: passwords and keys have no place in a log file.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Connections:
    """Owns the client. `transport` replaces the network."""

    def __init__(
        self, settings: Network, user_agent: str, transport: httpx.AsyncBaseTransport | None, resolver: Resolver
    ) -> None:
        self._settings = settings
        self._user_agent = user_agent
        self._transport = transport
        self._resolver = resolver
        self._proxied = transport is None and _environment_names_proxy()
        self._client: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()

    async def client(self) -> httpx.AsyncClient:
        """The client; made at the first call. ConnectionFailure when the environment names a proxy of no use."""
        if self._client is None:
            async with self._making:
                if self._client is None:
                    self._client = await asyncio.to_thread(self._make)
        return self._client

    async def check_proxied(self, url: httpx.URL) -> None:
        """ForbiddenAddress when a proxy would be asked for a name that leads into a private network. Without a proxy
        nothing is done: the connection itself is checked. A name only the proxy can resolve is left to the proxy."""
        if not self._proxied:
            return
        where = guard.origin(url)
        try:
            addresses = await resolve(self._resolver, where.host, where.port)
        except (OSError, UnicodeError):
            return
        guard.check_resolved(where.host, addresses)

    async def aclose(self) -> None:
        """Close all connections; the next request would make new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _make(self) -> httpx.AsyncClient:
        try:
            return httpx.AsyncClient(
                transport=self._transport or self._network(),
                trust_env=True,
                follow_redirects=False,
                timeout=httpx.Timeout(self._settings.timeout_s),
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=self._settings.max_connections),
                headers={"User-Agent": self._user_agent or _own_name(), "Accept-Encoding": ACCEPTED},
                # Cookies last for one `get` (see redirects.py); the client keeps none.
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                event_hooks={"response": [_refuse_senseless_location]},
            )
        except (ImportError, ValueError, httpx.InvalidURL, OSError) as error:
            # SOCKS without its package, a proxy address that is none, certificates that are not there.
            raise ConnectionFailure(
                f"The connection cannot be set up: {error}.",
                "Check $HTTP_PROXY, $HTTPS_PROXY, $ALL_PROXY, $SSL_CERT_FILE.",
            ) from error

    def _network(self) -> NetworkTransport | None:
        if self._proxied:
            return None
        return NetworkTransport(httpx.create_ssl_context(), self._resolver, self._settings.max_connections)


async def _refuse_senseless_location(response: httpx.Response) -> None:
    # Before httpx looks at it, which it does even when it follows none: an address it cannot read makes it raise
    # something else.
    if response.has_redirect_location:
        resolved(response.url, response.headers["location"])


def _own_name() -> str:
    # Asked for here, in a thread: looking into the installed packages is not for the way to the first frame.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{_PROGRAM}/{version(_PROGRAM)}"
    except PackageNotFoundError:  # run from a checkout
        return _PROGRAM


def _environment_names_proxy() -> bool:
    proxies = getproxies()
    return any(proxies.get(scheme) for scheme in ("http", "https", "all"))
