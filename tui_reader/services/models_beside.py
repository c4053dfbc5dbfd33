"""Two to four models side by side: every leaderboard that lists one of them, and what the boards say of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.boards import LICENSE, ORGANISATION, RELEASED, BoardInfo, BoardRow, Column
from tui_reader.domain.errors import UsageError
from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.services.boards import histories

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.services.boards import Tables

MOST = 4


class Said(Struct, frozen=True):
    """Something a board says of a model: what, which board, and when."""

    value: str | float
    board: str
    on: date


class Model(Struct, frozen=True):
    """One of the models: its name as asked for, the names it goes by on the boards, and what they say of it, the newest
    of each; None where none says anything."""

    name: str
    names: tuple[str, ...]
    organisation: Said | None = None
    license: Said | None = None
    released: Said | None = None
    usd_per_1m: Said | None = None
    tok_s: Said | None = None


class Line(Struct, frozen=True):
    """A board with the newest row of each model that it lists, or None, and the day of that row's table. `is_one` is
    whether all of them are of one day and of the same tasks, so that they can be set beside each other."""

    board: BoardInfo
    rows: tuple[tuple[date, BoardRow] | None, ...]
    is_one: bool


class Beside(Struct, frozen=True):
    """The models, and the boards that list any of them: first those that list the most of them."""

    models: tuple[Model, ...]
    lines: tuple[Line, ...]


def beside(tables: Tables, names: Sequence[str], aliases: ModelAliases | None = None) -> Beside:
    """Set models side by side. Raises UsageError for fewer than two or more than four, NotFound for an unknown one."""
    if not 2 <= len(names) <= MOST:
        raise UsageError(f"{len(names)} model{'' if len(names) == 1 else 's'} cannot be compared", "Name two to four.")
    known = aliases or ModelAliases()
    found = [
        {info.board: (info, [(listed.taken_on, row) for listed, row in days]) for info, days in every}
        for every in (histories(tables, name, known) for name in names)
    ]
    boards = {board: info for of_model in found for board, (info, _) in of_model.items()}
    lines = []
    for board, info in boards.items():
        rows = tuple(of_model[board][1][-1] if board in of_model else None for of_model in found)
        there = [row for row in rows if row is not None]
        is_one = len({day for day, _ in there}) == 1 and len({row.window for _, row in there}) == 1
        lines.append(Line(info, rows, is_one))
    lines.sort(key=lambda line: (-sum(row is not None for row in line.rows), line.board.title.casefold()))
    models = tuple(
        told_of(name, [(board, day, row) for board, (_, days) in of_model.items() for day, row in days])
        for name, of_model in zip(names, found, strict=True)
    )
    return Beside(models, tuple(lines))


def told_of(name: str, listed: Iterable[tuple[str, date, BoardRow]]) -> Model:
    """What the boards say of a model, of its rows as (board's id, day, row)."""
    newest = sorted(listed, key=lambda line: line[1], reverse=True)

    def told(column: Column) -> Said | None:
        values = ((row.value(column), board, day) for board, day, row in newest)
        return next((Said(str(value), board, day) for value, board, day in values if value is not None), None)

    def figure(field: str) -> Said | None:
        values = ((getattr(row, field), board, day) for board, day, row in newest)
        return next((Said(value, board, day) for value, board, day in values if value is not None), None)

    return Model(
        name,
        tuple(dict.fromkeys(row.model for _, _, row in newest)),
        told(ORGANISATION),
        told(LICENSE),
        told(RELEASED),
        figure("usd_per_1m"),
        figure("tok_s"),
    )
