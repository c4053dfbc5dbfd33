"""Subscription lists in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.inputs import files

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Subscription
from tui_reader.sources.feed.opml import parse_opml, render_opml

LIST = b"""<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>My feeds</title></head><body>
 <outline text="AI"><outline text="Labs" title="Labs">
   <outline type="rss" text="One &amp;amp; only" xmlUrl="https://one.example/feed"
     htmlUrl="https://one.example/" custom="kept"/>
 </outline><outline type="rss" text="Two" xmlurl="feed://two.example/rss"/></outline>
 <outline type="rss" text="Again" xmlUrl="https://one.example/feed"/>
 <outline type="link" text="No feed" url="https://three.example/"/>
 <outline type="rss" text="Not of the web" xmlUrl="exec:cat"/>
 <outline type="rss" text="" title="" xmlUrl="https://four.example/f"
   category="/News/Wire,/other,plain"/></body></opml>"""


def test_groups_nest_addresses_stand_once_and_unknown_attributes_stay() -> None:
    document = parse_opml(LIST)
    assert (document.title, document.skipped) == ("My feeds", 1)
    assert [(s.source_id, s.title, s.url, s.group) for s in document.subscriptions] == [
        ("one-only", "One & only", "https://one.example/feed", "AI/Labs"),
        ("two", "Two", "http://two.example/rss", "AI"),
        ("four-example", "four.example", "https://four.example/f", "News/Wire"),
    ]
    assert document.subscriptions[0].attributes == (("custom", "kept"),)
    assert document.subscriptions[0].home_url == "https://one.example/"


def test_what_is_written_is_read_back() -> None:
    document = parse_opml(LIST)
    again = parse_opml(render_opml(document.title, document.subscriptions))
    assert again.title == "My feeds"
    assert set(again.subscriptions) == {
        s
        if s.source_id != "four-example"
        else Subscription(s.source_id, s.title, s.url, s.group, s.home_url, s.attributes)
        for s in document.subscriptions
    }


def test_an_empty_list_is_a_list_and_a_broken_one_gives_what_it_has() -> None:
    assert parse_opml(b"<opml version='1.0'><body/></opml>").subscriptions == ()
    assert len(parse_opml(LIST[: LIST.index(b'<outline type="link"')]).subscriptions) == 2


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"{}", b"\x00\x01", b"plain text"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse_opml(data)


def test_nesting_without_end_is_read() -> None:
    deep = b"<opml><body>" + b'<outline text="g">' * 5000 + b'<outline text="f" xmlUrl="https://f.example/"/>'
    assert len(parse_opml(deep).subscriptions) <= 1


WORDS = st.text(max_size=20)


@given(
    st.lists(st.tuples(WORDS, WORDS, st.integers(0, 99), st.lists(st.tuples(WORDS, WORDS), max_size=2)), max_size=5),
    WORDS,
)
def test_any_list_can_be_written_and_keeps_its_addresses(
    rows: list[tuple[str, str, int, list[tuple[str, str]]]], title: str
) -> None:
    subscriptions = [
        Subscription("id", name, f"https://{number}.example/feed", group, "", tuple(attributes))
        for name, group, number, attributes in rows
    ]
    again = parse_opml(render_opml(title, subscriptions))
    assert {s.url for s in again.subscriptions} == {s.url for s in subscriptions}


def test_every_list_is_read_and_survives_a_round_trip() -> None:
    refused: list[str] = []
    for path in files("opml", "*ml"):
        try:
            document = parse_opml(path.read_bytes())
        except ParseError as error:
            refused.append(error.message)
            continue
        assert (
            parse_opml(render_opml(document.title, document.subscriptions)).subscriptions == document.subscriptions
        ), path.name
    assert all("no list of feeds" in message for message in refused)
