from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.issues import Issue, Section, SourcedLink
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import Paper
from tui_reader.domain.query import Field, Word
from tui_reader.domain.repos import Repo
from tui_reader.storage.library import Library

DAY = date(2026, 4, 21)
TABLE = Snapshot("swe-rebench", "SWE-rebench", DAY, (BoardRow("Alpha", 1, 61.5), BoardRow("Beta", 2, 60.0)), "resolved")
PAGE = Issue(
    DAY,
    "The week of small models",
    ("First paragraph about quantisation.", "Second."),
    "The Editor",
    "https://inference.report/archive/2026-04-21",
    (Section("papers", "Research Papers — Focused", "https://inference.report/papers/2026-04-21"),),
    (SourcedLink("The Lab", "A release", "https://lab.example/release"),),
    (SourcedLink("The Wire", "A story", "https://wire.example/story?utm_source=x"),),
    (Paper("Known by number", "2604.00001", "About it."), Paper("Known by title")),
    (TABLE,),
    (Repo("Owner/Tool", "Does things", "Python", 1200),),
    ("benchmarks",),
)
# The same issue as plain text: no addresses, fewer things, one that the page lacks.
TEXT = Issue(
    DAY,
    "The week of small models",
    ("First paragraph about quantisation.",),
    sections=(Section("papers", "Research Papers", author="The Paper Editor", essay=("An essay of the section.",)),),
    labs=(SourcedLink("The Lab", "A release", ""),),
    papers=(Paper("Known by Number"), Paper("Known by title"), Paper("Only in the text")),
    tables=(replace(TABLE, rows=(BoardRow("Alpha", 1, 61.5, tok_s=80.0),)),),
    missing=("wire", "trending"),
)


def test_an_issue_comes_back_with_all_it_names(library: Library, now: datetime) -> None:
    stored = library.issues.store(PAGE, "issues", now)
    issue = library.issues.get("issue:2026-04-21")
    assert issue is not None
    assert replace(issue, papers=(), tables=()) == replace(PAGE, papers=(), tables=())
    assert [p.key for p in issue.papers] == [p.key for p in PAGE.papers]
    assert issue.papers[0].abstract == "About it."
    assert issue.tables == (replace(TABLE, source="issues"),)
    assert set(stored.new) == set(stored.keys)
    assert len(stored.keys) == 7
    assert library.issues.days() == {DAY}


def test_two_forms_of_an_issue_make_one_in_either_order(library: Library, now: datetime) -> None:
    for first, second in ((PAGE, TEXT), (TEXT, PAGE)):
        day = DAY if first is PAGE else date(2026, 4, 22)
        library.issues.store(replace(first, day=day), "issues", now)
        library.issues.store(replace(second, day=day), "issues", now)
        issue = library.issues.get(f"issue:{day}")
        assert issue is not None
        assert issue.essay == PAGE.essay
        assert issue.author == "The Editor"
        assert issue.sections == (
            Section(
                "papers", "Research Papers — Focused", "https://inference.report/papers/2026-04-21",
                "The Paper Editor", ("An essay of the section.",),
            ),
        )  # fmt: skip
        assert [(link.title, link.url) for link in issue.labs] == [("A release", "https://lab.example/release")]
        assert sorted(p.title for p in issue.papers) == ["Known by number", "Known by title", "Only in the text"]
        assert [(r.model, r.tok_s) for r in issue.tables[0].rows] == [("Alpha", 80.0), ("Beta", None)]
        assert issue.missing == ()
    assert library.lists.count(Field("kind", "paper")) == 3


def test_storing_an_issue_again_changes_nothing(library: Library, now: datetime) -> None:
    first = library.issues.store(PAGE, "issues", now)
    again = library.issues.store(PAGE, "issues", now)
    assert again.keys == first.keys
    assert not again.new
    assert not again.updated


def test_what_an_issue_names_is_triaged_and_found_where_it_was_seen(library: Library, now: datetime) -> None:
    library.issues.store(PAGE, "issues", now)
    inbox = library.lists.rows(library.lists.ids(Field("is", "inbox")))
    assert [r.title for r in inbox] == ["Known by number", "Known by title"]
    (seen,) = library.items.sightings("arxiv:2604.00001")
    assert (seen.kind, seen.key, seen.title, seen.where, seen.seen_on) == (
        "issue", "issue:2026-04-21", "The week of small models", "Research Papers — Focused", DAY,
    )  # fmt: skip
    assert library.lists.count(Word("quantisation")) == 1
    assert {r.kind.value for r in library.lists.rows(library.lists.ids(Field("source", "issue:2026-04-21")))} == {
        "paper", "entry", "repo", "board",
    }  # fmt: skip


def test_a_paper_of_an_issue_shows_what_was_learned_of_it_since(library: Library, now: datetime) -> None:
    library.issues.store(PAGE, "issues", now)
    announced = Paper("Known by title", "2604.00002", "Now with an abstract.", version=1)
    library.papers.store([announced], Seen("arxiv", "announcement", "", None, now, inbox=True))
    issue = library.issues.get("issue:2026-04-21")
    assert issue is not None
    assert [p.key for p in issue.papers] == ["arxiv:2604.00001", "arxiv:2604.00002"]
    assert issue.papers[1].abstract == "Now with an abstract."


def test_what_is_said_last_of_a_repository_counts(library: Library, now: datetime) -> None:
    for day, stars in ((date(2026, 4, 2), 20), (date(2026, 4, 1), 10), (date(2026, 4, 3), None)):
        library.repos.store([Repo("Owner/Tool", "", "", stars)], Seen("trending", "trending", "", day, now))
    detail = library.repos.get("repo:owner/tool")
    assert detail is not None
    assert detail.stars == 20
    assert [s.seen_on for s in library.items.sightings("repo:owner/tool")] == [date(2026, 4, d) for d in (1, 2, 3)]
    assert not library.repos.store([Repo("nonsense")], Seen("trending", "trending", "", None, now)).new
