"""Any feed: RSS 0.9x to 2.0, RDF, Atom, JSON Feed. What is no feed is refused with the reason."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec.structs import replace

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Feed
from tui_reader.html.markup import as_xml, is_flooded, root_name, with_ampersands
from tui_reader.sources.feed import json_feed
from tui_reader.sources.feed import quick as feed_quick
from tui_reader.sources.feed.raw import RawFeed
from tui_reader.sources.feed.refine import refine
from tui_reader.text.charset import decode, unmangle
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

_HEAD_CHARS = 20_000
_HOSTILE = "this is made to keep a parser busy: an element has hundreds of attributes"
_HEAD = re.compile(r"<(?:item|entry)\b", re.IGNORECASE)
_SKIP_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
_SKIP_DAYS = re.compile(r"<skipDays>(.{0,2000}?)</skipDays>", re.DOTALL | re.IGNORECASE)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def parse_feed(
    data: bytes, url: str = "", content_type: str = "", charset: str = "", now: datetime | None = None
) -> Feed:
    """The feed in these bytes.

    `url` is where they came from (relative addresses start there), `content_type` and `charset` what the HTTP header
    said; neither is believed against the bytes. With `now`, dates that lie ahead of it are dropped. Raises ParseError
    for what is no feed, saying what it is instead; a feed without entries is a Feed with a note.
    """
    text = decode(unpack(data), charset).lstrip("\ufeff \t\r\n")
    if not text.strip("\x00 \t\r\n"):
        raise ParseError("the answer is empty, where a feed was expected")
    if text[0] in "{[":
        return refine(json_feed.read(text), url, now)
    root = root_name(text)
    if root == "html":
        raise ParseError("this is a web page, not a feed", "feeds add finds the feed that a page names.")
    if root == "opml":
        raise ParseError("this is a list of feeds (OPML), not a feed", "feeds import FILE takes the feeds it lists.")
    if is_flooded(text):
        raise ParseError(_HOSTILE)
    document = as_xml(unmangle(text))
    raw = feed_quick.read(document)
    if raw is None and (mended := with_ampersands(document)) != document:
        document = mended
        raw = feed_quick.read(document)
    if raw is None:
        from tui_reader.sources.feed import xml as feed_xml  # feedparser costs time, and most feeds do without

        raw = feed_xml.read(document)
    if raw is None:
        raise ParseError(_reason(text, root))
    head = text[: min(match.start() if (match := _HEAD.search(text)) else _HEAD_CHARS, _HEAD_CHARS)]
    feed = refine(_with_reason(raw), url, now)
    return replace(feed, skip_hours=_skip_hours(head), skip_days=_skip_days(head))


def _with_reason(raw: RawFeed) -> RawFeed:
    if raw.title is not None and not raw.entries and re.match(r"\s*(feed )?error\b", raw.title.value, re.IGNORECASE):
        words = raw.description.value if raw.description else raw.title.value
        raise ParseError(f"the feed reports an error: {clean_line(words)[:200]}", "Check the address of the feed.")
    return raw


def _reason(text: str, root: str) -> str:
    if root:
        return f"this is XML of another kind (<{clean_line(root)[:40]}>), not a feed"
    first = clean_line(text[:400])[:80]
    if "\ufffd" in first or not first:
        return "this is no feed: it is not even text"
    return f"this is no feed; it begins with: {first}"


def _skip_hours(head: str) -> tuple[int, ...]:
    match = _SKIP_HOURS.search(head)
    hours = re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", match[1], re.IGNORECASE) if match else []
    # RSS 0.91 counts 1 to 24, 2.0 counts 0 to 23.
    return tuple(sorted({int(h) % 24 for h in hours if int(h) <= 24}))


def _skip_days(head: str) -> tuple[str, ...]:
    match = _SKIP_DAYS.search(head)
    days = (
        {d.capitalize() for d in re.findall(r"<day>\s*([A-Za-z]+)\s*</day>", match[1], re.IGNORECASE)}
        if match
        else set()
    )
    return tuple(d for d in _DAYS if d in days)
