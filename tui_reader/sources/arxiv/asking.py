"""Asking arXiv with patience: what it says when it is pressed is no answer, and is asked for again.

It answers 429, or 200 with "Rate exceeded.", a web page, an entry that tells of an error, or an empty page amid
matches. The network layer tries again within seconds; here the waits are longer, since what is asked for is long too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tui_reader.domain.errors import (
    ConnectionFailure,
    ParseError,
    RateLimited,
    ReaderError,
    StatusError,
    TimeoutFailure,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tui_reader.domain.http import Request
    from tui_reader.sources.base import SyncContext

T = TypeVar("T")

TRIES = 4
#: What arXiv asks for by Retry-After is waited for up to this; more is told to the user.
LONGEST_WAIT_S = 60.0


async def ask(
    context: SyncContext,
    request: Request,
    parse: Callable[[bytes], T],
    interval_s: float,
    check: Callable[[T], None] = lambda _: None,
    most_tries: int = TRIES,
) -> T:
    """What `parse` reads in the answer to a request. `check` raises ParseError for what cannot be all of it;
    `interval_s` is how far apart requests to arXiv stand. Raises FetchError or ParseError when patience does not
    help."""

    async def once() -> T:
        response = await context.get(request)
        found = await context.parse(parse, response.body)
        check(found)
        return found

    return await patiently(context, once, interval_s, most_tries)


async def patiently(
    context: SyncContext, once: Callable[[], Awaitable[T]], interval_s: float, most_tries: int = TRIES
) -> T:
    """What trying gives, if need be several times; the last failure is raised."""
    tries = 0
    while True:
        try:
            return await once()
        except ReaderError as error:
            tries += 1
            wait = None if tries >= most_tries else wait_after(error, tries, interval_s)
            if wait is None:
                raise
        await context.sleep(wait)


def wait_after(error: ReaderError, tries: int, interval_s: float) -> float | None:
    """Seconds to wait before the next try, or None where another would not help. Pure."""
    if tries >= TRIES:
        return None
    wait = interval_s * 2**tries
    if isinstance(error, RateLimited) and error.retry_after_s is not None:
        # A little more than asked, so that a clock a shade ahead of ours still agrees.
        return error.retry_after_s + min(wait, 1.0) if error.retry_after_s <= LONGEST_WAIT_S else None
    if isinstance(error, StatusError) and not isinstance(error, RateLimited):
        return wait if error.status == 200 or error.status >= 500 else None
    return wait if isinstance(error, ParseError | RateLimited | ConnectionFailure | TimeoutFailure) else None


def backoff(interval_s: float, tries: int) -> float:
    """Seconds to wait before asking again what was answered, but doubtfully."""
    return interval_s * 2.0**tries


def fingerprint(body: bytes) -> str:
    """A short name of a body."""
    import hashlib

    return hashlib.sha256(body).hexdigest()[:32]
