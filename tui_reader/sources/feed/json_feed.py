"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), read leniently, and RSS written as JSON
(https://github.com/scripting/Scripting-News/blob/master/rss-in-json/README.md)."""

from __future__ import annotations

from typing import Any

from tui_reader.domain.errors import ParseError
from tui_reader.sources.feed.raw import GUESS, RawEntry, RawFeed, Text, ttl_minutes
from tui_reader.text.dates import parse_date
from tui_reader.text.json_values import load_json


def is_json_feed(value: Any) -> bool:
    """Whether a parsed JSON value is a feed: the version says so, or items stand beside a title."""
    if not isinstance(value, dict):
        return False
    if _channel(value) is not None:
        return True
    if "jsonfeed.org/version" in str(value.get("version", ""))[:100]:
        return True
    return isinstance(value.get("items"), list) and bool(value.get("title") or value.get("home_page_url"))


def read(text: str) -> RawFeed:
    """The feed in a JSON document. Raises ParseError if it is none."""
    value = load_json(text)
    if not is_json_feed(value):
        raise ParseError("this is JSON, but no JSON Feed: neither its version nor its items say so")
    if (channel := _channel(value)) is not None:
        return _rss(channel)
    items = value.get("items")
    return RawFeed(
        title=_text(value.get("title")),
        home_url=_string(value.get("home_page_url")),
        description=_text(value.get("description")),
        author=", ".join(_names(value)),
        entries=[_entry(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else [],
        note="" if isinstance(items, list) else "it has no list of items",
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    contents = [
        Text(value, kind)
        for key, kind in (("content_html", "text/html"), ("content_text", "text/plain"))
        if (value := _string(item.get(key)))
    ]
    # The HTML form is the fuller one even where it is the shorter.
    return RawEntry(
        title=_text(item.get("title")),
        # external_url is what a link post is about, url the post itself (the item's own page).
        url=_string(item.get("url")) or _string(item.get("external_url")),
        guid=_string(item.get("id")),
        authors=_names(item),
        published=parse_date(_string(item.get("date_published"))),
        updated=parse_date(_string(item.get("date_modified"))),
        summary=_text(item.get("summary")),
        contents=contents[:1],
        tags=[_string(t) for t in item["tags"]] if isinstance(item.get("tags"), list) else [],
        enclosures=[_string(a.get("url")) for a in _dicts(item.get("attachments"))],
    )


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    # Ids are to be strings, but numbers occur ("id": 7), and 1.1 says to take them.
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _text(value: Any) -> Text | None:
    text = _string(value)
    return Text(text, "text/plain") if text else None


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _names(value: dict[str, Any]) -> list[str]:
    """`authors` of version 1.1, else `author` of 1.0."""
    authors = _dicts(value.get("authors")) or _dicts([value.get("author")])
    return [name for a in authors if (name := _string(a.get("name")) or _string(a.get("url")))]


def _channel(value: dict[str, Any]) -> dict[str, Any] | None:
    rss = value.get("rss")
    channel = rss.get("channel") if isinstance(rss, dict) else None
    return channel if isinstance(channel, dict) else None


def _rss(channel: dict[str, Any]) -> RawFeed:
    items = channel.get("item")
    return RawFeed(
        title=_guessed(channel.get("title")),
        home_url=_string(channel.get("link")),
        description=_html(channel.get("description")),
        entries=[_rss_item(item) for item in _dicts(items if isinstance(items, list) else [items])],
        ttl_minutes=ttl_minutes(_string(channel.get("ttl"))),
    )


def _rss_item(item: dict[str, Any]) -> RawEntry:
    # What has attributes in XML is an object here, its text under #value.
    guid = item.get("guid")
    enclosures = item.get("enclosure")
    return RawEntry(
        title=_guessed(item.get("title")),
        url=_string(item.get("link")),
        guid=_string(guid.get("#value") if isinstance(guid, dict) else guid),
        authors=[name for name in [_string(item.get("author"))] if name],
        published=parse_date(_string(item.get("pubDate"))),
        summary=_html(item.get("description")),
        enclosures=[
            _string(e.get("url")) for e in _dicts(enclosures if isinstance(enclosures, list) else [enclosures])
        ],
        comments_url=_string(item.get("comments")),
    )


def _guessed(value: Any) -> Text | None:
    return Text(text, GUESS) if (text := _string(value)) else None


def _html(value: Any) -> Text | None:
    return Text(text) if (text := _string(value)) else None
