"""A model's story on a board: its history over all dates, where the index broke, and what mentions it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from tui_reader.domain.comparison_standing import better_is_lower, places_by_score
from tui_reader.domain.items import Kind
from tui_reader.domain.model_history import Day
from tui_reader.services.boards import Tables, history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tui_reader.domain.boards import BoardRow, Snapshot
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.domain.rows import Row, SightingView


class DatedTables(Tables, Protocol):
    """What is asked of the library's leaderboards."""

    def judged_days(self, board: str) -> dict[date, bool]:
        """Of each date but the first, whether its scores compare with those of the date before."""


class Naming(Protocol):
    """What is asked of what names what."""

    def model_target(self, name: str) -> str:
        """The target of a model's name; "" when no leaderboard knows it."""

    def mentions(self, target: str, limit: int | None = None) -> list[SightingView]:
        """The items that name a target, oldest first."""


class ItemRows(Protocol):
    """What is asked of items."""

    def row(self, key: str) -> Row | None:
        """An item as a row of a list."""


class StoryLibrary(Protocol):
    """The subjects of the library that this needs."""

    @property
    def boards(self) -> DatedTables:
        """Leaderboards."""

    @property
    def items(self) -> ItemRows:
        """Items."""

    @property
    def references(self) -> Naming:
        """What names what."""


#: Nobody goes through more items that name a model.
_MOST = 200


def story(library: StoryLibrary, board: str, model: str, aliases: ModelAliases | None = None) -> list[Day]:
    """All dates of a board, oldest first, with the model's row where the table lists it. Ranks are as published.
    Raises NotFound for a model that no table lists."""
    rows = {found.taken_on: row for found, row in history(library.boards, board, model, aliases)}
    days = sorted(info.taken_on for info in library.boards.snapshots(board))
    return [Day(day, row, row.rank if row is not None else None) for day in days for row in [rows.get(day)]]


def judged(library: StoryLibrary, board: str, days: Sequence[Day]) -> tuple[list[Day], bool]:
    """The days with the breaks of the index marked, and ranks by score where none is published; and whether a lower
    score is better. Only the newest table is read, and those that publish no ranks, about 5 ms for each of 600 rows."""
    compares = library.boards.judged_days(board)
    found: list[Day] = []
    window = ""
    for day in days:
        own = day.row.window if day.row is not None else ""
        is_rebased = bool(own and window and own != window)
        window = own or window
        is_rebased = is_rebased or not compares.get(day.day, True)
        rank = day.rank
        if rank is None and day.row is not None and (table := library.boards.snapshot(board, day.day)) is not None:
            rank = _place(day.row, table, _is_lower_better(table))
        found.append(replace(day, rank=rank, is_rebased=is_rebased))
    newest = library.boards.snapshot(board, days[-1].day) if days else None
    return found, newest is not None and _is_lower_better(newest)


def _is_lower_better(table: Snapshot) -> bool:
    return table.better == "lower" or (not table.better and better_is_lower([table.rows]))


def mentions(library: StoryLibrary, names: Iterable[str], days: Iterable[date] = ()) -> list[Row]:
    """Items that name the model, under any of its names, and the issues of `days`, whose tables list it: issues
    first, then the rest, each newest first."""
    keys = {f"issue:{day.isoformat()}" for day in days}
    for target in {library.references.model_target(name) for name in names} - {""}:
        keys |= {seen.key for seen in library.references.mentions(target, _MOST) if seen.key}
    rows = [row for key in sorted(keys) if (row := library.items.row(key)) is not None]
    rows.sort(key=lambda row: row.date.timestamp() if row.date else 0.0, reverse=True)
    return sorted(rows, key=lambda row: row.kind is not Kind.ISSUE)


def _place(row: BoardRow | None, table: Snapshot, lower: bool) -> int | None:
    if row is None or row.score is None:
        return None
    places = places_by_score(table.rows, lower_is_better=lower)
    return next((places[id(r)] for r in table.rows if r.model == row.model and id(r) in places), None)
