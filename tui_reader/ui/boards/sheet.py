"""A compared leaderboard as cells: what each column says, how wide it is, sorting, narrowing. No widget in here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from tui_reader.domain.comparison import Change, ModelChange
from tui_reader.domain.comparison_figures import column_decimals
from tui_reader.domain.comparison_standing import better_is_lower
from tui_reader.services.comparison_words import move
from tui_reader.ui.widgets.drawing import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.domain.comparison import Comparison
    from tui_reader.domain.comparison_figures import Delta

MOVE, RANK, MODEL, SCORE, SCORE_BY, SPEED, SPEED_BY, PRICE, PRICE_BY, NOTE = (
    "move", "rank", "model", "score", "score_by", "tok_s", "tok_s_by", "usd_per_1m", "usd_per_1m_by", "note",
)  # fmt: skip
#: What a column is called over the table, and when one sorts by it.
HEADS = {
    MOVE: ("", "how far it moved"), RANK: ("#", "rank"), MODEL: ("Model", "name"), SCORE: ("Score", "score"),
    SCORE_BY: ("±", "change of score"), SPEED: ("tok/s", "speed"), SPEED_BY: ("±", "change of speed"),
    PRICE: ("$/1M", "price"), PRICE_BY: ("±", "change of price"), NOTE: ("Note", "note"),
}  # fmt: skip
#: The columns in order, and who goes first when it is narrow (the last of these).
ORDER = (MOVE, RANK, MODEL, SCORE, SCORE_BY, SPEED, SPEED_BY, PRICE, PRICE_BY, NOTE)
KEPT = (MODEL, RANK, SCORE, MOVE, SCORE_BY, PRICE, SPEED, PRICE_BY, SPEED_BY, NOTE)
TO_THE_LEFT = frozenset({MODEL, NOTE, MOVE})
#: Cells in which a model's name can be read; and told from others, if it must be.
_NAME, _SHORT_NAME = 28, 22
#: The most decimals worth reading in a column.
_DECIMALS = {SCORE: 2, SPEED: 1, PRICE: 2}


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
    def cells(self) -> list[dict[str, str]]:
        """The text of every cell, by column; as wide as it is."""
        places = {
            name: min(column_decimals([v for r in self.rows if (v := shown_figure(r, name))]), _DECIMALS[name])
            for name in (SCORE, SPEED, PRICE)
        }
        return [self._cells_of(row, places) for row in self.rows]

    @cached_property
    def widths(self) -> dict[str, int]:
        """The widest cell of each column that has any, heads included."""
        found: dict[str, int] = {}
        for name in ORDER:
            widest = max((cell_len(c[name]) for c in self.cells), default=0)
            if widest or name == MODEL:
                # Room for the arrow of a sorted column.
                found[name] = max(widest, cell_len(HEADS[name][0]) + 1)
        return found

    def _cells_of(self, row: ModelChange, places: dict[str, int]) -> dict[str, str]:
        rank = row.rank.before if row.change is Change.LEFT else row.rank.after
        said = move(row) if self.is_compared and row.change is not Change.SAME else ""
        cells = {MOVE: said, RANK: "" if rank is None else f"{rank:,}", MODEL: row.model, NOTE: row.note}
        for name in (SCORE, SPEED, PRICE):
            cells[name] = figure_text(shown_figure(row, name), places[name])
            cells[f"{name}_by"] = delta_text(getattr(row, name), places[name])
        return cells

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
        key = self._key(column)
        known = [(value, i) for i in indexes if (value := key(self.rows[i])) is not None]
        missing = sorted(set(indexes) - {i for _, i in known})
        known.sort(key=lambda pair: pair[1])
        known.sort(key=lambda pair: pair[0], reverse=is_turned != self._is_largest_first(column))
        return [i for _, i in known] + missing

    def _is_largest_first(self, column: str) -> bool:
        return column not in (RANK, MODEL, NOTE, PRICE) and not (column == SCORE and self.lower_is_better)

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


def figure_text(value: float | None, places: int) -> str:
    """A figure with so many decimals, so that points stand below each other; a tiny one with two digits."""
    if value is None:
        return ""
    if 0 < abs(value) < 0.5 * 10.0**-places:
        return f"{value:.2g}"
    text = f"{value:,.{places}f}"
    return text if len(text) <= 16 else f"{value:.3g}"


def delta_text(delta: Delta, places: int) -> str:
    """A signed difference where something moved, else nothing."""
    if not delta.moved or not delta.delta:
        return ""
    return ("+" if delta.delta > 0 else "−") + figure_text(abs(delta.delta), places)


def _moved(row: ModelChange) -> tuple[float | str, ...] | None:
    """News first, then the largest moves, then those that others pushed."""
    if row.change is Change.SAME:
        return None
    if row.is_pushed:
        return (1, abs(row.rank.delta or 0))
    if row.change in (Change.ENTERED, Change.LEFT, Change.RENAMED):
        return (2, {Change.RENAMED: 0, Change.LEFT: 1, Change.ENTERED: 2}[row.change])
    return (3, abs(row.rank.delta or 0), abs(row.score.delta or 0))


def cut_names(names: Sequence[str], width: int) -> list[str]:
    """Names in at most `width` cells. What is cut is their end, but of those that would then read alike the middle: it
    is the variant at the end by which they are told apart."""
    cut = [fit(name, width) for name in names]
    count = Counter(cut)
    return [_without_middle(name, width) if count[short] > 1 else short for name, short in zip(names, cut, strict=True)]


def _without_middle(text: str, width: int) -> str:
    """What stands in brackets at the end stays, else the last third."""
    if cell_len(text) <= width or width < 8:
        return fit(text, width)
    start = text.rfind("(") if text.endswith(")") else -1
    end = text[start:] if start > 0 else text[-(width // 3) :]
    if cell_len(end) > 2 * width // 3:
        end = text[-(width // 2) :]
    while cell_len(end) > 2 * width // 3:  # wide characters
        end = end[1:]
    return set_cell_size(text, width - 1 - cell_len(end)).rstrip() + "…" + end


def fit_columns(widths: dict[str, int], width: int) -> dict[str, int]:
    """The columns that fit into `width` cells, in order, with their widths; one cell stands between two columns.

    The name of the model gives way first, down to a readable rest, a little further where a column that says what
    moved would have to go; then columns go, the least important first. What is left over goes to the name, then to the
    note.
    """
    least = {**widths, MODEL: min(widths[MODEL], _NAME)}
    least.pop(NOTE, None)
    while len(least) > 1 and (over := sum(least.values()) + len(least) - 1 - width) > 0:
        if over <= least[MODEL] - _SHORT_NAME:
            least[MODEL] -= over
        else:
            del least[next(name for name in reversed(KEPT) if name in least and name != MODEL)]
    rest = width - sum(least.values()) - (len(least) - 1)
    least[MODEL] = max(1, least[MODEL] + min(rest, widths[MODEL] - least[MODEL])) if rest >= 0 else max(1, width)
    rest = width - sum(least.values()) - (len(least) - 1)
    if NOTE in widths and rest >= 13:
        least[NOTE] = min(widths[NOTE], rest - 1)
    return {name: least[name] for name in ORDER if name in least}
