from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from tui_reader.domain.items import Seen, State, title_key
from tui_reader.domain.journal import Change, JournalLine
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.query import Field, Word, parse
from tui_reader.domain.rows import EarlierText
from tui_reader.storage.library import Library

PAPER = Paper(
    "Dual-Branch Speech Enhancement",
    "2606.14591",
    "Spiking networks $O(n)$ promise …",
    (Author("Ann Author", "A University"), Author("Ben Writer, Jr.")),
    "cs.SD",
    ("cs.SD", "eess.AS"),
    datetime(2026, 6, 10, 9, tzinfo=UTC),
    datetime(2026, 6, 10, 9, tzinfo=UTC),
    date(2026, 6, 11),
    AnnounceType.NEW,
    1,
    "12 pages",
    "10.1/x",
    "Journal 1",
    "https://arxiv.org/abs/2606.14591",
    "https://arxiv.org/pdf/2606.14591",
)
KEY = "arxiv:2606.14591"
TODAY = date(2026, 11, 20)


def announce(library: Library, now: datetime, *papers: Paper, **more: Any) -> Any:
    include = more.pop("include", ("new", "cross"))
    return library.papers.store(papers, Seen("arxiv", "announcement", "", None, now, inbox=True, include=include))


def kept(library: Library, now: datetime, key: str = KEY, version: int | None = None, number: int = 1) -> None:
    change = Change(key, "state", "kept", version=version)
    library.journal.fold([JournalLine("here", number, now, f"here:{number}", change)])


def test_a_paper_comes_back_as_it_was_stored(library: Library, now: datetime) -> None:
    assert announce(library, now, PAPER).new == (KEY,)
    detail = library.papers.get(KEY)
    assert detail is not None
    assert detail.paper == PAPER
    assert detail.row.authors == "Ann Author, Ben Writer, Jr."
    assert detail.sightings == 1


def test_a_field_that_is_known_is_never_lost_to_one_that_is_empty(library: Library, now: datetime) -> None:
    announce(library, now, PAPER)
    bare = Paper(PAPER.title, PAPER.arxiv_id)
    stored = library.papers.store([bare], Seen("search", "search", "", None, now))
    detail = library.papers.get(KEY)
    assert detail is not None
    assert detail.paper == PAPER
    assert not stored.new
    assert not stored.updated


def test_a_newer_version_brings_its_words_and_an_older_one_does_not(library: Library, now: datetime) -> None:
    announce(library, now, PAPER)
    newer = replace(PAPER, title="Triple-Branch Enhancement", version=3, abstract="New.", announced_on=None)
    announce(library, now, newer)
    announce(library, now, replace(PAPER, version=2, abstract="Old and much longer than the newer one is."))
    detail = library.papers.get(KEY)
    assert detail is not None
    assert (detail.paper.title, detail.paper.abstract, detail.paper.version) == (newer.title, "New.", 3)
    assert library.lists.count(Word("Triple")) == 1
    assert library.lists.count(Word("Dual")) == 0


def test_a_row_tells_what_was_probably_withdrawn(library: Library, now: datetime) -> None:
    said = {
        "2606.00001": ("Withdrawn due to an error", "Words."),
        "2606.00002": ("", "This paper has been withdrawn. Words."),
        "2606.00003": ("Withdrawn from ICLR", "On withdrawn drugs."),
        "2606.00004": ("9 pages", ""),
    }
    for number, (comment, abstract) in said.items():
        announce(library, now, replace(PAPER, arxiv_id=number, title=number, comment=comment, abstract=abstract))
    rows = library.lists.rows(library.lists.ids(Field("kind", "paper")))
    assert {row.key for row in rows if row.is_withdrawn} == {"arxiv:2606.00001", "arxiv:2606.00002"}


def test_a_paper_is_found_by_its_number(library: Library, now: datetime) -> None:
    other = replace(PAPER, arxiv_id="2606.00009", title="Another", abstract=f"We extend {PAPER.arxiv_id}.")
    third = replace(PAPER, arxiv_id="2606.00008", title="A third", abstract="")
    announce(library, now, PAPER, other, third)
    for written in (f"kind:paper {PAPER.arxiv_id}v4", f"https://arxiv.org/abs/{PAPER.arxiv_id}"):
        found = library.lists.rows(library.lists.ids(parse(written, now.date())))
        assert KEY in {row.key for row in found}
        assert third.key not in {row.key for row in found}
    assert library.lists.count(parse(f"kind:paper {PAPER.arxiv_id}", now.date())) == 2
    assert library.lists.count(parse(f"kind:paper -{PAPER.arxiv_id}", now.date())) == 1


def test_only_the_announce_types_one_follows_enter_the_inbox(library: Library, now: datetime) -> None:
    types = list(AnnounceType)
    papers = [replace(PAPER, arxiv_id=f"2606.0000{i}", title=f"T {i}", announce_type=t) for i, t in enumerate(types)]
    announce(library, now, *papers)
    assert {r.badge for r in library.lists.rows(library.lists.ids(Field("is", "inbox")))} == {"new", "cross"}


def test_a_paper_that_a_search_brought_enters_the_inbox_when_it_is_announced(library: Library, now: datetime) -> None:
    found = replace(PAPER, announced_on=None, announce_type=None)
    library.papers.store([found], Seen("search", "search", "", None, now))
    assert library.lists.count(Field("is", "inbox")) == 0
    announce(library, now, PAPER)
    assert library.lists.count(Field("is", "inbox")) == 1
    row = library.items.row(KEY)
    assert row is not None
    assert row.date == datetime(2026, 6, 11, tzinfo=UTC)


def test_a_paper_known_by_its_title_keeps_its_decision_when_its_number_is_known(
    library: Library, now: datetime
) -> None:
    seen = Seen("issue:2026-06-12", "issue", "", None, now, inbox=True)
    (old,) = library.papers.store([Paper("Dual-branch speech enhancement!")], seen).keys
    assert old.startswith("title:")
    kept(library, now, old)
    assert announce(library, now, PAPER).updated == (KEY,)
    assert library.items.resolve(old) == KEY
    row = library.items.row(old)
    assert row is not None
    assert row.state is State.KEPT
    assert {s.source for s in library.items.sightings(KEY)} == {"issue:2026-06-12", "arxiv"}
    assert library.lists.count(Field("kind", "paper")) == 1


def test_two_items_become_one_when_they_turn_out_to_be_the_same_paper(library: Library, now: datetime) -> None:
    announce(library, now, replace(PAPER, title="A first title"))
    seen = Seen("issue:2026-06-12", "issue", "", None, now, inbox=True)
    (old,) = library.papers.store([Paper(PAPER.title, comment="said in an issue")], seen).keys
    kept(library, now, old)
    announce(library, now, replace(PAPER, version=2, comment=""))
    detail = library.papers.get(old)
    assert detail is not None
    assert (detail.row.key, detail.row.state, detail.sightings) == (KEY, State.KEPT, 2)
    assert library.lists.count(Field("kind", "paper")) == 1


def test_a_title_is_matched_to_the_number_whichever_came_first(library: Library, now: datetime) -> None:
    announce(library, now, PAPER)
    kept(library, now)
    seen = Seen("issue:2026-06-12", "issue", "", None, now, inbox=True)
    assert library.papers.store([Paper("Dual-branch speech enhancement!")], seen).keys == (KEY,)
    row = library.items.row(KEY)
    assert row is not None
    assert row.state is State.KEPT
    assert {s.source for s in library.items.sightings(KEY)} == {"issue:2026-06-12", "arxiv"}
    assert library.lists.count(Field("kind", "paper")) == 1


def test_an_action_under_a_title_reaches_the_paper_that_is_known_by_its_number(library: Library, now: datetime) -> None:
    kept(library, now, title_key(PAPER.title))  # made on another machine, before this one knew the paper
    announce(library, now, PAPER)
    row = library.items.row(KEY)
    assert row is not None
    assert row.state is State.KEPT


def test_papers_without_a_usable_title_are_never_taken_for_each_other(library: Library, now: datetime) -> None:
    announce(library, now, Paper("—", "2606.00001"), Paper("…", "2606.00002"), Paper(""), Paper("", "2606.00003"))
    assert library.lists.count(Field("kind", "paper")) == 3


def test_a_new_version_of_a_kept_paper_is_flagged_until_it_is_looked_at(library: Library, now: datetime) -> None:
    announce(library, now, PAPER)
    kept(library, now, version=1)
    later = now + timedelta(days=3)
    replaced = replace(PAPER, version=2, announce_type=AnnounceType.REPLACE, announced_on=later.date())
    announce(library, later, replaced)
    row = library.items.row(KEY)
    assert row is not None
    assert (row.state, row.is_updated, row.badge) == (State.KEPT, True, "replace")
    assert row.date is not None
    assert row.date.date() == later.date()
    assert library.lists.count(parse("kind:paper is:inbox", TODAY)) == 1
    assert library.lists.counts(TODAY).papers_inbox == 1
    library.journal.fold([JournalLine("here", 2, later + timedelta(hours=1), "here:2", Change(KEY, "read", True))])
    assert library.lists.count(Field("is", "updated")) == 0
    announce(library, later, replaced)
    assert library.lists.count(Field("is", "updated")) == 0


def test_a_kept_paper_is_not_flagged_for_the_version_that_was_kept(library: Library, now: datetime) -> None:
    announce(library, now, replace(PAPER, version=2))
    kept(library, now + timedelta(hours=1), version=2)
    announce(library, now + timedelta(days=1), replace(PAPER, version=2, announce_type=AnnounceType.REPLACE))
    assert library.lists.count(Field("is", "updated")) == 0


def test_categories_follow_a_paper_through_a_new_date(library: Library, now: datetime) -> None:
    early = replace(PAPER, announced_on=None, announce_type=None)
    announce(library, now, early)
    announce(library, now, replace(PAPER, categories=("cs.SD", "cs.LG")))
    for category in ("cs.SD", "CS.LG", "eess.AS", "cs"):
        assert library.lists.count(Field("cat", category)) == 1, category
    assert library.lists.count(Field("cat", "cs.CV")) == 0
    assert library.lists.count(Field("cat", "c")) == 0


def test_the_words_that_were_decided_on_stay_known_through_new_versions(library: Library, now: datetime) -> None:
    announce(library, now, PAPER)
    assert library.papers.earlier(KEY) is None
    kept(library, now, version=1)
    for days, version, abstract in ((3, 2, PAPER.abstract), (5, 3, "Third."), (7, 4, "Fourth.")):
        later = now + timedelta(days=days)
        announce(library, later, replace(PAPER, version=version, abstract=abstract, announced_on=later.date()))
    assert library.papers.earlier(KEY) == EarlierText(2, PAPER.title, PAPER.abstract)
    kept(library, now + timedelta(days=6), version=3, number=2)
    assert library.papers.earlier(KEY) == EarlierText(3, PAPER.title, "Third.")
    kept(library, now + timedelta(days=8), version=4, number=3)
    assert library.papers.earlier(KEY) is None


def test_a_decision_that_names_no_version_is_placed_by_its_time(library: Library, now: datetime) -> None:
    announce(library, now, PAPER)
    later = now + timedelta(days=3)
    announce(library, later, replace(PAPER, version=2, abstract="Second.", announced_on=later.date()))
    kept(library, now + timedelta(days=1))  # comes from another machine after the new version did
    assert library.papers.earlier(KEY) == EarlierText(1, PAPER.title, PAPER.abstract)
    kept(library, now + timedelta(days=4), number=2)
    assert library.papers.earlier(KEY) is None


def test_what_an_issue_said_of_a_paper_is_no_earlier_version(library: Library, now: datetime) -> None:
    told = Paper(PAPER.title, PAPER.arxiv_id, abstract="In short: spikes.")
    library.papers.store([told], Seen("issue:2026-06-12", "issue", "", None, now, inbox=True))
    kept(library, now)
    announce(library, now + timedelta(hours=1), PAPER)
    assert library.papers.earlier(KEY) is None


def test_many_papers_are_read_at_once_as_each_is_alone(library: Library, now: datetime) -> None:
    announce(library, now, PAPER, *(Paper(f"T {i}", f"2606.0000{i}") for i in range(5)))
    library.journal.fold([JournalLine("here", 1, now, "here:1", Change(KEY, "note", "read me"))])
    ids = library.lists.ids(Field("kind", "paper"))
    assert library.papers.many(ids) == [library.papers.get(row.key) for row in library.lists.rows(ids)]
    assert library.papers.many([*ids, 10**6]) == library.papers.many(ids)
