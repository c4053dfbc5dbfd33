"""Sync a leaderboard: ask for its pages, and store the table of all of them or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.errors import GoneError, ParseError, RateLimited, StatusError
from tui_reader.domain.http import Request, Trust
from tui_reader.domain.sources import SourceKind
from tui_reader.sources.base import FetchResult, SyncContext
from tui_reader.sources.leaderboard.past import bring_older, bring_past, bring_runs
from tui_reader.sources.leaderboard.quota import used_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui_reader.domain.boards import Snapshot
    from tui_reader.domain.http import Response
    from tui_reader.sources.leaderboard.board import Board, Page

_MOST_PAGES = 100
#: A table of fewer models than these may shrink and grow as it likes.
_TELLING = 10
#: In a few days a table may become so much shorter or longer, and no more.
_SHRUNK, _GROWN = 2 / 3, 10
_SETTLED_DAYS = 7


class _Read(Struct, frozen=True):
    """The pages of a table with the last answer: whether any came anew, and until when its source wants no more."""

    pages: Sequence[Page]
    answer: Response
    is_new: bool
    wait: datetime | None


class _Told(Struct, frozen=True):
    """The last answer, and the day of the table that it makes."""

    answer: Response
    day: date


class BoardSource(Struct, frozen=True):
    """A leaderboard at an address. `api_key` is this board's own, and goes nowhere but to the origin of `url`."""

    board: Board
    url: str
    api_key: str = ""

    kind = SourceKind.BOARD
    group = ""

    @property
    def id(self) -> str:
        """The board's id."""
        return self.board.id

    @property
    def title(self) -> str:
        """The board's name."""
        return self.board.name or self.board.title

    async def sync(self, context: SyncContext) -> FetchResult:
        """The board's table of today, and its past where that is asked for and there is one. One that needs a key and
        has none is left out."""
        result, older, told = await self._newest(context)
        if not context.options.history or result.skipped:
            return result
        if self.board.past is not None:
            new, changed = await bring_past(self.board, self.url, lambda url: self.request(url, context), context)
        elif self.board.runs is not None and told is not None:
            past = await context.parse(self.board.runs, told.answer.body, told.answer.url)
            new, changed = await bring_runs(self.board, past, told.day, context), 0
        elif older:
            new, changed = await bring_older(self.board, older, lambda url: self._pages(url, context), context), 0
        else:
            return result
        note = f"{new:,} older tables came" if new else "no older table came"
        return replace(
            result,
            new=result.new + new,
            updated=result.updated + changed,
            unchanged=result.unchanged and not new and not changed,
            note=note,
        )

    async def _newest(self, context: SyncContext) -> tuple[FetchResult, list[tuple[date, str]], _Told | None]:
        """The board's table of today: all its pages or nothing; the older tables that they name; and the answer."""
        board = self.board
        if board.key_header and not self.api_key:
            return FetchResult(skipped=True, note=f"needs a key: [benchmarks.{board.id}] api_key"), [], None
        read = await self._read(board.first_url(self.url), context)
        pages, answer = read.pages, read.answer
        older = [one for page in pages for one in page.older]
        wait = read.wait or (answer.expires if len(pages) == 1 else None)
        moved_to = answer.moved_to if len(pages) == 1 else ""
        snapshot = board.snapshot(pages, _day_of(answer) or context.now().date(), board.id)
        told = _Told(answer, snapshot.taken_on)
        if not read.is_new and self._is_stored(snapshot, context):
            return FetchResult(unchanged=True, asked_again_after=wait, moved_to=moved_to), older, told
        _check_size(snapshot, context.library.boards.snapshot(board.id), self.title)
        result = await context.store(lambda library: library.boards.take(snapshot, context.now()))
        done = FetchResult(
            len(result.new),
            len(result.updated),
            unchanged=not result.new and not result.updated,
            asked_again_after=wait,
            moved_to=moved_to,
        )
        return done, older, told

    async def _pages(self, url: str, context: SyncContext) -> Sequence[Page]:
        return (await self._read(url, context)).pages

    async def _read(self, url: str, context: SyncContext) -> _Read:
        """All pages of a table, from the address of the first."""
        board = self.board
        pages: list[Page] = []
        is_new = False
        wait: datetime | None = None
        while True:
            if len(pages) >= _MOST_PAGES:
                raise ParseError(f"{self.title} has more than {_MOST_PAGES} pages", "The next refresh reads it anew.")
            if pages and wait is not None:
                seconds = max(1.0, (wait - context.now()).total_seconds())
                raise RateLimited(f"{self.title}'s quota of requests is used up", retry_after_s=seconds)
            try:
                answer = await context.get(self.request(url, context))
            except StatusError as error:
                if pages and pages[-1].is_whole and error.is_absent:
                    return _Read(pages, answer, is_new, wait)
                raise self._refused(error) from None
            is_new = is_new or not (answer.not_modified or answer.from_cache)
            wait = used_up(answer.headers, context.now())
            page = await context.parse(board.parse, answer.body, answer.url)
            board.check(page, pages)
            pages.append(page)
            if not page.next_url:
                return _Read(pages, answer, is_new, wait)
            url = urljoin(url, page.next_url)

    def _is_stored(self, snapshot: Snapshot, context: SyncContext) -> bool:
        """Whether an answer that was here already was stored, too. Boards of a family may share an address: then it
        is here because another of them was synced, and only the rows tell."""
        boards = context.library.boards
        own = next((info for info in boards.snapshots(self.id) if info.source == self.id), None)
        if own is None or not self.board.family:
            return own is not None
        latest = boards.snapshot(self.id, own.taken_on)
        return latest is not None and latest.rows == snapshot.rows

    def request(self, url: str, context: SyncContext) -> Request:
        """The request for a page. Of an address that a page named, neither the key nor our trust goes to another
        origin than the configured one."""
        is_own = _origin(url) == _origin(self.url)
        return Request(
            url,
            expect=self.board.expect,
            trust=Trust.CONFIGURED if is_own else Trust.CONTENT,
            freshness=context.options.freshness,
            headers={self.board.key_header: self.api_key} if self.board.key_header and is_own else {},
        )

    def _refused(self, error: StatusError) -> StatusError:
        """A refusal in words that fit this source."""
        setting = f"[benchmarks.{self.id}]"
        if isinstance(error, RateLimited):
            return error
        if isinstance(error, GoneError):
            hint = f"That version of its API is gone; {setting} url may name a later one."
            return GoneError(error.message, hint, error.status)
        if error.status in (401, 403) and self.board.key_header:
            variable = f", or ${self.board.key_variable}" if self.board.key_variable else ""
            hint = f"Check {setting} api_key{variable}."
            return StatusError(f"{self.title} does not take the key ({error.status})", hint, error.status)
        return error


def _check_size(new: Snapshot, last: Snapshot | None, title: str) -> None:
    """Refuse a table that is so much shorter or longer than the one of a few days ago that it is cut, or no table of
    this board. Raises ParseError. What stays so for longer is a change of the board."""
    if last is None or last.source != new.source or len(last.rows) < _TELLING:
        return
    known = last.held_until or last.taken_on
    is_settled = (new.taken_on - known).days > _SETTLED_DAYS or new.index_version != last.index_version
    if is_settled or _SHRUNK * len(last.rows) <= len(new.rows) <= _GROWN * len(last.rows):
        return
    raise ParseError(
        f"{title} gave {len(new.rows):,} models where it gave {len(last.rows):,} on {known}: it was not stored",
        "The table from then stays. One that is meant so is taken in a week, or when its file is imported.",
    )


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    return parts.scheme, (parts.hostname or "").lower(), port or {"http": 80, "https": 443}.get(parts.scheme)


def _day_of(response: Response) -> date | None:
    """The day since which the server says that it has had this."""
    try:
        return parsedate_to_datetime(response.headers["last-modified"]).astimezone(UTC).date()
    except (KeyError, ValueError, OverflowError):
        return None
