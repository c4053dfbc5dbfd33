from __future__ import annotations

from tui_reader.domain.settings import Settings, TrendingSettings
from tui_reader.sources.registry import all_sources
from tui_reader.sources.trending.sync import period_urls

PERIODS = ("daily", "weekly", "monthly")


def test_each_period_has_its_list() -> None:
    assert period_urls("https://github.com/trending", PERIODS) == [
        ("daily", "https://github.com/trending?since=daily"),
        ("weekly", "https://github.com/trending?since=weekly"),
        ("monthly", "https://github.com/trending?since=monthly"),
    ]


def test_a_language_stays_and_a_period_in_the_address_gives_way() -> None:
    (found,) = period_urls("https://github.com/trending?l=rust&since=daily", ("weekly",))
    assert found == ("weekly", "https://github.com/trending?l=rust&since=weekly")


def test_a_file_is_one_list() -> None:
    assert period_urls("https://lists.example/today.json", PERIODS) == [("", "https://lists.example/today.json")]


def test_an_empty_address_turns_trending_off() -> None:
    assert "trending" in {s.id for s in all_sources(Settings(), ())}
    off = Settings(trending=TrendingSettings(url=""))
    assert "trending" not in {s.id for s in all_sources(off, ())}
