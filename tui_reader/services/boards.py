"""Leaderboards over time: which two tables a comparison is of, what is back again, and one model's whole history."""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.comparison import Change, Comparison, compare, returned
from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.model_identity import name_key

if TYPE_CHECKING:
    from tui_reader.domain.boards import BoardInfo, BoardRow, Snapshot
    from tui_reader.domain.comparison import ModelChange
    from tui_reader.domain.rows import SnapshotInfo

FIRST, LAST = "first", "last"


class Tables(Protocol):
    """The part of the library that this needs; see `LibraryReader`."""

    def boards(self) -> list[BoardInfo]:
        """The leaderboards."""

    def snapshots(self, board: str) -> list[SnapshotInfo]:
        """The snapshots of a board, newest first, one a day."""

    def snapshot(self, board: str, day: date | None = None) -> Snapshot | None:
        """The table of that day, else of the nearest day before; without a day, the newest."""

    def history(self, board: str, model: str) -> list[tuple[SnapshotInfo, BoardRow]]:
        """One model, by name or id, over all dates, oldest first."""


def compare_days(library: Tables, board: str, first: str = "", second: str = "") -> Comparison:
    """What became of the models of a board between two dates, with those that are back again marked.

    A date is ISO, `first` or `last`; one without a table means the nearest before. Without `second` it is the last;
    without both the last two are compared. Raises NotFound and UsageError.
    """
    before, after = two_tables(library, board, first, second)
    return mark_returned(library, compare(before, after))


def two_tables(library: Tables, board: str, first: str = "", second: str = "") -> tuple[Snapshot, Snapshot]:
    """The two tables that the dates mean; see `compare_days`. Raises NotFound and UsageError."""
    info = board_named(library, board)
    if first:
        return _table(library, info, first), _table(library, info, second or LAST)
    days = library.snapshots(info.board)
    if len(days) < 2:
        raise NotFound(
            f"{info.board} has {len(days) or 'no'} table{'' if len(days) == 1 else 's'}, and two are compared",
            "inference-tui sync brings more; import reads them from files.",
        )
    return _on(library, info, days[1].taken_on), _on(library, info, days[0].taken_on)


def mark_returned(library: Tables, comparison: Comparison) -> Comparison:
    """The comparison with models that entered but stood in an older table marked. Looking back in time, none is."""
    before, after = comparison.before, comparison.after
    if before.taken_on >= after.taken_on:
        return comparison
    seen: dict[str, date] = {}
    for row in comparison.rows:
        if row.change is Change.ENTERED:
            days = [
                info.taken_on
                for info, old in library.history(before.board, row.key)
                if info.taken_on < before.taken_on and _was_listed(old, row, before)
            ]
            if days:
                seen[row.key] = max(days)
    return returned(comparison, seen) if seen else comparison


def history(library: Tables, board: str, model: str) -> list[tuple[SnapshotInfo, BoardRow]]:
    """One model over all dates, oldest first, under all names that its source's id ties together.

    `model` is a name, however it is written, or an id. Raises NotFound with the nearest names.
    """
    info = board_named(library, board)
    rows = library.history(info.board, model) or library.history(info.board, _spelled(library, info, model))
    model_id = next((row.model_id for _, row in reversed(rows) if row.model_id), "")
    days: dict[date, tuple[SnapshotInfo, BoardRow]] = {}
    if model_id:
        own = library.history(info.board, model_id)
        days = {found.taken_on: (found, row) for found, row in own}
        # Under a name it had, a table without ids means this model; one with another id means another.
        for name in {row.model for _, row in own}:
            for found, row in library.history(info.board, name):
                if not row.model_id:
                    days.setdefault(found.taken_on, (found, row))
    for found, row in rows:
        days.setdefault(found.taken_on, (found, row))
    return [days[day] for day in sorted(days)]


def board_named(library: Tables, board: str) -> BoardInfo:
    """The board of an id, with or without `board:` before it. Raises NotFound with the nearest ids."""
    wanted = board.strip().removeprefix("board:").lower()
    boards = {info.board.lower(): info for info in library.boards()}
    if wanted in boards:
        return boards[wanted]
    near = difflib.get_close_matches(wanted, boards, 3, 0.4) or list(boards)[:3]
    hint = f"There is {', '.join(near)}." if near else "inference-tui sync brings the first tables."
    raise NotFound(f"there is no board {wanted!r}", hint)


def _was_listed(old: BoardRow, row: ModelChange, before: Snapshot) -> bool:
    """Whether a row of an older table is that model, where the table it is missing from would have shown it."""
    if row.model_id and old.model_id not in ("", row.model_id):
        return False
    return before.complete or old.rank is None or old.rank <= len(before.rows)


def _table(library: Tables, info: BoardInfo, said: str) -> Snapshot:
    word = said.strip().lower()
    if word in (FIRST, LAST):
        day = info.first if word == FIRST else info.last
        if day is None:
            raise NotFound(f"{info.board} has no tables", "inference-tui sync brings some.")
        return _on(library, info, day)
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
            raise ValueError
        return _on(library, info, date.fromisoformat(word))
    except ValueError:
        raise UsageError(f"{said!r} is no day", "Write 2026-04-01, first or last.") from None


def _on(library: Tables, info: BoardInfo, day: date) -> Snapshot:
    found = library.snapshot(info.board, day)
    if found is None:
        since = f"The first is of {info.first}." if info.first else ""
        raise NotFound(f"{info.board} has no table on or before {day}", since)
    return found


def _spelled(library: Tables, info: BoardInfo, model: str) -> str:
    """The newest name in the board's tables that differs from what was typed only in writing. Raises NotFound."""
    wanted = name_key(model)
    known: dict[str, str] = {}
    for day in library.snapshots(info.board):
        found = library.snapshot(info.board, day.taken_on)
        for row in found.rows if found else ():
            if name_key(row.model) == wanted:
                return row.model
            known.setdefault(name_key(row.model), row.model)
    near = [name for key, name in known.items() if wanted and wanted in key][:3]
    near = near or [known[key] for key in difflib.get_close_matches(wanted, known, 3, 0.5)]
    hint = f"There is {'; '.join(near)}." if near else f"inference-tui show board:{info.board} lists its models."
    raise NotFound(f"{info.board} has no model {model!r}", hint)
