"""What a file is, by what is in it; its name only breaks a tie."""

from __future__ import annotations

import re
from typing import Any

from tui_reader.domain.errors import ParseError
from tui_reader.html.markup import root_name
from tui_reader.sources.arxiv.known import is_announcements
from tui_reader.sources.board_table import tables
from tui_reader.sources.boards import artificial_analysis, swe_rebench
from tui_reader.sources.digest.parse import looks_like_digest
from tui_reader.sources.feed.json_feed import is_json_feed, load
from tui_reader.sources.trending.parse import is_trending
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack

_BEGINNING = 64_000
_LONGEST_ISSUE = 4_000_000
_FEED_ROOTS = ("rss", "feed", "rdf", "channel")
_ARXIV = re.compile(r"arxiv\.org/(?:abs|api)/|schemas/atom|<OAI-PMH|openarchives\.org/OAI", re.IGNORECASE)


def recognise(data: bytes, name: str = "") -> str:
    """`issue`, `feed`, `arxiv`, `opml`, `board`, `digest`, `trending`, or `unknown`. Never raises."""
    try:
        data = unpack(data)
    except ParseError:
        return "unknown"
    text = decode(data).lstrip("\ufeff \t\r\n")
    if not text:
        return "unknown"
    if text[0] in "{[":
        return _json(text)
    if text[0] == "<":
        kind = "board" if swe_rebench.is_page(text) else _markup(text)
        if kind:
            return kind
    from tui_reader.sources.report.parse import looks_like_issue

    if len(text) < _LONGEST_ISSUE and looks_like_issue(data):
        return "issue"
    if text[0] == "<":
        if "/stargazers" in text and "<article" in text:
            return "trending"
        return "digest" if looks_like_digest(text) else "unknown"
    if looks_like_digest(text):
        return "digest"
    return "board" if _is_table(text, name) else "unknown"


def _markup(text: str) -> str:
    root = root_name(text)
    head = text[:6000]
    if root == "opml" or (root == "rdf" and "xmlns.com/foaf" in head):
        return "opml"
    if root == "oai-pmh" or (root == "articles" and _ARXIV.search(head)):
        return "arxiv"
    if root in _FEED_ROOTS or root == "entry":
        from_api = "opensearch" in head.lower() and re.search(r"//(?:export\.)?arxiv\.org/", head)
        return "arxiv" if from_api or is_announcements(head.encode()) else "feed"
    return ""


def _json(text: str) -> str:
    try:
        value: Any = load(text)
    except ParseError:
        return "unknown"
    if is_json_feed(value):
        return "feed"
    if is_trending(value):
        return "trending"
    if artificial_analysis.is_models(value) or _is_table(text, ""):
        return "board"
    return "unknown"


def _is_table(text: str, name: str) -> bool:
    """Whether there are rows with names and numbers: prose in lines with commas has none."""
    is_yaml = name.lower().removesuffix(".gz").endswith((".yml", ".yaml"))
    if text[:1] not in "{[" and not is_yaml:  # a beginning is enough of CSV
        text = text[:_BEGINNING].rsplit("\n", 1)[0]
    try:
        found = tables(text)
    except ParseError:
        return False
    rows = [row for table in found for row in table.rows[:20]]
    numeric = sum(
        any(re.fullmatch(r"[$+-]?\d[\d.,]*%?", str(v)) for v in row.values() if not isinstance(v, dict | list))
        for row in rows
    )
    named = any(len(row) > 1 for row in rows)
    certain = is_yaml or name.lower().removesuffix(".gz").endswith((".csv", ".tsv"))
    return named and (numeric * 2 > len(rows) or (certain and numeric > 0))
