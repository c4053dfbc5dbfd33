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
from tui_reader.sources.feed.raw import GUESS, VERBATIM, RawEntry, RawFeed, Text, ttl_minutes
from tui_reader.text.addresses import resolve
from tui_reader.text.dates import parse_date

#: What feedparser leaves of a name behind an address whose end it does not know.
_CUT_ADDRESS = re.compile(r"[a-z]{1,12}\s*\((?P<in_brackets>[^()]+)\)?|(?P<before>.+?)\s*<[a-z]{1,12}>|[a-z]{1,12}")
#: The base address of the element that holds the XHTML of a text, which feedparser drops.
_XHTML_BASE = re.compile(
    r"""(<(?:\w+:)?(?:content|summary|title)\b[^<>]*?\btype\s*=\s*["']xhtml["'][^<>]*)(>\s*<(?:\w+:)?div\b[^<>]*?)"""
    r"""\sxml:base\s*=\s*["']([^"'<>]*)["']""",
)
_OWN_BASE = re.compile(r"""\sxml:base\s*=\s*["']([^"'<>]*)["']""")


def _base_outside(match: re.Match[str]) -> str:
    """The start of such a text with the base of its inner element on the outer one."""
    own = _OWN_BASE.search(match[1])
    base = resolve(own[1], match[3]) if own else match[3]
    return f'{_OWN_BASE.sub("", match[1])} xml:base="{base or match[3]}"{match[2]}'


#: Without one of these there is no feed in a text, which feedparser finds out only at its end, slowly.
_FEED_ELEMENT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|rdf|feed|channel|item|entry)\b", re.IGNORECASE)
_STRAY = re.compile(r"<(?![A-Za-z_/!?])")
_MOST_STRAY = 20_000
_TAG = re.compile(r"<(/?)([A-Za-z_][^\s<>/]*)[^<>]*>")
#: Elements that are mostly left open.
_LEFT_OPEN = frozenset(
    ("br", "img", "hr", "p", "li", "input", "source", "embed", "wbr", "td", "tr", "dd", "dt", "option")
)
#: feedparser takes longer for each element the deeper it lies.
_DEEPEST = 3_000


def _is_too_deep(text: str) -> bool:
    if text.count("<") <= _DEEPEST:
        return False
    first, *others = text.split("<![CDATA[")
    markup = "".join((first, *(part.partition("]]>")[2] for part in others)))
    if sum(1 for _ in _STRAY.finditer(markup)) > _MOST_STRAY:
        return True
    depth = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() in _LEFT_OPEN or tag[0][-2] == "/":
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def read(text: str) -> RawFeed | None:
    """The feed in a document that `feed.py` has decoded; None if it is no feed. Raises ParseError."""
    if _FEED_ELEMENT.search(text) is None:
        return None
    if _is_too_deep(text):
        raise ParseError("the feed is damaged beyond reading", "It nests deeper than any feed does.")
    if "xml:base" in text and "xhtml" in text:
        text = _XHTML_BASE.sub(_base_outside, text)
    data = text.encode("utf-8", "replace")
    # Where the feed came from is not told: it would become part of ids that happen to look like relative addresses.
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # feedparser warns of keys it maps to others; the message is for its callers of ten years ago.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            # A stream, never the bytes themselves: those it would first try to open as a file's name.
            parsed = feedparser.parse(
                io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
    except MemoryError:  # there is a limit to it, and it is not the feed's form that is at fault
        raise
    except Exception as error:
        # Its loose parser lets through whatever a broken document provokes (KeyError, AssertionError, RecursionError).
        raise ParseError(f"the feed is damaged beyond reading ({type(error).__name__})") from None
    feed: Mapping[str, Any] = _plain_dict(parsed.get("feed"))
    entries = [_plain_dict(e) for e in parsed.get("entries", ())]
    if not entries and not parsed.get("version"):
        return None
    version = str(parsed.get("version", ""))
    is_atom = version.startswith("atom")
    return RawFeed(
        title=_title(feed, is_atom),
        home_url=_home(feed),
        description=_text(feed.get("subtitle_detail"), feed.get("subtitle")),
        author=_name(feed.get("author_detail")) if is_atom else "",
        entries=[_entry(e, is_atom) for e in entries],
        is_atom=is_atom,
        ttl_minutes=ttl_minutes(
            _string(feed.get("ttl")), _string(feed.get("sy_updateperiod")), _string(feed.get("sy_updatefrequency"))
        ),
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


def _entry(entry: Mapping[str, Any], is_atom: bool) -> RawEntry:
    links = [x for x in entry.get("links", ()) if isinstance(x, dict)]
    published = _date(entry, "published") or _date(entry, "created")
    guid = _string(entry.get("id"))
    summary = _text(entry.get("summary_detail"), entry.get("summary")) or _text(None, entry.get("subtitle"))
    if summary is not None and guid.startswith("yt:video:"):
        summary.type = VERBATIM
    return RawEntry(
        title=_title(entry, is_atom),
        url=_link(entry, links),
        guid=guid,
        authors=_authors(entry),
        published=published,
        updated=_date(entry, "updated"),
        summary=summary,
        contents=[t for c in entry.get("content", ()) if (t := _content(c)) is not None],
        tags=[_string(t.get("label") or t.get("term")) for t in entry.get("tags", ()) if isinstance(t, dict)],
        enclosures=_enclosures(entry, links),
        comments_url=_string(entry.get("comments")) or _related(links, "replies"),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _text(detail: object, value: object) -> Text | None:
    if isinstance(detail, dict) and detail.get("value"):
        # feedparser says so of what has no type as well.
        kind = _string(detail.get("type")) or "text/plain"
        return Text(_string(detail["value"]), GUESS if kind == "text/plain" else kind, _string(detail.get("base")))
    return Text(value, "text/html") if isinstance(value, str) and value else None


def _title(context: Mapping[str, Any], is_atom: bool) -> Text | None:
    title = _text(context.get("title_detail"), context.get("title"))
    if title is not None and not is_atom and title.type.startswith("text/"):
        title.type = GUESS
    return title


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
    link = _string(entry.get("link"))
    # An id stands in for a missing link; it need not be an address.
    if link and (link != entry.get("id") or "://" in link):
        return link
    for relation in ("alternate", "self", "via", "related"):
        if address := next((_string(x.get("href")) for x in links if x.get("rel", "alternate") == relation), ""):
            return address
    # Content that lies elsewhere (RFC 4287, section 4.1.3.2).
    return next((_string(c["src"]) for c in entry.get("content", ()) if isinstance(c, dict) and c.get("src")), "")


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
    whole = _string(entry.get("author"))
    names = [name for a in entry.get("authors", ()) if (name := _whole_name(a, whole))]
    return names or [a for a in [_string(entry.get("author"))] if a]


def _whole_name(detail: object, whole: str) -> str:
    """An author's name. feedparser knows the top-level domains of its day: of `ann@toy.report (Ann)` it takes
    `ann@toy.repo` for the address, and leaves `rt (Ann` as the name."""
    name = _name(detail)
    address = _string(detail.get("email")) if isinstance(detail, dict) else ""
    if not name or not address:
        return name
    if address in whole:
        return whole
    if match := _CUT_ADDRESS.fullmatch(name):
        return match["in_brackets"] or match["before"] or address + name
    return name


def _name(detail: object) -> str:
    return _string(detail.get("name")) if isinstance(detail, dict) else ""


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


def _home(feed: Mapping[str, Any]) -> str:
    links = [x for x in feed.get("links", ()) if isinstance(x, dict)]
    pages = [x for x in links if x.get("rel", "alternate") == "alternate" and "xml" not in _string(x.get("type"))]
    link = _string(feed.get("link"))
    if link and link == feed.get("id") and not pages:
        return ""  # an id stands in for a missing link; it is mostly the feed's own address
    return link or next((_string(x.get("href")) for x in pages if x.get("href")), "")
