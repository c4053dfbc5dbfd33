from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from tui_reader.domain.feeds import Entry
from tui_reader.domain.issues import Issue, SourcedLink
from tui_reader.domain.items import State, url_key
from tui_reader.domain.journal import Change
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

DAY = datetime(2026, 11, 19, 12, tzinfo=UTC)


def entry(host: str, title: str = "Court halts designation of lab as supply risk", hours: int = 0) -> Entry:
    url = f"https://{host}/story"
    return Entry(title, url, url, published=DAY - timedelta(hours=hours))


def told_together(library: Library) -> list[set[str]]:
    stories: dict[int, set[str]] = {}
    for item_id, story in library.lists.stories().items():
        stories.setdefault(story, set()).add(library.lists.rows([item_id])[0].url.split("/")[2])
    return list(stories.values())


def test_near_equal_titles_of_one_day_from_different_hosts_share_a_story_and_stay_items(
    library: Library, now: datetime
) -> None:
    for host, title in (("a.example", ""), ("b.example", "A court halts the designation of a lab as a supply risk")):
        library.entries.store(host, [entry(host, title) if title else entry(host)], now)
    library.entries.store("c", [entry("www.c.example", hours=3)], now)
    assert told_together(library) == [{"a.example", "b.example", "www.c.example"}]
    assert library.lists.max_id() == 3


def test_titles_of_other_days_hosts_and_words_stay_apart(library: Library, now: datetime) -> None:
    library.entries.store("a", [entry("a.example")], now)
    library.entries.store("b", [entry("b.example", hours=24)], now)
    library.entries.store("c", [entry("c.example", "Court lets designation of lab stand")], now)
    same_host = replace(entry("a.example"), url="https://a.example/again", guid="again")
    library.entries.store("a", [entry("a.example"), same_host], now)
    library.entries.store("d", [replace(entry("d.example"), published=None)], now)
    assert told_together(library) == []


def test_a_corrected_title_leaves_its_story(library: Library, now: datetime) -> None:
    library.entries.store("a", [entry("a.example")], now)
    library.entries.store("b", [entry("b.example")], now)
    library.entries.store("b", [entry("b.example", "Something else entirely happened there today")], now)
    assert told_together(library) == [{"a.example"}]
    library.entries.store("b", [entry("b.example")], now)
    assert told_together(library) == [{"a.example", "b.example"}]


def test_one_address_written_in_several_ways_is_one_item(library: Library, now: datetime) -> None:
    ways = (
        "https://www.paper.example/2026/big-model-is-out/", "https://paper.example/2026/big-model-is-out",
        "https://www.google.com/url?q=https%3A%2F%2Fpaper.example%2F2026%2Fbig-model-is-out",
        "https://m.paper.example/2026/big-model-is-out/amp/",
    )  # fmt: skip
    keys = [library.entries.store(f"s{n}", [Entry("Out", url, f"g{n}")], now).keys[0] for n, url in enumerate(ways)]
    assert len(set(keys)) == 1
    assert [s.source for s in library.items.sightings(keys[0])] == ["s0", "s1", "s2", "s3"]
    link = SourcedLink("Paper", "Out", "http://paper.example/2026/big-model-is-out/")
    issue = Issue(now.date(), "An issue", labs=(link,))
    assert library.issues.store(issue, "issues", now).keys == (issue.key, keys[0])
    assert library.items.resolve(url_key("https://paper.example/2026/big-model-is-out")) == keys[0]


def test_what_was_done_under_an_older_form_of_the_address_holds(
    library: Library, journal: Journal, now: datetime
) -> None:
    old = url_key("https://m.paper.example/a")
    journal.append([Change(old, "state", State.KEPT.value, "Out", "https://m.paper.example/a")], now)
    library.journal.fold_new(journal)
    (key,) = library.entries.store("s", [Entry("Out", "https://m.paper.example/a", "g")], now).keys
    row = library.items.row(key)
    assert row is not None
    assert row.state is State.KEPT
    assert library.items.resolve(old) == key
