from datetime import UTC, datetime, timedelta

from tui_reader.domain.feeds import Feed
from tui_reader.sources.base import later
from tui_reader.sources.feed.sync import own_wish

NOW = datetime(2026, 4, 2, 8, 30, tzinfo=UTC)  # a Thursday


def test_a_feed_without_wishes_has_none() -> None:
    assert own_wish(Feed("a"), NOW) is None


def test_ttl_is_minutes_and_at_most_a_day() -> None:
    assert own_wish(Feed("a", ttl_minutes=90), NOW) == NOW + timedelta(minutes=90)
    assert own_wish(Feed("a", ttl_minutes=10**9), NOW) == NOW + timedelta(days=1)


def test_skipped_days_and_hours_are_waited_out() -> None:
    assert own_wish(Feed("a", skip_days=("Thursday", "Friday")), NOW) == datetime(2026, 4, 4, tzinfo=UTC)
    assert own_wish(Feed("a", skip_hours=(8, 9)), NOW) == datetime(2026, 4, 2, 10, tzinfo=UTC)


def test_a_feed_that_skips_everything_is_asked_all_the_same() -> None:
    assert own_wish(Feed("a", skip_hours=tuple(range(24))), NOW) is None


def test_the_later_of_two_times() -> None:
    assert later(None, NOW) == NOW
    assert later(NOW, NOW + timedelta(1)) == NOW + timedelta(1)
    assert later(None, None) is None
