"""A feed with a character that there is none of loses that character and nothing else."""

from __future__ import annotations

import pytest

from tui_reader.html.render import to_markdown, to_text
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.text.sanitise import mend_references

RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Notes</title>'
    "<item><title>One</title><link>https://notes.example/1</link><description>fine</description></item>"
    "<item><title>A {} Z</title><link>https://notes.example/2</link><description>&lt;p&gt;b {} y&lt;/p&gt;"
    "</description></item></channel></rss>"
)
CHARACTERS = {
    "&#55357;&#56832;": "😀",
    "&#xD83D;&#xDE00;": "😀",
    "&#55357;": "",
    "&#xDE00;&#xD83D;": "",
    "&#1114112;": "",
    "&#99999999999999999999;": "",
    "&#xFFFFFFF;": "",
    "&#8;": "",
    "&#128512;": "😀",
    "&#233;": "é",
}


@pytest.mark.parametrize(("written", "meant"), CHARACTERS.items())
def test_a_reference_to_no_character_costs_that_character(written: str, meant: str) -> None:
    # As XML has it, and as HTML inside it, which was escaped once more.
    feed = parse_feed(RSS.format(written, written.replace("&", "&amp;")).encode())
    assert [entry.title for entry in feed.entries] == ["One", " ".join(f"A {meant} Z".split())]
    body = feed.entries[1].body
    assert body is not None
    assert to_markdown(body.text) == " ".join(f"b {meant} y".split())
    assert body.words == to_text(body.text) == " ".join(f"b {meant} y".split())


def test_halves_that_were_encoded_one_by_one_are_their_character() -> None:
    halves = "\ud83d\ude00".encode("utf-8", "surrogatepass")
    assert [e.title for e in parse_feed(RSS.encode().replace(b"{}", halves)).entries] == ["One", "A 😀 Z"]
    assert [e.title for e in parse_feed(RSS.encode().replace(b"{}", halves[:3])).entries] == ["One", "A Z"]


def test_a_lone_half_in_json_is_passed_over() -> None:
    feed = parse_feed(
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "items": '
        b'[{"id": "\\ud83d", "title": "A \\ud83d\\ude00 Z \\ud83d", "content_text": "caf\\u00e9 \\ude00"}]}'
    )
    (entry,) = feed.entries
    assert (entry.title, entry.body and entry.body.text.strip()) == ("A 😀 Z", "café")


def test_what_only_looks_like_halves_in_another_encoding_stays() -> None:
    words = "华表，和平鸽，一轮羊6卷，142元"
    feed = parse_feed(RSS.replace("utf-8", "gb2312").replace("{}", words).encode("gb2312"))
    assert feed.entries[1].title == f"A {words} Z"


def test_references_to_characters_stay_as_they_are_written() -> None:
    source = "&#8217;&#x2019;&#128512;&#x1F600;&#39;&amp;"
    assert mend_references(source) == source
