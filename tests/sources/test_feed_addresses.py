"""Addresses of feeds as people and pages write them, and dates and authors that other software reads wrongly."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tui_reader.html.render import to_markdown
from tui_reader.sources.feed.discover import feed_address, linked_feeds
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.text.dates import parse_date


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("feed://a.example/f", "http://a.example/f"),
        ("feed:https://a.example/f", "https://a.example/f"),
        (" a.example/f ", "https://a.example/f"),
        ("https://a.example/f", "https://a.example/f"),
        ("exec:run", "exec:run"),
    ],
)
def test_an_address_of_a_feed(given: str, meant: str) -> None:
    assert feed_address(given) == meant


def test_a_page_names_its_feed_in_the_link_header() -> None:
    header = (
        '</wp-json/>; rel="https://api.w.org/", </style.css>; rel=preload; as=style, '
        '</feed/>; rel="alternate"; type="application/rss+xml"; title="A, b"'
    )
    (found,) = linked_feeds(header, "https://a.example/")
    assert (found.url, found.title) == ("https://a.example/feed/", "A, b")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("1781524800", datetime(2026, 6, 15, 12, tzinfo=UTC)),
        ("1781524800000", datetime(2026, 6, 15, 12, tzinfo=UTC)),
        ("20260615", datetime(2026, 6, 15, tzinfo=UTC)),
        ("202606151200", None),
        ("2026061512", None),
    ],
)
def test_seconds_since_1970_are_a_date(text: str, when: datetime | None) -> None:
    assert when is None or parse_date(text) == when
    if when is None:
        found = parse_date(text)
        assert found is None or found.year == 2026


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ann@toy.report (Ann One)", "Ann One"),
        ("ann@toy.cloud (Ann One)", "Ann One"),
        ("Ann One &lt;ann@toy.software&gt;", "Ann One"),
        ("ann@toy.social", "ann@toy.social"),
    ],
)
@pytest.mark.parametrize("more", ["", "<itunes:author>Show</itunes:author>"])
def test_an_address_with_a_young_domain_leaves_the_name_whole(written: str, name: str, more: str) -> None:
    feed = parse_feed(
        (
            '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xml:base="https://s.example/">'
            f"<channel><title>S</title><item><title>T</title><guid>1</guid><author>{written}</author>{more}</item>"
            "</channel></rss>"
        ).encode()
    )
    assert feed.entries[0].author.split(", ")[0] == ("Show" if more and "@" in name else name)


def test_the_base_of_xhtml_inside_a_text_counts() -> None:
    feed = parse_feed(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>x</id><entry><id>e</id><title>T</title>'
        b'<content type="xhtml" xml:base="https://b.example/c/"><div xmlns="http://www.w3.org/1999/xhtml" '
        b'xml:base="d/"><a href="x">l</a></div></content></entry></feed>'
    )
    assert feed.entries[0].body is not None
    assert feed.entries[0].body.base_url == "https://b.example/c/d/"


def test_a_base_anywhere_inside_xhtml_holds_for_what_is_below_it() -> None:
    feed = parse_feed(
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://x.example/root/'><title>B</title><id>i</id>"
        b"<entry><title>t</title><id>1</id><link href='p'/><content type='xhtml'>"
        b"<div xmlns='http://www.w3.org/1999/xhtml'>"
        b"<p xml:base='https://y.example/p/'><a href='a'>A</a> <img src='i.png' alt='I'/></p><p><a href='b'>B</a></p>"
        b"<div xml:base='deep/'><section xml:base='er/'><a href='c'>C</a> <a href='#n'>N</a></section></div></div>"
        b"</content></entry></feed>"
    )
    (entry,) = feed.entries
    assert entry.body is not None
    markdown = to_markdown(entry.body.text, entry.body.base_url)
    assert markdown == (
        "[A](https://y.example/p/a) [image: I](https://y.example/p/i.png)\n\n[B](https://x.example/root/b)\n\n"
        "[C](https://x.example/root/deep/er/c) N"
    )
