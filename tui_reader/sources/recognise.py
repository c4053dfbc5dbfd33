"""What a file is, by what is in it; its name only breaks a tie."""

from __future__ import annotations

import re

from tui_reader.domain.errors import ParseError
from tui_reader.html.markup import root_name
from tui_reader.sources import registry
from tui_reader.sources.arxiv.known import is_announcements
from tui_reader.sources.arxiv.saved_page import is_saved_page
from tui_reader.sources.arxiv.whole_paper import is_whole_paper
from tui_reader.sources.digest.parse import looks_like_digest
from tui_reader.sources.feed.json_feed import is_json_feed
from tui_reader.sources.leaderboard.rows import number
from tui_reader.sources.leaderboard.table import tables
from tui_reader.sources.sample import Sample
from tui_reader.sources.trending.parse import is_trending

_BEGINNING = 64_000
_LONGEST_ISSUE = 4_000_000
_FEED_ROOTS = ("rss", "feed", "rdf", "channel")
_LEAST_PAGE = 250
_PAGE_ROOTS = ("html", "body", "article", "main")
_ARXIV = re.compile(r"arxiv\.org/(?:abs|api)/|schemas/atom|<OAI-PMH|openarchives\.org/OAI", re.IGNORECASE)


def recognise(data: bytes, name: str = "") -> str:
    """`issue`, `feed`, `arxiv`, `opml`, `board`, `digest`, `trending`, `article`, or `unknown`. Never raises."""
    try:
        sample = Sample(data, name)
    except ParseError:
        return "unknown"
    text = sample.text
    if any(board.is_known(sample) for board in registry.boards()):
        return "board"
    if not text:
        return "unknown"
    if text[0] in "{[":
        return _json(sample)
    if text[0] == "<" and (is_saved_page(sample.data[:_BEGINNING]) or is_whole_paper(sample.data[:_BEGINNING])):
        return "arxiv"
    if text[0] == "<" and (kind := _markup(text)):
        return kind
    from tui_reader.sources.report.parse import looks_like_issue

    if len(text) < _LONGEST_ISSUE and looks_like_issue(sample.data):
        return "issue"
    if text[0] == "<":
        if "/stargazers" in text and "<article" in text:
            return "trending"
        if looks_like_digest(text):
            return "digest"
        return "article" if len(text) >= _LEAST_PAGE and root_name(text) in _PAGE_ROOTS else "unknown"
    if looks_like_digest(text):
        return "digest"
    return "board" if _is_table(text, name) else "unknown"


def _markup(text: str) -> str:
    root = root_name(text)
    head = text[:6000]
    # What a list of people says of weblogs is a list of feeds; a feed that declares the same words has items.
    if root == "opml" or (root == "rdf" and "xmlns.com/foaf" in head and not re.search(r"<(?:\w+:)?item[\s>]", text)):
        return "opml"
    if root == "oai-pmh" or (root == "articles" and _ARXIV.search(head)):
        return "arxiv"
    if root in _FEED_ROOTS or root == "entry":
        from_api = "opensearch" in head.lower() and re.search(r"//(?:export\.)?arxiv\.org/", head)
        return "arxiv" if from_api or is_announcements(head.encode()) else "feed"
    return ""


def _json(sample: Sample) -> str:
    value = sample.json
    if value is None:
        return "unknown"
    if is_json_feed(value):
        return "feed"
    if is_trending(value):
        return "trending"
    return "board" if _is_table(sample.text, "") else "unknown"


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
    numeric = sum(any(number(v) is not None for v in row.values() if not isinstance(v, dict | list)) for row in rows)
    named = any(len(row) > 1 for row in rows)
    certain = is_yaml or name.lower().removesuffix(".gz").endswith((".csv", ".tsv"))
    return named and (numeric * 2 > len(rows) or (certain and numeric > 0))
