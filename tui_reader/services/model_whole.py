"""A model, whole: every leaderboard that it stands on, over all dates, and what they say of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.boards import BoardInfo, BoardRow
from tui_reader.domain.errors import NotFound
from tui_reader.services.boards import histories
from tui_reader.services.models_beside import Model, told_of

if TYPE_CHECKING:
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.services.boards import Tables


class OnBoard(Struct, frozen=True):
    """A board and the model's row on each day that lists it, oldest first."""

    board: BoardInfo
    days: tuple[tuple[date, BoardRow], ...]


class WholeModel(Struct, frozen=True):
    """What is told of the model, the newest first, and where it stands: the boards that listed it last come first."""

    told: Model
    boards: tuple[OnBoard, ...]


def whole_model(tables: Tables, model: str, aliases: ModelAliases | None = None) -> WholeModel:
    """Everything the leaderboards have of a model of that name; nothing where none lists it."""
    try:
        found = histories(tables, model, aliases)
    except NotFound:
        found = []
    boards = [OnBoard(info, tuple((table.taken_on, row) for table, row in listed)) for info, listed in found]
    boards.sort(key=lambda on: (-on.days[-1][0].toordinal(), on.board.title.casefold()))
    rows = [(on.board.title, day, row) for on in boards for day, row in on.days]
    return WholeModel(told_of(model, rows), tuple(boards))
