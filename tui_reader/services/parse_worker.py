"""What runs in the parsing process: bytes in, plain values out. Parsers are imported where first used."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: What can be parsed: a name, and where the function is.
PARSERS = {
    "feed": ("tui_reader.sources.feed", "parse_feed"),
    "found_feeds": ("tui_reader.sources.discover", "find_feeds"),
    "issue": ("tui_reader.sources.issue", "parse_page"),
    "issue_section": ("tui_reader.sources.issue", "parse_section_page"),
    "issue_index": ("tui_reader.sources.issue_index", "discover"),
    "announcements": ("tui_reader.sources.arxiv_feed", "parse_announcements"),
    "arxiv_query": ("tui_reader.sources.arxiv_api", "query_url"),
    "arxiv_page": ("tui_reader.sources.arxiv_api", "parse_query_page"),
    "artificial_analysis": ("tui_reader.sources.artificial_analysis", "parse_page"),
    "swe_rebench": ("tui_reader.sources.swe_rebench", "parse_page"),
    "trending": ("tui_reader.sources.trending", "parse_trending_list"),
    "whole_paper": ("tui_reader.sources.arxiv_html", "parse_whole_paper"),
    "article": ("tui_reader.sources.article", "parse_article"),
    "markdown": ("tui_reader.text.html", "to_markdown"),
}


def run(parser: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call the parser of that name. Raises what it raises: errors of the error tree cross the process boundary."""
    module, name = PARSERS[parser]
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function(*args, **kwargs)


def prepare(log_path: str, niceness: int = 10) -> None:
    """Set up a process beside the reader: it never writes to the terminal, ignores ctrl+c, and ends when its parent
    does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(niceness)  # the keys of the reader come first where there are few processors
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    try:
        log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if log_path else null
    except OSError:
        log = null
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.stdin = None
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
