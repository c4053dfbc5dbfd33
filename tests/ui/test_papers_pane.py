from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.cli.main import run as command_line
from tui_reader.domain.items import Seen, State
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.rows import Row
from tui_reader.storage.journal import Journal
from tui_reader.ui.papers.pane import PapersPane
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
CONFIG = """
[follow]
authors = ["Li Zhang"]
words = ["quantiz*"]
[views]
"speech" = "cat:cs.SD is:new"
"posts" = "kind:entry is:unread"
"""


def paper(number: int) -> Paper:
    authors = {7: "Li Zhang", 8: "Wei Li, Zhang Wei"}.get(number % 100, "Ada Example")
    return Paper(
        f"Paper {number}" + (" on quantization" if number % 50 == 5 else ""),
        arxiv_id=f"2604.{number:05d}",
        abstract=f"We study {number} old things.",
        authors=tuple(Author(name) for name in authors.split(", ")),
        primary_category=("cs.SD", "cs.LG")[number % 2],
        categories=(("cs.SD", "cs.LG")[number % 2], "cs.CL"),
        announced_on=NOW.date() - timedelta(days=number // 200),
        announce_type=list(AnnounceType)[number % 3],
        version=1,
    )


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(CONFIG)
    program = Program(Launch(home=tmp_path, offline=True), {}, lambda: NOW)
    papers = [paper(n) for n in range(400)]
    program.library.papers.store(papers, Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    yield program
    program.close()


def rows_of(pane: PapersPane, program: Program, *, whole: bool) -> list[Row]:
    source = pane.load()
    read = pane.loader()
    if whole and read is not None:
        source = pane.take(read(program.library))
    return [row for row in source.rows([source.id_at(i) for i in range(len(source))]) if row is not None]


def test_followed_papers_are_marked_and_stand_first_on_their_day(program: Program) -> None:
    rows = rows_of(PapersPane(program), program, whole=True)
    assert len(rows) == 400
    for day in (0, 1):
        of_day = [r for r in rows if r.date is not None and r.date.date() == NOW.date() - timedelta(days=day)]
        followed = [r for r in of_day if r.is_followed]
        assert of_day[: len(followed)] == followed
        numbers = {int(r.key[-5:]) for r in followed}
        assert numbers == {n for n in range(day * 200, day * 200 + 200) if n % 50 == 5 or n % 100 == 7}


def test_the_first_page_is_how_the_whole_list_begins(program: Program) -> None:
    first = rows_of(PapersPane(program), program, whole=False)
    assert first == rows_of(PapersPane(program), program, whole=True)[: len(first)]
    assert len(first) >= 256


def test_a_type_stays_in_the_inbox_and_a_state_leads_out(program: Program) -> None:
    pane = PapersPane(program)
    pane.opened.triage.decide(rows_of(pane, program, whole=False)[:3], State.KEPT)
    program.triage.wait()
    pane.state.filter = "is:new"
    assert all(r.state is State.INBOX and r.badge == "new" for r in rows_of(pane, program, whole=True))
    pane.state.filter = "is:kept"
    assert len(rows_of(pane, program, whole=True)) == 3
    pane.state.filter = "is:any"
    assert len(rows_of(pane, program, whole=True)) == 400


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["cat:cs.SD", "cat:cs.CL", "primary:cs.LG", "is:new", "is:cross", "is:replace", "is:inbox", "is:kept",
             "is:any", "since:2026-04-02", "until:2026-04-01"]
        ),
        min_size=1, max_size=3, unique=True,
    )
)  # fmt: skip
def test_the_screen_and_the_command_line_list_the_same(program: Program, terms: list[str]) -> None:
    query = " ".join(["is:inbox", *terms])
    pane = PapersPane(program)
    pane.state.filter = query
    out = list_json(program, query)
    assert sorted(r.key for r in rows_of(pane, program, whole=True)) == sorted(item["key"] for item in out)


def list_json(program: Program, query: str) -> list[dict[str, str]]:
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert command_line(["--home", str(program.paths.data.parent), "list", "papers", query, "--json"]) == 0
    items: list[dict[str, str]] = json.loads(out.getvalue())
    return items


async def test_the_filter_is_chosen_by_keys_and_combines(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("f", *"cs.sd")
        await reading.press("enter")
        await reading.press("f", *"cross")
        await reading.press("enter")
        pane = reading.pane
        assert set(pane.state.filter.split()) == {"cat:cs.SD", "is:cross"}
        shown = reading.titles()
        listed = list_json(program, "cat:cs.SD is:cross is:inbox")
        assert sorted(shown) == sorted(item["title"] for item in listed)
        await reading.press("escape")
        assert len(reading.titles()) == 400


async def test_saved_views_are_reached_by_key_and_left_by_escape(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("w")
        await reading.press("enter")
        assert sorted(reading.titles()) == sorted(i["title"] for i in list_json(program, "cat:cs.SD is:new"))
        assert "speech" in reading.list.border_title
        await reading.press("escape")
        assert len(reading.titles()) == 400
        await reading.press("w", *"posts")
        await reading.press("enter")
        assert reading.pane.name == "Feeds"


async def test_tags_and_a_note_show_in_list_and_page_and_go_with_undo(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        key = reading.workspace.row.key
        await reading.press("t", *"todo")
        await reading.press("enter")
        await reading.press("a", *"again")
        await reading.press("enter")
        program.triage.wait()
        await reading.settle()
        row = reading.workspace.row
        assert (row.key, row.tags, row.has_note) == (key, ("todo",), True)
        assert "#todo" in reading.pages.page.markdown
        assert "again" in reading.pages.page.markdown
        await reading.press("u", "u")
        program.triage.wait()
        await reading.settle()
        assert "todo" not in reading.pages.page.markdown
        assert reading.workspace.row.tags == ()


async def test_a_new_version_of_a_kept_paper_is_listed_with_its_changes_until_it_is_opened(  # type: ignore[no-untyped-def]
    read, program: Program
) -> None:
    async with read("papers") as reading:
        key = reading.workspace.row.key
        await reading.press("s")
        program.triage.wait()
        old = paper(int(key[-5:]))
        new = replace(old, abstract=old.abstract.replace("old", "new"), version=2, announce_type=AnnounceType.REPLACE)
        program.library.papers.store(
            [new], Seen("arxiv", "announcement", "", None, NOW + timedelta(days=1), inbox=True)
        )
        await reading.press("2", "3")
        await reading.press("g", "g")
        rows = [r for r in rows_of(PapersPane(program), program, whole=True) if r.key == key]
        assert [(r.state, r.is_updated) for r in rows] == [(State.KEPT, True)]
        reading.screen.go_to(key)
        await reading.settle()
        assert "\\[-old-\\]" in reading.pages.page.markdown
        await reading.press("enter")
        program.triage.wait()
        row = program.library.items.row(key)
        assert row is not None
        assert (row.state, row.is_updated) == (State.KEPT, False)


async def test_three_hundred_are_decided_with_one_key_each_and_undone_as_they_were(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers", size=(80, 24)) as reading:

        def status_bar() -> list[tuple[str, str, bool, bool]]:
            program.triage.wait()
            ids = program.library.lists.ids(PapersPane(program).query("kind:paper"))
            return [(r.key, r.state.value, r.read, r.is_updated) for r in program.library.lists.rows(ids)]

        before = status_bar()
        for number in range(300):
            await reading.pilot.press("sxLd"[number % 4])
        await reading.settle()
        assert reading.list.cursor == 300
        counts = program.library.lists.counts(NOW.date())
        assert (counts.papers_inbox, counts.decided_today) == (100, 300)
        for _ in range(300):
            await reading.pilot.press("u")
        await reading.settle()
        assert status_bar() == before
        counts = program.library.lists.counts(NOW.date())
        assert (counts.papers_inbox, counts.decided_today) == (400, 0)
        assert reading.list.cursor == 0


async def test_what_another_machine_decided_is_taken_over_when_the_reader_opens(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    key = paper(0).key
    folder = program.paths.data / "journal"
    folder.mkdir()
    other = Journal(folder, "elsewhere-1")
    other.append([Change(key, "state", "skipped")], NOW)
    async with read("papers") as reading:
        row = program.library.items.row(key)
        assert row is not None
        assert row.state is State.SKIPPED
        assert key not in [row.key for row in rows_of(PapersPane(program), program, whole=True)]
        assert len(reading.titles()) == 399


async def test_undo_brings_back_what_emptied_the_list(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    async with read("papers") as reading:
        await reading.press("A")
        program.triage.wait()
        await reading.press("2", "3")
        assert reading.titles() == []
        await reading.press("u")
        program.triage.wait()
        await reading.settle()
        assert len(reading.titles()) == 400


async def test_a_view_opened_anew_keeps_a_place_far_down(read, program: Program) -> None:  # type: ignore[no-untyped-def]
    more = [paper(n) for n in range(400, 1200)]
    program.library.papers.store(more, Seen("arxiv", "announcement", "", None, NOW, inbox=True))
    async with read("papers") as reading:
        await reading.press("G")
        far = reading.list.current_id
        assert reading.list.cursor > 1000
        reading.workspace.open_again()
        assert reading.list.count < 1000
        await reading.settle()
        assert reading.list.current_id == far
