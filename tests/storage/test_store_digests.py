"""Digests in the library: what they name are items, each once, however often the digest is stored."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec.structs import replace

from tui_reader.domain.digests import Digest, DigestItem, DigestLine
from tui_reader.domain.feeds import Body, BodyFormat, Entry, Subscription
from tui_reader.domain.issues import Issue, SourcedLink
from tui_reader.domain.items import Kind, Seen, State, title_key
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import AnnounceType, Paper
from tui_reader.domain.query import Field
from tui_reader.domain.sources import SourceKind
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library

DAY = date(2026, 3, 31)
ITEMS = (
    DigestItem("A paper on speech", Kind.PAPER, "https://arxiv.org/abs/2603.00001", "2603.00001", group="Speech",
               text="It *listens*.", links=(("Code", "https://github.com/a/b"),)),
    DigestItem("A paper without an address", Kind.PAPER, group="Speech", text="It waits."),
    DigestItem("A tool", Kind.REPO, "https://github.com/Owner/Tool", repo="Owner/Tool", group="Tools", text="It cuts."),
    DigestItem("A post", url="https://post.example/1", group="Tools", text="It tells.", is_cut=True),
)  # fmt: skip
MARCH = Entry(
    "March", "https://blog.example/march", "g-march", published=datetime(2026, 3, 31, tzinfo=UTC), summary="Links.",
    body=Body("- links", BodyFormat.MARKDOWN), digest=Digest(ITEMS),
)  # fmt: skip


def store(library: Library, entry: Entry, now: datetime) -> str:
    library.sources.upsert(Subscription("clips", "Clips", "https://blog.example/feed", "Letters"), SourceKind.FEED)
    return library.entries.store("clips", [entry], now).keys[0]


def lines_of(library: Library, key: str) -> tuple[DigestLine, ...]:
    digest = library.entries.digest(key)
    assert digest is not None
    return digest.lines


def test_each_thing_is_an_item_of_its_kind_in_the_inbox(library: Library, now: datetime) -> None:
    key = store(library, MARCH, now)
    lines = lines_of(library, key)
    assert [(line.key.partition(":")[0], line.group, line.text) for line in lines] == [
        ("arxiv", "Speech", "It *listens*."), ("title", "Speech", "It waits."), ("repo", "Tools", "It cuts."),
        ("url", "Tools", "It tells."),
    ]  # fmt: skip
    assert lines[0].links == (("Code", "https://github.com/a/b"),)
    assert [line.is_cut for line in lines] == [False, False, False, True]
    rows = [library.items.row(line.key) for line in lines]
    assert [row.kind for row in rows if row] == [Kind.PAPER, Kind.PAPER, Kind.REPO, Kind.ENTRY]
    assert {row.state for row in rows if row} == {State.INBOX}
    detail = library.entries.get(key)
    assert detail is not None
    assert detail.items == tuple(line.key for line in lines)
    assert library.entries.digest(lines[3].key) is None


def test_the_digests_words_and_the_way_to_it_stand_in_the_sighting(library: Library, now: datetime) -> None:
    key = store(library, MARCH, now)
    (seen,) = library.items.sightings("arxiv:2603.00001")
    assert (seen.source, seen.kind, seen.where, seen.seen_on, seen.text, seen.key, seen.title) == (
        "clips", "digest", "Speech", DAY, "It *listens*.", key, "March",
    )  # fmt: skip
    assert len(library.lists.ids(Field("source", "clips"))) == 5
    assert len(library.lists.ids(Field("group", "Letters"))) == 5


def test_storing_it_again_or_anew_doubles_nothing_and_keeps_what_was_decided(
    library: Library, journal: Journal, now: datetime
) -> None:
    key = store(library, MARCH, now)
    journal.append([Change("arxiv:2603.00001", "state", "kept")], now)
    library.journal.fold_new(journal)
    again = library.entries.store("clips", [MARCH], now)
    assert again.keys == (key, *(line.key for line in lines_of(library, key)))
    assert not again.new
    assert not again.updated
    shorter = replace(MARCH, summary="Changed.", digest=Digest((ITEMS[0], ITEMS[1])))
    assert not library.entries.store("clips", [shorter], now).new
    lines = lines_of(library, key)
    assert [line.title for line in lines] == ["A paper on speech", "A paper without an address"]
    row = library.items.row("arxiv:2603.00001")
    assert row is not None
    assert row.state is State.KEPT
    assert len(library.items.sightings("arxiv:2603.00001")) == 1
    assert library.items.sightings("repo:owner/tool") == []
    assert library.items.row("repo:owner/tool") is not None


def test_an_entry_stored_before_it_was_known_for_a_digest_is_taken_apart(library: Library, now: datetime) -> None:
    key = store(library, replace(MARCH, digest=None), now)
    assert library.entries.digest(key) is None
    assert len(library.entries.store("clips", [MARCH], now).new) == 4
    assert len(lines_of(library, key)) == 4


def test_a_digest_that_was_cut_off_does_not_replace_a_whole_one(library: Library, now: datetime) -> None:
    key = store(library, MARCH, now)
    store(library, replace(MARCH, summary="Cut.", digest=Digest(ITEMS[:1], is_cut=True)), now)
    assert len(lines_of(library, key)) == 4


def test_an_undated_digest_is_seen_on_one_day(library: Library, now: datetime) -> None:
    undated = replace(MARCH, published=None)
    store(library, undated, now)
    later = now.replace(day=25)
    store(library, replace(undated, summary="Changed."), later)
    (seen,) = library.items.sightings("arxiv:2603.00001")
    assert seen.seen_on == now.date()


def test_issue_digest_and_announcement_are_one_paper_in_any_order(
    library: Library, now: datetime, journal: Journal
) -> None:
    def announce(number: str, title: str) -> None:
        paper = Paper(title, number, "Abstract.", announced_on=DAY, announce_type=AnnounceType.NEW, version=1)
        library.papers.store([paper], Seen("arxiv", "announcement", "", None, now, inbox=True))

    def put_in_issue(number: str, title: str) -> None:
        library.issues.store(Issue(DAY, "Issue", papers=(Paper(title),)), "issues", now)

    def put_in_digest(number: str, title: str) -> None:
        item = DigestItem(title, Kind.PAPER, group="Papers", text="Words.")
        store(library, replace(MARCH, guid=number, url="", digest=Digest((item,))), now)

    steps = (announce, put_in_issue, put_in_digest)
    for n, order in enumerate(((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))):
        number, title = f"2603.1000{n}", f"One of many papers, number {n}"
        steps[order[0]](number, title)
        first = library.items.row(f"arxiv:{number}") or library.items.row(title_key(title))
        assert first is not None
        journal.append([Change(first.key, "state", "kept")], now)
        library.journal.fold_new(journal)
        for step in order[1:]:
            steps[step](number, title)
        assert [s.kind for s in sorted(library.items.sightings(f"arxiv:{number}"), key=lambda s: s.kind)] == [
            "announcement", "digest", "issue",
        ]  # fmt: skip
    papers = library.lists.rows(library.lists.ids(Field("kind", "paper")))
    assert [row.state for row in papers] == [State.KEPT] * 6


def test_what_was_known_by_its_title_alone_becomes_what_its_address_says(library: Library, now: datetime) -> None:
    copied = tuple(replace(item, url="", arxiv_id="", repo="", kind=Kind.ENTRY) for item in ITEMS)
    text = store(library, replace(MARCH, guid="text", url="", digest=Digest(copied)), now)
    store(library, MARCH, now)
    assert [line.key.partition(":")[0] for line in lines_of(library, text)] == ["arxiv", "title", "repo", "url"]
    assert library.lists.count(Field("is", "inbox")) == 4


def test_a_title_alone_finds_what_an_address_made_known_before(library: Library, now: datetime) -> None:
    store(library, MARCH, now)
    copied = tuple(replace(item, url="", arxiv_id="") for item in ITEMS)
    text = store(library, replace(MARCH, guid="text", url="", digest=Digest(copied)), now)
    assert [line.key.partition(":")[0] for line in lines_of(library, text)] == ["arxiv", "title", "repo", "url"]


def test_links_that_are_only_named_do_not_count_as_unread_entries(library: Library, now: datetime) -> None:
    key = store(library, MARCH, now)
    library.issues.store(Issue(DAY, "Issue", wire=(SourcedLink("W", "Story", "https://w.example/1"),)), "issues", now)
    assert library.lists.counts(DAY).entries_unread == 1
    assert [r.key for r in library.lists.rows(library.lists.ids(Field("kind", "post")))] == [key]
    assert library.lists.count(Field("kind", "entry")) == 3
    health = library.sources.get("clips")
    assert health is not None
    assert (health.items, health.unread) == (1, 1)
    assert [(s.items, s.unread) for s in library.sources.all() if s.source_id == "clips"] == [(1, 1)]


def test_a_link_that_a_feed_brings_becomes_its_entry(library: Library, now: datetime) -> None:
    store(library, MARCH, now)
    library.entries.store("post", [Entry("A post", "https://post.example/1", "p1", summary="In full.")], now)
    assert library.lists.counts(DAY).entries_unread == 2
    assert library.lists.count(Field("kind", "entry")) == 2
