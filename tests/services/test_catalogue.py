import pytest

from tui_reader.domain.errors import NotFound
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.journal import FeedChange
from tui_reader.domain.settings import FeedSetting, Settings
from tui_reader.domain.sources import SourceKind
from tui_reader.services.catalogue import followed_feeds, select
from tui_reader.sources.registry import all_sources

BUILTIN = (Subscription("a", "A", "https://a.example/feed", "Labs"), Subscription("b", "B", "https://b.example/feed"))


def test_the_builtin_list_holds_until_one_is_given() -> None:
    assert followed_feeds(Settings(), BUILTIN, ()) == BUILTIN
    own = Settings(feeds=(FeedSetting("https://c.example/feed", "C", "Mine"),))
    (feed,) = followed_feeds(own, BUILTIN, ())
    assert (feed.source_id, feed.title, feed.group) == ("c", "C", "Mine")


def test_changes_by_command_come_on_top_in_order() -> None:
    url = "https://c.example/feed"
    changes = (FeedChange(BUILTIN[0].url, removed=True), FeedChange(url, "C", "Mine"))
    assert [f.title for f in followed_feeds(Settings(), BUILTIN, changes)] == ["B", "C"]
    gone = (*changes, FeedChange(url, removed=True), FeedChange(BUILTIN[0].url, "A again"))
    assert [f.title for f in followed_feeds(Settings(), BUILTIN, gone)] == ["B", "A again"]


def test_two_feeds_of_one_title_have_two_ids() -> None:
    twice = Settings(feeds=(FeedSetting("https://x.example/1", "News"), FeedSetting("https://x.example/2", "News")))
    ids = [f.source_id for f in followed_feeds(twice, (), ())]
    assert len(set(ids)) == 2


def test_a_feed_named_like_a_family_does_not_take_its_name() -> None:
    own = Settings(feeds=(FeedSetting("https://x.example/1", "Feeds"),))
    assert followed_feeds(own, (), ())[0].source_id != "feeds"


def test_sources_are_chosen_by_id_and_by_family() -> None:
    sources = all_sources(Settings(), BUILTIN)
    assert [s.id for s in select(sources, ["feeds"])] == ["a", "b"]
    assert {s.kind for s in select(sources, ["issues", "b"])} == {SourceKind.ISSUES, SourceKind.FEED}
    assert select(sources, []) == sources
    with pytest.raises(NotFound) as error:
        select(sources, ["isues"])
    assert "issues" in error.value.hint
