"""Feeds and their entries, before they are stored."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from tui_reader.domain.digests import Digest


class BodyFormat(StrEnum):
    """How a body is written. HTML is turned into Markdown when the item is opened."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


class Body(Struct, frozen=True):
    """The text of an item. `base_url` resolves the relative addresses of an HTML body; `is_full` is False for a mere
    summary; `plain` is what a search looks at, for a body whose `text` is markup; `targets` is what its links refer to
    (`text.references`; None: not looked at yet). Control and invisible format characters are gone already."""

    text: str
    format: BodyFormat = BodyFormat.HTML
    base_url: str = ""
    is_full: bool = True
    plain: str | None = None
    targets: tuple[str, ...] | None = None

    @property
    def words(self) -> str:
        """The text for the search index."""
        return self.text if self.plain is None else self.plain


class EntryPrint(Struct, frozen=True):
    """What an entry is told by (`text.entry_prints`): `name` is a number of what its feed calls it, `content` one of
    all that it says, `address` its canonical address, `at` a number of that which does without `www.` and the last
    slash (0: no address), `keys` those of items that spellings of the address lead to, its own first, and
    `target` what it refers to (`text.references`)."""

    name: int
    content: int
    address: str = ""
    at: int = 0
    keys: tuple[str, ...] = ()
    target: str = ""


class Entry(Struct, frozen=True):
    """One entry of a feed. `title`, `author` and `summary` are plain cleaned text; `url` is absolute or empty;
    datetimes are aware, in UTC, and None where the feed has none. `digest` is what the entry names if it is mostly a
    list of links, `told` what it is told by (None: not worked out yet)."""

    title: str
    url: str = ""
    guid: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    body: Body | None = None
    tags: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    comments_url: str = ""
    digest: Digest | None = None
    told: EntryPrint | None = None


class Feed(Struct, frozen=True):
    """A parsed feed. `ttl_minutes`, `skip_hours` (UTC) and `skip_days` ("Monday") are its wishes about how often it
    is asked (RSS 2.0); `note` says what was wrong with it though it could be read, or why it is empty."""

    title: str
    home_url: str = ""
    description: str = ""
    entries: tuple[Entry, ...] = ()
    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    note: str = ""


class Subscription(Struct, frozen=True):
    """A feed the user follows: a line of the built-in list, the configuration, an OPML file or `feeds add`.

    `source_id` is a slug, unique among sources; `group` may be nested with `/`; `attributes` are the OPML attributes
    that are not ours, kept for the way out. One that `is_served` is fetched by a feed server.
    """

    source_id: str
    title: str
    url: str
    group: str = ""
    home_url: str = ""
    attributes: tuple[tuple[str, str], ...] = field(default=())
    is_served: bool = False
