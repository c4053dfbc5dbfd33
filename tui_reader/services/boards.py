"""Leaderboards over time: which two tables a comparison is of, what is back again, and one model's whole history."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NoReturn, Protocol

from tui_reader.domain.comparison import Change, Comparison, compare, returned
from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.domain.model_identity import name_key, shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.domain.boards import BoardInfo, BoardRow, Snapshot
    from tui_reader.domain.comparison import ModelChange
    from tui_reader.domain.rows import SnapshotInfo

FIRST, LAST = "first", "last"
#: How many names are asked for together.
_AT_ONCE = 400


class Tables(Protocol):
    """What is asked of the library's leaderboards."""

    def all(self) -> list[BoardInfo]:
        """The leaderboards."""

    def snapshots(self, board: str) -> list[SnapshotInfo]:
        """The snapshots of a board, newest first, one a day."""

    def snapshot(self, board: str, day: date | None = None) -> Snapshot | None:
        """The table of that day, else of the nearest day before; without a day, the newest."""

    def of_source(self, board: str, day: date, source: str) -> Snapshot | None:
        """The table of exactly that day and source."""

    def appearances(self, board: str, models: Sequence[str]) -> list[tuple[SnapshotInfo, BoardRow]]:
        """Every row with one of these names or ids, over all dates, oldest first."""

    def models(self, board: str = "") -> list[str]:
        """The names that stand or stood on a board, the latest first."""

    def listing(self, keys: Sequence[str], model_id: str = "") -> dict[str, list[str]]:
        """The boards that list or listed a model, each with its names there; see `written_key`."""


def compare_days(
    tables: Tables, board: str, first: str = "", second: str = "", aliases: ModelAliases | None = None
) -> Comparison:
    """What became of the models of a board between two dates, with those that are back again marked.

    A date is ISO, `first` or `last`; one without a table means the nearest before. Without `second` it is the last;
    without both the last two are compared. `aliases` tie names together. Raises NotFound and UsageError.
    """
    before, after = two_tables(tables, board, first, second)
    before = of_one_source(tables, before, after)
    names = aliases or ModelAliases()
    return mark_returned(tables, compare(before, after, names.key), names)


def two_tables(tables: Tables, board: str, first: str = "", second: str = "") -> tuple[Snapshot, Snapshot]:
    """The two tables that the dates mean; see `compare_days`. Raises NotFound and UsageError."""
    info = board_named(tables, board)
    if first:
        return _table(tables, info, first), _table(tables, info, second or LAST)
    days = tables.snapshots(info.board)
    if len(days) < 2:
        raise NotFound(
            f"{info.board} has {len(days) or 'no'} table{'' if len(days) == 1 else 's'}, and two are compared",
            "inference-tui sync brings more; import reads them from files.",
        )
    return _on(tables, info, days[1].taken_on), _on(tables, info, days[0].taken_on)


def of_one_source(tables: Tables, before: Snapshot, after: Snapshot) -> Snapshot:
    """The earlier table as the later one's source gave it that day, where it did: of a day with tables of two sources
    the fullest is shown, but two sources do not say whether anything moved."""
    if before.source == after.source or before.taken_on == after.taken_on:
        return before
    return tables.of_source(before.board, before.taken_on, after.source) or before


def mark_returned(tables: Tables, comparison: Comparison, aliases: ModelAliases | None = None) -> Comparison:
    """The comparison with models that entered but stood in an older table marked. Looking back in time, none is."""
    before, after = comparison.before, comparison.after
    entered = [row for row in comparison.rows if row.change is Change.ENTERED and not row.is_rescored]
    if before.taken_on >= after.taken_on or not entered:
        return comparison
    names = aliases or ModelAliases()
    wanted = {name: None for row in entered for name in (row.model_id, row.model)}
    written = tuple(dict.fromkeys(key for row in entered for key in names.written_keys(row.model)))
    for start in range(0, len(written), _AT_ONCE):
        wanted |= dict.fromkeys(tables.listing(written[start : start + _AT_ONCE]).get(before.board, ()))
    by_name: dict[str, list[tuple[date, BoardRow]]] = defaultdict(list)
    by_id: dict[str, list[tuple[date, BoardRow]]] = defaultdict(list)
    for info, old in tables.appearances(before.board, list(wanted)):
        if info.taken_on < before.taken_on:
            by_name[names.key(old.model)].append((info.taken_on, old))
            by_id[old.model_id].append((info.taken_on, old))
    seen: dict[str, date] = {}
    for row in entered:
        older = by_name[names.key(row.model)] + (by_id[row.model_id] if row.model_id else [])
        if days := [day for day, old in older if _was_listed(old, row, before)]:
            seen[row.key] = max(days)
    return returned(comparison, seen) if seen else comparison


def history(
    tables: Tables, board: str, model: str, aliases: ModelAliases | None = None
) -> list[tuple[SnapshotInfo, BoardRow]]:
    """One model over all dates, oldest first, under all names that its source's id or `aliases` tie together.

    `model` is a name, however it is written, or an id. Raises NotFound with the nearest names.
    """
    info = board_named(tables, board)
    names = tables.listing((aliases or ModelAliases()).written_keys(model)).get(info.board, [])
    return _history(tables, info, model, names) or _unknown(tables, [info], model)


def histories(
    tables: Tables, model: str, aliases: ModelAliases | None = None
) -> list[tuple[BoardInfo, list[tuple[SnapshotInfo, BoardRow]]]]:
    """One model on every board that lists it, by the boards' titles. Raises NotFound with the nearest names."""
    names, boards = aliases or ModelAliases(), tables.all()
    listing = tables.listing(names.written_keys(model), model)
    found = [(info, _history(tables, info, model, listing[info.board])) for info in boards if info.board in listing]
    return [(info, days) for info, days in found if days] or _unknown(tables, boards, model)


def board_named(tables: Tables, board: str) -> BoardInfo:
    """The board of an id, with or without `board:` before it. Raises NotFound with the nearest ids."""
    wanted = board.strip().removeprefix("board:").lower()
    boards = {info.board.lower(): info for info in tables.all()}
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


def _table(tables: Tables, info: BoardInfo, said: str) -> Snapshot:
    word = said.strip().lower()
    if word in (FIRST, LAST):
        day = info.first if word == FIRST else info.last
        if day is None:
            raise NotFound(f"{info.board} has no tables", "inference-tui sync brings some.")
        return _on(tables, info, day)
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
            raise ValueError
        return _on(tables, info, date.fromisoformat(word))
    except ValueError:
        raise UsageError(f"{said!r} is no day", "Write 2026-04-01, first or last.") from None


def _on(tables: Tables, info: BoardInfo, day: date) -> Snapshot:
    found = tables.snapshot(info.board, day)
    if found is None:
        since = f"The first is of {info.first}." if info.first else ""
        raise NotFound(f"{info.board} has no table on or before {day}", since)
    return found


def _history(tables: Tables, info: BoardInfo, model: str, names: Sequence[str]) -> list[tuple[SnapshotInfo, BoardRow]]:
    exact = shown_name(model).casefold()
    # Where writing alone tells two models of a board apart, what is written exactly means the one.
    exactly = [name for name in names if shown_name(name).casefold() == exact]
    first = tables.appearances(info.board, [model, *exactly]) or tables.appearances(info.board, names)
    newest = max((found.taken_on for found, row in first if row.model_id), default=None)
    ids = {row.model_id for found, row in first if found.taken_on == newest and row.model_id}
    # A table that lists a model once for each agent has as many ids of it; then its best row stands for it.
    model_id = ids.pop() if len(ids) == 1 else ""
    days: dict[date, tuple[SnapshotInfo, BoardRow]] = {}

    def add(rows: Iterable[tuple[SnapshotInfo, BoardRow]]) -> None:
        for found, row in rows:
            days.setdefault(found.taken_on, (found, row))

    own = tables.appearances(info.board, [model_id]) if model_id else []
    add((found, row) for found, row in own if row.model_id == model_id)
    # Under a name it has or had, a table without ids means this model; one with another id means another.
    others = tables.appearances(info.board, [*dict.fromkeys(row.model for _, row in own), *names])
    if not model_id:
        add(first)
    add((found, row) for found, row in others if not row.model_id)
    if not model_id:
        add(others)
    return [days[day] for day in sorted(days)]


def _unknown(tables: Tables, boards: Sequence[BoardInfo], model: str) -> NoReturn:
    wanted = name_key(model)
    known = {name_key(name): name for info in boards for name in tables.models(info.board)}
    near = [name for key, name in known.items() if wanted and wanted in key][:3]
    near = near or [known[key] for key in difflib.get_close_matches(wanted, known, 3, 0.5)]
    where = boards[0].board if len(boards) == 1 else "any board"
    lists = (
        f"inference-tui show board:{where} lists its models." if len(boards) == 1 else "list boards shows the boards."
    )
    raise NotFound(
        f"{where} has no model {model!r}" if len(boards) == 1 else f"no board has a model {model!r}",
        f"There is {'; '.join(near)}." if near else lists,
    )
