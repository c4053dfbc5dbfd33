"""A compared leaderboard as cells: what each column says, how wide it is, sorting, narrowing. No widget in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, overload

from rich.cells import cell_len

from tui_reader.domain.comparison import Change, ModelChange
from tui_reader.domain.comparison_figures import column_decimals
from tui_reader.domain.comparison_standing import better_is_lower
from tui_reader.services.comparison_words import move
from tui_reader.text.sanitise import clean_line
from tui_reader.ui.boards.cells import (
    cut_names,
    delta_text,
    error_text,
    figure_text,
    own_text,
    widest_figure,
    widest_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.domain.boards import BoardRow, Column, Value
    from tui_reader.domain.comparison import Comparison
    from tui_reader.domain.comparison_figures import Delta

MOVE, RANK, MODEL, SCORE, ERROR, SCORE_BY, SPEED, SPEED_BY, PRICE, PRICE_BY, NOTE = (
    "move", "rank", "model", "score", "error", "score_by", "tok_s", "tok_s_by", "usd_per_1m", "usd_per_1m_by", "note",
)  # fmt: skip
_VALUE = "values."
"""What the name of a column of the board's own begins with, before the column's id."""
#: What a column is called over the table, and when one sorts by it.
HEADS = {
    MOVE: ("", "how far it moved"), RANK: ("#", "rank"), MODEL: ("Model", "name"), SCORE: ("Score", "score"),
    ERROR: ("95 %", "error of score, at 95 %"),
    SCORE_BY: ("±", "change of score"), SPEED: ("tok/s", "speed"), SPEED_BY: ("±", "change of speed"),
    PRICE: ("$/1M", "price"), PRICE_BY: ("±", "change of price"), NOTE: ("Note", "note"),
}  # fmt: skip
#: The columns in order, those of the board's own before the note; and who goes first when it is narrow (the last of
#: these; before any of them, columns of the board's own).
ORDER = (MOVE, RANK, MODEL, SCORE, ERROR, SCORE_BY, SPEED, SPEED_BY, PRICE, PRICE_BY, NOTE)
KEPT = (MODEL, RANK, SCORE, MOVE, SCORE_BY, ERROR, PRICE, SPEED, PRICE_BY, SPEED_BY, NOTE)
#: Which of the board's own stay longest.
_FIRST_OWN = ("votes", "cost", "agent", "tries", "tokens", "steps", "organisation", "released", "license")
_WIDEST_OWN = 24
#: So much of a note is worth more than a column of the board's own.
_NOTE_ROOM = 30
TO_THE_LEFT = frozenset({MODEL, NOTE, MOVE})
#: Cells in which a model's name can be read; and told from others, if it must be.
_NAME, _SHORT_NAME = 28, 22
#: The most decimals worth reading in a column; of scores from 0 to 1, four.
_DECIMALS = {SCORE: 2, SPEED: 1, PRICE: 2}
_OF_SHARES = 4


@dataclass(frozen=True)
class Sheet:
    """All rows of a comparison. `is_compared` is False for a table that there is nothing to compare with."""

    comparison: Comparison
    is_compared: bool = True

    @property
    def rows(self) -> tuple[ModelChange, ...]:
        """The models, in the order of the comparison."""
        return self.comparison.rows

    @cached_property
    def own(self) -> dict[str, Column]:
        """The columns of the board's own, by their names in this table."""
        tables = (self.comparison.after, self.comparison.before)
        return {_VALUE + column.id: column for table in tables for column in table.columns}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return (*ORDER[:-1], *self.own, NOTE)

    @cached_property
    def heads(self) -> dict[str, tuple[str, str]]:
        """What each column is called over the table, and when one chooses it."""
        own = {name: _own_head(column) for name, column in self.own.items()}
        return {**HEADS, **own}

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """The columns by how long they stay when it is narrow."""
        first = [name for own in _FIRST_OWN if (name := _VALUE + own) in self.own]
        return (*KEPT[:-1], *first, *(name for name in self.own if name not in first), NOTE)

    @cached_property
    def listed(self) -> list[BoardRow | None]:
        """The row of the later table that each model is of; of one that left, of the earlier."""
        return [row.before if row.change is Change.LEFT else row.after for row in self.rows]

    @cached_property
    def cells(self) -> Sequence[dict[str, str]]:
        """The text of every cell, by column; as wide as it is. A row's are made when it is first looked at."""
        return _Cells(self)

    @cached_property
    def places(self) -> dict[str, int]:
        """With how many decimals the figures of a column are written."""
        figures = {name: [v for r in self.rows if (v := shown_figure(r, name))] for name in (SCORE, SPEED, PRICE)}
        most = {**_DECIMALS, SCORE: _OF_SHARES if _are_shares(figures[SCORE]) else _DECIMALS[SCORE]}
        places = {name: min(column_decimals(values), most[name]) for name, values in figures.items()}
        for name in self.own:
            told = (of.get(self.own[name].id) for of in self.values)
            numbers = [float(v) for v in told if isinstance(v, int | float) and not isinstance(v, bool) and v]
            places[name] = 0 if all(map(float.is_integer, numbers)) else min(column_decimals(numbers), 2)
        return places

    @cached_property
    def values(self) -> list[dict[str, Value]]:
        """What stands in the columns of the board's own, row by row."""
        return [dict(row.values) if row is not None else {} for row in self.listed] if self.own else []

    @cached_property
    def widths(self) -> dict[str, int]:
        """The widest cell of each column that has any, heads included."""
        found: dict[str, int] = {}
        for name in self.order:
            widest = self._widest(name)
            if widest or name == MODEL:
                # Room for the arrow of a sorted column.
                widest = max(widest, cell_len(self.heads[name][0]) + 1)
                found[name] = min(widest, _WIDEST_OWN) if name in self.own else widest
        return found

    def _widest(self, name: str) -> int:
        """The cells of the widest text of a column, without making every text: of figures the largest are widest."""
        rows, places = self.rows, self.places.get(name.removesuffix("_by"), 0)
        if name == MOVE:
            alike = {(r.change, r.is_pushed, r.rank.delta): r for r in rows} if self.is_compared else {}
            return max((cell_len(self._move_of(r)) for r in alike.values()), default=0)
        if name == RANK:
            return max((len(f"{rank:,.0f}") for r in rows if (rank := shown_figure(r, RANK)) is not None), default=0)
        if name in (MODEL, NOTE):
            return widest_text(r.model if name == MODEL else r.note for r in rows)
        if name == ERROR:
            return widest_text(self._error_of(n) for n, row in enumerate(self.listed) if row is not None)
        if name in self.own:
            told = [of.get(self.own[name].id) for of in self.values]
            words = {own_text(v, places) for v in told if isinstance(v, str | bool)}
            numbers = [float(v) for v in told if isinstance(v, int | float) and not isinstance(v, bool)]
            return max(widest_text(words), widest_figure(numbers, places))
        if name.endswith("_by"):
            deltas = [getattr(r, name.removesuffix("_by")) for r in rows]
            by = [abs(d.delta) for d in deltas if d.moved and d.delta]
            return 1 + widest_figure(by, places) if by else 0
        return widest_figure([v for r in rows if (v := shown_figure(r, name)) is not None], places)

    def names_in(self, width: int) -> list[str]:
        """The names of the models in at most `width` cells."""
        return cut_names([row.model for row in self.rows], width)

    @cached_property
    def to_the_left(self) -> frozenset[str]:
        """The columns of words."""
        words = {
            name
            for name, column in self.own.items()
            if any(isinstance(row.value(column), str) for row in self.listed[:50] if row is not None)
        }
        return TO_THE_LEFT | words

    def cells_of(self, index: int) -> dict[str, str]:
        """The text of a row's cells."""
        row, places = self.rows[index], self.places
        rank = row.rank.before if row.change is Change.LEFT else row.rank.after
        cells = {
            MOVE: self._move_of(row), RANK: "" if rank is None else f"{rank:,}", MODEL: row.model, NOTE: row.note,
            ERROR: self._error_of(index),
        }  # fmt: skip
        for name in (SCORE, SPEED, PRICE):
            cells[name] = figure_text(shown_figure(row, name), places[name])
            cells[f"{name}_by"] = delta_text(getattr(row, name), places[name])
        for name, column in self.own.items():
            cells[name] = own_text(self.values[index].get(column.id), places[name])
        return cells

    def _move_of(self, row: ModelChange) -> str:
        return move(row) if self.is_compared and row.change is not Change.SAME else ""

    def _error_of(self, index: int) -> str:
        listed = self.listed[index]
        return error_text(listed, self.places[SCORE]) if listed is not None else ""

    @cached_property
    def lower_is_better(self) -> bool:
        """Whether the ranks say that a lower score is better."""
        after = self.comparison.after
        return after.better == "lower" or (not after.better and better_is_lower([after.rows]))

    @cached_property
    def words(self) -> list[str]:
        """What a search looks through in each row."""
        return [f"{r.model} {r.was} {r.change.value} {move(r)} {r.note}".casefold() for r in self.rows]

    def sorted(self, indexes: Sequence[int], column: str, is_turned: bool) -> list[int]:
        """Rows in the order of a column: best, largest or first on top, what says nothing at the end."""
        if column == RANK and not is_turned:
            return sorted(indexes)
        if column == ERROR or column in self.own:
            known = [(value, i) for i in indexes if (value := self._of_row(i, column)) is not None]
        else:
            key = self._key(column)
            known = [(value, i) for i in indexes if (value := key(self.rows[i])) is not None]
        missing = sorted(set(indexes) - {i for _, i in known})
        known.sort(key=lambda pair: pair[1])
        known.sort(key=lambda pair: pair[0], reverse=is_turned != self._is_largest_first(column))
        return [i for _, i in known] + missing

    def _is_largest_first(self, column: str) -> bool:
        if column in self.own:
            return self.own[column].better != "lower" and column not in self.to_the_left
        return column not in (RANK, MODEL, NOTE, PRICE, ERROR) and not (column == SCORE and self.lower_is_better)

    def _of_row(self, index: int, column: str) -> tuple[float | str, ...] | None:
        """The key of a column that the change says nothing of: an error, or a value of the board's own."""
        row = self.listed[index]
        if row is None:
            return None
        if column == ERROR:
            return None if row.interval is None else (row.interval[1] - row.interval[0],)
        value = row.value(self.own[column])
        if value is None or column in self.to_the_left:
            return None if value is None else (str(value).casefold(),)
        return None if isinstance(value, str) else (float(value),)

    def _key(self, column: str) -> Callable[[ModelChange], tuple[float | str, ...] | None]:
        if column == MOVE:
            return _moved
        if column in (MODEL, NOTE):
            return lambda r: (text.casefold(),) if (text := r.model if column == MODEL else r.note) else None
        if column == RANK:
            return lambda r: None if (rank := shown_figure(r, RANK)) is None else (rank,)
        if column.endswith("_by"):
            name = column.removesuffix("_by")

            def by(row: ModelChange) -> tuple[float | str, ...] | None:
                delta: Delta = getattr(row, name)
                return (delta.delta,) if delta.moved and delta.delta is not None else None

            return by
        return lambda r: None if (value := shown_figure(r, column)) is None else (value,)


def shown_figure(row: ModelChange, name: str) -> float | None:
    """The figure of the later table; of a model that left, of the earlier."""
    delta: Delta = getattr(row, name)
    return delta.before if row.change is Change.LEFT else delta.after


def row_text(row: ModelChange) -> str:
    """A model's row for pasting elsewhere: name, rank and figures, separated by tabs."""
    units = ((RANK, ""), (SCORE, ""), (SPEED, " tok/s"), (PRICE, " $/1M"))
    figures = [
        f"{'#' if name == RANK else ''}{value:g}{unit}"
        for name, unit in units
        if (value := shown_figure(row, name)) is not None
    ]
    return "\t".join((row.model, *figures))


def _moved(row: ModelChange) -> tuple[float | str, ...] | None:
    """News first, then the largest moves, then those that others pushed."""
    if row.change is Change.SAME:
        return None
    if row.is_pushed:
        return (1, abs(row.rank.delta or 0))
    if row.change in (Change.ENTERED, Change.LEFT, Change.RENAMED):
        return (2, {Change.RENAMED: 0, Change.LEFT: 1, Change.ENTERED: 2}[row.change])
    return (3, abs(row.rank.delta or 0), abs(row.score.delta or 0))


class _Cells(Sequence[dict[str, str]]):
    """The cells of a sheet, row by row, each made once."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._made: dict[int, dict[str, str]] = {}

    def __len__(self) -> int:
        return len(self._sheet.rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, str]: ...

    @overload
    def __getitem__(self, index: slice) -> list[dict[str, str]]: ...

    def __getitem__(self, index: int | slice) -> dict[str, str] | list[dict[str, str]]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        if place not in self._made:
            self._made[place] = self._sheet.cells_of(place)
        return self._made[place]


def fit_columns(
    widths: dict[str, int], width: int, order: Sequence[str] = ORDER, kept: Sequence[str] = KEPT
) -> dict[str, int]:
    """The columns that fit into `width` cells, in order, with their widths; one cell stands between two columns.

    The name of the model gives way first, down to a readable rest, a little further where a column that says what
    moved would have to go; then columns go, the least important first, those of the board's own already where a note
    would have no room. What is left over goes to the name, then to the note.
    """
    least = {**widths, MODEL: min(widths[MODEL], _NAME)}
    note = least.pop(NOTE, 0)
    for name in [name for name in reversed(kept) if name.startswith(_VALUE) and name in least] if note else []:
        if sum(least.values()) + len(least) + min(note, _NOTE_ROOM) <= width:
            break
        del least[name]
    while len(least) > 1 and (over := sum(least.values()) + len(least) - 1 - width) > 0:
        if over <= least[MODEL] - _SHORT_NAME:
            least[MODEL] -= over
        else:
            del least[next(name for name in reversed(kept) if name in least and name != MODEL)]
    rest = width - sum(least.values()) - (len(least) - 1)
    least[MODEL] = max(1, least[MODEL] + min(rest, widths[MODEL] - least[MODEL])) if rest >= 0 else max(1, width)
    rest = width - sum(least.values()) - (len(least) - 1)
    if NOTE in widths and rest >= 13:
        least[NOTE] = min(widths[NOTE], rest - 1)
    return {name: least[name] for name in order if name in least}


def _own_head(column: Column) -> tuple[str, str]:
    unit = "$" if column.unit == "USD" else column.unit
    return clean_line(f"{column.title} {unit}".strip()), clean_line(
        " ".join(w.lower() if w.isalpha() and not w.isupper() else w for w in column.title.split())
    )


def _are_shares(scores: Sequence[float]) -> bool:
    return bool(scores) and all(abs(score) <= 1 for score in scores)
