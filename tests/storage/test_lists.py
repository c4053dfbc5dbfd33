from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.items import Seen
from tui_reader.domain.journal import Change, JournalLine
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.query import EVERYTHING, Field, Node, Phrase, QueryError, Word, parse
from tui_reader.domain.repos import Repo
from tui_reader.domain.rows import Group, Order
from tui_reader.domain.sources import SourceKind
from tui_reader.storage.library import Library
from tui_reader.storage.sort_keys import (
    LAST_DATED,
    SLOTS,
    UNDATED,
    base_place,
    day_of_number,
    number_of_day,
    since_place,
    until_place,
)

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def full(library: Library) -> Library:
    """Papers over three days, entries with and without dates, one kept, one tagged, one read."""
    library.sources.upsert(Subscription("lab", "The Lab", "https://lab.example/f", "AI Labs/Big"), SourceKind.FEED)
    papers = [
        Paper(
            title=("Speech enhancement" if i % 2 else "Language modelling") + f" {i}",
            arxiv_id=f"2611.0000{i}",
            abstract="We study naïve baselines — and GPT-5.4.",
            authors=(Author("Zoë Ångström" if i == 3 else "Ann Author"),),
            primary_category="cs.SD" if i % 2 else "cs.CL",
            announced_on=TODAY - timedelta(days=i // 3),
            announce_type=list(AnnounceType)[i % 4],
        )
        for i in range(8)
    ]
    library.papers.store(papers, Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    entries = [
        Entry(f"Post {i}", f"https://lab.example/{i}", f"g{i}", "Bob", NOW - timedelta(hours=i * 7) if i else None)
        for i in range(5)
    ]
    library.entries.store("lab", entries, NOW)
    library.journal.fold(
        [
            JournalLine("here", 1, NOW, "here:1", Change("arxiv:2611.00001", "state", "kept")),
            JournalLine("here", 2, NOW, "here:2", Change("arxiv:2611.00002", "tag:two words", True)),
            JournalLine("here", 3, NOW, "here:3", Change("arxiv:2611.00002", "read", True)),
        ]
    )
    return library


def titles(library: Library, query: str) -> list[str]:
    return [r.title for r in library.lists.rows(library.lists.ids(parse(query, TODAY)))]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 13), ("kind:paper", 8), ("kind:entry", 5), ("kind:issue", 0), ("is:inbox", 7), ("is:kept", 1),
        ("is:decided", 1), ("is:undecided", 12), ("is:unread", 12), ("is:read kind:paper", 1), ("is:new", 2),
        ("is:replace-cross", 2), ("cat:cs.SD", 4), ("cat:cs", 8), ("cat:math", 0), ("kind:paper -cat:cs.SD", 4),
        ("source:lab", 5), ("source:LAB", 5), ('group:"AI Labs"', 5), ("group:big", 0), ("tag:\"two words\"", 1),
        ("speech", 4), ("Speech Enhancement", 4), ('"enhancement speech"', 0), ("gpt-5.4", 8), ("GPT-4.5", 0),
        ("naive", 8), ("angstrom", 1), ("author:zoe", 1), ("author:speech", 0), ("title:speech", 4), ("title:naive", 0),
        ("speech -cat:cs.SD", 0), ("speech OR post", 9), ("(speech OR post) kind:entry", 5), ("-speech", 9),
        ("-speech -post", 4), ("speech -Ångström", 3), ("since:today kind:paper", 3), ("until:yesterday kind:paper", 5),
        ("since:2026-11-19 until:2026-11-19 kind:paper", 3), ("kind:entry since:1990-01-01", 5),
        ("is:kept OR tag:\"two words\"", 2), ("—", 13), ("-—", 13), ("speech —", 4), ("is:updated", 0),
        ("since:0001-01-01", 13), ("until:9999-12-31", 13), ("kind:paper is:inbox is:unread", 6),
    ],
)  # fmt: skip
def test_a_query_finds_what_it_says(full: Library, query: str, count: int) -> None:
    node = parse(query, TODAY)
    assert len(full.lists.ids(node)) == count
    assert full.lists.count(node) == count
    assert sum(g.count for g in full.lists.groups(node)) == count


def test_the_newest_come_first_and_what_came_together_in_its_order(full: Library) -> None:
    assert titles(full, "kind:paper")[:4] == [
        "Language modelling 0", "Speech enhancement 1", "Language modelling 2", "Speech enhancement 3",
    ]  # fmt: skip
    assert titles(full, "kind:entry") == ["Post 0", "Post 1", "Post 2", "Post 3", "Post 4"]
    assert full.lists.groups(Field("kind", "paper")) == [
        Group(TODAY, 3), Group(TODAY - timedelta(days=1), 3), Group(TODAY - timedelta(days=2), 2),
    ]  # fmt: skip
    full.repos.store([Repo("octo/tool")], Seen("list", "trending", "", None, NOW))
    assert full.lists.groups(EVERYTHING)[-1] == Group(None, 1)


@pytest.mark.parametrize("query", ["", "kind:paper is:inbox", "post", "since:2d", "cat:cs.SD"])
def test_groups_pages_and_steps_agree_with_the_whole_list(full: Library, query: str) -> None:
    node = parse(query, TODAY)
    ids = list(full.lists.ids(node))
    rows = full.lists.rows(ids)
    assert [r.id for r in rows] == ids
    days = [r.date.date() if r.date else None for r in rows]
    assert [d for g in full.lists.groups(node) for d in [g.day] * g.count] == days
    assert [i for at in range(0, len(ids), 2) for i in full.lists.ids(node, limit=2, offset=at)] == ids
    assert full.lists.new_since(node, ids[0]) == sum(i > ids[0] for i in ids)


def test_the_best_match_comes_first_when_asked(full: Library) -> None:
    node = parse("post 3", TODAY)
    assert sorted(full.lists.ids(node, order=Order.RANK)) == sorted(full.lists.ids(node))
    assert full.lists.ids(Field("kind", "paper"), order=Order.RANK) == full.lists.ids(Field("kind", "paper"))


def test_rows_that_are_gone_are_left_out(full: Library) -> None:
    assert full.lists.rows([]) == []
    ids = list(full.lists.ids(EVERYTHING))
    assert [r.id for r in full.lists.rows([ids[3], 10**9, ids[0]])] == [ids[3], ids[0]]


def test_facets_count_the_view_and_give_the_term_that_selects_them(full: Library) -> None:
    view = parse("kind:paper", TODAY)
    for field in ("category", "source", "group", "state", "tag", "type", "kind"):
        for value in full.facets.values(view, field):
            assert full.lists.count(parse(f"kind:paper {value.query}", TODAY)) == value.count, value
    assert [(f.value, f.count) for f in full.facets.values(view, "category")] == [("cs.CL", 4), ("cs.SD", 4)]
    assert [f.query for f in full.facets.values(EVERYTHING, "group")] == ['group:"AI Labs/Big"']
    assert full.facets.values(view, "nonsense") == []


def test_the_header_counts(full: Library) -> None:
    counts = full.lists.counts(TODAY)
    assert (counts.entries_unread, counts.papers_inbox, counts.decided_today, counts.issues_unread) == (5, 7, 1, 0)


def test_keys_are_found_by_the_beginning_of_their_hash(full: Library) -> None:
    (row,) = full.lists.rows(full.lists.ids(parse('"post 1"', TODAY)))
    digits = row.key.removeprefix("url:")
    assert full.items.resolve(row.key) == full.items.resolve(digits[:8]) == row.key
    assert full.items.resolve("url:" + digits[:6]) == row.key
    assert full.items.resolve(digits[:5]) is None
    assert full.items.resolve("zzzzzzzz") is None
    assert full.items.resolve("title:zz") is None


def test_a_change_by_another_connection_is_noticed(full: Library) -> None:
    other = full.clone()
    before = other.newest_change()
    assert other.newest_change() == before
    full.meta.set("x", "y")
    assert other.newest_change() != before
    assert other.meta.get("x") == "y"
    other.close()


def test_one_letter_is_not_a_search_yet_but_two_are(full: Library) -> None:
    assert full.lists.count(parse("s", TODAY, live=True)) == 13
    assert full.lists.count(parse("sp", TODAY, live=True)) == 4
    assert full.lists.count(parse("sp", TODAY)) == 0
    assert full.lists.count(parse("language modelling 6", TODAY, live=True)) == 1  # a figure is a word
    assert full.lists.count(parse("language modelling 6", TODAY, typed=True)) == 1


def test_a_search_longer_than_anyone_types_is_refused_in_words(full: Library) -> None:
    with pytest.raises(QueryError):
        full.lists.count(parse("word " * 1000, TODAY))
    full.lists.count(parse("word " * 300, TODAY))
    full.lists.count(parse(" OR ".join(["is:kept"] * 150), TODAY))


PARTS = [
    "speech", "cat:cs.SD", "-", "(", ")", "OR", '"', "kind:paper", "author:", "tag:'", "*", "^a", "NEAR(a b)",
    "{title} : x", "AND", "NOT", "a\0b", "\ud800", "cat:\0", "group:%", "since:",
]  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(PARTS),
        ),
        max_size=7,
    )
)  # fmt: skip
def test_no_text_breaks_the_search_and_another_term_only_narrows(full: Library, parts: list[str]) -> None:
    text = " ".join(parts)
    for live in (False, True):
        try:
            node = parse(text, TODAY, live=live)
        except QueryError:
            return
        found = set(full.lists.ids(node))
        assert len(found) == full.lists.count(node)
        assert set(full.lists.ids(_both(node, Field("kind", "paper")))) <= found
        assert set(full.lists.ids(_both(node, Word("speech")))) <= found
        assert set(full.lists.ids(_both(node, Phrase("we study")))) <= found


def _both(one: Node, other: Node) -> Node:
    from tui_reader.domain.query import And

    return And((one, other))


@given(st.integers(86_400, 7_258_118_399))
def test_places_keep_the_order_of_time_and_the_day(seconds: int) -> None:
    day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()
    place = base_place(seconds)
    for slot in (place, place + SLOTS - 1):
        assert until_place(day) <= slot <= since_place(day)
        assert slot <= LAST_DATED < UNDATED
    assert base_place(seconds - 1) > place + SLOTS - 1 or seconds == 86_400
    assert day_of_number(number_of_day(day)) == day
    assert base_place(0) == base_place(None) == UNDATED


def test_more_items_than_a_second_holds_stay_on_their_day(library: Library) -> None:
    day = date(2026, 4, 1)
    papers = [Paper(f"P {i}", f"2604.{i:05d}", announced_on=day) for i in range(4200)]
    library.papers.store(papers, Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    assert library.lists.groups(EVERYTHING) == [Group(day, 4200)]
    assert library.lists.count(parse("since:2026-04-01 until:2026-04-01", TODAY)) == 4200


def _said(number: int, title: str, authors: str = "Ann Author", abstract: str = "Nothing.") -> Paper:
    return Paper(
        title=title,
        arxiv_id=f"2611.1000{number}",
        abstract=abstract,
        authors=(Author(authors),),
        primary_category="cs.SD",
        announced_on=TODAY - timedelta(days=number),
    )


def test_by_relevance_titles_come_before_authors_and_these_before_texts_phrases_before_words(library: Library) -> None:
    library.papers.store(
        [
            _said(0, "Words of a text apart", abstract="Whale of a thing, and a song."),
            _said(1, "Words of a text in a row", abstract="The whale song."),
            _said(2, "By somebody", "Song Whale"),
            _said(3, "By somebody else", "Whale Song"),
            _said(4, "A song for the whale"),
            _said(5, "The whale song"),
            _said(6, "The whale song, once more"),
            _said(7, "Whale", "Song"),
        ],
        Seen("arxiv", "announcement", "", None, NOW),
    )

    def found(text: str, **more: int) -> list[str]:
        ids = library.lists.ids(parse(text, TODAY, live=True), order=Order.RANK, **{"limit": 200, **more})
        return [row.key[-1] for row in library.lists.rows(list(ids))]

    assert found("whale so") == ["5", "6", "4", "3", "2", "7", "1", "0"]
    assert found("whale song", limit=3) == ["5", "6", "4"]
    assert found("whale song", limit=2, offset=1) == ["6", "4"]
    assert found("whale song -row -once") == ["5", "4", "3", "2", "7", "0"]
    assert found("whale song since:2d") == ["2", "1", "0"]
    assert found("whale") == ["4", "5", "6", "7", "2", "3", "0", "1"]


def test_what_was_decided_today_is_counted_without_going_through_all_papers(library: Library) -> None:
    many = [
        Paper(f"Paper {n}", arxiv_id=f"2611.{n:05d}", url=f"https://arxiv.org/abs/2611.{n:05d}") for n in range(300)
    ]
    library.papers.store(many, Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    library.lists.counts(TODAY)
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    library._db.raw.set_progress_handler(step, 100)
    library.lists.counts(TODAY)
    library._db.raw.set_progress_handler(None, 0)
    assert steps[0] < len(many) / 100  # less than one instruction for each of them
