from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import compare
from tui_reader.domain.query import QueryError
from tui_reader.ui.boards.cells import cut_names
from tui_reader.ui.boards.narrowing import MOVED, Narrowing, narrowed
from tui_reader.ui.boards.sheet import MODEL, MOVE, NOTE, PRICE, RANK, SCORE, Sheet, fit_columns

TODAY = date(2026, 4, 2)


def table(day: int, *rows: tuple[str, float | None, float | None], better: str = "") -> Snapshot:
    lines = tuple(BoardRow(name, rank, score, None, price) for rank, (name, score, price) in enumerate(rows, 1))
    return Snapshot("b", "B", date(2026, 4, day), lines, source="b", complete=True, better=better)


BEFORE = table(1, ("Alpha", 60.25, 3.0), ("Beta", 50.5, 0.005), ("Gamma", 40.0, None), ("Delta", 30.0, 1.0))
AFTER = table(2, ("Beta", 62.0, 0.005), ("Alpha", 60.25, 12.5), ("New one", 45.0, 2.0), ("Delta", 30.0, 1.0))


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(compare(BEFORE, AFTER))


def names(sheet: Sheet, order: list[int]) -> list[str]:
    return [sheet.rows[i].model for i in order]


def test_figures_stand_with_their_points_below_each_other(sheet: Sheet) -> None:
    assert [c[SCORE] for c in sheet.cells] == ["62.00", "60.25", "45.00", "30.00", "40.00"]


def test_a_tiny_price_is_not_nothing(sheet: Sheet) -> None:
    assert sheet.cells[0][PRICE] == "0.005" or float(sheet.cells[0][PRICE]) > 0


def test_moves_read_without_colour(sheet: Sheet) -> None:
    assert [c[MOVE] for c in sheet.cells] == ["▲1", "▼1", "new", "", "left"]


def test_sorting_puts_what_says_nothing_last_either_way(sheet: Sheet) -> None:
    everything = range(len(sheet.rows))
    assert names(sheet, sheet.sorted(everything, PRICE, False)) == ["Beta", "Delta", "New one", "Alpha", "Gamma"]
    assert names(sheet, sheet.sorted(everything, PRICE, True)) == ["Alpha", "New one", "Delta", "Beta", "Gamma"]
    assert names(sheet, sheet.sorted(everything, MODEL, False))[0] == "Alpha"
    assert names(sheet, sheet.sorted(everything, SCORE, False))[0] == "Beta"


def test_the_largest_moves_come_first(sheet: Sheet) -> None:
    order = names(sheet, sheet.sorted(range(len(sheet.rows)), MOVE, False))
    assert set(order[:2]) == {"Alpha", "Beta"}
    assert order[2] == "New one"


def test_the_lowest_score_comes_first_where_lower_is_better() -> None:
    rows = (("A", 1.0, None), ("B", 2.0, None), ("C", 3.0, None))
    sheet = Sheet(compare(table(1, *rows, better="lower"), table(2, *rows, better="lower")))
    assert names(sheet, sheet.sorted([2, 1, 0], SCORE, False)) == ["A", "B", "C"]


def test_words_narrow_by_name_and_change(sheet: Sheet) -> None:
    assert names(sheet, narrowed(sheet, Narrowing("alp"), TODAY)) == ["Alpha"]
    assert names(sheet, narrowed(sheet, Narrowing("alpha OR beta -up"), TODAY)) == ["Alpha"]
    assert names(sheet, narrowed(sheet, Narrowing('"new one"'), TODAY)) == ["New one"]
    assert names(sheet, narrowed(sheet, Narrowing(change=MOVED), TODAY)) == ["Beta", "Alpha", "New one", "Gamma"]
    assert names(sheet, narrowed(sheet, Narrowing("a", "left"), TODAY)) == ["Gamma"]


def test_a_field_that_rows_do_not_have_is_refused(sheet: Sheet) -> None:
    with pytest.raises(QueryError, match="cat"):
        narrowed(sheet, Narrowing("cat:cs.LG"), TODAY)


WIDTHS = st.fixed_dictionaries(
    {MODEL: st.integers(1, 90)},
    optional={name: st.integers(1, 30) for name in (MOVE, RANK, SCORE, PRICE, NOTE)},
)


@given(WIDTHS, st.integers(1, 200))
def test_columns_never_take_more_than_there_is_and_the_name_stays(widths: dict[str, int], width: int) -> None:
    found = fit_columns(widths, width)
    assert MODEL in found
    assert sum(found.values()) + len(found) - 1 <= width
    assert all(0 < found[name] <= widths[name] for name in found)


@given(st.lists(st.tuples(st.text(max_size=8), st.none() | st.floats(), st.none() | st.floats()), max_size=12))
def test_any_table_is_set_in_cells(rows: list[tuple[str, float | None, float | None]]) -> None:
    snapshot = table(1, *rows)
    sheet = Sheet(compare(snapshot, table(2, *rows[::-1])))
    assert all(cell_len(c[name]) <= sheet.widths.get(name, 0) for c in sheet.cells for name in c)
    for column in sheet.widths:
        assert sorted(sheet.sorted(range(len(sheet.rows)), column, True)) == list(range(len(sheet.rows)))


def test_the_variant_of_a_name_is_never_what_is_cut() -> None:
    names = ["Claude Opus 4.6 (Reasoning, high)", "Claude Opus 4.6 (Reasoning, low)", "Another model (invented)"]
    assert cut_names(names, 22) == ["Claude Opu…ning, high)", "Claude Opu…oning, low)", "Another mod…(invented)"]


@given(st.lists(st.text(max_size=60), max_size=8), st.integers(0, 40))
def test_a_cut_name_is_never_too_wide(names: list[str], width: int) -> None:
    assert all(cell_len(name) <= width for name in cut_names(names, width))
