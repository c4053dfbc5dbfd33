"""Whatever the bytes, a parser gives a value or one of our errors, and no control character gets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from tui_reader.domain.errors import ReaderError
from tui_reader.sources.arxiv.announcements import parse_announcements
from tui_reader.sources.arxiv.known import parse_any
from tui_reader.sources.arxiv.query import parse_query_page
from tui_reader.sources.boards.artificial_analysis import parse as parse_analysis
from tui_reader.sources.digest.parse import parse_digest
from tui_reader.sources.feed.discover import find_feeds
from tui_reader.sources.feed.opml import parse_opml
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.sources.registry import parse_board_file
from tui_reader.sources.trending.parse import parse_trending

PIECES = [
    '<rss version="2.0"><channel><title>',
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
    "<item>",
    "</item>",
    "<entry>",
    "<title>",
    "</title>",
    "<link>",
    "</link>",
    "<link href='",
    "'/>",
    "<description>",
    "<content type='xhtml'><div>",
    "<guid>",
    "<pubDate>",
    "Tue, 03 Mar 2026",
    "<id>http://arxiv.org/abs/2603.00001v1</id>",
    "oai:arXiv.org:2603.00001v1",
    "<![CDATA[",
    "]]>",
    "&lt;p&gt;",
    "&#27;[31m",
    "&#x202e;",
    "\x1b]0;title\x07",
    "\u202e",
    "\x9b31m",
    "\x00",
    "&nbsp;",
    "&",
    "<",
    ">",
    "<outline text='x' xmlUrl='https://x.example/'>",
    "<opml><body>",
    "<article><h2><a href='/a/b'>",
    "<p>",
    '{"items": [',
    '{"id": "',
    '"title": "',
    '"}',
    "]}",
    "model,score\n",
    "A,1\n",
    "- model: A\n  score: 2\n",
    "- Title \u2014 text\n",
    "Authors: A, B\n",
    "This May 2026 edition of X covers y\n",
    "\n",
    " ",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "\ud83d",
    "\xe9",
    "\u65e5\u672c",
]
DOCUMENTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
) | st.binary(max_size=100)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from strings(getattr(value, name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def board(data: bytes) -> object:
    return parse_board_file(data, "board-2026-01-01")


def analysis(data: bytes) -> object:
    return parse_analysis(data, "https://x.example/")


def found(data: bytes) -> object:
    return find_feeds(data, "https://x.example/")


def feed(data: bytes) -> object:
    return parse_feed(data, "https://x.example/feed")


@pytest.mark.parametrize(
    "parse",
    [
        feed,
        parse_opml,
        found,
        parse_announcements,
        parse_query_page,
        parse_any,
        board,
        analysis,
        parse_trending,
        parse_digest,
    ],
)
@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_any_bytes_give_clean_values_or_one_of_our_errors(parse: Callable[[bytes], object], data: bytes) -> None:
    try:
        value = parse(data)
    except ReaderError as error:
        value = (error.message or "\x00", error.hint or "\x00")  # both say something, and say it cleanly
    for text in strings(value):
        bad = [
            c
            for c in text
            if (c < " " and c not in "\n\t")
            or "\x7f" <= c <= "\x9f"
            or c in "\u202e\u2066\ufeff"
            or "\ud800" <= c <= "\udfff"
        ]
        assert not bad, ascii(text)
