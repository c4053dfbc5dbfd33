from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Column, Snapshot
from tui_reader.domain.model_writing import written_key
from tui_reader.domain.query import Field
from tui_reader.storage.library import Library


def table(day: int, *models: str, source: str = "issues", complete: bool = False) -> Snapshot:
    rows = tuple(BoardRow(m, i, 70.0 - i, None, None, f"id-{m}") for i, m in enumerate(models, 1))
    return Snapshot("aa", "Artificial Analysis", date(2026, 4, day), rows, "index", "", source, "4.1", complete)


def test_a_day_without_a_table_means_the_nearest_before(library: Library, now: datetime) -> None:
    library.boards.store(table(3, "A", "B"))
    library.boards.store(table(7, "B", "A"))
    assert library.boards.snapshot("aa") == table(7, "B", "A")
    assert library.boards.snapshot("aa", date(2026, 4, 6)) == table(3, "A", "B")
    assert library.boards.snapshot("aa", date(2026, 4, 2)) is None
    assert library.boards.snapshot("other") is None


def test_the_fuller_table_of_a_day_is_shown(library: Library, now: datetime) -> None:
    library.boards.store(table(3, "A", "B"))
    library.boards.store(table(3, "A", source="aa", complete=True))
    library.boards.store(table(3, "A", "B", "C", source="import"))
    shown = library.boards.snapshot("aa", date(2026, 4, 3))
    assert shown is not None
    assert shown.source == "aa"
    assert [(s.source, s.rows) for s in library.boards.snapshots("aa")] == [("aa", 1)]
    (board,) = library.boards.all()
    assert (board.snapshots, board.first, board.last, board.metric) == (1, date(2026, 4, 3), date(2026, 4, 3), "index")


def test_a_model_is_followed_over_all_days_by_name_or_id(library: Library, now: datetime) -> None:
    library.boards.store(table(7, "B", "A"))
    library.boards.store(table(3, "A", "B"))
    library.boards.store(table(5, "B"))
    expected = [(date(2026, 4, 3), 1), (date(2026, 4, 7), 2)]
    for name in ("a", "id-A"):
        assert [(info.taken_on, row.rank) for info, row in library.boards.appearances("aa", [name])] == expected
    assert library.boards.appearances("aa", ["nobody"]) == []


def test_a_board_is_one_item_dated_by_its_newest_table(library: Library, now: datetime) -> None:
    assert library.boards.store(table(7, "Alpha")).new == ("board:aa",)
    assert library.boards.store(table(3, "Beta")).new == ()
    assert not library.boards.store(table(3, "Beta")).updated
    assert not library.boards.store(table(9)).updated  # an empty table wipes nothing
    (row,) = library.lists.rows(library.lists.ids(Field("board", "AA")))
    assert row.date is not None
    assert row.date.day == 7


def test_a_corrected_table_takes_the_place_of_the_old_one(library: Library, now: datetime) -> None:
    old = table(3, "A", "B", "Wrong", source="import", complete=True)
    library.boards.store(old)
    corrected = replace(old, rows=(BoardRow("A", 1, 71.5), BoardRow("B", 2, None)))
    assert library.boards.store(corrected).updated == ("board:aa",)
    assert library.boards.snapshot("aa") == corrected
    assert library.boards.store(corrected).updated == ()
    assert library.boards.appearances("aa", ["Wrong"]) == []


def test_a_later_form_of_an_issue_corrects_figures_and_loses_none(library: Library, now: datetime) -> None:
    front = replace(table(3), rows=(BoardRow("A", 1, 57.2, 75.0), BoardRow("B", 2, 54.0)))
    section = replace(table(3), rows=(BoardRow("A", 1, 57.5), BoardRow("B", 2, 54.0), BoardRow("C", 3, 50.0)))
    library.boards.store(section)
    library.boards.store(front)
    assert [(r.score, r.tok_s) for r in library.boards.snapshot("aa").rows] == [
        (57.2, 75.0),
        (54.0, None),
        (50.0, None),
    ]  # type: ignore[union-attr]
    library.boards.store(replace(section, rows=(BoardRow("A", 1, 57.5), BoardRow("D", 2, 55.0))))
    assert [r.model for r in library.boards.snapshot("aa").rows] == ["A", "B", "C"]  # type: ignore[union-attr]


def test_windows_and_errors_are_kept_with_each_score(library: Library, now: datetime) -> None:
    rows = (
        BoardRow("A", 1, 60.0, window="2026-02-01 – 2026-03-01", sem=1.5),
        BoardRow("B", 2, 50.0, low=48.0, high=52.5),
    )
    kept = replace(table(3, source="import", complete=True), rows=rows, better="lower")
    library.boards.store(kept)
    assert library.boards.snapshot("aa") == kept
    assert rows[0].interval == (57.06, 62.94)
    assert rows[1].interval == (48.0, 52.5)
    assert BoardRow("C", 1, 50.0).interval is None


def test_many_models_are_followed_at_once(library: Library, now: datetime) -> None:
    for day in (3, 5, 7):
        library.boards.store(table(day, "A", "B", "C"))
    library.boards.store(replace(table(5, "A"), board="other"))
    found = library.boards.appearances("aa", ["a", "id-C", "id-A", "nobody", ""])
    assert [(info.taken_on.day, row.model) for info, row in found] == [
        (day, model) for day in (3, 5, 7) for model in ("A", "C")
    ]
    assert library.boards.models("aa") == library.boards.models() == ["A", "B", "C"]
    assert library.boards.models("other") == ["A"]


TABLES = st.lists(
    st.builds(
        lambda day, models, source, title: replace(table(day, *models, source=source, complete=True), title=title),
        st.integers(1, 4),
        st.lists(st.sampled_from("ABCDE"), min_size=1, unique=True),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["", "One", "Two"]),
    ),
    max_size=6,
    unique_by=lambda t: (t.taken_on, t.source),
)


@settings(max_examples=25, deadline=None)
@given(TABLES, st.randoms(use_true_random=False))
def test_no_order_of_storing_changes_what_is_shown(tables: list[Snapshot], random: Random) -> None:
    shown = []
    for order in (tables, random.sample(tables, len(tables))):
        with TemporaryDirectory() as name, closing(Library.open(Path(name) / "l.db", state_dir=Path(name))) as made:
            for one in order:
                made.boards.store(one)
            found = [made.boards.snapshot("aa", info.taken_on) for info in made.boards.snapshots("aa")]
            rows = made.lists.rows(made.lists.ids(Field("board", "aa")))
            shown.append((found, made.boards.all(), [(r.title, r.date) for r in rows], made.boards.models("aa")))
    assert shown[0] == shown[1]


def test_what_a_row_holds_beyond_its_score_is_kept_with_its_columns(library: Library, now: datetime) -> None:
    values = (("votes", 20192), ("agent", "Forge"), ("cost", 1.5), ("open_weights", True))
    columns = (Column("votes", "Votes"), Column("agent", "Agent"), Column("cost", "Cost", "USD", "lower"))
    rows = (BoardRow("A", 1, 70.0, values=values), BoardRow("B", 2, 60.0))
    whole = replace(table(3, source="aa", complete=True), rows=rows, columns=columns, ceiling=960.0)
    library.boards.store(whole)
    assert library.boards.snapshot("aa") == whole
    ((_, row),) = library.boards.appearances("aa", ["A"])
    assert row.values == values


def test_a_table_that_still_holds_is_not_stored_again_but_says_until_when(library: Library, now: datetime) -> None:
    first = table(3, "A", "B", source="aa", complete=True)
    library.boards.store(first)
    for day in (4, 9):
        stored = library.boards.take(replace(first, taken_on=date(2026, 4, day)))
        assert not stored.new
        assert not stored.updated
    assert library.boards.snapshot("aa") == replace(first, held_until=date(2026, 4, 9))
    assert [s.taken_on.day for s in library.boards.snapshots("aa")] == [3]
    library.boards.take(replace(first, taken_on=date(2026, 4, 10), index_version="4.2"))
    assert [s.taken_on.day for s in library.boards.snapshots("aa")] == [10, 3]


def test_imported_tables_of_two_days_stay_two(library: Library, now: datetime) -> None:
    for day in (3, 4):
        library.boards.store(table(day, "A", "B", source="import", complete=True))
    assert len(library.boards.snapshots("aa")) == 2


def test_a_table_is_known_from_when_it_was_first_stored_and_a_past_one_from_its_day(library: Library) -> None:
    noon = datetime(2026, 4, 7, 12, tzinfo=UTC)
    library.boards.store(table(3, "A", "B"))
    library.boards.take(table(7, "B", "A"), noon)
    assert library.boards.day_known_at("aa", noon - timedelta(minutes=1)) == date(2026, 4, 3)
    assert library.boards.day_known_at("aa", noon) == date(2026, 4, 7)
    library.boards.take(table(7, "B", "A", "C"), noon + timedelta(hours=1))
    assert library.boards.day_known_at("aa", noon) == date(2026, 4, 7)
    assert library.boards.day_known_at("aa", datetime(2026, 4, 1, tzinfo=UTC)) is None


def test_a_model_is_found_on_all_boards_by_what_its_names_have_in_common(library: Library) -> None:
    for board, name, number in (
        ("one", "GPT-4o (2024-11-20)", ""),
        ("two", "gpt-4o-20241120", "g"),
        ("three", "o3", ""),
    ):
        rows = (BoardRow(name, 1, 5.0, model_id=number),)
        library.boards.store(Snapshot(board, board, date(2026, 3, 1), rows, source=board, complete=True))
    keys = [written_key("openai/gpt-4o-2024-11-20")]
    assert library.boards.listing(keys) == {"one": ["GPT-4o (2024-11-20)"], "two": ["gpt-4o-20241120"]}
    assert library.boards.listing([], "g") == {"two": []}


def test_names_stored_by_other_rules_are_found_all_the_same(library: Library) -> None:
    rows = (BoardRow("GPT-4o", 1, 5.0),)
    table = Snapshot("one", "One", date(2026, 3, 1), rows, source="one", complete=True)
    library.boards.store(table)
    db = library.boards._db
    db.run("UPDATE board_models SET key = 'as it was'")
    db.run("UPDATE meta SET value = '0' WHERE name = 'boards.rules'")
    assert library.boards.listing([written_key("gpt-4o")]) == {"one": ["GPT-4o"]}
    library.boards.store(replace(table, taken_on=date(2026, 3, 2)))
    assert db.all("SELECT key FROM board_models") == [(written_key("GPT-4o"),)]
