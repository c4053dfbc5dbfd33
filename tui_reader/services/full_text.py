"""Whole papers: fetched from arXiv's HTML, parsed in the parsing process, kept in the library."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import (
    FetchError,
    NotFound,
    OfflineError,
    ParseError,
    RateLimited,
    ReaderError,
    StatusError,
)
from tui_reader.domain.http import Request
from tui_reader.domain.sources import SourceKind, SourceResult, SyncStatus
from tui_reader.domain.whole_papers import WholePaper
from tui_reader.services.page_text import escape_text
from tui_reader.services.reading import Page

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.domain.errors import Problem
    from tui_reader.domain.rows import PaperDetail
    from tui_reader.domain.whole_papers import WantedPaper
    from tui_reader.services.details import PaperDetails
    from tui_reader.sources.base import Context

SOURCE_ID = "full-text"
"""What the report of a sync calls the fetching of whole papers."""
TITLE = "Whole papers"
ASK_AGAIN = timedelta(days=2)
"""arXiv's HTML comes some hours after a paper, or never: a sync asks again after this."""

_NONE_THERE = frozenset({404, 410})
# So many failures in a row are no longer about single papers.
_PATIENCE = 3


class Texts(Protocol):
    """What is asked of the library's texts of papers."""

    def get(self, key: str) -> WholePaper | None:
        """The text of a paper, or that arXiv had none; None when it was never asked."""


class TextsLibrary(Protocol):
    """The subjects of the library that the document of a whole paper needs."""

    @property
    def papers(self) -> PaperDetails:
        """Papers."""

    @property
    def whole_papers(self) -> Texts:
        """Texts of papers."""


class FetchedTexts(Protocol):
    """What is asked of the library's texts of papers when they are fetched."""

    def set(self, key: str, paper: WholePaper) -> None:
        """Keep the text of a paper. That there is none takes no text away that was here before."""

    def wanted(self, asked_before: datetime) -> list[WantedPaper]:
        """Kept papers without their text, newest first: never asked for, of an older version than is known, or not
        there when arXiv was asked before that time."""


class FetchedTextsLibrary(Protocol):
    """The subjects of the library that fetching needs."""

    @property
    def papers(self) -> PaperDetails:
        """Papers."""

    @property
    def whole_papers(self) -> FetchedTexts:
        """Texts of papers."""


async def keep_whole_paper(context: Context[FetchedTextsLibrary], key: str, html_url: str) -> WholePaper:
    """Fetch a paper's text from below `html_url` and keep it; what is kept says so when arXiv has none.

    Raises NotFound for an item that is no paper or has no arXiv number, and FetchError, ParseError, StorageError.
    """
    detail = context.library.papers.get(key)
    if detail is None:
        raise NotFound(f"{key} is no paper of the library", "inference-tui search finds its key.")
    number = detail.paper.arxiv_id
    if not number:
        raise NotFound("The arXiv number of this paper is not known yet", "A later sync may find it.")
    paper = await _fetch(context, f"{html_url.rstrip('/')}/{number}", detail.paper.version or 0)
    await context.store(lambda library: library.whole_papers.set(detail.row.key, paper))
    return paper


async def _fetch(context: Context[FetchedTextsLibrary], url: str, version: int) -> WholePaper:
    try:
        response = await context.get(Request(url, expect="html"))
    except StatusError as error:
        if error.status in _NONE_THERE:
            return WholePaper("", 0, url, context.now())
        raise
    from tui_reader.sources.arxiv.whole_paper import parse_whole_paper

    parsed = await context.parse(parse_whole_paper, response.body, response.url, response.charset)
    if not parsed.markdown:
        raise ParseError("arXiv's page of this paper is empty", "O opens the PDF in the browser.")
    return WholePaper(parsed.markdown, parsed.version or version, response.url, context.now())


async def keep_wanted_papers(context: Context[FetchedTextsLibrary], html_url: str) -> SourceResult:
    """Fetch the texts of kept papers that are not here, newest first. Each is kept as it comes, so that the next time
    goes on where this one ended; trouble with the network ends it early."""
    began = time.perf_counter()
    wanted = context.library.whole_papers.wanted(context.now() - ASK_AGAIN)
    brought = missing = failed = in_a_row = 0
    problem: Problem | None = None
    for paper in wanted:
        try:
            got = await keep_whole_paper(context, paper.key, html_url)
        except ReaderError as error:
            problem = error.problem()
            failed += 1
            in_a_row += isinstance(error, FetchError)
            if isinstance(error, (OfflineError, RateLimited)) or in_a_row >= _PATIENCE:
                break
            continue
        in_a_row = 0
        brought += bool(got.markdown)
        missing += not got.markdown
    left = len(wanted) - brought - missing
    status = SyncStatus.FAILED if problem and not brought + missing else _status(brought)
    note = ", ".join(
        part
        for part in (
            f"{missing} without HTML at arXiv" if missing else "",
            f"{left} still to come: {problem.message}" if problem and status is not SyncStatus.FAILED else "",
        )
        if part
    )
    return SourceResult(
        SOURCE_ID,
        SourceKind.ARXIV,
        TITLE,
        status,
        brought,
        seconds=time.perf_counter() - began,
        error=problem if status is SyncStatus.FAILED else None,
        note=note,
    )


def _status(brought: int) -> SyncStatus:
    return SyncStatus.UPDATED if brought else SyncStatus.UNCHANGED


def whole_page(library: TextsLibrary, key: str) -> Page | None:
    """The whole text of a paper as a document; None when it is not here."""
    detail, whole = library.papers.get(key), library.whole_papers.get(key)
    if detail is None or whole is None or not whole.markdown:
        return None
    return Page(f"{detail.row.key}#full", detail.paper.title, _document(detail, whole), whole.url)


def _document(detail: PaperDetail, whole: WholePaper) -> str:
    paper = detail.paper
    text = whole.markdown
    if not text.startswith("# "):
        text = f"# {escape_text(paper.title)}\n\n{text}"
    number = f"arXiv:{paper.arxiv_id}" + (f"v{whole.version}" if whole.version else "")
    newer = (
        f" · version {paper.version} is out"
        if paper.version and whole.version and paper.version > whole.version
        else ""
    )
    return f"{text}\n\n---\n\n*{number}{newer}* · [{whole.url}](<{whole.url}>)"
