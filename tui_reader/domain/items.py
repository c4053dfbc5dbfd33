"""Items, their keys, their states, and where they were seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

ARXIV_ID = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})")

_NO_WORD = re.compile(r"[^a-z0-9]+")


class Kind(StrEnum):
    """What an item is."""

    ISSUE = "issue"
    ENTRY = "entry"
    PAPER = "paper"
    REPO = "repo"
    BOARD = "board"


class State(StrEnum):
    """What the user decided about an item; `inbox` is undecided, `none` was never asked."""

    NONE = "none"
    INBOX = "inbox"
    KEPT = "kept"
    LATER = "later"
    SKIPPED = "skipped"


class Seen(Struct, frozen=True):
    """Where things were seen, and whether that asks for a decision.

    `source` is a source id or the key of the issue or digest; `kind` the kind of place (`issue`, `digest`, `feed`,
    `announcement`, `trending`, `board`, `search`, `import`); `where` words for a person ("Research Papers"); `seen_on`
    its day (None: it has none); `now` the moment of storing. With `inbox`, papers of the announce types in `include`
    (empty: all) ask for a decision. `text` is what was said there, `via` the id of the digest that named them.
    """

    source: str
    kind: str
    where: str
    seen_on: date | None
    now: datetime
    inbox: bool = False
    include: Collection[str] = ()
    text: str = ""
    via: int = 0

    def asks(self, announce_type: str | None) -> bool:
        """Whether a paper of that announce type, seen here, goes to the inbox."""
        return self.inbox and (not self.include or announce_type is None or announce_type in self.include)


def _digest(text: str) -> str:
    import hashlib  # a millisecond and a half, which the way to the first frame does not need

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def normalise_title(title: str) -> str:
    """A title reduced to what survives retyping: case, accents, punctuation and spacing go."""
    if title.isascii():  # most are, and thousands of papers come at once
        return " ".join(_NO_WORD.sub(" ", title.lower()).split())
    # Folding case can make new compositions, so the text is decomposed before and after (Unicode, D145).
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", title).casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c)).split())


def issue_key(day: date) -> str:
    """`issue:2026-04-21`."""
    return f"issue:{day.isoformat()}"


def arxiv_key(arxiv_id: str) -> str:
    """`arxiv:2606.14591`; a version is dropped."""
    return f"arxiv:{re.sub(r'v[0-9]+$', '', arxiv_id.strip())}"


def repo_key(owner_name: str) -> str:
    """`repo:owner/name`, lower case."""
    return f"repo:{owner_name.strip().strip('/').lower()}"


def board_key(slug: str) -> str:
    """`board:swe-rebench`."""
    return f"board:{slug}"


@lru_cache(maxsize=256)  # storing an entry asks more than once
def url_key(canonical_address: str) -> str:
    """`url:<hash>` of an address that `text.addresses.canonical` made."""
    return f"url:{_digest(canonical_address)}"


def entry_key(source_id: str, guid: str, title: str, published: datetime | None) -> str:
    """`entry:<hash>` of the source and the guid, else of title and date: for entries whose address names several."""
    own = guid or f"{title}\n{published.isoformat() if published else ''}"
    return f"entry:{_digest(source_id + chr(10) + own)}"


def title_key(title: str) -> str:
    """`title:<hash>` of a thing known by its title alone."""
    return f"title:{_digest(normalise_title(title))}"
