from __future__ import annotations

from datetime import date, datetime, timedelta

from tui_reader.domain.items import Seen
from tui_reader.domain.repos import Repo
from tui_reader.storage.library import Library

DAY = date(2026, 3, 2)


def store(library: Library, now: datetime, days: int, stars: int | None, gained: int | None = None) -> None:
    repo = Repo("octo/tool", stars=stars, gained=gained)
    library.repos.store([repo], Seen("trending", "trending", "daily", DAY + timedelta(days), now))


def rose(library: Library) -> int | None:
    row = library.items.row("repo:octo/tool")
    assert row is not None
    return row.rose


def test_stars_are_kept_by_date_and_rise_between_dates_whichever_came_first(library: Library, now: datetime) -> None:
    store(library, now, 5, 1500)
    store(library, now, 0, 1000)
    store(library, now, 3, 1200)
    detail = library.repos.get("repo:octo/tool")
    assert detail is not None
    assert [(d.day, n) for d, n in detail.counts] == [(2, 1000), (5, 1200), (7, 1500)]
    assert rose(library) == 300


def test_a_first_count_rises_by_what_the_list_says(library: Library, now: datetime) -> None:
    store(library, now, 0, 1000, 70)
    assert rose(library) == 70
    store(library, now, 1, 990)
    assert rose(library) == -10


def test_a_list_without_stars_counts_nothing(library: Library, now: datetime) -> None:
    store(library, now, 0, None)
    detail = library.repos.get("repo:octo/tool")
    assert detail is not None
    assert detail.counts == ()
    assert rose(library) is None
