"""Programs that run for what a sync brought: once for each item, never for a backlog."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui_reader.domain.events import WatchedCame
from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.following import Following
from tui_reader.domain.settings import OnNewSetting
from tui_reader.domain.sources import Attempt, SourceKind, SyncOptions
from tui_reader.services.on_new import OnNew
from tui_reader.services.programs import Programs
from tui_reader.services.reading import Reading
from tui_reader.storage.library import Library

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
PROGRAMS = Programs({"PATH": os.environ.get("PATH", "")})


class Hooked:
    """A library, and what ran for what it got."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = folder / "told"
        self.library = Library.open(folder / "library.db", state_dir=folder)
        code = "import sys,pathlib;pathlib.Path(sys.argv[1]).open('a').write(sys.argv[2]+chr(10))"
        self.rule = OnNewSetting("kind:entry", (sys.executable, "-c", code, str(self.told), "{title}"))

    def store(self, source: str, *numbers: int, is_known: bool = True) -> None:
        self.library.sources.upsert(Subscription(source, source, f"https://{source}.example/feed"), SourceKind.FEED)
        entries = [
            Entry(f"Entry {n}", f"https://{source}.example/{n}", published=NOW + timedelta(minutes=n)) for n in numbers
        ]
        self.library.entries.store(source, entries, NOW + timedelta(hours=1))
        if is_known:
            self.library.sources.record(Attempt(source, NOW))

    def hook(self, options: SyncOptions = SyncOptions()) -> OnNew:  # noqa: B008
        return OnNew((self.rule,), self.library, options)

    def run(self, hook: OnNew) -> list[str]:
        reading = Reading(self.library)
        self.failures = hook.run(PROGRAMS, reading, Following(), NOW.date(), self.folder / "done")
        lines = self.told.read_text().splitlines() if self.told.exists() else []
        self.told.unlink(missing_ok=True)
        return lines


def _entry(source: str, number: int) -> Entry:
    when = NOW + timedelta(minutes=number)
    return Entry(f"Entry {number}", f"https://{source}.example/{number}", published=when)


@pytest.fixture
def hooked(tmp_path: Path) -> Iterator[Hooked]:
    hooked = Hooked(tmp_path)
    yield hooked
    hooked.library.close()


def test_it_runs_once_for_each_new_item_whoever_brought_it(hooked: Hooked) -> None:
    hooked.store("blog", 1)
    one, other = hooked.hook(), hooked.hook()
    hooked.store("blog", 1, 2, 3)
    assert hooked.run(one) == ["Entry 2", "Entry 3"]
    assert hooked.run(other) == []
    assert hooked.run(hooked.hook()) == []


def test_it_never_runs_for_an_archive_a_first_fetch_or_the_past(hooked: Hooked) -> None:
    empty = hooked.hook()
    hooked.store("blog", 1)
    assert hooked.run(empty) == []
    hook, past = hooked.hook(), hooked.hook(SyncOptions(since=NOW))
    hooked.store("fresh", 5, 6)
    assert hooked.run(hook) == []
    hooked.store("blog", 7)
    assert hooked.run(past) == []


def test_after_twenty_it_runs_once_with_a_count(hooked: Hooked) -> None:
    hooked.rule = OnNewSetting(hooked.rule.match, ("sh", "-c", f'echo "$1" >> {hooked.told}', "sh", "{title}"))
    hooked.store("blog", 0)
    hook = hooked.hook()
    hooked.store("blog", *range(1, 26))
    ran = hooked.run(hook)
    assert len(ran) == 21
    assert ran[-1] == "5 more new items"


def test_a_failure_is_told_and_ends_nothing(hooked: Hooked) -> None:
    hooked.rule = OnNewSetting(hooked.rule.match, ("not-there", "{title}"))
    hooked.store("blog", 1)
    hook = hooked.hook()
    hooked.store("blog", 2, 3)
    hooked.run(hook)
    assert hooked.failures == ("[[on_new]] There is no program not-there",)


def test_what_is_watched_is_counted_once_a_sync_with_the_newest_title(hooked: Hooked) -> None:
    following = Following(words=("entry 2", "entry 3"))
    hooked.store("blog", 1)
    hook, past = OnNew((), hooked.library, SyncOptions()), OnNew((), hooked.library, SyncOptions(history=True))
    assert hook.watched(following, NOW.date()) is None
    hooked.store("blog", 2, 3, 4)
    hooked.store("fresh", 20, 30, is_known=False)
    assert hook.watched(following, NOW.date()) == WatchedCame(2, "Entry 3")
    assert hook.watched(Following(), NOW.date()) is None
    assert past.watched(following, NOW.date()) is None
    assert OnNew((), hooked.library, SyncOptions()).watched(following, NOW.date()) is None
