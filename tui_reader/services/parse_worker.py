"""What runs in the parsing process: bytes in, plain values out. Parsers are imported where first used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: What can be parsed: a name, and where the function is.
PARSERS = {
    "feed": ("tui_reader.sources.feed.parse", "parse_feed"),
    "found_feeds": ("tui_reader.sources.feed.discover", "find_feeds"),
    "issue": ("tui_reader.sources.report.parse", "parse_page"),
    "issue_section": ("tui_reader.sources.report.parse", "parse_section_page"),
    "issue_index": ("tui_reader.sources.report.index", "discover"),
    "announcements": ("tui_reader.sources.arxiv.announcements", "parse_announcements"),
    "arxiv_query": ("tui_reader.sources.arxiv.query", "query_url"),
    "arxiv_page": ("tui_reader.sources.arxiv.query", "parse_query_page"),
    "artificial_analysis": ("tui_reader.sources.boards.artificial_analysis", "parse_page"),
    "swe_rebench": ("tui_reader.sources.boards.swe_rebench", "parse_page"),
    "trending": ("tui_reader.sources.trending.parse", "parse_trending_list"),
    "whole_paper": ("tui_reader.sources.arxiv.whole_paper", "parse_whole_paper"),
    "article": ("tui_reader.sources.feed.article", "parse_article"),
    "markdown": ("tui_reader.html.render", "to_markdown"),
}


def run(parser: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call the parser of that name. Raises what it raises: errors of the error tree cross the process boundary."""
    module, name = PARSERS[parser]
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function(*args, **kwargs)


def parsers() -> dict[str, Callable[..., Any]]:
    """The works of a parsing process (`services.apart`)."""
    return {"parse": lambda tell, parser, args, kwargs: run(parser, args, kwargs)}
