"""The first fetch of a feed: what is its archive comes in as read, and again so in a library made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui_reader.domain.digests import Digest, DigestItem
from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.items import Kind
from tui_reader.domain.journal import Folded
from tui_reader.domain.query import parse
from tui_reader.domain.sources import Attempt, SourceKind
from tui_reader.services.first_fetch import FirstFetches
from tui_reader.sources.feed.sync import FeedSource
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
URL = "https://blog.example/feed"


def entries(*days: int) -> list[Entry]:
    return [Entry(f"Of {d} days ago", f"https://blog.example/{d}", str(d), published=NOW - timedelta(d)) for d in days]


class Home:
    def __init__(self, folder: Path, library: str = "library") -> None:
        self.folder = folder
        self.library = Library.open(folder / library / "library.db", state_dir=folder / "state")
        self.first = FirstFetches(self.journal, 30)
        self.library.journal.fold_new(Journal(folder / "journal", "here-1"))

    def journal(self, folded: Callable[[], Folded] = Folded) -> Journal:
        return Journal(self.folder / "journal", "here-1-fetches", folded)

    def fetch(self, brought: list[Entry], url: str = URL, id: str = "blog", at: datetime = NOW) -> None:
        library, source = self.library, FeedSource(id, "Blog", url)
        self.first.note(library, [source], at)
        library.sources.upsert(Subscription(id, "Blog", url), SourceKind.FEED)
        dates = [entry.published for entry in brought if entry.published is not None]
        library.entries.store(id, brought, at, self.first.before(library, id, [url], dates, at))
        library.sources.record(Attempt(id, at))

    def unread(self) -> list[str]:
        node = parse("kind:post is:unread", NOW.date())
        return [row.title for row in self.library.lists.rows(self.library.lists.ids(node))]

    def fetches(self) -> int:
        return sum(len(path.read_bytes().splitlines()) for path in (self.folder / "journal").glob("*-fetches.jsonl"))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.library.close()


def test_the_archive_of_a_new_feed_is_read_and_what_comes_late_is_not(home: Home) -> None:
    home.fetch(entries(1, 2, 3, 4, 40, 400))
    assert home.unread() == [f"Of {d} days ago" for d in (1, 2, 3, 4)]
    home.fetch(entries(1, 2, 3, 4, 40, 400, 90))
    assert "Of 90 days ago" in home.unread()
    assert home.fetches() == 1


def test_a_library_made_anew_makes_the_same_cut(home: Home, tmp_path: Path) -> None:
    home.fetch(entries(1, 200, 300, 400))
    assert len(home.unread()) == 3
    again = Home(tmp_path, "made-anew")
    again.fetch(entries(-30, -20, -10, 1, 200, 300, 400), at=NOW + timedelta(40))
    assert again.unread() == [f"Of {d} days ago" for d in (-30, -20, -10, 1, 200, 300)]
    assert again.fetches() == 1
    again.library.close()


def test_feeds_that_are_there_already_are_not_meant_even_when_the_library_is_made_anew(
    home: Home, tmp_path: Path
) -> None:
    home.library.sources.upsert(Subscription("blog", "Blog", URL), SourceKind.FEED)
    home.library.entries.store("blog", entries(400), NOW)
    home.library.sources.record(Attempt("blog", NOW))
    home.fetch(entries(1, 2, 3, 300, 400))
    assert len(home.unread()) == 5
    again = Home(tmp_path, "made-anew")
    again.fetch(entries(1, 2, 3, 300, 400))
    assert len(again.unread()) == 5
    again.library.close()


def test_a_renamed_or_moved_feed_is_not_new(home: Home) -> None:
    home.fetch(entries(1, 2, 3))
    home.fetch(entries(1, 2, 3, 300), url="https://new.example/feed")  # the same feed at another address
    assert "Of 300 days ago" in home.unread()


def test_a_crash_in_the_first_fetch_leaves_the_cut_in_force(home: Home) -> None:
    library = home.library
    library.sources.upsert(Subscription("blog", "Blog", URL), SourceKind.FEED)
    brought = entries(1, 2, 3, 300, 400)
    dates = [entry.published for entry in brought if entry.published is not None]
    library.entries.store("blog", brought[:4], NOW, home.first.before(library, "blog", [URL], dates, NOW))
    home.fetch(brought)
    assert home.unread() == ["Of 1 days ago", "Of 2 days ago", "Of 3 days ago"]


def test_what_a_digest_of_the_archive_names_asks_for_no_decision(home: Home) -> None:
    names = Digest((DigestItem("A linked post", Kind.ENTRY, url="https://else.example/1"),))
    old, new = (
        Entry(f"Of {d}", f"https://blog.example/d{d}", f"d{d}", published=NOW - timedelta(d), digest=names)
        for d in (400, 1)
    )
    home.fetch([*entries(1, 2, 3), old])
    assert home.library.lists.count(parse("is:inbox", NOW.date())) == 0
    home.fetch([*entries(1, 2, 3), old, new])
    assert home.library.lists.count(parse("is:inbox", NOW.date())) == 1


def test_lines_of_first_fetches_are_no_actions_that_u_takes_back(home: Home) -> None:
    home.fetch(entries(1, 400))
    assert Journal(home.folder / "journal", "here-1").undo(NOW) is None
