"""When a service may be asked again, going by what its answers say of a quota of requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

#: How headers that tell of a quota begin.
_QUOTAS = ("x-ratelimit-", "ratelimit-", "x-rate-limit-")


def used_up(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When to ask again, if the headers say that no request is left; None if some are, or nothing is said.

    The reset is told in seconds from now or as Unix time, with or without the `x-` of the older form, or together with
    what remains, `RateLimit: "default";r=0;t=77` (draft-ietf-httpapi-ratelimit-headers).
    """
    said = [(headers.get(f"{name}remaining", "").strip(), headers.get(f"{name}reset", "").strip()) for name in _QUOTAS]
    fields = dict(part.strip().partition("=")[::2] for part in headers.get("ratelimit", "")[:500].split(";"))
    said.append((fields.get("r", ""), fields.get("t", "")))
    for remaining, told in said:
        if remaining == "0":
            seconds = float(told[:15]) if told.isascii() and told.replace(".", "", 1).isdigit() else 3600.0
            if seconds > 1e11:  # milliseconds
                seconds /= 1000
            reset = datetime.fromtimestamp(seconds, UTC) if 1e9 < seconds < 1e11 else now + timedelta(seconds=seconds)
            return min(max(reset, now + timedelta(seconds=1)), now + timedelta(days=1))
    return None
