import pickle
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from tui_reader.domain.errors import RateLimited
from tui_reader.domain.sources import SourceHealth, SourceKind, is_due, may_ask

NOW = datetime(2026, 4, 2, 8, tzinfo=UTC)
FEED = SourceHealth("blog", SourceKind.FEED, "Blog", "https://blog.example")


def test_a_source_never_asked_is_due() -> None:
    assert is_due(FEED, NOW, 60)


def test_a_source_is_due_again_after_the_interval() -> None:
    asked = replace(FEED, last_attempt=NOW - timedelta(minutes=59))
    assert not is_due(asked, NOW, 60)
    assert is_due(asked, NOW + timedelta(minutes=1), 60)


def test_a_failing_source_is_asked_less_and_less_but_daily() -> None:
    failing = replace(FEED, last_attempt=NOW - timedelta(hours=3), failures=2)
    assert not is_due(failing, NOW, 60)
    assert is_due(replace(failing, last_attempt=NOW - timedelta(days=1), failures=50), NOW, 60)


def test_the_servers_wishes_hold() -> None:
    assert not is_due(replace(FEED, not_before=NOW + timedelta(hours=1)), NOW, 60)
    waiting = replace(FEED, retry_after=NOW + timedelta(seconds=1))
    assert not may_ask(waiting, NOW)
    assert may_ask(waiting, NOW + timedelta(seconds=1))
    assert not may_ask(replace(FEED, status="retired"), NOW)


def test_by_hand_only_means_never_due() -> None:
    assert not is_due(FEED, NOW, 0)


def test_errors_cross_processes_whole() -> None:
    error = pickle.loads(pickle.dumps(RateLimited("slow down", "wait", 503, 12.0)))
    assert (error.message, error.hint, error.status, error.retry_after_s) == ("slow down", "wait", 503, 12.0)
