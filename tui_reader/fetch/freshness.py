"""Until when a server calls its answer fresh (RFC 9111, section 4.2). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""A year's max-age on a feed is a slip of some content network; past a day the program asks again."""


def expires_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The end of freshness of an answer that arrived at `now`, or None when it is stale at once.

    `headers` are looked up in lower case. `max-age` wins over `Expires`; `Age` counts against either; `no-cache` and
    `no-store` mean stale at once. (`no-store` does not keep an answer out of the cache: the cache is the reader's own
    library for the train, not a shared one, and the validators save the server work.)
    """
    directives = cache_control(headers.get("cache-control", ""))
    if "no-cache" in directives or "no-store" in directives:
        return None
    lifetime = _lifetime(directives, headers, now)
    if lifetime is None:
        return None
    left = min(lifetime - (_seconds(headers.get("age", "")) or timedelta()), LONGEST)
    return now + left if left > timedelta() else None


def cache_control(value: str) -> dict[str, str]:
    """The directives of a Cache-Control header, names in lower case, quotes taken off."""
    found: dict[str, str] = {}
    for part in value.split(","):
        name, _, argument = part.partition("=")
        if name.strip():
            found.setdefault(name.strip().lower(), argument.strip().strip('"'))
    return found


def http_date(value: str) -> datetime | None:
    """A date of HTTP in any of its three forms, in UTC, or None."""
    try:
        parsed = parsedate_to_datetime(value)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _lifetime(directives: Mapping[str, str], headers: Mapping[str, str], now: datetime) -> timedelta | None:
    if "max-age" in directives:
        return _seconds(directives["max-age"])
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return None
    # Measured on the server's clock where it tells it; ours may be wrong.
    return expires - (http_date(headers.get("date", "")) or now)


def _seconds(value: str) -> timedelta | None:
    value = value.strip()
    if not (value.isascii() and value.isdigit()):
        return None
    # Ten digits is three centuries; more would overflow a timedelta.
    return timedelta(seconds=int(value[:10]))
