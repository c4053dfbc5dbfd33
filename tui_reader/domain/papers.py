"""Papers as arXiv, an issue or a digest describes them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from tui_reader.domain.items import arxiv_key, title_key


class AnnounceType(StrEnum):
    """arXiv's announce types (https://info.arxiv.org/help/rss_specifications.html)."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


class Author(Struct, frozen=True):
    """One author; `affiliation` is empty where the source does not say."""

    name: str
    affiliation: str = ""


class Paper(Struct, frozen=True):
    """A paper. Empty strings, empty tuples and None mean "not said here", never "none": storing merges.

    `arxiv_id` has no version. `abstract` keeps its LaTeX. Datetimes are aware, in UTC; `announced_on` is the day of
    the announcement that this came from, None when it came from elsewhere.
    """

    title: str
    arxiv_id: str = ""
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    primary_category: str = ""
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    announced_on: date | None = None
    announce_type: AnnounceType | None = None
    version: int | None = None
    comment: str = ""
    doi: str = ""
    journal_ref: str = ""
    url: str = ""
    pdf_url: str = ""

    @property
    def key(self) -> str:
        """`arxiv:…`, or `title:…` until the arXiv number is known."""
        return arxiv_key(self.arxiv_id) if self.arxiv_id else title_key(self.title)
