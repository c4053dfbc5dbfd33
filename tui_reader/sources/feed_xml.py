"""RSS 0.9x to 2.0, RDF and Atom, through feedparser.

feedparser's own sanitising and resolving are switched off: they cost as much as the rest, and `feed_refine` and
`text.html` do both for everything that is shown.
"""

from __future__ import annotations

import io
import re
import warnings
from calendar import timegm
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from tui_reader.domain.errors import ParseError
from tui_reader.sources.feed_dates import parse_date
from tui_reader.sources.feed_raw import RawEntry, RawFeed, Text

_PERIOD_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}


def read(text: str, url: str) -> RawFeed | None:
    """The feed in a document that `feed.py` has decoded; None if it is no feed. Raises ParseError."""
    data = text.encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"}
    if url.isascii() and url.isprintable():
        headers["content-location"] = url
    try:
        # feedparser warns of keys it maps to others; the message is for its callers of ten years ago.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            # A stream, never the bytes themselves: those it would first try to open as a file's name.
            parsed = feedparser.parse(
                io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
    except Exception as error:
        # Its loose parser lets through whatever a broken document provokes (KeyError, AssertionError, RecursionError).
        raise ParseError(f"the feed is damaged beyond reading ({type(error).__name__})") from None
    feed: Mapping[str, Any] = _plain_dict(parsed.get("feed"))
    entries = [_plain_dict(e) for e in parsed.get("entries", ())]
    if not entries and not parsed.get("version"):
        return None
    return RawFeed(
        title=_text(feed.get("title_detail"), feed.get("title")),
        home_url=_home(feed, url),
        description=_text(feed.get("subtitle_detail"), feed.get("subtitle")),
        author=_name(feed.get("author_detail"), "") if str(parsed.get("version", "")).startswith("atom") else "",
        entries=[_entry(e) for e in entries],
        ttl_minutes=_ttl(feed),
        note=_wrong(parsed),
    )


def _plain_dict(value: object) -> Mapping[str, Any]:
    # FeedParserDict looks up other keys for those it misses; a plain view of it does not.
    return dict(value.items()) if isinstance(value, dict) else {}


def _wrong(parsed: Mapping[str, Any]) -> str:
    error: Any = parsed.get("bozo_exception")
    if not parsed.get("bozo") or not hasattr(error, "getLineNumber"):
        return ""
    return f"not well-formed XML in line {error.getLineNumber()}, read as far as it makes sense"


def _entry(entry: Mapping[str, Any]) -> RawEntry:
    links = [x for x in entry.get("links", ()) if isinstance(x, dict)]
    published = _date(entry, "published") or _date(entry, "created")
    return RawEntry(
        title=_text(entry.get("title_detail"), entry.get("title")),
        url=_link(entry, links),
        guid=_string(entry.get("id")),
        authors=_authors(entry),
        published=published,
        updated=_date(entry, "updated"),
        summary=_text(entry.get("summary_detail"), entry.get("summary")) or _text(None, entry.get("subtitle")),
        contents=[t for c in entry.get("content", ()) if (t := _content(c)) is not None],
        tags=[_string(t.get("label") or t.get("term")) for t in entry.get("tags", ()) if isinstance(t, dict)],
        enclosures=_enclosures(entry, links),
        comments_url=_string(entry.get("comments")) or _related(links, "replies"),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _text(detail: object, value: object) -> Text | None:
    if isinstance(detail, dict) and detail.get("value"):
        return Text(_string(detail["value"]), _string(detail.get("type")) or "text/plain", _string(detail.get("base")))
    return Text(value, "text/html") if isinstance(value, str) and value else None


def _content(content: object) -> Text | None:
    """A content element as text; None for pictures, sound, and content that lies elsewhere (RFC 4287, 4.1.3)."""
    if not isinstance(content, dict) or not content.get("value"):
        return None
    kind = _string(content.get("type")) or "text/plain"
    if kind.startswith("text/") or "html" in kind:
        return Text(_string(content["value"]), kind, _string(content.get("base")))
    return None


def _link(entry: Mapping[str, Any], links: list[dict[str, Any]]) -> str:
    # FeedBurner's own addresses count clicks; beside them stands the article's.
    if original := _string(entry.get("feedburner_origlink")):
        return original
    if link := _string(entry.get("link")):
        return link
    alternates = [_string(x.get("href")) for x in links if x.get("rel", "alternate") == "alternate"]
    return next((a for a in alternates if a), "")


def _related(links: Iterable[dict[str, Any]], relation: str) -> str:
    return next(
        (
            _string(x.get("href"))
            for x in links
            if x.get("rel") == relation and "html" in _string(x.get("type")) and x.get("href")
        ),
        "",
    )


def _enclosures(entry: Mapping[str, Any], links: list[dict[str, Any]]) -> list[str]:
    found = [_string(x.get("href")) for x in links if x.get("rel") == "enclosure"]
    for media in entry.get("media_content", ()):
        if isinstance(media, dict):
            kind = _string(media.get("type")) or _string(media.get("medium"))
            if kind.startswith(("audio", "video")):
                found.append(_string(media.get("url")) or _string(media.get("href")))
    return found


def _authors(entry: Mapping[str, Any]) -> list[str]:
    names = [_name(a, "") for a in entry.get("authors", ())]
    names = [n for n in names if n]
    return names or [n for n in [_name(entry.get("author_detail"), _string(entry.get("author")))] if n]


def _name(detail: object, default: str) -> str:
    if isinstance(detail, dict):
        return _string(detail.get("name")) or default
    return default


def _date(entry: Mapping[str, Any], key: str) -> datetime | None:
    text = entry.get(key)
    if not isinstance(text, str):
        return None
    if (when := parse_date(text)) is not None:
        return when
    # It knows Greek, Hungarian and Korean forms that parse_date does not.
    parsed = entry.get(f"{key}_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed and parsed[0] > 1970 else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _home(feed: Mapping[str, Any], url: str) -> str:
    links = [x for x in feed.get("links", ()) if isinstance(x, dict)]
    html = [x for x in links if x.get("rel", "alternate") == "alternate" and "xml" not in _string(x.get("type"))]
    home = _string(feed.get("link")) or next((_string(x.get("href")) for x in html if x.get("href")), "")
    return home if home != url else ""


def _ttl(feed: Mapping[str, Any]) -> int | None:
    """RSS 2.0's ttl in minutes, else the syndication module's period and frequency."""
    ttl = _string(feed.get("ttl")).strip()
    if re.fullmatch(r"\d{1,6}", ttl):
        return int(ttl) or None
    period = _PERIOD_MINUTES.get(_string(feed.get("sy_updateperiod")).strip().lower())
    frequency = _string(feed.get("sy_updatefrequency")).strip()
    if period is None:
        return None
    return max(1, period // max(1, int(frequency))) if re.fullmatch(r"\d{1,4}", frequency) else period
