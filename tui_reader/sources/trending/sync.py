"""Sync the trending lists: of the day, the week, the month."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from msgspec import Struct

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.http import Request
from tui_reader.domain.items import Seen
from tui_reader.domain.sources import SourceKind
from tui_reader.sources.base import FetchResult, later

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.sources.base import SyncContext


class TrendingSource(Struct, frozen=True):
    """The trending repositories: a group of its own in Feeds. `periods` are the lists that are read."""

    url: str
    periods: tuple[str, ...]

    id = "trending"
    kind = SourceKind.TRENDING
    title = "Trending repositories"
    group = "Trending"

    async def sync(self, context: SyncContext) -> FetchResult:
        """The repositories of each period's list. A list that fails does not keep back the others; when all fail, the
        first error is raised."""
        known = context.library.sources.get(self.id)
        is_known = bool(known and known.items)
        new = updated = 0
        is_unchanged, asked_again = True, None
        errors: list[tuple[str, ReaderError]] = []
        addresses = period_urls(self.url, self.periods)
        for period, url in addresses:
            try:
                brought, expires = await self._one(context, period, url, is_known)
            except ReaderError as error:
                errors.append((period, error))
                continue
            asked_again = later(asked_again, expires)
            new, updated = new + brought.new, updated + brought.updated
            is_unchanged = is_unchanged and brought.unchanged
        if errors and len(errors) == len(addresses):
            raise errors[0][1]
        note = "; ".join(f"{period or 'list'}: {error.message}" for period, error in errors)
        return FetchResult(new, updated, unchanged=is_unchanged, note=note, asked_again_after=asked_again)

    async def _one(
        self, context: SyncContext, period: str, url: str, is_known: bool
    ) -> tuple[FetchResult, datetime | None]:
        response = await context.get(Request(url, expect="html", freshness=context.options.freshness))
        if (response.not_modified or response.from_cache) and is_known:
            return FetchResult(unchanged=True), response.expires
        from tui_reader.sources.trending.parse import parse_trending_list

        found = await context.parse(parse_trending_list, response.body)
        now = context.now()
        result = await context.store(
            lambda library: library.repos.store(
                found.repos, Seen(self.id, "trending", found.period or period, found.day or now.date(), now)
            )
        )
        return FetchResult(
            len(result.new), len(result.updated), unchanged=not result.new and not result.updated
        ), response.expires


def period_urls(url: str, periods: tuple[str, ...]) -> list[tuple[str, str]]:
    """The address of each period's list (GitHub's `since` parameter). A file of JSON is one list, whatever period it
    is of."""
    parts = urlsplit(url)
    if parts.path.endswith(".json") or not periods:
        return [("", url)]
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "since"]
    return [(p, urlunsplit(parts._replace(query=urlencode([*kept, ("since", p)])))) for p in periods]
