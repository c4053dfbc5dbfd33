"""What elfeed keeps: `index`, its database as Emacs Lisp prints it (elfeed-db.el, "Data model").

A record of an entry is `id title link date content content-type enclosures tags feed-id meta`, one of a feed
`id url title author meta`; before version 4 they were vectors with `cl-struct-` before the name. An entry is unread
while it has the tag `unread`; what people mark what they keep with is a tag of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.journal import LONGEST_TAG
from tui_reader.text.lisp import Symbol, plist, values
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

UNREAD = "unread"
STARS = frozenset(("star", "starred", "stared", "important", "favorite", "favourite", "keep", "kept", "later"))
"""Tags that mean that an entry was kept; elfeed itself has none."""
_ENTRY, _FEED = 11, 6


class Article(Struct, frozen=True):
    """An entry of elfeed."""

    url: str
    title: str
    is_read: bool
    flags: str = ""
    tags: tuple[str, ...] = ()


class Database(Struct, frozen=True):
    """What of elfeed's database is taken over."""

    feeds: tuple[Subscription, ...] = ()
    articles: tuple[Article, ...] = ()


def parse_index(data: bytes) -> Database:
    """The feeds, and what was read, starred and tagged. A tag that all entries of a feed have was given to the feed:
    the first of them becomes its group, and none of them stays on an entry. Raises ParseError."""
    whole = [plist(value) for value in values(data.decode("utf-8", "replace"))]
    index = next((found for found in reversed(whole) if ":entries" in found), None)  # a dummy stands before it
    if index is None:
        raise ParseError("this is no index of elfeed", "Give ~/.elfeed/index; save it before with M-x elfeed-db-save.")
    entries = [record for record in _records(index[":entries"], "elfeed-entry") if len(record) >= _ENTRY]
    of_feed: dict[str, list[list[str]]] = {}
    for record in entries:
        of_feed.setdefault(_text(record[9]), []).append(_tags(record[8]))
    everywhere = {feed: _common(tagged) for feed, tagged in of_feed.items()}
    feeds = []
    for record in _records(index.get(":feeds"), "elfeed-feed"):
        feed = _text(record[1]) if len(record) >= _FEED else ""
        url = feed or (_text(record[2]) if len(record) >= _FEED else "")
        if url.lower().startswith(("http://", "https://")):
            group = next(iter(everywhere.get(feed, ())), "")
            feeds.append(Subscription("", clean_line(_text(record[3])), url, clean_line(group)))
    return Database(tuple(feeds), tuple(_articles(entries, everywhere)))


def _articles(entries: list[list[Any]], everywhere: dict[str, list[str]]) -> Iterator[Article]:
    for record in entries:
        url, tags = _text(record[3]), _tags(record[8])
        if not url.lower().startswith(("http://", "https://")):
            continue
        given = everywhere.get(_text(record[9]), ())
        own = tuple(t for t in tags if t not in given and t != UNREAD and t not in STARS and len(t) <= LONGEST_TAG)
        is_starred = any(tag in STARS and tag not in given for tag in tags)
        yield Article(url, _text(record[2]), UNREAD not in tags, "star" if is_starred else "", own)


def _common(tagged: list[list[str]]) -> list[str]:
    """The tags that all entries of a feed have; of a feed with a single entry nobody can say."""
    if len(tagged) < 2:
        return []
    return [tag for tag in tagged[0] if tag != UNREAD and all(tag in tags for tags in tagged)]


def _records(table: Any, name: str) -> Iterator[list[Any]]:
    """The values of a printed hash table that are records of that name."""
    data = plist(table, 1).get("data") or []
    for value in data[1::2] if isinstance(data, list) else ():
        if isinstance(value, list) and value and value[0] in (name, f"cl-struct-{name}"):
            yield value


def _tags(value: Any) -> list[str]:
    return [clean_line(tag) for tag in value if isinstance(tag, Symbol)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str) else ""
