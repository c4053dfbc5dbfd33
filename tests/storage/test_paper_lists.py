from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tui_reader.domain.items import Seen
from tui_reader.domain.journal import Change, JournalLine
from tui_reader.domain.papers import AnnounceType, Paper
from tui_reader.domain.query import EVERYTHING, And, parse, speaks_of_state
from tui_reader.storage.library import Library

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = NOW.date()
STATES = {1: "kept", 2: "later", 3: "skipped"}


def paper(number: int, version: int = 1, day: date | None = None) -> Paper:
    return Paper(
        f"Paper {number} on {'speech' if number % 3 else 'vision'}",
        arxiv_id=f"2611.{number:05d}",
        abstract=f"Abstract {version}.",
        primary_category=("cs.SD", "cs.LG", "eess.AS")[number % 3],
        categories=(("cs.SD", "cs.LG", "eess.AS")[number % 3], "cs.LG"),
        announced_on=day or TODAY - timedelta(days=number % 4),
        announce_type=AnnounceType.REPLACE if version > 1 else list(AnnounceType)[number % 4],
        version=version,
    )


@pytest.fixture
def many(library: Library) -> Library:
    """Papers of all types over four days; some decided on, some kept ones with a new version, some never asked."""
    library.papers.store([paper(n) for n in range(40)], Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    library.papers.store([paper(n) for n in range(40, 46)], Seen("x", "search", "", None, NOW))
    library.journal.fold(
        JournalLine("here", n, NOW, f"here:{n}", Change(f"arxiv:2611.{n:05d}", "state", STATES[n % 5], version=1))
        for n in range(40)
        if n % 5 in STATES
    )
    later = NOW + timedelta(hours=1)
    library.papers.store(
        [paper(n, 2, TODAY) for n in (1, 6, 3)], Seen("arxiv", "announcement", "", None, later, inbox=True)
    )
    return library


@pytest.mark.parametrize("field", ["category", "primary", "type", "state", "tag", "kind"])
@pytest.mark.parametrize("view", ["kind:paper", "kind:paper is:inbox", "cat:cs.LG", "speech since:2026-11-18"])
def test_every_facet_counts_what_its_term_selects(many: Library, view: str, field: str) -> None:
    query = parse(view, TODAY)
    for value in many.facets.values(query, field):
        assert value.count == many.lists.count(And((query, parse(value.query, TODAY)))), value
        if field == "category":
            primary = many.lists.count(And((query, parse(f"primary:{value.value}", TODAY))))
            assert value.cross == value.count - primary


def test_a_kept_paper_with_a_new_version_is_kept_and_in_the_inbox_until_it_is_looked_at(many: Library) -> None:
    row = many.items.row("arxiv:2611.00001")
    assert row is not None
    assert (row.state, row.is_updated) == ("kept", True)
    states = {v.value: v.count for v in many.facets.values(parse("kind:paper", TODAY), "state")}
    assert states == {"inbox": 16 + 2, "kept": 8, "later": 8, "skipped": 8, "updated": 2}
    read = Change("arxiv:2611.00001", "read", True, version=2)
    many.journal.fold([JournalLine("here", 99, NOW + timedelta(hours=2), "here:99", read)])
    assert many.lists.count(parse("is:updated", TODAY)) == 1


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("speech", "since:2026-11-18"),
        ("speech", "until:2026-11-18"),
        ("paper -vision", "since:2026-11-18 until:2026-11-19"),
    ],
)
def test_words_and_days_together_find_what_each_finds(many: Library, words: str, days: str) -> None:
    both = list(many.lists.ids(parse(f"{words} {days}", TODAY)))
    in_days = set(many.lists.ids(parse(days, TODAY)))
    assert both == [i for i in many.lists.ids(parse(words, TODAY)) if i in in_days]
    assert len(both) == many.lists.count(parse(f"{words} {days}", TODAY)) > 0


def test_all_papers_are_any_and_those_never_asked_about_none(many: Library) -> None:
    assert many.lists.count(parse("kind:paper is:any", TODAY)) == 46
    assert many.lists.count(parse("kind:paper is:none", TODAY)) == 6
    assert many.lists.count(parse("primary:cs kind:paper", TODAY)) == many.lists.count(
        parse("primary:cs.SD OR primary:cs.LG", TODAY)
    )


@pytest.mark.parametrize(
    ("query", "speaks"),
    [("is:kept", True), ("-is:inbox cat:x", True), ("is:new (a OR is:any)", True), ("is:new", False)],
)
def test_a_query_speaks_of_state_or_not(query: str, speaks: bool) -> None:
    assert speaks_of_state(parse(query, TODAY)) is speaks
    assert not speaks_of_state(EVERYTHING)


@pytest.fixture
def far_west(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set here")
@pytest.mark.usefixtures("far_west")
def test_decided_today_is_today_where_the_user_is(library: Library) -> None:
    library.papers.store([paper(1), paper(2)], Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    evening = datetime(2026, 11, 20, 3, tzinfo=UTC)  # the evening of the 19th there
    for number, at in enumerate((evening, evening + timedelta(days=1)), 1):
        change = Change(f"arxiv:2611.{number:05d}", "state", "kept")
        library.journal.fold([JournalLine("here", number, at, f"here:{number}", change)])
    assert library.lists.counts(date(2026, 11, 19)).decided_today == 1
    assert library.lists.counts(date(2026, 11, 20)).decided_today == 1
    assert library.lists.counts(date(2026, 11, 21)).decided_today == 0
