from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.board_dates import FIRST, LOOKED, PREVIOUS, base_of, stepped

DAYS = [date(2026, 4, n) for n in (20, 15, 10, 5)]


def test_what_a_choice_means() -> None:
    assert base_of(DAYS, DAYS[0], PREVIOUS) == DAYS[1]
    assert base_of(DAYS, DAYS[0], FIRST) == DAYS[3]
    assert base_of(DAYS, DAYS[0], LOOKED, date(2026, 4, 12)) == DAYS[2]
    assert base_of(DAYS, DAYS[0], "2026-04-15") == DAYS[1]


def test_nothing_is_compared_with_itself() -> None:
    assert base_of(DAYS, DAYS[3], PREVIOUS) is None
    assert base_of(DAYS, DAYS[3], FIRST) is None
    assert base_of(DAYS, DAYS[0], LOOKED, DAYS[0]) is None
    assert base_of(DAYS[:1], DAYS[0], PREVIOUS) is None


def test_a_board_never_looked_at_has_nothing_to_compare_with_since() -> None:
    assert base_of(DAYS, DAYS[0], LOOKED, None) is None


def test_a_choice_that_is_no_date_compares_with_nothing() -> None:
    assert base_of(DAYS, DAYS[0], "yesterday") is None


def test_steps_skip_the_date_that_is_shown_and_end() -> None:
    assert stepped(DAYS, DAYS[2], 1, skip=DAYS[1]) == DAYS[0]
    assert stepped(DAYS, DAYS[3], -1) is None
    assert stepped(DAYS, DAYS[0], 1) is None
    assert stepped(DAYS, None, 1) is None


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=2), st.data())
def test_a_step_back_undoes_a_step(days: set[date], data: st.DataObject) -> None:
    ordered = sorted(days, reverse=True)
    start = data.draw(st.sampled_from(ordered[:-1]))
    older = stepped(ordered, start, -1)
    assert older is not None
    assert stepped(ordered, older, 1) == start
