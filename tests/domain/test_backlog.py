"""What of a feed's archive comes in as read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui_reader.domain.backlog import backlog_before

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def days_ago(*days: int) -> list[datetime]:
    return [NOW - timedelta(days=d) for d in days]


def test_what_is_older_than_so_many_days_is_archive() -> None:
    assert backlog_before(days_ago(1, 2, 3, 40, 50), NOW, 30) == NOW - timedelta(days=30)


def test_the_newest_three_are_not_however_old_they_are() -> None:
    assert backlog_before(days_ago(400, 100, 200, 300), NOW, 30) == NOW - timedelta(days=300)
    assert backlog_before(days_ago(1, 100, 200, 300), NOW, 30) == NOW - timedelta(days=200)
    assert backlog_before(days_ago(100, 200), NOW, 30) == NOW - timedelta(days=200)


def test_nought_days_are_never() -> None:
    assert backlog_before(days_ago(400, 500, 600, 700), NOW, 0) is None


def test_a_date_in_the_future_is_now() -> None:
    assert backlog_before(days_ago(-900, 100, 200), NOW, 30) == NOW - timedelta(days=200)
