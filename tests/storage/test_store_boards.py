from __future__ import annotations

from datetime import date, datetime

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.query import Field
from tui_reader.storage.library import Library


def table(day: int, *models: str, source: str = "issues", complete: bool = False) -> Snapshot:
    rows = tuple(BoardRow(m, i, 70.0 - i, None, None, f"id-{m}") for i, m in enumerate(models, 1))
    return Snapshot("aa", "Artificial Analysis", date(2026, 4, day), rows, "index", "", source, "4.1", complete)


def test_a_day_without_a_table_means_the_nearest_before(library: Library, now: datetime) -> None:
    library.store_snapshot(table(3, "A", "B"), now)
    library.store_snapshot(table(7, "B", "A"), now)
    assert library.snapshot("aa") == table(7, "B", "A")
    assert library.snapshot("aa", date(2026, 4, 6)) == table(3, "A", "B")
    assert library.snapshot("aa", date(2026, 4, 2)) is None
    assert library.snapshot("other") is None


def test_the_fuller_table_of_a_day_is_shown(library: Library, now: datetime) -> None:
    library.store_snapshot(table(3, "A", "B"), now)
    library.store_snapshot(table(3, "A", source="aa", complete=True), now)
    library.store_snapshot(table(3, "A", "B", "C", source="import"), now)
    shown = library.snapshot("aa", date(2026, 4, 3))
    assert shown is not None
    assert shown.source == "aa"
    assert [(s.source, s.rows) for s in library.snapshots("aa")] == [("aa", 1)]
    (board,) = library.boards()
    assert (board.snapshots, board.first, board.last, board.metric) == (1, date(2026, 4, 3), date(2026, 4, 3), "index")


def test_a_model_is_followed_over_all_days_by_name_or_id(library: Library, now: datetime) -> None:
    library.store_snapshot(table(7, "B", "A"), now)
    library.store_snapshot(table(3, "A", "B"), now)
    library.store_snapshot(table(5, "B"), now)
    expected = [(date(2026, 4, 3), 1), (date(2026, 4, 7), 2)]
    for name in ("a", "id-A"):
        assert [(info.taken_on, row.rank) for info, row in library.history("aa", name)] == expected
    assert library.history("aa", "nobody") == []


def test_a_board_is_one_item_dated_by_its_newest_table(library: Library, now: datetime) -> None:
    assert library.store_snapshot(table(7, "Alpha"), now).new == ("board:aa",)
    assert library.store_snapshot(table(3, "Beta"), now).new == ()
    assert not library.store_snapshot(table(3, "Beta"), now).updated
    assert not library.store_snapshot(table(9), now).updated  # an empty table wipes nothing
    (row,) = library.rows(library.ids(Field("board", "AA")))
    assert row.date is not None
    assert row.date.day == 7
