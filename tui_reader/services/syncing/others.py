"""Sync the boards and the trending list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.errors import FetchError
from tui_reader.domain.http import Freshness, Request
from tui_reader.services.syncing.kit import Brought, Kit

if TYPE_CHECKING:
    from tui_reader.services.catalogue import Source


async def sync_trending(kit: Kit, source: Source) -> Brought:
    """The repositories that are trending today."""
    response = await kit.network.get(Request(source.url, expect="html", freshness=_freshness(kit)))
    known = kit.library.source(source.id)
    if (response.not_modified or response.from_cache) and known and known.items:
        return Brought(unchanged=True, asked_again_after=response.expires)
    repos = await kit.parse("trending", response.body)
    now = kit.now()
    result = await kit.store(lambda library: library.store_repos(repos, source=source.id, day=now.date(), now=now))
    return Brought(len(result.new), len(result.updated), unchanged=not result.new and not result.updated)


async def sync_artificial_analysis(kit: Kit, source: Source) -> Brought:
    """Artificial Analysis' models, page by page. Without a key it is left out and says so."""
    key = kit.settings.benchmarks["artificial-analysis"].api_key
    if not key:
        return Brought(skipped=True, note="needs a key: [benchmarks.artificial-analysis] api_key")
    from tui_reader.sources.artificial_analysis import page_url, to_snapshot

    pages = []
    number, more = 1, True
    unchanged = True
    while more and number <= 100:
        request = Request(
            page_url(source.url, number), expect="json", freshness=_freshness(kit), headers={"x-api-key": key}
        )
        response = await kit.network.get(request)
        unchanged = unchanged and (response.not_modified or response.from_cache)
        page = await kit.parse("artificial_analysis", response.body)
        pages.append(page)
        number, more = number + 1, page.has_more
    if unchanged and kit.library.snapshot(source.id, None) is not None:
        return Brought(unchanged=True)
    snapshot = to_snapshot(pages, kit.now().date())
    if not snapshot.rows:
        raise FetchError("Artificial Analysis gave no models", "Its address or format may have changed.")
    result = await kit.store(lambda library: library.store_snapshot(snapshot, kit.now()))
    return Brought(len(result.new), len(result.updated), unchanged=not result.new and not result.updated)


def _freshness(kit: Kit) -> Freshness:
    return Freshness.DUE if kit.options.due else Freshness.ASK
