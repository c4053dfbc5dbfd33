"""Issues are found in an archive, on a front page, in feeds and in a site map."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.sources.report.index import discover, issue_url, section_urls

SITE = "https://inference.report"
BOTH = [(date(2026, 3, 27), f"{SITE}/archive/2026-03-27"), (date(2026, 3, 26), f"{SITE}/archive/2026-03-26")]


def test_archive_page_newest_first_each_day_once() -> None:
    page = (
        b'<ul><li><a href="/archive/2026-03-26">March 26</a><li><a href="/archive/2026-03-27?ref=x#top">March 27</a>'
        b'<li><a href="/archive/2026-03-26/">again</a><li><a href="/archive/2026-13-99">no such day</a></ul>'
        b'<a href="/labs/2026-03-25">labs</a><a href="https://elsewhere.example/archive/2026-03-20">not ours</a>'
    )
    assert discover(page, f"{SITE}/archive") == BOTH


def test_archive_page_with_dates_only_in_words() -> None:
    page = b'<a href="/archive/the-plumbing">March 27, 2026</a><a href="/archive/page">About</a>'
    assert discover(page, SITE) == [(date(2026, 3, 27), f"{SITE}/archive/the-plumbing")]


def test_feeds() -> None:
    rss = (
        '<?xml version="1.0"?><rss version="2.0"><channel><link>https://inference.report</link>'
        + "".join(f"<item><title>x</title><link>{u}</link></item>" for _, u in reversed(BOTH))
        + "</channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://inference.report"/>'
        + "".join(f'<entry><id>tag:{n}</id><link href="{u}"/></entry>' for n, (_, u) in enumerate(BOTH))
        + "</feed>"
    )
    for feed in (rss, atom):
        assert discover(feed.encode(), "https://feeds.example/report.xml") == BOTH


def test_site_map() -> None:
    xml = "<urlset>" + "".join(f"<url><loc>{u}</loc></url>" for _, u in BOTH) + "</urlset>"
    assert discover(xml.encode(), f"{SITE}/sitemap.xml") == BOTH


def test_other_dated_addresses_where_there_is_no_archive() -> None:
    page = b'<a href="/issues/2026-03-27">one</a><a href="/papers/2026-03-27">papers</a>'
    assert discover(page, SITE) == [(date(2026, 3, 27), f"{SITE}/issues/2026-03-27")]


def test_addresses_of_a_day() -> None:
    day = date(2026, 3, 27)
    assert issue_url(SITE + "/", day) == BOTH[0][1]
    assert section_urls(SITE, day) == {
        "labs": f"{SITE}/labs/2026-03-27",
        "wire": f"{SITE}/feeds/2026-03-27",
        "papers": f"{SITE}/papers/2026-03-27",
        "benchmarks": f"{SITE}/benchmarks/2026-03-27",
    }


@pytest.mark.parametrize("data", [b"", b"<", b"\x00\xff" * 40, b"<rss>", b'{"a":1}', b"plain words"])
def test_nothing_found_is_an_empty_list(data: bytes) -> None:
    assert discover(data, SITE) == []


@given(st.binary(max_size=300))
def test_never_raises(data: bytes) -> None:
    discover(data, SITE)
    discover(b"<a href='/archive/" + data + b"'>" + data, SITE)
