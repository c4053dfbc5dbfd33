from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from tui_reader.domain.items import Seen, State, title_key
from tui_reader.domain.journal import Change, JournalLine
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.query import Field
from tui_reader.storage.library import Library

PAPER = Paper(
    "Small Models Read",
    "2604.00001",
    "We study reading.",
    (Author("Ann Author"),),
    "cs.CL",
    ("cs.CL", "cs.LG"),
    datetime(2026, 4, 1, 9, tzinfo=UTC),
    datetime(2026, 4, 1, 9, tzinfo=UTC),
    version=1,
    comment="9 pages",
    url="https://arxiv.org/abs/2604.00001",
)
KEY = "arxiv:2604.00001"
ANNOUNCED = replace(PAPER, published=None, updated=None, comment="", announced_on=date(2026, 4, 2))
ISSUE_DAY = date(2026, 4, 3)


def issue(library: Library, now: datetime, *papers: Paper) -> None:
    library.papers.store(papers, Seen("issue:2026-04-03", "issue", "Papers", ISSUE_DAY, now, inbox=True))


def announce(library: Library, now: datetime, *papers: Paper) -> None:
    library.papers.store(papers, Seen("arxiv", "announcement", "", None, now, inbox=True))


def keep(library: Library, now: datetime, key: str = KEY) -> None:
    library.journal.fold([JournalLine("here", 1, now, "here:1", Change(key, "state", "kept", version=1))])


def test_a_paper_that_an_issue_names_barely_is_completed_once(library: Library, now: datetime) -> None:
    issue(library, now, Paper(PAPER.title, PAPER.arxiv_id))
    assert library.papers.to_complete(10) == [PAPER.arxiv_id]
    assert library.papers.complete([PAPER], [KEY], now).updated == (KEY,)
    detail = library.papers.get(KEY)
    assert detail is not None
    assert detail.paper == PAPER
    assert detail.sightings == 1, "being asked about is no place to be seen in"
    assert library.papers.to_complete(10) == []


def test_a_number_that_arxiv_does_not_know_is_not_asked_for_again(library: Library, now: datetime) -> None:
    issue(library, now, Paper("Nowhere to be found", "2604.99999"))
    library.papers.complete([], ["arxiv:2604.99999"], now)
    assert library.papers.to_complete(10) == []


def test_completing_moves_no_paper_of_the_inbox_to_another_day(library: Library, now: datetime) -> None:
    issue(library, now, Paper(PAPER.title, PAPER.arxiv_id))
    library.papers.complete([PAPER], [KEY], now)
    row = library.items.row(KEY)
    assert row is not None
    assert row.date is not None
    assert row.date.date() == ISSUE_DAY


def test_the_day_in_the_inbox_is_the_same_whichever_place_was_first(library: Library, now: datetime) -> None:
    library.papers.store([PAPER], Seen("arxiv", "search", "", None, now))
    issue(library, now, Paper(PAPER.title, PAPER.arxiv_id))
    row = library.items.row(KEY)
    assert row is not None
    assert row.date is not None
    assert row.date.date() == ISSUE_DAY


def test_of_announced_papers_only_those_kept_are_asked_about(library: Library, now: datetime) -> None:
    announce(library, now, ANNOUNCED)
    assert library.papers.to_complete(10) == []
    keep(library, now)
    assert library.papers.to_complete(10) == [PAPER.arxiv_id]
    library.papers.complete([PAPER], [KEY], now)
    assert library.papers.to_complete(10) == []


def test_a_new_version_of_a_kept_paper_is_asked_about_for_its_comment(library: Library, now: datetime) -> None:
    announce(library, now, ANNOUNCED)
    keep(library, now)
    library.papers.complete([PAPER], [KEY], now)
    later = now + timedelta(days=2)
    announce(
        library,
        later,
        replace(ANNOUNCED, version=2, announced_on=later.date(), announce_type=AnnounceType.REPLACE),
    )
    assert library.papers.to_complete(10) == [PAPER.arxiv_id]
    library.papers.complete([replace(PAPER, version=2, updated=later, comment="Withdrawn")], [KEY], later)
    detail = library.papers.get(KEY)
    assert detail is not None
    assert (detail.paper.comment, detail.row.state, detail.row.is_updated) == ("Withdrawn", State.KEPT, True)
    assert library.papers.to_complete(10) == []


def test_a_paper_known_by_title_takes_its_number_and_keeps_what_was_decided(library: Library, now: datetime) -> None:
    issue(library, now, Paper(PAPER.title, primary_category="cs.CL"))
    old = title_key(PAPER.title)
    keep(library, now, old)
    (wanted,) = library.papers.titles_to_find(10)
    assert (wanted.title, wanted.primary_category) == (PAPER.title, "cs.CL")
    library.papers.complete([PAPER], [KEY], now)
    detail = library.papers.get(old)
    assert detail is not None
    assert (detail.row.key, detail.row.state, detail.sightings) == (KEY, State.KEPT, 1)
    assert library.papers.titles_to_find(10) == []
    assert library.lists.count(Field("kind", "paper")) == 1


def test_a_title_that_was_not_found_may_still_be_asked_about_by_its_number(library: Library, now: datetime) -> None:
    issue(library, now, Paper(PAPER.title))
    library.papers.complete([], [title_key(PAPER.title)], now)
    assert library.papers.titles_to_find(10) == []
    issue(library, now, Paper(PAPER.title, PAPER.arxiv_id))  # another issue links it
    assert library.papers.to_complete(10) == [PAPER.arxiv_id]


def test_what_is_not_known_is_not_brought_by_completing(library: Library, now: datetime) -> None:
    assert library.papers.complete([PAPER], [KEY], now).keys == ("",)
    assert library.lists.count(Field("kind", "paper")) == 0
