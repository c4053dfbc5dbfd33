"""Finding the feed of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.sources.feed.discover import find_feeds

URL = "https://site.example/blog/"


def found(page: str, url: str = URL) -> list[str]:
    return [feed.url for feed in find_feeds(page.encode(), url)]


def test_what_the_page_names_comes_before_what_it_links_and_comments_come_last() -> None:
    page = """<html><head>
      <link rel="alternate" type="application/rss+xml" title="Site » Comments Feed" href="/comments/feed/">
      <link rel="alternate" type="application/rss+xml" title="Site" href="/feed/">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
      <link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" type="text/css" href="/feed.css">
      </head><body><a href="/old.rss">RSS</a><a href="/about">About our feed</a></body></html>"""
    assert found(page) == [
        "https://site.example/feed/",
        "https://site.example/comments/feed/",
        "https://site.example/old.rss",
    ]


def test_the_feed_of_the_section_is_preferred_on_the_sections_page() -> None:
    page = """<link rel=alternate type="application/atom+xml" href="/feed.xml">
      <link rel=alternate type="application/atom+xml" href="/blog/feed.xml">"""
    assert found(page)[0] == "https://site.example/blog/feed.xml"


def test_anchors_serve_where_nothing_is_named_and_base_is_respected() -> None:
    page = '<base href="https://cdn.example/x/"><a href="feed.xml">RSS</a> or <a href="mailto:a@b.c">mail</a>'
    assert found(page) == ["https://cdn.example/x/feed.xml"]


@pytest.mark.parametrize(
    ("page", "url", "guess"),
    [
        ("<p>hi", "https://some.substack.com/archive", "https://some.substack.com/feed"),
        ('<img src="https://substackcdn.com/x.png">', "https://letters.example/", "https://letters.example/feed"),
        ('<meta name="generator" content="WordPress 6.5">', "https://w.example/a", "https://w.example/feed/"),
        ("<p>", "https://github.com/owner/name/issues", "https://github.com/owner/name/releases.atom"),
    ],
)
def test_software_that_is_known_has_its_feed_where_it_always_is(page: str, url: str, guess: str) -> None:
    (feed,) = find_feeds(page.encode(), url)
    assert (feed.url, feed.guessed) == (guess, True)


def test_a_page_without_any_sign_has_none() -> None:
    assert found("<html><body><p>Nothing here.</p></body></html>") == []
    assert find_feeds(b"", URL) == []


@given(st.binary(max_size=300), st.text(max_size=40))
def test_no_page_makes_it_raise(data: bytes, url: str) -> None:
    assert isinstance(find_feeds(b"<link rel=alternate type=text/xml href=" + data + b">" + data, url), list)
