"""What one leaderboard is: the description that each file of `sources/boards/` gives.

A board is asked page by page. `parse` reads one answer in the parsing process and says where the next one is; when
there is none, `join` makes a table of all pages. Both are functions at the top of their module and pure; nothing is
stored unless all of it came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tui_reader.domain.boards import BoardRow, Column, Snapshot
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.rows import ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from tui_reader.sources.sample import Sample

HIGHER, LOWER = "higher", "lower"
_HINT = "Nothing was stored; the next refresh reads it anew."


class Part(Struct, frozen=True):
    """A function that several boards share, for one of them: called with `of` before its other arguments. Unlike a
    partial function it equals what it is pickled to."""

    function: Callable[..., Any]
    of: Any

    def __call__(self, *args: Any) -> Any:
        """Call it."""
        return self.function(self.of, *args)


class Page(Struct, frozen=True):
    """One answer, read. `rows` need no rank: then they are ranked by score when all are there. `day` is the one that
    the source itself says; `next_url` is where it goes on, "" at the end. `number` and `total` count pages from 1
    where the source counts them, else they are 0. `columns` say what the rows' values are, where the board does not
    know it beforehand; `notes` is what a page without rows tells those that join them. With `is_whole` it is a table
    also without what may stand at `next_url`. `older` are the days of older tables that the source still has, each
    with the address at which it begins."""

    rows: tuple[BoardRow, ...] = ()
    next_url: str = ""
    day: date | None = None
    index_version: str = ""
    description: str = ""
    is_ranked: bool = False
    number: int = 0
    total: int = 0
    columns: tuple[Column, ...] = ()
    notes: str = ""
    older: tuple[tuple[date, str], ...] = ()
    is_whole: bool = False


class PastPage(Struct, frozen=True):
    """One answer about the past: rows by day in their order, how many rows were `read`, and how many there are."""

    tables: tuple[tuple[date, tuple[BoardRow, ...]], ...]
    read: int
    total: int


class Past(Struct, frozen=True):
    """Where a board's past is had: `url` makes the address of the page that begins at a row from the usual address,
    `parse` reads it as a board's own `parse` does."""

    url: Callable[[str, int], str]
    parse: Callable[[bytes, str], PastPage]


class Board(Struct, frozen=True):
    """A leaderboard. `url` is its usual address, "" for one that only comes from files; `attribution` and `license`
    are shown beside its tables. `name` is what a sync calls it.

    `family` is what several boards of one source have in common. `columns` are what its rows have beyond rank, score,
    speed and price, and `ceiling` the score from which on the board itself cannot tell more from less.
    `past` is how older tables are had, where the source gives them; `runs` makes them of an answer that dates its runs,
    which is all the past that a file of runs has; `has_older` is whether its pages lead to older tables.
    `parse` takes the body of an answer and its address (of a file: its name), and raises ParseError for what is no
    page of this board. `first_url` makes the first address of `url`, which may be set by the configuration.
    A board with `key_header` is asked only with a key: from `[benchmarks.ID] api_key`, or the environment's
    `key_variable`. `is_known` tells a file of it by its content, 0 for any other; of a file of several boards they come
    in the order of what it gives. `is_followed` whether it is fetched when nobody chose.
    """

    id: str
    title: str
    metric: str
    url: str
    attribution: str
    parse: Callable[[bytes, str], Page]
    is_known: Callable[[Sample], int]
    license: str = ""
    name: str = ""
    better: str = HIGHER
    family: str = ""
    is_followed: bool = False
    expect: str = "any"
    key_header: str = ""
    key_variable: str = ""
    first_url: Callable[[str], str] = str
    join: Callable[[Sequence[Page]], Page] | None = None
    columns: tuple[Column, ...] = ()
    ceiling: float | None = None
    past: Past | None = None
    runs: Callable[[bytes, str], PastPage] | None = None
    has_older: bool = False

    @property
    def told_past(self) -> str:
        """What is known of the board's past, for people; "" where its source gives none."""
        if self.past is not None or self.has_older:
            return "every table that its source published"
        return "from the dates of its runs" if self.runs is not None else ""

    def snapshot(self, pages: Sequence[Page], day: date, source: str) -> Snapshot:
        """The table of all pages. `day` is when none of them says one. Raises ParseError for an empty one."""
        page = (self.join or joined)(pages)
        if not page.rows:
            raise ParseError(f"{self.name or self.title} gave no models", "Its address or format may have changed.")
        rows = page.rows if page.is_ranked else ranked(page.rows, lower_is_better=self.better == LOWER)
        return Snapshot(
            board=self.id,
            title=self.title,
            taken_on=page.day or day,
            rows=rows,
            metric=self.metric,
            description=" ".join(part for part in (page.description, self.attribution) if part),
            source=source,
            index_version=page.index_version,
            complete=True,
            better=self.better,
            columns=page.columns or self.columns,
            ceiling=self.ceiling,
        )

    def check(self, page: Page, before: Sequence[Page]) -> None:
        """Refuse pages that do not make one table: a table of two versions would look like a collapse."""
        name, number = self.name or self.title, len(before) + 1
        if page.number not in (0, number):
            raise ParseError(f"{name} gave page {page.number} when asked for page {number}", _HINT)
        if page.number and page.next_url and not page.rows:
            raise ParseError(f"page {number} of {name} is empty, and more are said to follow", _HINT)
        versions = {one.index_version for one in (*before, page) if one.index_version}
        if len(versions) > 1 or (before and page.total != before[0].total):
            raise ParseError(f"{name}'s table changed while it was read", _HINT)


def joined(pages: Sequence[Page]) -> Page:
    """The pages as one; a model that stands on two counts once."""
    rows: dict[str, BoardRow] = {}
    for page in pages:
        for row in page.rows:
            rows.setdefault(row.model_id or row.model, row)
    return Page(
        tuple(rows.values()),
        day=next((page.day for page in pages if page.day), None),
        index_version=next((page.index_version for page in pages if page.index_version), ""),
        description=next((page.description for page in pages if page.description), ""),
        is_ranked=all(page.is_ranked for page in pages),
        columns=next((page.columns for page in pages if page.columns), ()),
    )
