"""Ask arXiv about papers that other places told little of: by number, and by title where that is all that is known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.errors import OfflineError, ParseError, RateLimited, ReaderError, StatusError, StorageError
from tui_reader.domain.http import Request
from tui_reader.domain.items import arxiv_key, normalise_title, title_key
from tui_reader.domain.sources import Attempt
from tui_reader.sources.arxiv.asking import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.papers import Paper
    from tui_reader.domain.settings import ArxivSettings
    from tui_reader.sources.arxiv.query import QueryPage
    from tui_reader.sources.base import SyncContext

#: Requests of each kind in one sync; what is left waits for the next.
MOST_REQUESTS = 20
NUMBERS_A_REQUEST = 100
TITLES_A_REQUEST = 5
_ANSWERS_A_TITLE = 10
#: Nobody waits for details as for the announcements.
_TRIES = 2
#: So many numbers of which arXiv knows not one are a failure of arXiv's rather than theirs.
_SUSPICIOUS = 10


class Told(Struct, frozen=True):
    """What arXiv told: how many papers changed, and what the user should know."""

    updated: int = 0
    note: str = ""


async def complete(context: SyncContext, settings: ArxivSettings) -> Told:
    """Complete the papers that lack what arXiv can tell. A failure is told in the note; nothing is raised for it."""
    asking = _Asking(context, settings)
    try:
        await asking.numbers()
        await asking.titles()
    except OfflineError:  # says nothing that the sync does not say anyway
        return Told(asking.updated)
    except ReaderError as error:
        if isinstance(error, RateLimited) and error.retry_after_s:
            until = context.now() + timedelta(seconds=min(error.retry_after_s, 7 * 86_400))
            await context.store(
                lambda library: library.sources.record(Attempt("arxiv", context.now(), retry_after=until))
            )
        return Told(asking.updated, f"some papers wait for their details: {_why(error)}")
    return Told(asking.updated, _completed(asking.updated) if asking.updated else "")


class _Asking:
    def __init__(self, context: SyncContext, settings: ArxivSettings) -> None:
        self.updated = 0
        self._context = context
        self._settings = settings

    async def numbers(self) -> None:
        """Ask by number. A batch that arXiv refuses is halved until the number it does not like stands alone."""
        wanted = self._context.library.papers.to_complete(MOST_REQUESTS * NUMBERS_A_REQUEST)
        batches = [wanted[n : n + NUMBERS_A_REQUEST] for n in range(0, len(wanted), NUMBERS_A_REQUEST)][::-1]
        refused: list[str] = []
        answered = False
        for _ in range(MOST_REQUESTS):
            if not batches:
                break
            batch = batches.pop()
            try:
                page = await self._page(id_list=batch, max_results=len(batch))
            except (ParseError, StatusError) as error:
                if not _refuses(error):
                    raise
                if len(batch) == 1:
                    refused += batch
                else:
                    half = len(batch) // 2
                    batches += [batch[half:], batch[:half]]
                continue
            if not page.papers and len(batch) >= _SUSPICIOUS:
                raise ParseError(f"arXiv knows none of {len(batch)} papers", "Try again later.")
            answered = True
            asked = set(batch)
            await self._store([p for p in page.papers if p.arxiv_id in asked], [arxiv_key(n) for n in batch])
        if answered:  # it refuses these numbers, not everything
            await self._store([], [arxiv_key(n) for n in refused])

    async def titles(self) -> None:
        """Look for papers known by title alone. One that several papers have is left alone."""
        wanted = self._context.library.papers.titles_to_find(MOST_REQUESTS * TITLES_A_REQUEST)
        for start in range(0, len(wanted), TITLES_A_REQUEST):
            batch = wanted[start : start + TITLES_A_REQUEST]
            search = " OR ".join(f'ti:"{normalise_title(paper.title)}"' for paper in batch)
            page = await self._page(search=search, max_results=_ANSWERS_A_TITLE * len(batch), sort_by="relevance")
            found = [match for paper in batch if (match := the_one(paper, page.papers)) is not None]
            await self._store(found, [title_key(paper.title) for paper in batch])

    async def _page(
        self, *, search: str = "", id_list: Sequence[str] = (), max_results: int, sort_by: str = "submittedDate"
    ) -> QueryPage:
        from tui_reader.sources.arxiv.query import parse_query_page, query_url

        url = await self._context.parse(
            query_url,
            self._settings.api_url,
            search=search,
            id_list=id_list,
            max_results=max_results,
            sort_by=sort_by,
        )
        request = Request(url, "feed", keep=False)
        return await ask(self._context, request, parse_query_page, self._settings.min_interval_s, most_tries=_TRIES)

    async def _store(self, papers: Sequence[Paper], asked: Sequence[str]) -> None:
        if asked:
            now = self._context.now()
            stored = await self._context.store(lambda library: library.papers.complete(papers, asked, now))
            self.updated += len([key for key in stored.updated if key])
            self._context.say(f"arXiv: {_completed(self.updated)}")


def _completed(count: int) -> str:
    return "1 paper completed" if count == 1 else f"{count:,} papers completed"


def _why(error: ReaderError) -> str:
    """In few words: the addresses of these requests are long."""
    if isinstance(error, RateLimited):
        return "arXiv asks to wait"
    if isinstance(error, StatusError):
        return f"arXiv answers with status {error.status}"
    return error.message if isinstance(error, ParseError | StorageError) else "arXiv does not answer"


def _refuses(error: ReaderError) -> bool:
    if isinstance(error, StatusError):
        return 400 <= error.status < 500 and not isinstance(error, RateLimited)
    return "refuses" in error.message


def the_one(known: Paper, papers: Sequence[Paper]) -> Paper | None:
    """The paper of the same title, in the category that is known of it; None when there is none or more than one."""
    title = normalise_title(known.title)
    found = {p.arxiv_id: p for p in papers if normalise_title(p.title) == title}
    if known.primary_category:
        found = {number: p for number, p in found.items() if known.primary_category in p.categories}
    return next(iter(found.values())) if len(found) == 1 else None
