"""A model's history, with the breaks of the index, out of a real library."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.services.model_story import judged, story
from tui_reader.services.trade_off import PRICE, SPEED, figures_of, trade_off
from tui_reader.storage.library import Library

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    yield library
    library.close()


def table(day: int, scores: dict[str, float], window: str = "", ranks: bool = True) -> Snapshot:
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    rows = tuple(
        BoardRow(name, rank if ranks else None, score, window=window) for rank, (name, score) in enumerate(ordered, 1)
    )
    return Snapshot("index", "Index", date(2026, 3, day), rows, source="index", complete=True)


def store(library: Library, *tables: Snapshot) -> None:
    for one in tables:
        library.boards.store(one)


SCORES = {f"Model {n}": 20.0 + 3 * n for n in range(12)}


def test_a_date_that_does_not_list_the_model_is_told(library: Library) -> None:
    without = {name: score for name, score in SCORES.items() if name != "Model 3"}
    store(library, table(1, SCORES), table(2, without), table(3, SCORES))
    assert [d.row is not None for d in story(library, "index", "Model 3")] == [True, False, True]


def test_a_rebased_index_breaks_the_history(library: Library) -> None:
    halved = {name: score / 2 for name, score in SCORES.items()}
    store(library, table(1, SCORES), table(2, SCORES), table(3, halved), table(4, halved))
    days, lower = judged(library, "index", story(library, "index", "Model 3"))
    assert [d.is_rebased for d in days] == [False, False, True, False]
    assert not lower


def test_days_without_news_are_judged_without_reading_their_tables(library: Library) -> None:
    moved = SCORES | {"Model 4": 90.0}
    again = {name: score * 2 for name, score in moved.items()}
    store(library, table(1, SCORES), table(2, SCORES), table(3, moved), table(4, again), table(5, again))
    assert library.boards.judged_days("index") == {date(2026, 3, day): day != 4 for day in range(2, 6)}
    days, _ = judged(library, "index", story(library, "index", "Model 3"))
    assert [d.day.day for d in days if d.is_rebased] == [4]


def test_another_version_of_the_index_never_compares(library: Library) -> None:
    store(library, replace(table(1, SCORES), index_version="4.0"), replace(table(2, SCORES), index_version="5.0"))
    assert library.boards.judged_days("index") == {date(2026, 3, 2): False}


def test_what_comes_between_two_dates_is_judged_against_both(library: Library) -> None:
    halved = {name: score / 2 for name, score in SCORES.items()}
    store(library, table(1, SCORES), table(3, halved))
    assert library.boards.judged_days("index") == {date(2026, 3, 3): False}
    store(library, table(2, halved))
    assert library.boards.judged_days("index") == {date(2026, 3, 2): False, date(2026, 3, 3): True}
    store(library, table(2, SCORES))
    assert library.boards.judged_days("index") == {date(2026, 3, 2): True, date(2026, 3, 3): False}


def test_one_large_mover_breaks_nothing(library: Library) -> None:
    store(library, table(1, SCORES), table(2, SCORES | {"Model 3": 95.0}))
    days, _ = judged(library, "index", story(library, "index", "Model 3"))
    assert not any(d.is_rebased for d in days)


def test_scores_of_other_tasks_are_apart(library: Library) -> None:
    store(library, table(1, SCORES, "January"), table(2, SCORES, "January"), table(3, SCORES, "February"))
    days, _ = judged(library, "index", story(library, "index", "Model 3"))
    assert [d.is_rebased for d in days] == [False, False, True]


def test_ranks_are_by_score_where_none_is_published(library: Library) -> None:
    store(library, table(1, SCORES, ranks=False))
    days, _ = judged(library, "index", story(library, "index", "Model 10"))
    assert [d.rank for d in days] == [2]


def test_a_trade_off_leaves_out_what_is_not_said_and_counts_it() -> None:
    rows = (
        BoardRow("Dear", 1, 60.0, 50.0, 10.0),
        BoardRow("Free", 2, 40.0, None, 0.0),
        BoardRow("Worse and dearer", 3, 50.0, 40.0, 12.0),
        BoardRow("No score", 4, None, 90.0, 1.0),
        BoardRow("No price", 5, 59.0, -1.0, None),
    )
    snapshot = Snapshot("index", "Index", date(2026, 3, 1), rows)
    assert figures_of(snapshot) == [PRICE, SPEED]
    found = trade_off(snapshot, PRICE)
    assert [offer.model for offer in found.best] == ["Dear", "Free"]
    assert found.missing == 2
    assert [offer.model for offer in trade_off(snapshot, SPEED).best] == ["Dear"]
