"""What is followed, as journals of several machines say it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.journal import Change, FeedChange
from tui_reader.domain.settings import Settings
from tui_reader.services.catalogue import followed_feeds
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
ONE, TWO = "https://a.example/feed", "https://b.example/feed"


def changes(*given: FeedChange) -> dict[str, str]:
    return {sub.url: sub.source_id for sub in followed_feeds(Settings(feeds=()), (), given)}


def test_a_feed_keeps_its_id_whatever_is_renamed_or_removed_beside_it() -> None:
    first, second = FeedChange(ONE, "Blog", source_id="blog"), FeedChange(TWO, "Blog", source_id="blog-2")
    assert changes(first, second) == {ONE: "blog", TWO: "blog-2"}
    assert changes(second) == {TWO: "blog-2"}
    assert changes(second, FeedChange(ONE, "Another", source_id="blog")) == {ONE: "blog", TWO: "blog-2"}


def test_of_two_machines_that_gave_one_id_the_same_feed_keeps_it_in_any_order() -> None:
    first, second = FeedChange(ONE, "Blog", source_id="blog"), FeedChange(TWO, "Blog", source_id="blog")
    assert changes(first, second) == changes(second, first) == {ONE: "blog", TWO: "blog-2"}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(Launch(home=tmp_path / "home", offline=True), {}, lambda: NOW)


def test_a_feed_that_is_followed_again_has_its_id_and_another_does_not_take_it(program: Program) -> None:
    (sub,) = program.source_lists.feeds.follow([Subscription("", "Blog", ONE)])
    program.source_lists.feeds.remove(sub.source_id)
    program.library.sources.upsert(sub, program.sources()[0].kind)  # it brought something
    assert [s.source_id for s in program.source_lists.feeds.follow([Subscription("", "Blog", TWO)])] == ["blog-2"]
    assert [s.source_id for s in program.source_lists.feeds.follow([Subscription("", "Blog", ONE)])] == ["blog"]
    program.close()


def test_categories_are_followed_over_the_configured_ones(program: Program) -> None:
    assert program.source_lists.categories.add("CS.ro") == ("cs.RO", True)
    assert program.source_lists.categories.add("cs.RO") == ("cs.RO", False)
    program.source_lists.categories.remove("cs.sd")
    assert "arXiv cs.LG cs.CL cs.AI cs.CV cs.RO" in [s.title for s in program.sources()]
    assert program.triage.undo() is not None
    assert program.source_lists.categories.followed()[-1] == "cs.RO"
    assert "cs.SD" in program.source_lists.categories.followed()
    with pytest.raises(UsageError, match="no arXiv category") as error:
        program.source_lists.categories.add("sound")
    assert "cs.SD" in error.value.hint
    with pytest.raises(NotFound):
        program.source_lists.categories.remove("math.AG")
    program.close()


def test_views_are_saved_over_the_configured_ones_and_come_back_on_undo(program: Program) -> None:
    assert program.source_lists.views.save(" my  speech ", "cat:cs.SD is:inbox") == "my speech"
    assert program.source_lists.views.views() == {"my speech": "cat:cs.SD is:inbox"}
    program.source_lists.views.remove("my speech")
    assert program.source_lists.views.views() == {}
    program.triage.undo()
    program.triage.wait()
    assert program.source_lists.views.views() == {"my speech": "cat:cs.SD is:inbox"}
    with pytest.raises(UsageError):
        program.source_lists.views.save("bad", "is:nonsense")
    with pytest.raises(NotFound):
        program.source_lists.views.remove("none")
    program.close()


def test_what_another_machine_chose_is_known_when_its_journal_comes(program: Program, tmp_path: Path) -> None:
    program.catch_up()
    line = {"v": 1, "id": "other:1", "at": (NOW + timedelta(days=1)).isoformat(), "batch": "other:1", "item": "feed",
            "field": f"feed:{ONE}", "value": json.dumps({"title": "There", "group": "Far", "id": "there"})}  # fmt: skip
    folder = tmp_path / "home" / "data" / "journal"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "other.jsonl").write_text(json.dumps(line) + "\n")
    program.catch_up()
    health = program.library.sources.get("there")
    assert health is not None
    assert (health.title, health.group) == ("There", "Far")
    program.triage.record([Change("feed", f"feed:{ONE}", None)], "remove")
    program.triage.wait()
    assert program.library.sources.get("there") is None, "it brought nothing, so nothing is left of it"
    program.close()
