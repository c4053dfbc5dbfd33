"""Text that is no markup keeps its lines; markup that is not called so is no literal text."""

from __future__ import annotations

from tui_reader.domain.feeds import BodyFormat
from tui_reader.html.render import to_markdown
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.text.markdown import from_lines

VIDEO = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>Talks</title>
<entry><id>yt:video:1</id><title>Spoons</title><link rel="alternate" href="https://talks.example/1"/><media:group>
<media:description>Slides: https://slides.example/spoons

00:00 Intro
04:20 Spoons &amp; forks</media:description></media:group></entry></feed>"""
MAIL = """This was written by somebody whose program ends each of its lines as soon as
they are full, which makes all of them about equally long, so that what was
one paragraph is still one."""


def test_a_description_of_a_video_keeps_its_lines() -> None:
    (entry,) = parse_feed(VIDEO.encode()).entries
    assert entry.body is not None
    assert entry.body.format is BodyFormat.TEXT
    assert from_lines(entry.body.text) == (
        "Slides: <https://slides.example/spoons>\n\n00:00 Intro\\\n04:20 Spoons & forks"
    )


def test_a_json_feeds_plain_text_keeps_its_lines_and_what_looks_like_a_tag() -> None:
    item = b'{"id": "1", "content_text": "one\\ntwo <br> https://a.example/x_(y).\\n\\nthree"}'
    feed = b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [' + item + b"]}"
    body = parse_feed(feed).entries[0].body
    assert body is not None
    assert from_lines(body.text) == "one\\\ntwo \\<br> <https://a.example/x_(y)>.\n\nthree"


def test_lines_that_end_because_they_were_full_flow() -> None:
    assert from_lines(MAIL) == " ".join(MAIL.split())


def test_no_line_begins_a_block() -> None:
    assert from_lines("# a\n- b\n1. c\n> d") == "\\# a\\\n\\- b\\\n1\\. c\\\n\\> d"


def test_a_break_in_a_summary_without_a_type_is_a_break() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><title>E</title>'
        '<link href="https://t.example/1"/><summary{}>one&lt;br/&gt;two</summary></entry></feed>'
    )
    (entry,) = parse_feed(atom.format("").encode()).entries
    assert entry.summary == "one two"
    assert entry.body is not None
    assert to_markdown(entry.body.text) == "one\\\ntwo"
    # What says that it is text is text (RFC 4287, section 3.1.1.1).
    (entry,) = parse_feed(atom.format(' type="text"').encode()).entries
    assert entry.summary == "one<br/>two"


def test_a_description_of_a_video_is_never_markup() -> None:
    told = VIDEO.replace("00:00 Intro", "a &lt; b, I &lt;3 &lt;b&gt; and &lt;/b&gt;")
    body = parse_feed(told.encode()).entries[0].body
    assert body is not None
    assert from_lines(body.text).splitlines()[2] == r"a < b, I <3 \<b> and \</b>\\".replace("\\\\", "\\")


def test_what_only_looks_like_a_tag_is_text() -> None:
    said = "List&lt;String&gt; of &lt;https://a.example/x&gt;\nx &lt; y"
    feed = f"<rss version='2.0'><channel><title>T</title><item><title>A</title><description>{said}</description></item>"
    (entry,) = parse_feed(f"{feed}</channel></rss>".encode()).entries
    assert entry.body is not None
    assert entry.body.format is BodyFormat.TEXT
    assert entry.body.text == "List<String> of <https://a.example/x>\nx < y"


def test_addresses_end_where_the_words_of_other_scripts_begin() -> None:
    said = "见 https://a.example/x。下一句 https://a.example/日本 www.b.example/y，完 https://c.example/zの記事"
    assert from_lines(said) == (
        "见 <https://a.example/x>。下一句 <https://a.example/日本> [www.b.example/y](<https://www.b.example/y>)，完 "
        "<https://c.example/z>の記事"
    )


def test_an_address_between_brackets_in_markup_is_a_link() -> None:
    assert to_markdown("<p>See <https://a.example/x> now</p>") == "See [https://a.example/x](https://a.example/x) now"
