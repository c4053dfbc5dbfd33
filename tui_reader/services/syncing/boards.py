"""Sync the leaderboards that have a source of their own: Artificial Analysis and SWE-rebench."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tui_reader.domain.errors import FetchError, GoneError, ParseError, RateLimited, StatusError
from tui_reader.domain.http import Freshness, Request
from tui_reader.services.syncing.context import FetchResult, SyncContext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_reader.domain.boards import Snapshot
    from tui_reader.services.catalogue import Source
    from tui_reader.sources.boards.artificial_analysis import AnalysisPage

_MOST_PAGES = 100
_KEY_HINT = "Check [benchmarks.artificial-analysis] api_key, or $ARTIFICIAL_ANALYSIS_API_KEY."
#: How headers that tell of a quota begin.
_QUOTAS = ("x-ratelimit-", "ratelimit-", "x-rate-limit-")
_MIXED_HINT = "Nothing was stored; the next refresh reads it anew."


async def sync_board(context: SyncContext, source: Source) -> FetchResult:
    """The board's table of today."""
    return await (_rebench if source.id == "swe-rebench" else _analysis)(context, source)


async def _analysis(context: SyncContext, source: Source) -> FetchResult:
    """Artificial Analysis' models, page by page: all pages or nothing. Without a key it is left out and says so."""
    key = context.settings.benchmarks[source.id].api_key.strip()
    if not key:
        return FetchResult(skipped=True, note=f"needs a key: [benchmarks.{source.id}] api_key")
    from tui_reader.sources.boards.artificial_analysis import page_url, to_snapshot

    pages: list[AnalysisPage] = []
    is_new = False
    wait: datetime | None = None
    while not pages or pages[-1].has_more:
        number = len(pages) + 1
        if number > _MOST_PAGES:
            raise ParseError(f"Artificial Analysis has more than {_MOST_PAGES} pages", _MIXED_HINT)
        if pages and wait is not None:
            seconds = max(1.0, (wait - context.now()).total_seconds())
            raise RateLimited("Artificial Analysis' quota of requests is used up", retry_after_s=seconds)
        request = Request(
            page_url(source.url, number), expect="json", freshness=_freshness(context), headers={"x-api-key": key}
        )
        try:
            response = await context.network.get(request)
        except (GoneError, StatusError) as error:
            raise _refused(error) from None
        is_new = is_new or not (response.not_modified or response.from_cache)
        wait = _used_up(response.headers, context.now())
        page: AnalysisPage = await context.parse("artificial_analysis", response.body)
        _check(page, pages, number)
        pages.append(page)
    if not is_new and _has_own(context, source):
        return FetchResult(unchanged=True, asked_again_after=wait)
    snapshot = to_snapshot(pages, context.now().date())
    if not snapshot.rows:
        raise FetchError("Artificial Analysis gave no models", "Its address or format may have changed.")
    return await _stored(context, snapshot, wait)


async def _rebench(context: SyncContext, source: Source) -> FetchResult:
    """The table in SWE-rebench's page."""
    response = await context.network.get(Request(source.url, expect="html", freshness=_freshness(context)))
    if (response.not_modified or response.from_cache) and _has_own(context, source):
        return FetchResult(unchanged=True, asked_again_after=response.expires, moved_to=response.moved_to)
    from tui_reader.sources.boards.swe_rebench import to_snapshot

    rows = await context.parse("swe_rebench", response.body)
    return await _stored(context, to_snapshot(rows, context.now().date()), response.expires)


async def _stored(context: SyncContext, snapshot: Snapshot, asked_again_after: datetime | None) -> FetchResult:
    result = await context.store(lambda library: library.store_snapshot(snapshot, context.now()))
    return FetchResult(
        len(result.new),
        len(result.updated),
        unchanged=not result.new and not result.updated,
        asked_again_after=asked_again_after,
    )


def _check(page: AnalysisPage, before: list[AnalysisPage], number: int) -> None:
    """Refuse pages that do not make one table: a table of two versions would look like a collapse."""
    if page.page not in (0, number):
        raise ParseError(f"Artificial Analysis gave page {page.page} when asked for page {number}", _MIXED_HINT)
    if page.has_more and not page.rows:
        raise ParseError(f"page {number} of Artificial Analysis is empty, and more are said to follow", _MIXED_HINT)
    if before and (page.index_version, page.total_pages) != (before[0].index_version, before[0].total_pages):
        raise ParseError("Artificial Analysis' table changed while it was read", _MIXED_HINT)


def _refused(error: StatusError) -> StatusError:
    """A refusal in words that fit this source."""
    if isinstance(error, RateLimited):
        return error
    if isinstance(error, GoneError):
        hint = "That version of its API is gone; [benchmarks.artificial-analysis] url may name a later one."
        return GoneError(error.message, hint, error.status)
    if error.status in (401, 403):
        return StatusError(f"Artificial Analysis does not take the key ({error.status})", _KEY_HINT, error.status)
    return error


def _used_up(headers: Mapping[str, str], now: datetime) -> datetime | None:
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


def _has_own(context: SyncContext, source: Source) -> bool:
    """Whether the library has a table of this source's own, not only those of the issues."""
    return any(info.source == source.id for info in context.library.snapshots(source.id))


def _freshness(context: SyncContext) -> Freshness:
    return Freshness.DUE if context.options.due else Freshness.ASK
