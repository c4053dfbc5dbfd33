"""Lists of trending repositories among files: how they are known, and what is done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.items import Seen
from tui_reader.sources.base import subscription
from tui_reader.sources.imported import FileKind, Imported, counted
from tui_reader.sources.trending.parse import is_trending, parse_trending_list
from tui_reader.sources.trending.sync import TrendingSource

if TYPE_CHECKING:
    from pathlib import Path

    from tui_reader.domain.rows import Stored
    from tui_reader.sources.imported import ImportContext, ImportLibrary
    from tui_reader.sources.sample import Sample


def is_list(sample: Sample) -> bool:
    """GitHub's page, and lists of repositories in JSON."""
    if sample.is_markup:
        return "/stargazers" in sample.text and "<article" in sample.text
    return sample.json is not None and is_trending(sample.json)


def take_list(data: bytes, path: Path, context: ImportContext) -> Imported:
    """Store its repositories as trending on the day that it says, else today."""
    found = parse_trending_list(data, path.name)
    day = found.day or context.now.date()
    source = TrendingSource(context.settings.trending.url, context.settings.trending.periods)

    def store(library: ImportLibrary) -> Stored:
        library.sources.upsert(subscription(source), source.kind)
        return library.repos.store(found.repos, Seen(source.id, "trending", found.period, day, context.now))

    return counted(context.store(store), " ".join(p for p in (found.period, day.isoformat()) if p))


REPOSITORIES = FileKind("trending", is_list, take_list)
