"""Whether and when to try again. Pure: time and chance are arguments."""

from __future__ import annotations

from datetime import datetime

from tui_reader.fetch.freshness import http_date

ATTEMPTS = 3
"""Requests for one answer, the first included."""
SHORT_WAIT_S = 10.0
"""A Retry-After up to this many seconds is waited for; a longer one is told to the caller."""
LONGEST_RETRY_AFTER_S = 86_400.0
"""A server that asks for more than a day is asked again after a day."""
RETRIED_STATUSES = frozenset({429, 502, 503, 504})

_FIRST_BACKOFF_S = 0.5


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds asked for by a Retry-After header: delay seconds or a date (RFC 9110, section 10.2.3). None when there
    is none or it is nonsense; never negative, never over a day."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:10]), LONGEST_RETRY_AFTER_S)
    date = http_date(value) if value else None
    if date is None:
        return None
    return min(max((date - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER_S)


def wait_before_retry(
    attempt: int, asked_s: float | None, spent_s: float, budget_s: float, chance: float
) -> float | None:
    """Seconds to wait after the failed attempt number `attempt` (from 1), or None to give up.

    `asked_s` is what the server asked for, if it did; `spent_s` what all attempts have taken so far, `budget_s` what
    they may take; `chance` in 0..1 spreads the requests of many readers (half to all of a doubling backoff).
    """
    if attempt >= ATTEMPTS:
        return None
    wait = _FIRST_BACKOFF_S * 2 ** (attempt - 1) * (0.5 + chance / 2)
    if asked_s is not None:
        if asked_s > SHORT_WAIT_S:
            return None
        # A little over what was asked, so that a clock a shade ahead of ours still agrees.
        wait = asked_s + wait / 4
    return wait if spent_s + wait <= budget_s else None
