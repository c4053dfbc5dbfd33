"""A model's story on a board: its history over all dates, where the index broke, and what mentions it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from tui_reader.domain.comparison_basis import basis_of
from tui_reader.domain.comparison_figures import Scale
from tui_reader.domain.comparison_standing import better_is_lower, places_by_score
from tui_reader.domain.items import Kind
from tui_reader.domain.model_history import Day
from tui_reader.domain.model_identity import name_key
from tui_reader.services.boards import Tables, history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tui_reader.domain.boards import BoardRow, Snapshot
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.domain.rows import Row, SightingView


class DatedTables(Tables, Protocol):
    """What is asked of the library's leaderboards."""

    def steady_days(self, board: str) -> set[date]:
        """The days on which half of the scores or more are those of the date before: nothing was rebased."""


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
    score is better. Only tables in which many scores differ from the date before are read, about 5 ms for each of 600
    rows, and those that publish no ranks."""
    steady = library.boards.steady_days(board)
    at_hand: dict[date, Snapshot | None] = {}

    def table(day: date) -> Snapshot | None:
        if day not in at_hand:
            if len(at_hand) > 2:
                del at_hand[min(at_hand)]
            at_hand[day] = library.boards.snapshot(board, day)
        return at_hand[day]

    found: list[Day] = []
    window = ""
    for number, day in enumerate(days):
        own = day.row.window if day.row is not None else ""
        is_rebased = bool(own and window and own != window)
        window = own or window
        if number and not is_rebased and day.day not in steady:
            before, after = table(days[number - 1].day), table(day.day)
            is_rebased = before is not None and after is not None and not _compares(before, after)
        rank = day.rank
        if rank is None and day.row is not None and (own_table := table(day.day)) is not None:
            rank = _place(day.row, own_table, _is_lower_better(own_table))
        found.append(replace(day, rank=rank, is_rebased=is_rebased))
    newest = table(days[-1].day) if days else None
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


def _compares(before: Snapshot, after: Snapshot) -> bool:
    """Whether scores of two neighbouring tables compare, judged by the models that both have."""
    old = {row.model_id or name_key(row.model): row.score for row in before.rows if row.score is not None}
    both = [(row, row.model_id or name_key(row.model)) for row in after.rows if row.score is not None]
    pairs = [(score, row.score) for row, key in both if (score := old.get(key)) is not None and row.score is not None]
    scale = Scale.of((r.score for r in before.rows), (r.score for r in after.rows))
    return basis_of(before, after, pairs, scale).comparable
