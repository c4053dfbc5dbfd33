"""All feeds are read, ours and the recorded ones, and the two readers agree on what both read."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

from support.inputs import files, folders

from tui_reader.domain.errors import ParseError
from tui_reader.html.markup import as_xml
from tui_reader.sources.feed import quick as feed_quick
from tui_reader.sources.feed import xml as feed_xml
from tui_reader.sources.feed.parse import parse_feed
from tui_reader.sources.feed.refine import refine
from tui_reader.text.charset import decode, unmangle

URL = "https://host.example/dir/feed.xml"


def recorded() -> Iterator[tuple[str, bytes]]:
    for path in files("feeds"):
        yield path.name, path.read_bytes()
    for archive in files("feedparser_suite", "*.tar.gz"):
        with tarfile.open(archive) as tests:
            for member in tests:
                if member.name.endswith(".xml") and (file := tests.extractfile(member)) is not None:
                    yield member.name, file.read()


def test_every_feed_has_entries_a_note_or_an_error_that_says_why() -> None:
    refused: dict[str, str] = {}
    for name, data in recorded():
        try:
            feed = parse_feed(data, URL)
        except ParseError as error:
            refused[name] = error.message
            continue
        assert feed.entries or feed.note, name
        for entry in feed.entries:
            assert entry.title, name
            texts = [entry.title, entry.summary, entry.author, entry.url, entry.guid, *entry.tags, *entry.enclosures]
            texts.append(entry.body.text if entry.body else "")
            assert not [c for t in texts for c in t if (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f"], name
    assert all(refused.values())
    assert len(refused) < 10


def test_the_quick_reader_agrees_with_feedparser_on_everything_both_read() -> None:
    both = 0
    for name, data in recorded():
        text = as_xml(unmangle(decode(data).lstrip("\ufeff \t\r\n")))
        quick = feed_quick.read(text)
        if quick is None:
            continue
        other = feed_xml.read(text)
        assert other is not None, name
        assert refine(quick, URL) == refine(other, URL), name
        both += 1
    assert both > (350 if len(folders("feeds")) > 1 else 5)
