"""Papers as arXiv, an issue or a digest describes them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from tui_reader.domain.items import arxiv_key, title_key
from tui_reader.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime


class AnnounceType(StrEnum):
    """arXiv's announce types (https://info.arxiv.org/help/rss_specifications.html)."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@dataclass(frozen=True, slots=True)
class Author:
    """One author; `affiliation` is empty where the source does not say."""

    name: str
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
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


#: Said of the paper itself: "this paper has been withdrawn by the author", "withdrawn: see 2606.00001".
_WITHDRAWN = re.compile(
    r"\b(?:paper|article|manuscript|submission|work|preprint|draft|note|thesis|report|version)\s+"
    r"(?:(?:has|have|had|was|is|been|being|temporarily|now|also)\s+)+withdrawn\b"
    r"|\bwithdrawn\s+(?:temporarily\s+)?(?:by|due|because|since|until|pending|as)\b"
    r"|\bwithdraw(?:s|ing)?\s+(?:this|the|our)\s+(?:paper|article|manuscript|submission|work|preprint|draft)\b"
    r"|^\W*(?:(?:paper|article|temporarily|now)\s+)*withdrawn\b(?!\s+submission)",
    re.IGNORECASE,
)
#: A venue that it was taken back from, or an earlier version, says nothing about what stands on arXiv.
_ELSEWHERE = re.compile(
    r"\bwithdrawn\s+(?:submission\s+)?(?:from|at|to)\s+(?!(?:the\s+)?arxiv)"
    r"|\b(?:previous|earlier|older|old|first|prior)\s+(?:\w+\s+){0,2}(?:has\s+been|had\s+been|was|is|were)\s+withdrawn\b"
    r"|\b(?:not|never)\s+(?:been\s+)?withdrawn\b",
    re.IGNORECASE,
)


def probably_withdrawn(comment: str, abstract: str = "") -> bool:
    """Whether a paper was probably withdrawn: a guess. arXiv keeps the record of a withdrawn paper and says so in its
    comment, in the authors' own words (https://info.arxiv.org/help/withdraw.html), and often in its abstract."""
    return any(_WITHDRAWN.search(part) and not _ELSEWHERE.search(part) for part in (comment, abstract[:300]) if part)
