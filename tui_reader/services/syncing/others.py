"""Sync the trending list."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def _freshness(kit: Kit) -> Freshness:
    return Freshness.DUE if kit.options.due else Freshness.ASK
