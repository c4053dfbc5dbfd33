"""Which addresses may be asked: http and https only, and from content only into the public internet.

Two checks share the work. A URL is checked before each hop (scheme, host written as an address in any notation), and
every address a name resolves to is checked where the socket is opened (`network.py`), so that a name cannot resolve
to one place for the check and to another for the connection.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from functools import lru_cache

import httpx
from msgspec import Struct

from tui_reader.domain.errors import ForbiddenAddress
from tui_reader.text.address_parts import login_hidden

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
# RFC 6052: IPv4 addresses behind a translator, as IPv6.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Origin(Struct, frozen=True):
    """Scheme, host (lower case) and port of an address (RFC 6454)."""

    scheme: str
    host: str
    port: int

    @property
    def place(self) -> str:
        """Host and port: what limits and patience are counted by."""
        return f"{self.host}:{self.port}"


@lru_cache(maxsize=1024)  # a sync asks for each address of its sources more than once
def parse(url: str) -> httpx.URL:
    """The address as httpx understands it. ForbiddenAddress when it is none, or neither http nor https."""
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:  # IDNA's errors are ValueErrors
        raise ForbiddenAddress(f"Not an address: {_short(url)} ({error}).", "Check how it is written.") from error
    if parsed.scheme not in _PORTS:
        raise ForbiddenAddress(f"Not http or https: {_short(url)}.", "Only http and https addresses are fetched.")
    if not parsed.host:
        raise ForbiddenAddress(f"The address names no host: {_short(url)}.", "Check how it is written.")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise ForbiddenAddress(f"There is no port {parsed.port}: {_short(url)}.", "Check how it is written.")
    return parsed


def origin(url: httpx.URL) -> Origin:
    """Scheme, host and port, the port filled in."""
    return Origin(url.scheme, url.host.lower().rstrip("."), url.port or _PORTS.get(url.scheme, 0))


def origins(urls: Iterable[str]) -> frozenset[Origin]:
    """The origins of the addresses that are addresses at all."""
    found = set()
    for url in urls:
        try:
            found.add(origin(parse(url)))
        except ForbiddenAddress:
            continue  # the configuration check has its own word for these
    return frozenset(found)


def literal(host: str) -> IPAddress | None:
    """The IP address a host is written as, or None for a name.

    Takes every notation the system's resolver takes: `127.1`, `2130706433`, `0x7f000001`, `0177.0.0.1` (inet_aton),
    and IPv6 with or without a zone.
    """
    host = host.strip("[]").rstrip(".")
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not host or not host[0].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def is_public(address: IPAddress) -> bool:
    """Whether an address lies in the public internet, wrappings of IPv4 in IPv6 taken off."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if inner:
            return is_public(inner)
        if address.is_site_local or int(address) < 2**32:  # ::a.b.c.d, the deprecated "compatible" form
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_local_host(host: str) -> bool:
    """Whether a host is this machine or a private network by its mere writing."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = literal(name)
    return address is not None and not is_public(address)


def check_host(host: str) -> None:
    """ForbiddenAddress when the host is private by its writing."""
    if is_local_host(host):
        raise ForbiddenAddress(f"{host} lies in a private network, and the address came out of content.")


def check_resolved(host: str, addresses: Iterable[str]) -> None:
    """ForbiddenAddress when any address a name resolves to is private: a name with one public and one private
    address is as bad as one with a private address alone."""
    for address in addresses:
        found = literal(address)
        if found is None or not is_public(found):
            raise ForbiddenAddress(
                f"{host} leads into a private network ({address}), and the address came out of content."
            )


def without_login(url: httpx.URL) -> httpx.URL:
    """The address without the name and password it may carry, and without its fragment: fit for keeping."""
    written = str(url)
    if "@" not in written and "#" not in written:  # nearly all, and making another costs as much as reading one
        return url
    return url.copy_with(userinfo=b"", fragment=None)


def shown(url: httpx.URL | str) -> str:
    """An address for messages: without a login, keys as `***`, of bearable length, without characters a terminal would
    obey."""
    try:
        return _short(login_hidden(str(without_login(url if isinstance(url, httpx.URL) else httpx.URL(url)))))
    except (httpx.InvalidURL, ValueError):
        return _short(login_hidden(str(url)))


def _short(url: str, limit: int = 200) -> str:
    if len(url) <= limit and url.isascii() and url.isprintable():
        return url
    clean = "".join(c if c.isprintable() else "?" for c in url)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
