"""What a feed says, dialect by dialect, before anything is cleaned: the reading ends here, the judging begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

#: The type of a text that may be plain or HTML: RSS does not say (titles).
GUESS = "text/guess"
#: That of a text whose maker never writes markup, whatever looks like it (YouTube's descriptions).
VERBATIM = "text/verbatim"


@dataclass(slots=True)
class Text:
    """A text of a feed with its type: `text/plain`, `text/html`, `application/xhtml+xml`, GUESS or VERBATIM. `base` is
    where its relative addresses start, where the feed says so (xml:base)."""

    value: str
    type: str = "text/html"
    base: str = ""


@dataclass(slots=True)
class RawEntry:
    """One entry. Addresses may be relative, texts hold anything; dates are parsed, None where there is none."""

    title: Text | None = None
    url: str = ""
    guid: str = ""
    authors: list[str] = field(default_factory=list)
    published: datetime | None = None
    updated: datetime | None = None
    summary: Text | None = None
    contents: list[Text] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)
    comments_url: str = ""


@dataclass(slots=True)
class RawFeed:
    """A feed; `note` is what was wrong with it though it could be read."""

    title: Text | None = None
    home_url: str = ""
    description: Text | None = None
    author: str = ""
    entries: list[RawEntry] = field(default_factory=list)
    is_atom: bool = False
    ttl_minutes: int | None = None
    note: str = ""


_PERIOD_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}


def ttl_minutes(ttl: str, period: str = "", frequency: str = "") -> int | None:
    """The minutes between two requests; None when the feed does not say, or says nothing that makes sense."""
    if re.fullmatch(r"\d{1,6}", ttl.strip()):
        return int(ttl) or None
    minutes = _PERIOD_MINUTES.get(period.strip().lower())
    if minutes is None:
        return None
    times = int(frequency) if re.fullmatch(r"\s*\d{1,4}\s*", frequency) else 1
    return max(1, minutes // max(1, times))
