from datetime import date

from tui_reader.domain.boards import BoardRow
from tui_reader.domain.model_history import Day, facts, stretches


def day(
    number: int, rank: int | None = None, score: float | None = None, name: str = "M", rebased: bool = False
) -> Day:
    row = BoardRow(name, rank, score) if rank is not None or score is not None else None
    return Day(date(2026, 4, number), row, rank, rebased)


def test_first_and_best_ranks_and_the_dates_it_is_missing_on() -> None:
    found = facts([day(1), day(2, 5, 40.0), day(3), day(4, 2, 44.0), day(5, 3, 43.0), day(6)])
    assert found is not None
    assert found.first_rank == day(2, 5, 40.0)
    assert found.best_rank == day(4, 2, 44.0)
    assert found.best_score == day(4, 2, 44.0)
    assert (found.listed, found.missing) == (3, 1)
    assert found.last == day(5, 3, 43.0)


def test_names_are_told_in_the_order_they_were_used() -> None:
    found = facts([day(1, 1, 1.0, "Grok 4.3"), day(2, 1, 1.0, "Grok 4.3 (high)")])
    assert found is not None
    assert found.names == ("Grok 4.3", "Grok 4.3 (high)")


def test_scores_from_before_a_rebase_are_not_the_best() -> None:
    found = facts([day(1, 1, 90.0), day(2, 1, 50.0, rebased=True), day(3, 1, 51.0)])
    assert found is not None
    assert found.best_score == day(3, 1, 51.0)


def test_the_lowest_score_is_best_where_lower_is_better() -> None:
    found = facts([day(1, 1, 3.0), day(2, 1, 2.0)], lower_is_better=True)
    assert found is not None
    assert found.best_score == day(2, 1, 2.0)


def test_a_model_that_no_date_lists_has_no_facts() -> None:
    assert facts([day(1), day(2)]) is None


def test_a_date_without_the_model_is_a_gap_in_its_line() -> None:
    runs = stretches([day(1, 1, 1.0), day(2, 2, 2.0), day(3), day(4, 3, 4.0)], "score")
    assert runs == [[(date(2026, 4, 1), 1.0), (date(2026, 4, 2), 2.0)], [(date(2026, 4, 4), 4.0)]]


def test_a_rebase_breaks_the_line_of_scores_and_not_that_of_ranks() -> None:
    days = [day(1, 1, 80.0), day(2, 1, 40.0, rebased=True)]
    assert len(stretches(days, "score")) == 2
    assert len(stretches(days, "rank")) == 1
