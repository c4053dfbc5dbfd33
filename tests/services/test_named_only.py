"""What stands on the page of something that was only named: in an issue, without a feed that brings it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.issues import Issue, SourcedLink
from tui_reader.domain.sources import SourceKind
from tui_reader.services.reading import Reading
from tui_reader.storage.library import Library

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TITLE = "A startup raises seventy million dollars for checking code"


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    link = SourcedLink("The Wire", TITLE, "https://wire.example/raise")
    library.issues.store(Issue(date(2026, 11, 20), "The Report", ("Words.",), wire=(link,)), "issues", NOW)
    yield library
    library.close()


def _page(library: Library) -> str:
    (row,) = [r for r in library.lists.rows(range(1, 20)) if r.url == "https://wire.example/raise"]
    page = Reading(library).page(row.key)
    assert page is not None
    return page.markdown


def test_it_says_what_is_missing_who_published_it_its_address_and_where_it_was_named(named: Library) -> None:
    text = _page(named)
    assert "Its text is not here · v fetches the article" in text
    assert "The Wire" in text
    assert "https://wire.example/raise" in text
    assert "seen in: The Report" in text
    assert "The feed has no more" not in text


def test_what_another_feed_tells_of_the_same_story_stands_on_it(named: Library) -> None:
    named.sources.upsert(Subscription("other", "Other News", "https://other.example/f"), SourceKind.FEED)
    entry = Entry(TITLE, "1", "https://other.example/1", "", NOW, NOW, "Seventy million, says the firm.")
    named.entries.store("other", [entry], NOW)
    text = _page(named)
    assert "The same story elsewhere" in text
    assert "**Other News**" in text
    assert "> Seventy million, says the firm." in text
