"""`0`: what came since the visit before this one, and where its lines lead."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.errors import Problem
from tui_reader.domain.items import Kind
from tui_reader.domain.sources import Attempt
from tui_reader.ui.screens.everywhere import SearchEverywhere
from tui_reader.ui.screens.today import TodayScreen
from tui_reader.wiring import Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def news(program: Program) -> Program:
    """A leaderboard and a failure that came after the last visit; all else came before."""
    program.remember({"visit.ended": NOW.isoformat()})
    later = NOW + timedelta(minutes=5)
    rows = (BoardRow("Model B", 1, 66.0), BoardRow("Model A", 2, 65.3))
    program.library.boards.take(Snapshot("swe-rebench", "SWE-rebench", date(2026, 4, 2), rows, source="own"), later)
    program.library.sources.record(Attempt("blog", later, Problem("timeout", "the server did not answer", "")))
    return program


async def test_every_line_of_today_leads_on(news: Program, read) -> None:  # type: ignore[no-untyped-def]
    async with read("issues", (120, 40)) as reading:
        await reading.press("0")
        box = reading.app.screen
        assert isinstance(box, TodayScreen)
        targets = [line.target for line in box._lines.lines]
        assert targets == ["issue:2026-04-01", "board:swe-rebench", "source:blog"]
        await reading.press("j", "enter")
        assert reading.screen.state.pane == "benchmarks"
        await reading.press("0", "G", "enter")
        assert (reading.screen.state.pane, reading.pane.state.filter) == ("feeds", "source:blog")
        await reading.press("0", "0")
        assert not isinstance(reading.app.screen, TodayScreen)


async def test_more_of_what_is_watched_leads_to_all_of_it_papers_and_posts(program: Program, read) -> None:  # type: ignore[no-untyped-def]
    for term in ("entry", "speech"):
        program.follow_list.add(term)
    program.triage.wait()
    async with read("issues", (120, 40)) as reading:
        await reading.press("0")
        lines = reading.app.screen._lines.lines
        at = next(i for i, line in enumerate(lines) if line.text.endswith(" more"))
        await reading.press("g", *"j" * at, "enter")
        box = reading.app.screen
        assert isinstance(box, SearchEverywhere)
        source = box._list.source
        rows = source.rows([source.id_at(i) for i in range(len(source))])
        assert {row.kind for row in rows} == {Kind.PAPER, Kind.ENTRY}
        assert len(rows) == 12 + 7
        assert all(row.is_followed for row in rows)
        await reading.press("enter")
        assert reading.row_title() == rows[0].title
