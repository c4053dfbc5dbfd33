"""Files of feeds, of lists of feeds, and of articles, among others: how they are known, and what is done with one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.sources.feed.json_feed import is_json_feed
from tui_reader.sources.imported import FileKind, Imported, counted

if TYPE_CHECKING:
    from pathlib import Path

    from tui_reader.sources.imported import ImportContext
    from tui_reader.sources.sample import Sample

_ROOTS = ("rss", "feed", "rdf", "channel", "entry")
_HEAD = 6_000
_LEAST_PAGE = 250
_PAGE_ROOTS = ("html", "body", "article", "main")


def is_feed(sample: Sample) -> bool:
    """RSS, Atom and JSON feeds, and single entries."""
    return sample.root in _ROOTS or is_json_feed(sample.json)


def is_list(sample: Sample) -> bool:
    """OPML, and what a list of people says of their weblogs: a feed that declares the same words has items."""
    text = sample.text
    if sample.root != "rdf":
        return sample.root in ("opml", "outline") or (not sample.root and "<opml" in text[:_HEAD].lower())
    return "xmlns.com/foaf" in text[:_HEAD] and not re.search(r"<(?:\w+:)?items?[\s>/]", text)


def is_article(sample: Sample) -> bool:
    """Pages that are nothing else."""
    return len(sample.text) >= _LEAST_PAGE and sample.root in _PAGE_ROOTS


def take_feed(data: bytes, path: Path, context: ImportContext) -> Imported:
    """Store its entries with the followed feed of that title if there is one, else with one for the file."""
    from tui_reader.sources.feed.parse import parse_feed

    feed = parse_feed(data, now=context.now)
    source_id = context.feed_named(feed.title, feed.home_url, path)
    if not feed.entries:
        return Imported(note=feed.note or "the feed has no entries")
    stored = context.store(lambda library: library.entries.store(source_id, feed.entries, context.now))
    return counted(stored, feed.note)


def take_list(data: bytes, _path: Path, context: ImportContext) -> Imported:
    """Follow the feeds that it lists."""
    listed, new, left_out = context.follow(data)
    note = f"{new} feeds are new to your list"
    if left_out:
        note += f"; left out: {', '.join(left_out)}"
    return Imported(items=listed, note=note)


def take_article(data: bytes, path: Path, context: ImportContext) -> Imported:
    """Store it as an entry of the followed feed of its site, else of one for the file."""
    from tui_reader.sources.feed.saved_article import parse_saved_article

    article = parse_saved_article(data, path.name)
    source_id = context.feed_named(article.site, "", path)
    stored = context.store(lambda library: library.entries.store(source_id, (article.entry,), context.now))
    return counted(stored, article.note)


FEEDS = FileKind("feed", is_feed, take_feed)
SUBSCRIPTIONS = FileKind("opml", is_list, take_list)
ARTICLES = FileKind("article", is_article, take_article)
