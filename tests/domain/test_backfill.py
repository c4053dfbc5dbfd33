from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.backfill import SETTLED_AFTER, Backfill, Window

TODAY = date(2026, 11, 20)
SETTLED = TODAY - SETTLED_AFTER
days = st.integers(0, 400).map(lambda n: TODAY - timedelta(days=n))


def covered(windows: tuple[Window, ...]) -> list[date]:
    return sorted(w.first + timedelta(days=n) for w in windows for n in range(w.days))


def test_nothing_is_asked_for_twice_once_it_is_done_but_the_newest_days() -> None:
    since = date(2026, 10, 1)
    (fresh, old) = Backfill().wanted(since, TODAY)
    assert (fresh.last, old) == (TODAY, Window(since, SETTLED))
    progress = Backfill().finished(old, TODAY).finished(fresh, TODAY)
    assert progress.done == (Window(since, SETTLED),)
    assert progress.wanted(since, TODAY) == (fresh,)
    assert progress.wanted(date(2026, 9, 1), TODAY)[1:] == (Window(date(2026, 9, 1), date(2026, 9, 30)),)


def test_a_window_that_was_begun_goes_on_where_it_was() -> None:
    begun = Window(date(2026, 3, 1), date(2026, 5, 31), 4000)
    progress = Backfill.from_json(Backfill().came_to(begun, TODAY).to_json())
    assert begun in progress.wanted(date(2026, 1, 1), TODAY)
    assert begun not in progress.wanted(date(2026, 4, 1), TODAY), "it is not known which of its papers were brought"


def test_a_part_of_a_split_window_replaces_it() -> None:
    whole = Window(date(2026, 1, 1), date(2026, 1, 31))
    parts = whole.parts(4)
    assert covered(parts) == covered((whole,))
    progress = Backfill().came_to(whole, TODAY).split(whole, parts, TODAY)
    assert set(progress.wanted(whole.first, TODAY)) > set(parts)
    assert Window(whole.first, whole.first).parts(9) == (Window(whole.first, whole.first),)


def test_junk_is_no_progress() -> None:
    for junk in ("", "null", "[]", "{}", '{"done": [["x", "y"]], "begun": []}', '{"done": 3, "begun": []}'):
        assert Backfill.from_json(junk) == Backfill()


@given(
    st.lists(st.tuples(st.sampled_from(["done", "begun", "split"]), days, days, st.integers(0, 30_000)), max_size=8),
    days,
)
def test_every_day_is_either_done_or_asked_for_and_no_day_twice(
    steps: list[tuple[str, date, date, int]], since: date
) -> None:
    progress = Backfill()
    for what, one, other, start in steps:
        window = Window(min(one, other), max(one, other), start)
        if what == "done":
            progress = progress.finished(window, TODAY)
        elif what == "begun" and window not in progress.done:
            progress = progress.came_to(window, TODAY)
        else:
            progress = progress.split(window, window.parts(3), TODAY)
    progress = Backfill.from_json(progress.to_json())
    asked = covered(progress.wanted(since, TODAY))
    assert len(asked) == len(set(asked))
    assert set(asked) | set(covered(progress.done)) >= {
        since + timedelta(days=n) for n in range((TODAY - since).days + 1)
    }
    assert min(asked, default=since) >= since
