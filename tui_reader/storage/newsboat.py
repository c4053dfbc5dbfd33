"""What newsboat keeps (https://newsboat.org): `cache.db`, an SQLite file with an article a row of `rss_item`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.errors import ParseError

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"SQLite format 3\0"


class Article(Struct, frozen=True):
    """An article of newsboat: read or not, and the letters it was flagged with."""

    url: str
    title: str
    is_read: bool
    flags: str = ""
    tags: tuple[str, ...] = ()


def articles(path: Path) -> list[Article]:
    """The articles that were read or flagged and have an address. Raises ParseError."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as cache:
            cache.text_factory = lambda raw: raw.decode("utf-8", "replace")
            rows = cache.execute(
                "SELECT url, title, unread, flags FROM rss_item WHERE deleted = 0 AND (unread = 0 OR flags <> '')"
            ).fetchall()
    except sqlite3.Error as error:
        hint = "Give newsboat's cache.db; close newsboat before."
        raise ParseError(f"{path.name} cannot be read as newsboat's cache: {error}", hint) from None
    return [
        Article(str(url), str(title or ""), not unread, str(flags or ""))
        for url, title, unread, flags in rows
        if str(url or "").startswith(("http://", "https://"))
    ]
