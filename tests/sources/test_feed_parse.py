"""What parse_feed makes of the dialects, and of what they leave out."""

from __future__ import annotations

import gzip
import json
import pickle
from datetime import UTC, datetime

import pytest

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import BodyFormat, Feed
from tui_reader.sources.feed.parse import parse_feed

MODULES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
URL = "https://blog.example/feed.xml"


def rss(items: str, head: str = "", attributes: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {attributes}><channel><title>A blog</title>'
        f"<link>https://blog.example/</link><description>About</description>{head}{items}</channel></rss>"
    ).encode()


def atom(entries: str, attributes: str = "") -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>A blog</title><id>urn:x</id>'
        f'<link href="https://blog.example/"/>{entries}</feed>'
    ).encode()


def test_an_rss_item_gives_all_its_parts() -> None:
    feed = parse_feed(
        rss(
            """<item><title>Hello &amp; welcome</title><link>https://blog.example/1</link>
            <guid isPermaLink="false">one</guid><pubDate>Tue, 03 Mar 2026 10:00:00 +0100</pubDate>
            <dc:creator>Ann Author</dc:creator><category>speech</category><category>speech</category>
            <comments>https://blog.example/1#comments</comments><description>Short.</description>
            <content:encoded><![CDATA[<p>The <b>whole</b> text.</p>]]></content:encoded>
            <enclosure url="https://blog.example/1.mp3" type="audio/mpeg" length="1"/></item>""",
            attributes=MODULES,
        ),
        URL,
    )
    (entry,) = feed.entries
    assert (feed.title, feed.home_url, feed.description, feed.note) == ("A blog", "https://blog.example/", "About", "")
    assert entry.title == "Hello & welcome"
    assert entry.url == "https://blog.example/1"
    assert entry.guid == "one"
    assert entry.author == "Ann Author"
    assert entry.published == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert entry.summary == "Short."
    assert entry.tags == ("speech",)
    assert entry.enclosures == ("https://blog.example/1.mp3",)
    assert entry.comments_url == "https://blog.example/1#comments"
    assert entry.body is not None
    assert (entry.body.text, entry.body.is_full) == ("<p>The <b>whole</b> text.</p>", True)


def test_an_atom_entry_falls_back_to_updated_and_the_feeds_author() -> None:
    feed = parse_feed(
        atom(
            "<author><name>Ann</name></author>"
            '<entry><id>urn:1</id><title type="html">&lt;i&gt;In&lt;/i&gt; short</title>'
            '<link rel="alternate" href="/posts/1"/><updated>2026-03-03T10:00:00Z</updated>'
            '<content type="html">&lt;p&gt;Text&lt;/p&gt;</content></entry>'
        ),
        URL,
    )
    (entry,) = feed.entries
    assert (entry.title, entry.author, entry.url) == ("In short", "Ann", "https://blog.example/posts/1")
    assert entry.published == entry.updated == datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert entry.summary == "Text"


def test_rdf_and_rss_091_are_feeds_too() -> None:
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
      <channel><title>Old</title><link>http://old.example/</link></channel>
      <item rdf:about="http://old.example/1"><title>One</title><link>http://old.example/1</link></item></rdf:RDF>"""
    old = b'<rss version="0.91"><channel><title>Older</title><item><title>Two</title></item></channel></rss>'
    assert [e.title for e in parse_feed(rdf).entries] == ["One"]
    assert [e.title for e in parse_feed(old).entries] == ["Two"]


def test_json_feed_and_rss_in_json() -> None:
    feed = parse_feed(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "J",
                "home_page_url": "https://j.example/",
                "authors": [{"name": "Jo"}],
                "items": [
                    {"id": 7, "url": "https://j.example/7", "content_text": "Plain words.\nTwo lines."},
                    {"id": "8", "title": "Eight", "content_html": "<p>x</p>", "date_published": "2026-01-02T03:04:05Z"},
                    "no item",
                ],
            }
        ).encode()
    )
    assert [(e.guid, e.title, e.author) for e in feed.entries] == [("7", "Plain words.", "Jo"), ("8", "Eight", "Jo")]
    assert feed.entries[0].body is not None
    assert feed.entries[0].body.format is BodyFormat.TEXT
    channel = {"rss": {"channel": {"title": "R", "item": [{"title": "One", "guid": {"#value": "g"}}]}}}
    assert [(e.title, e.guid) for e in parse_feed(json.dumps(channel).encode()).entries] == [("One", "g")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b"<catalog><book/></catalog>", "another kind"),
        (b"Rate exceeded.", "Rate exceeded."),
        (b'{"error": "no"}', "no JSON Feed"),
        (b'{"items": [', "damaged JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no feed"),
        (b"\x1f\x8bbroken", "gzip"),
        (b"<rss " + b" ".join(b'a%d="1"' % n for n in range(600)) + b"/>", "busy"),
        (rss("", head="").replace(b"A blog", b"Feed error for query"), "reports an error: About"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(data: bytes, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_feed(data, URL)
    assert says in caught.value.message
    assert caught.value.hint


def test_a_feed_without_entries_is_a_feed_with_a_note() -> None:
    feed = parse_feed(rss(""))
    assert feed.entries == ()
    assert feed.note == "the feed has no entries"


def test_a_missing_title_is_made_from_the_text_and_then_from_the_address() -> None:
    feed = parse_feed(
        rss(
            "<item><description>First sentence here. A second.</description><link>https://blog.example/a</link></item>"
            "<item><link>https://blog.example/2026/my-new-post.html</link></item><item><guid>urn:only</guid></item>"
        )
    )
    assert [e.title for e in feed.entries] == ["First sentence here.", "my new post", "Untitled"]


def test_an_entry_with_nothing_is_left_out_and_said_so() -> None:
    feed = parse_feed(rss("<item></item><item><title>One</title></item>"))
    assert [e.title for e in feed.entries] == ["One"]
    assert feed.note == "one entry is empty or repeats another"


def test_repeated_entries_are_one_and_a_shared_id_is_no_id() -> None:
    feed = parse_feed(
        rss(
            "<item><title>A</title><guid isPermaLink='false'>g</guid></item>" * 2
            + "<item><title>B</title><guid isPermaLink='false'>g</guid></item>"
            + "<item><title>C</title><guid isPermaLink='false'>h</guid></item>"
        )
    )
    assert [(e.title, e.guid) for e in feed.entries] == [("A", ""), ("B", ""), ("C", "h")]


def test_an_id_that_is_no_address_never_becomes_one() -> None:
    (entry,) = parse_feed(rss("<item><title>A</title><guid>12345</guid></item>"), URL).entries
    assert (entry.guid, entry.url) == ("12345", "")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("a &lt; b and c &gt; d", "a < b and c > d"),
        ("Use &lt;b&gt; with care", "Use <b> with care"),
        ("&lt;b&gt;Bold&lt;/b&gt; news", "Bold news"),
        ("AT&amp;amp;T", "AT&T"),
        ("It&amp;#8217;s", "It’s"),
        ("<![CDATA[It’s &#146;so&#146;]]>", "It’s ’so’"),
        ("red&#x1b;&#27;[31m&#x202e;evil", None),
    ],
)
def test_titles_are_plain_and_decoded_once(title: str, shown: str | None) -> None:
    (entry,) = parse_feed(rss(f"<item><title>{title}</title></item>")).entries
    if shown is not None:
        assert entry.title == shown
    assert not set(entry.title) & {"\x1b", "\u202e"}


def test_bodies_lose_controls_but_keep_their_markup() -> None:
    data = rss("<item><title>t</title><description>&lt;p&gt;a\u202eb\x1b[31mc&lt;/p&gt;</description></item>")
    (entry,) = parse_feed(data).entries
    assert entry.body is not None
    assert entry.body.text.startswith("<p>a")
    assert not set(entry.body.text) & {"\x1b", "\u202e"}


def test_text_without_tags_keeps_its_lines_and_double_escaped_markup_is_markup() -> None:
    feed = parse_feed(
        rss(
            "<item><title>p</title><description>One &amp;amp; only\nsecond line,\n   set in</description></item>"
            "<item><title>d</title><description>&amp;lt;p&amp;gt;Deep&amp;lt;/p&amp;gt;</description></item>"
        )
    )
    plain, deep = (e.body for e in feed.entries)
    assert plain is not None
    assert deep is not None
    assert (plain.format, plain.text) == (BodyFormat.TEXT, "One & only\nsecond line, set in")
    assert (deep.format, deep.text) == (BodyFormat.HTML, "<p>Deep</p>")


def test_xml_base_is_where_a_bodys_addresses_start() -> None:
    feed = parse_feed(
        atom(
            '<entry><id>urn:1</id><title>t</title><link href="1"/>'
            '<content type="html">&lt;a href="x"&gt;x&lt;/a&gt;</content></entry>',
            attributes='xml:base="https://other.example/dir/"',
        ),
        URL,
    )
    (entry,) = feed.entries
    assert entry.url == "https://other.example/dir/1"
    assert entry.body is not None
    assert entry.body.base_url == "https://other.example/dir/"


def test_addresses_that_are_not_of_the_web_are_no_addresses() -> None:
    feed = parse_feed(
        rss("<item><title>t</title><link>javascript:alert(1)</link><comments>file:///etc</comments></item>")
    )
    assert (feed.entries[0].url, feed.entries[0].comments_url) == ("", "")


def test_wishes_about_refreshing_are_read() -> None:
    head = (
        "<ttl>30</ttl><skipHours><hour>24</hour><hour>3</hour></skipHours>"
        "<skipDays><day>sunday</day><day>Monday</day></skipDays>"
    )
    feed = parse_feed(rss("", head))
    assert (feed.ttl_minutes, feed.skip_hours, feed.skip_days) == (30, (0, 3), ("Monday", "Sunday"))
    module = '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>'
    assert parse_feed(rss("", module)).ttl_minutes == 1440


def test_a_date_far_ahead_is_dropped_when_now_is_known() -> None:
    data = rss("<item><title>t</title><pubDate>Tue, 03 Mar 2099 10:00:00 GMT</pubDate></item>")
    assert parse_feed(data).entries[0].published is not None
    assert parse_feed(data, now=datetime(2026, 3, 3, tzinfo=UTC)).entries[0].published is None


def test_broken_xml_is_read_as_far_as_it_goes_and_noted() -> None:
    feed = parse_feed(
        rss("<item><title>One</title></item>")[: -len("</channel></rss>")] + b"<item><title>Two</title><description>cut"
    )
    assert [e.title for e in feed.entries] == ["One", "Two"]
    assert "not well-formed" in feed.note


def test_names_of_html_and_forbidden_characters_do_not_break_a_feed() -> None:
    feed = parse_feed(
        b'  \n<?xml version="1.0"?>' + rss("<item><title>caf&eacute;&nbsp;\x08!</title></item>").split(b"?>", 1)[1]
    )
    assert [e.title for e in feed.entries] == ["café !"]
    assert feed.note == ""


def test_entities_of_a_document_are_not_expanded_without_end_nor_read_from_files() -> None:
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    bomb = f'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">{entities}]>'
    file = '<!DOCTYPE r [<!ENTITY i SYSTEM "file:///etc/hostname">]>'
    for head in (bomb, file):
        feed = parse_feed(head.encode() + rss("<item><title>a&i;</title></item>").split(b"?>", 1)[1])
        assert all(len(e.title) < 1000 for e in feed.entries)


def test_a_feed_may_lie_gzipped_and_crosses_processes() -> None:
    feed = parse_feed(gzip.compress(rss("<item><title>One</title></item>")), URL)
    assert isinstance(feed, Feed)
    assert pickle.loads(pickle.dumps(feed)) == feed


def test_an_entry_that_is_told_twice_under_its_id_is_one_and_keeps_it() -> None:
    item = "<item><title>A</title><link>https://lab.example/a{}</link><guid isPermaLink='false'>g</guid>{}</item>"
    dated = item.format("/", "<pubDate>Mon, 15 Jun 2026 12:00:00 GMT</pubDate>")
    feed = parse_feed(rss(item.format("", "") + dated))
    assert [(e.title, e.guid) for e in feed.entries] == [("A", "g")]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("ann@example.org (Ann Author)", "Ann Author"),
        ("Ann Author &lt;ann@example.org&gt;", "Ann Author"),
        ("rt (Ann Author)", "Ann Author"),
        ("rt (Ann Author", "Ann Author"),
        ("no-reply (Ann Author)", "Ann Author"),
        ("ann [at] example.org (Ann Author)", "Ann Author"),
        ("x@example.org (Wei (Tony) Zhang)", "Wei (Tony) Zhang"),
        ("Wei (Tony) Zhang", "Wei (Tony) Zhang"),
        ("Ann (Example Lab)", "Ann (Example Lab)"),
        ("(Ann Author)", "Ann Author"),
        ("Ann Author (", "Ann Author"),
        ("By Ann Author", "Ann Author"),
        ("Ann, , Ben", "Ann, Ben"),
        ("undefined", ""),
        ("[object Object]", ""),
        ("ann@example.org", "ann@example.org"),
    ],
)
def test_an_author_is_a_name(said: str, name: str) -> None:
    (entry,) = parse_feed(rss(f"<item><title>A</title><author>{said}</author></item>")).entries
    assert entry.author == name


def test_an_ampersand_that_is_none_of_xmls_is_itself() -> None:
    (entry,) = parse_feed(rss("<item><title>AT&T & co</title><link>https://a.example/?a=1&b=2</link></item>")).entries
    assert (entry.title, entry.url) == ("AT&T & co", "https://a.example/?a=1&b=2")
