"""Which two tables a comparison is of, what is back again, and a model's history, over a library in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tui_reader.domain.boards import BoardInfo, BoardRow, Snapshot
from tui_reader.domain.comparison_headline import headline
from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.model_writing import written_key
from tui_reader.domain.rows import SnapshotInfo
from tui_reader.services.boards import compare_days, history, two_tables
from tui_reader.services.models_beside import Said, beside


def march(day: int) -> date:
    return date(2026, 3, day)


class ComparisonCache:
    """The tables of one board, as the library gives them."""

    def __init__(self, *tables: Snapshot) -> None:
        self.tables = sorted(tables, key=lambda t: t.taken_on)

    def all(self) -> list[BoardInfo]:
        days = [t.taken_on for t in self.tables]
        return [BoardInfo("index", "Index", "", len(days), min(days, default=None), max(days, default=None))]

    def snapshots(self, board: str) -> list[SnapshotInfo]:
        return [SnapshotInfo(board, t.taken_on, t.source, len(t.rows)) for t in reversed(self.tables)]

    def snapshot(self, board: str, day: date | None = None) -> Snapshot | None:
        return next((t for t in reversed(self.tables) if day is None or t.taken_on <= day), None)

    def of_source(self, board: str, day: date, source: str) -> Snapshot | None:
        return next((t for t in self.tables if (t.taken_on, t.source) == (day, source)), None)

    def appearances(self, board: str, models: Sequence[str]) -> list[tuple[SnapshotInfo, BoardRow]]:
        wanted = {m.lower() for m in models}
        return [
            (SnapshotInfo(board, t.taken_on, t.source, len(t.rows)), row)
            for t in self.tables
            for row in t.rows
            if row.model.lower() in wanted or (row.model_id and row.model_id in models)
        ]

    def models(self, board: str = "") -> list[str]:
        return list(dict.fromkeys(row.model for t in reversed(self.tables) for row in t.rows))

    def listing(self, keys: Sequence[str], model_id: str = "") -> dict[str, list[str]]:
        names = [name for name in self.models() if written_key(name) in keys]
        has_id = any(row.model_id == model_id != "" for t in self.tables for row in t.rows)
        return {"index": names} if names or has_id else {}


def taken(
    day: int, rows: Sequence[BoardRow | tuple[str, float]], *, complete: bool = True, source: str = "x"
) -> Snapshot:
    made = [r if isinstance(r, BoardRow) else BoardRow(r[0], n, r[1]) for n, r in enumerate(rows, 1)]
    return Snapshot("index", "Index", march(day), tuple(made), source=source, complete=complete)


SHELF = ComparisonCache(*(taken(day, [("Ada", 3.0), ("Bell", 2.0)]) for day in (3, 10, 17, 24)))


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("", "", (17, 24)),
        ("2026-03-03", "", (3, 24)),
        ("first", "last", (3, 24)),
        ("2026-03-12", "2026-03-20", (10, 17)),
        ("2026-03-17", "first", (17, 3)),
        ("last", "2030-01-01", (24, 24)),
    ],
)
def test_dates_mean_the_table_of_the_day_or_the_nearest_before(first: str, second: str, days: tuple[int, int]) -> None:
    before, after = two_tables(SHELF, "index", first, second)
    assert (before.taken_on, after.taken_on) == (march(days[0]), march(days[1]))


def test_a_board_may_be_named_by_its_key() -> None:
    assert two_tables(SHELF, "board:Index")[1].taken_on == march(24)


@pytest.mark.parametrize("word", ["tomorrow", "2026-3-1", "2026-02-30", "20260303", "２０２６-03-03"])
def test_what_is_no_day_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="is no day"):
        two_tables(SHELF, "index", word)


def test_a_day_before_the_first_table_names_the_first() -> None:
    with pytest.raises(NotFound) as caught:
        two_tables(SHELF, "index", "2026-03-01")
    assert "2026-03-03" in caught.value.hint


def test_an_unknown_board_names_the_nearest() -> None:
    with pytest.raises(NotFound) as caught:
        two_tables(SHELF, "indx")
    assert "index" in caught.value.hint


def test_one_table_alone_is_not_compared_without_dates() -> None:
    with pytest.raises(NotFound, match="has 1 table"):
        two_tables(ComparisonCache(taken(3, [("Ada", 1.0)])), "index")


def test_a_model_that_returns_after_days_away_is_back_again() -> None:
    both, alone = [("Ada", 3.0), ("Bell", 2.0)], [("Ada", 3.0)]
    comparisons = ComparisonCache(taken(3, both), taken(10, both), taken(17, alone), taken(24, [*both, ("Curie", 1.0)]))
    found = {row.model: row for row in compare_days(comparisons, "index").rows}
    assert found["Bell"].last_seen == march(10)
    assert found["Bell"].note == "back again, last seen on 2026-03-10"
    assert (found["Curie"].change, found["Curie"].last_seen) == ("entered", None)


def test_a_model_that_stood_below_the_top_before_is_not_back_in_it() -> None:
    comparisons = ComparisonCache(
        taken(3, [("Ada", 3.0), ("Bell", 2.0)]),
        taken(10, [("Ada", 3.0)], complete=False),
        taken(17, [("Bell", 4.0)], complete=False),
    )
    (bell,) = (row for row in compare_days(comparisons, "index").rows if row.model == "Bell")
    assert (bell.last_seen, bell.note) == (None, "entered the top 1")


def test_looking_back_in_time_nothing_is_back_again() -> None:
    comparisons = ComparisonCache(
        taken(3, [("Ada", 3.0), ("Bell", 2.0)]), taken(10, [("Ada", 3.0)]), taken(17, [("Bell", 2.0)])
    )
    assert all(row.last_seen is None for row in compare_days(comparisons, "index", "last", "2026-03-10").rows)


def test_a_history_follows_the_id_through_names_and_sources() -> None:
    comparisons = ComparisonCache(
        taken(3, [("Grok 4.3", 53.2)], source="issues"),
        taken(10, [BoardRow("Grok 4.3", 1, 53.2, model_id="a1")]),
        taken(17, [BoardRow("Grok 4.3 (high)", 1, 53.2, model_id="a1"), BoardRow("Grok 4.3", 2, 40.0, model_id="b2")]),
    )
    for name in ("Grok 4.3 (high)", "grok-4.3 HIGH", "a1"):
        assert [(i.taken_on, r.score) for i, r in history(comparisons, "index", name)] == [
            (march(3), 53.2),
            (march(10), 53.2),
            (march(17), 53.2),
        ]
    assert history(comparisons, "index", "b2")[-1][1].score == 40.0


def test_a_model_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(NotFound) as caught:
        history(SHELF, "index", "ad")
    assert "Ada" in caught.value.hint
    with pytest.raises(NotFound):
        history(SHELF, "index", "")


def test_a_model_that_stands_once_for_each_agent_is_followed_by_its_best_row() -> None:
    def runs(day: int, *given: tuple[str, float]) -> Snapshot:
        rows = [
            BoardRow("Ada", n, s, model_id=f"{a}__ada", values=(("agent", a),)) for n, (a, s) in enumerate(given, 1)
        ]
        return taken(day, rows)

    shelf = ComparisonCache(runs(3, ("forge", 70.0), ("hammer", 60.0)), runs(10, ("anvil", 75.0), ("forge", 70.0)))
    assert [row.score for _, row in history(shelf, "index", "Ada")] == [70.0, 75.0]
    found = compare_days(shelf, "index")
    assert headline(found) == "Ada in anvil entered at 1st, Ada in hammer left and Ada in forge only made room."


def test_models_stand_beside_each_other_with_what_the_boards_say_and_when() -> None:
    priced = BoardRow("Ada", 1, 3.0, usd_per_1m=5.5, values=(("license", "MIT"), ("released", "2026-01-02")))
    shelf = ComparisonCache(taken(3, [priced, ("Bell", 2.0)]), taken(10, [("Ada", 3.0), ("Curie", 2.5)]))
    found = beside(shelf, ["ada", "Bell"])
    ada, bell = found.models
    assert (ada.names, ada.license, ada.usd_per_1m) == (
        ("Ada",),
        Said("MIT", "index", march(3)),
        Said(5.5, "index", march(3)),
    )
    assert bell.license is None
    (line,) = found.lines
    assert [row and (row[0].day, row[1].rank) for row in line.rows] == [(10, 1), (3, 2)]
    assert not line.is_one, "they are of two days"
    assert beside(shelf, ["Ada", "Curie"]).lines[0].is_one
    with pytest.raises(NotFound):
        beside(shelf, ["Ada", "Nobody"])
    with pytest.raises(UsageError):
        beside(shelf, ["Ada"])


def test_of_a_day_with_two_sources_the_later_tables_own_is_compared() -> None:
    shelf = ComparisonCache(
        taken(3, [("Ada", 3.0), ("Bell", 2.0)], source="issues", complete=False),
        taken(3, [("Ada", 3.5), ("Bell", 2.2), ("Curie", 1.0)], source="import"),
        taken(10, [("Ada", 3.0), ("Bell", 2.5)], source="issues", complete=False),
    )
    found = compare_days(shelf, "index", "2026-03-03", "last")
    assert (found.before.source, found.after.source, found.warning) == ("issues", "issues", "")
    assert headline(found) == "Bell's score rose by 0.5 at the same rank."
