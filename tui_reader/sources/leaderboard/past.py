"""The past of a leaderboard, where its source gives it: page after page of rows, or table after table, each day's
stored as it is complete.

How far it came is noted in the library with what was stored, so a run that was killed or refused goes on from there;
what comes twice changes nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from tui_reader.domain.errors import ParseError, RateLimited, ReaderError, StatusError
from tui_reader.sources.leaderboard.board import Page
from tui_reader.sources.leaderboard.quota import used_up
from tui_reader.sources.leaderboard.rows import ranked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from datetime import date

    from tui_reader.domain.boards import BoardRow, Snapshot
    from tui_reader.domain.http import Request
    from tui_reader.domain.rows import Stored
    from tui_reader.sources.base import SyncContext
    from tui_reader.sources.leaderboard.board import Board, PastPage
    from tui_reader.sources.stored import Words

#: The longest that a source may ask to be left alone before the run ends and is taken up later.
_LONGEST_WAIT_S = 120.0


class Tables(Protocol):
    """What is asked of the library's leaderboards."""

    def of_source(self, board: str, day: date, source: str) -> Snapshot | None:
        """The table of exactly that day and source."""

    def store(self, snapshot: Snapshot) -> Stored:
        """Store the table of a day."""


class TablesLibrary(Protocol):
    """The subject of the library that a day's table is stored in."""

    @property
    def boards(self) -> Tables:
        """Leaderboards."""


class PastLibrary(TablesLibrary, Protocol):
    """The subjects of the library that a page is stored in."""

    @property
    def meta(self) -> Words:
        """Words of the program's own."""


async def bring_past(
    board: Board, url: str, request: Callable[[str], Request], context: SyncContext
) -> tuple[int, int]:
    """Bring all tables that a source still has: how many days were new, and how many changed. `url` is the board's
    address as configured, `request` makes one of an address. Raises a FetchError or ParseError when it stops answering;
    what came is kept, and the next run goes on from there."""
    run = _Run(board, url, request, context)
    try:
        await run.everything()
    except ReaderError as error:
        error.hint = f"{run.stored:,} tables came before that; the same command goes on from there."
        raise
    return run.new, run.changed


async def bring_older(
    board: Board,
    older: Sequence[tuple[date, str]],
    pages_of: Callable[[str], Awaitable[Sequence[Page]]],
    context: SyncContext,
) -> int:
    """Bring the tables of a source that gives each at an address of its own, the newest first: how many were not here.
    `pages_of` reads one from its first address. Raises a FetchError or ParseError as `bring_past` does; one table that
    is damaged does not keep the others away."""
    title = board.name or board.title
    stored = 0
    refused: ReaderError | None = None
    for count, (day, url) in enumerate(sorted(older, reverse=True), 1):
        if context.library.boards.of_source(board.id, day, board.id) is None:
            try:
                table = board.snapshot(await pages_of(url), day, board.id)
                await context.store(partial(_stored, table))
                stored += 1
            except ReaderError as error:
                is_this_alone = isinstance(error, ParseError) or (isinstance(error, StatusError) and error.is_absent)
                if not is_this_alone:
                    error.hint = f"{stored:,} tables came before that; the same command goes on from there."
                    raise
                error.message = f"{title}'s table of {day} was not read: {error.message}"
                refused = error
        context.say(f"{title}: {count:,} of {len(older):,} older tables")
    if refused is not None:
        others = "1 other table" if stored == 1 else f"{stored:,} other tables"
        refused.hint = f"{others} came. The same command asks for it again."
        raise refused
    return stored


async def bring_runs(board: Board, past: PastPage, told_on: date, context: SyncContext) -> int:
    """Make the tables that a file of runs, of the day `told_on`, had before it was first fetched here: how many were
    not here. The newest come first, so that a run that was killed goes on before the oldest that it made."""
    known = [info.taken_on for info in context.library.boards.snapshots(board.id) if info.source == board.id]
    first = min([*known, told_on])
    note = f"Made from the dates of the runs in the file of {told_on}: what was withdrawn before that is not in it."
    older = [(day, rows) for day, rows in reversed(past.tables) if day < first]
    for count, (day, rows) in enumerate(older, 1):
        table = board.snapshot([Page(rows, description=note)], day, board.id)
        await context.store(partial(_stored, table))
        context.say(f"{board.name or board.title}: {count:,} of {len(older):,} older tables")
    return len(older)


def _stored(table: Snapshot, library: TablesLibrary) -> Stored:
    return library.boards.store(table)


class _Run:
    """One run through the pages. Rows of a day are held until rows of another day follow them."""

    def __init__(self, board: Board, url: str, request: Callable[[str], Request], context: SyncContext) -> None:
        self.new = self.changed = self.stored = 0
        self._board = board
        self._url = url
        self._request = request
        self._context = context
        self._title = board.name or board.title
        self._place = f"boards.past:{board.id}"
        self._held: dict[date, dict[str, BoardRow]] = {}
        self._begins: dict[date, int] = {}

    async def everything(self) -> None:
        """All pages from the place that was noted."""
        board, context = self._board, self._context
        if board.past is None:
            return
        offset = int(context.library.meta.get(self._place) or 0)
        while True:
            answer = await context.get(self._request(board.past.url(self._url, offset)))
            page = await context.parse(board.past.parse, answer.body, answer.url)
            if not page.read and offset < page.total:
                raise ParseError(f"{self._title}'s past ends at {offset:,} of {page.total:,} rows", "")
            latest = self._hold(page.tables, offset)
            offset += page.read
            is_end = offset >= page.total
            context.say(f"{self._title}: {min(offset, page.total):,} of {page.total:,} rows")
            await self._store([day for day in self._held if is_end or day != latest], offset, latest)
            if is_end:
                return
            until = used_up(answer.headers, context.now())
            await self._wait((until - context.now()).total_seconds() if until else 0.0)

    def _hold(self, tables: Iterable[tuple[date, tuple[BoardRow, ...]]], offset: int) -> date | None:
        latest = None
        for latest, rows in tables:
            self._begins.setdefault(latest, offset)
            self._held.setdefault(latest, {}).update((row.model, row) for row in rows)
        return latest

    async def _store(self, days: list[date], offset: int, latest: date | None) -> None:
        board = self._board
        tables = []
        for day in sorted(days):
            rows = tuple(self._held.pop(day).values())
            tables.append(board.snapshot([Page(rows, day=day)], day, board.id))
        # The day that rows may still follow is read again next time; so is the last one, which may still grow.
        begins = [self._begins[day] for day in self._held] or [self._begins.get(latest, offset) if latest else offset]
        self._begins = {day: at for day, at in self._begins.items() if day in self._held or day == latest}

        def job(library: PastLibrary) -> list[tuple[int, int]]:
            done = [_merged(library, table) for table in tables]
            library.meta.set(self._place, str(min(begins)))
            return done

        for new, changed in await self._context.store(job):
            self.new += new
            self.changed += changed
        self.stored += len(tables)

    async def _wait(self, seconds: float) -> None:
        if seconds > _LONGEST_WAIT_S:
            raise RateLimited(f"{self._title}'s quota of requests is used up", retry_after_s=seconds)
        if seconds > 0:
            await self._context.sleep(seconds)


def _merged(library: TablesLibrary, table: Snapshot) -> tuple[int, int]:
    """Store a day's table with what is known of that day from the same source: whether it was new, or changed."""
    known = library.boards.of_source(table.board, table.taken_on, table.source)
    if known is not None:
        rows = {row.model: row for row in (*known.rows, *table.rows)}
        table = replace(known, rows=ranked(rows.values(), lower_is_better=table.better == "lower"))
    done = library.boards.store(table)
    is_told = bool(done.new or done.updated)
    return int(is_told and known is None), int(is_told and known is not None)
