"""arXiv's query API (https://info.arxiv.org/help/api/user-manual.html), through the `arxiv` package's own parser.

The package's client is not used: it waits without a limit and reads a soft error as zero results. What is used of it,
`arxiv._feed.parse` and `arxiv.Search._url_args`, has private names, so nothing else in this program may touch them. The
import costs 90 ms, hence it stands inside the functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from msgspec import Struct

from tui_reader.domain.errors import ParseError, RateLimited
from tui_reader.domain.papers import Paper
from tui_reader.sources.arxiv.text import (
    abstract_of,
    authors_named,
    categories_of,
    doi_and_comment,
    ends_with,
    number_of,
)
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    import arxiv

#: What the manual allows in one answer, and in all answers to one query.
MOST_PER_PAGE = 2000
MOST_IN_ALL = 30000

_RATE = re.compile(rb"rate\s+(?:limit\s+)?exceeded|too many requests", re.IGNORECASE)
_ERROR_ID = re.compile(rb"<id>\s*(https?://[^<]*arxiv\.org/api/errors[^<]*)</id>", re.IGNORECASE)
_ENTRY = re.compile(rb"<entry[\s>]")
_WHOLE_ENTRY = re.compile(rb"(<entry(?:\s[^>]*)?>)(.*?)</entry>", re.DOTALL)
_DATE = re.compile(rb"<(published|updated)>([^<]*)</\1>")
#: Stands for a date that is missing or cannot be read, without which the package drops the paper, or the whole page.
_NO_DATE = b"0001-01-01T00:00:00Z"
_SUMMARY = re.compile(rb"<summary[^>]*>(.*?)</summary>", re.DOTALL | re.IGNORECASE)


class QueryPage(Struct, frozen=True):
    """One answer: `total` matches in all, `start` the place of the first entry, `entries` how many there are, those
    included that are no readable paper; `undated` how many papers lack a date, or have one that cannot be read."""

    total: int
    start: int
    papers: tuple[Paper, ...]
    entries: int = 0
    undated: int = 0

    @property
    def next_start(self) -> int | None:
        """Where the next page begins; None when this is the last that can be had."""
        after = self.start + self.entries
        return after if self.entries and after < min(self.total, MOST_IN_ALL) else None


def parse_query_page(data: bytes) -> QueryPage:
    """A page of results. Raises RateLimited for a soft "Rate exceeded.", ParseError for an HTML page, an error entry,
    an answer that is damaged or ends early, and a page that is empty though there are matches: arXiv sends those when
    pressed."""
    data = unpack(data).strip()
    head = data[:4096]
    if not data.startswith(b"<") and _RATE.search(head):
        raise RateLimited("arXiv asks for patience: rate exceeded", status=200)
    if error := _ERROR_ID.search(data):
        told = _SUMMARY.search(data[error.start() : error.start() + 5000])
        words = clean_line(told[1].decode("utf-8", "replace")) if told else "unknown error"
        raise ParseError(f"arXiv refuses the query: {words[:200]}", "Check the search terms or the paper's number.")
    if b"<entry" not in data and b"<feed" not in head:
        words = clean_line(re.sub(r"<[^>]*>", " ", head.decode("utf-8", "replace")))[:80]
        if _RATE.search(head):
            raise RateLimited("arXiv asks for patience: rate exceeded", status=200)
        raise ParseError(f"arXiv's answer is no list of papers: {words or 'nothing'}", "Try again later.")
    if not ends_with(data, b"feed"):
        raise ParseError("arXiv's answer ends early", "The connection may have been cut; try again later.")
    import arxiv._feed

    try:
        parsed = arxiv._feed.parse(_WHOLE_ENTRY.sub(_dated, data))  # noqa: SLF001 -- see the module's first words
    except (ValueError, TypeError, AttributeError) as error:
        raise ParseError(f"arXiv's answer is damaged: {clean_line(str(error))[:100]}", "Try again later.") from None
    if parsed.malformed:
        raise ParseError("arXiv's answer is damaged", "Try again later.")
    papers = tuple(p for r in parsed.results if (p := _paper(r)) is not None)
    total, start = parsed.header.total_results, parsed.header.start_index
    entries = max(len(papers), len(_ENTRY.findall(data)))
    if not entries and total > start:
        raise ParseError(
            f"arXiv sent an empty page where {total} papers match", "It does so when pressed; try again later."
        )
    undated = sum(not (paper.published and paper.updated) for paper in papers)
    return QueryPage(max(total, start + entries), start, papers, entries, undated)


def _dated(entry: re.Match[bytes]) -> bytes:
    """An entry with dates that can be read."""
    text = _DATE.sub(lambda date: date[0] if _is_readable(date[2]) else _date(date[1], _NO_DATE), entry[2])
    missing = [_date(name, _NO_DATE) for name in (b"published", b"updated") if b"<%s>" % name not in text]
    return b"".join((entry[1], *missing, text, b"</entry>"))


def _date(name: bytes, when: bytes) -> bytes:
    return b"<%s>%s</%s>" % (name, when, name)


def _is_readable(when: bytes) -> bool:
    try:
        datetime.fromisoformat(when.decode("ascii").strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True


def _moment(when: datetime) -> datetime | None:
    return when if when.year > 1 else None


def _paper(result: arxiv.Result) -> Paper | None:
    number, version = number_of(result.entry_id)
    title = clean_line(result.title)
    if not number or not title:
        return None
    authors = tuple(
        author
        for a in result.authors
        for author in authors_named(clean_line(a.name), "; ".join(filter(None, map(clean_line, a.affiliation))))
    )
    doi, comment = doi_and_comment(result.doi or "", result.comment or "")
    categories = categories_of([result.primary_category or "", *result.categories])
    return Paper(
        title=title,
        arxiv_id=number,
        abstract=abstract_of(result.summary),
        authors=authors,
        primary_category=clean_line(result.primary_category or "") or (categories[0] if categories else ""),
        categories=categories,
        published=_moment(result.published),
        updated=_moment(result.updated),
        version=version,
        comment=comment,
        doi=doi,
        journal_ref=clean_line(result.journal_ref or ""),
        url=f"https://arxiv.org/abs/{number}",
        pdf_url=f"https://arxiv.org/pdf/{number}",
    )


def query_url(
    api_url: str,
    *,
    search: str = "",
    id_list: Sequence[str] = (),
    categories: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
    start: int = 0,
    max_results: int = 100,
    sort_by: str = "submittedDate",
    ascending: bool = False,
) -> str:
    """The address of a query.

    `search` is in arXiv's own terms (`au:del_maestro AND ti:checkerboard`); it, the categories (any of them) and the
    days of submission (both included, UTC) must all hold. `id_list` asks for papers by number, a version included.
    """
    import arxiv

    asked = arxiv.Search(
        query=_terms(search, categories, since, until),
        id_list=list(id_list),
        sort_by=arxiv.SortCriterion(sort_by),
        sort_order=arxiv.SortOrder.Ascending if ascending else arxiv.SortOrder.Descending,
    )
    arguments: dict[str, str] = {k: v for k, v in asked._url_args().items() if v}  # noqa: SLF001
    arguments["start"] = str(max(0, start))
    arguments["max_results"] = str(max(1, min(max_results, MOST_PER_PAGE)))
    return f"{api_url.rstrip('?')}?{urlencode(arguments)}"


def _terms(search: str, categories: Iterable[str], since: date | None, until: date | None) -> str:
    terms = []
    if search.strip():
        terms.append(f"({search.strip()})")
    if wanted := [f"cat:{c.strip()}" for c in categories if c.strip()]:
        terms.append(f"({' OR '.join(wanted)})" if len(wanted) > 1 else wanted[0])
    if since or until:
        # The API wants both ends; arXiv began in 1991.
        first, last = since or date(1991, 1, 1), until or date(2099, 12, 31)
        terms.append(f"submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]")
    if len(terms) == 1:
        return terms[0][1:-1] if terms[0].startswith("(") else terms[0]
    return " AND ".join(terms)
