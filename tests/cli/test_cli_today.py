"""`today` over made data, against what the lists it was made of say: no code of the program counts in here."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cli_samples import Cli

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.errors import Problem
from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.issues import Issue
from tui_reader.domain.items import Seen
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import Author, Paper
from tui_reader.domain.sources import Attempt, SourceKind
from tui_reader.wiring import Launch, Program

SINCE = datetime(2026, 4, 10, tzinfo=UTC)
BEFORE, AFTER = SINCE - timedelta(hours=5), SINCE + timedelta(hours=5)
#: Number, when it came, whether it was announced, whether it is about codecs.
PAPERS = [(n, AFTER if n % 3 else BEFORE, n % 7 != 0, n % 10 == 1) for n in range(60)]
#: Group, number, when it came.
POSTS = [(f"Group {n % 3}", n, AFTER if n % 2 else BEFORE) for n in range(20)]
#: Day of the table, when it came, models by rank.
TABLES = [
    (date(2026, 4, 9), BEFORE, ["A", "B", "C", "D"]),
    (date(2026, 4, 10), AFTER, ["B", "A", "C", "E"]),
]


def paper(number: int, codec: bool) -> Paper:
    words = "codec vocoder speech" if codec else "maps satellite terrain"
    return Paper(f"Paper {number} on {words}", f"2604.{number:05}", abstract=words, authors=(Author("Ada Example"),))


@pytest.fixture
def made(cli: Cli, tmp_path: Path) -> Cli:
    program = Program(Launch(home=tmp_path / "home", offline=True), {}, lambda: AFTER)
    library = program.library
    for number, came, announced, codec in PAPERS:
        kind = "announcement" if announced else "search"
        library.papers.store([paper(number, codec)], Seen("arxiv", kind, "", None, came, inbox=announced))
    for group in {group for group, _, _ in POSTS}:
        library.sources.upsert(Subscription(group, group, f"https://{group[-1]}.example/", group), SourceKind.FEED)
        told = json.dumps({"title": group, "group": group, "id": group})
        program.journal.append([Change("feed", f"feed:https://{group[-1]}.example/", told)], BEFORE)
    for group, number, came in POSTS:
        url = f"https://{group[-1]}.example/{number}"
        library.entries.store(group, [Entry(f"Post {number}", url, url, published=came)], came)
    for day, came, models in TABLES:
        rows = tuple(BoardRow(model, rank, 70.0 - rank) for rank, model in enumerate(models, 1))
        library.boards.take(Snapshot("made", "Made", day, rows, source="own", complete=True), came)
    for day, came in ((date(2026, 4, 9), BEFORE), (date(2026, 4, 10), AFTER)):
        library.issues.store(Issue(day, "Of the day", ("An essay.",)), "issues", came)
    for number, _, _, codec in PAPERS:
        if codec and number < 60:
            program.journal.append([Change(paper(number, codec).key, "state", "kept")], BEFORE)
    library.sources.record(Attempt("Group 0", BEFORE, Problem("timeout", "no answer", "")))
    library.sources.record(Attempt("Group 0", AFTER, Problem("timeout", "no answer", "")))
    library.sources.record(Attempt("Group 1", AFTER, Problem("timeout", "no answer", "")))
    program.remember({"visit.ended": SINCE.isoformat()})
    program.close()
    return cli


def test_today_tells_what_came_since_the_last_visit(made: Cli) -> None:
    assert made("follow", "add", "terrain").code == 0
    told = made("today", "--format", "json").json
    assert told["since"] == "2026-04-10T00:00:00Z"
    assert told["issue"]["key"] == "issue:2026-04-10"
    came = [p for p in PAPERS if p[1] == AFTER and p[2]]
    assert told["papers"]["new"] == len(came)
    assert len(told["papers"]["top"]) == 5
    undecided = {f"arxiv:2604.{p[0]:05}" for p in came if not p[3]}
    assert {p["key"] for p in told["papers"]["top"]} <= undecided, "what is decided is not asked again"
    (board,) = told["boards"]
    assert (board["board"], board["from"], board["to"]) == ("made", "2026-04-09", "2026-04-10")
    assert [row["model"] for row in board["entered"]] == ["E"]
    assert [row["model"] for row in board["left"]] == ["D"]
    assert {row["model"] for row in board["moved"]} == {"A", "B"}
    compared = made("compare", "made", "2026-04-09", "2026-04-10").out
    assert board["headline"] in compared
    new = [p for p in POSTS if p[2] == AFTER]
    assert told["entries"]["new"] == len(new)
    groups = {g["group"]: (g["new"], len(g["newest"])) for g in told["entries"]["by_group"]}
    assert groups == {name: (count, min(3, count)) for name in groups for count in [sum(p[0] == name for p in new)]}
    watched = {f"arxiv:2604.{p[0]:05}" for p in came if not p[3]}
    assert {row["key"] for row in told["watched"]} == watched
    assert [(f["id"], f["since"]) for f in told["failing"]] == [("Group 1", "2026-04-10T05:00:00Z")]


def test_today_moves_nothing_but_its_own_mark_with_since_last(made: Cli) -> None:
    text = made("today").out
    assert "LEADERBOARDS" in text
    assert made("today").out == text
    assert made("today", "--since", "last").out == text
    told = made("today", "--since", "last", "--format", "json").json
    assert (told["papers"]["new"], told["entries"]["new"], told["boards"], told["issue"]) == (0, 0, [], None)
    assert "Nothing came since" in made("today", "--since", "last").out
    assert made("today").out == text


def test_today_is_one_page_of_markdown_and_speaks_to_a_person_in_an_empty_library(made: Cli, cli: Cli) -> None:
    page = made("today", "--format", "markdown").out
    assert page.startswith("# Today · since")
    assert "- [10 April 2026 · Of the day" in page or "Of the day" in page
    assert "## Leaderboards\n\n- Made: B took the lead" in page


def test_what_is_watched_says_what_for_and_a_number_keeps_its_sign(made: Cli) -> None:
    for term in ("terrain", "satell*", "-nothing"):
        assert made("follow", "add", term).code == 0
    text = made("today").out
    assert "for terrain, satell*" in text
    assert not any(line.strip().startswith("%") for line in text.splitlines())
    assert "\N{NO-BREAK SPACE}" not in text


def test_an_empty_library_says_what_to_do(cli: Cli) -> None:
    done = cli("today")
    assert (done.code, done.err) == (0, "")
    assert "inference-tui sync" in done.out
    told = cli("today", "--format", "json").json
    assert told["since"] is None
    assert told["papers"] == {"new": 0, "likely": 0, "top": []}
    assert "is no day" in cli("today", "--since", "whenever").err
