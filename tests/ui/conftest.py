"""A reader over a small library, without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.feeds import Body, Entry, Subscription
from tui_reader.domain.issues import Issue, Section, SourcedLink
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.rows import Row
from tui_reader.domain.sources import SourceKind
from tui_reader.ui.app import ReaderApp
from tui_reader.ui.boards.workspace import BoardsWorkspace
from tui_reader.ui.main_screen import MainScreen
from tui_reader.ui.pages import Pages
from tui_reader.ui.pane import Pane
from tui_reader.ui.reading import ReadingWorkspace
from tui_reader.ui.widgets.document import DocumentView
from tui_reader.ui.widgets.item_list import ItemList
from tui_reader.ui.workspace import Workspace
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)


def entry(number: int) -> Entry:
    moment = NOW - timedelta(hours=5 * number)
    url = f"https://blog.example/{number}"
    body = Body(f"<p>Text of entry {number}, with a <a href='/about'>link</a>.</p>" + "<p>More.</p>" * 40, base_url=url)
    return Entry(f"Entry {number}", url, url, "Ann", moment, moment, f"Text of entry {number}", body)


def paper(number: int, category: str = "cs.SD") -> Paper:
    return Paper(
        f"Paper {number} on speech",
        arxiv_id=f"2604.0000{number}",
        abstract=f"We study {number} things. It costs $5, not $x^2$.",
        authors=(Author("Ada Example"),),
        primary_category=category,
        categories=(category,),
        published=NOW - timedelta(days=1),
        announced_on=NOW.date() - timedelta(days=number % 2),
        announce_type=AnnounceType.NEW,
        version=1,
        url=f"https://arxiv.org/abs/2604.0000{number}",
    )


def issue(day: date) -> Issue:
    board = Snapshot("swe-rebench", "SWE-rebench", day, (BoardRow("Model A", 1, 65.3), BoardRow("Model B", 2, 64.0)))
    return Issue(
        day,
        "The Inference Report",
        ("The first paragraph of the essay.", "The second one."),
        "Sam Ample",
        f"https://inference.report/archive/{day.isoformat()}",
        (Section("labs", "AI Labs"), Section("papers", "Research Papers"), Section("benchmarks", "Benchmarks")),
        labs=(SourcedLink("A lab", "A note", "https://lab.example/note"),),
        papers=(paper(8),),
        tables=(board,),
    )


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text('[[feeds]]\ntitle = "Blog"\nurl = "https://blog.example/feed"\ngroup = "AI Labs"\n')
    program = Program(Launch(home=tmp_path, offline=True), {}, lambda: NOW)
    library = program.library
    library.sources.upsert(Subscription("blog", "Blog", "https://blog.example/feed", "AI Labs"), SourceKind.FEED)
    library.entries.store("blog", [entry(n) for n in range(12)], NOW)
    papers = [paper(n, "cs.SD" if n < 3 else "cs.LG") for n in range(6)]
    library.papers.store(papers, Seen("arxiv", "announcement", "", None, NOW, inbox=True, include=("new",)))
    for day in (date(2026, 3, 31), date(2026, 4, 1)):
        library.issues.store(issue(day), "issues", NOW)
    yield program
    program.close()


class Reading:
    """The running reader, with words for what a test looks at."""

    def __init__(self, app: ReaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> MainScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def workspace(self) -> Workspace:
        return self.screen.workspace

    @property
    def pane(self) -> Pane:
        return self.workspace.pane

    @property
    def list(self) -> ItemList[Row]:
        return self.workspace.list

    @property
    def document(self) -> DocumentView:
        assert isinstance(self.workspace, ReadingWorkspace)
        return self.workspace.document

    @property
    def pages(self) -> Pages:
        assert isinstance(self.workspace, ReadingWorkspace)
        return self.workspace.pages

    @property
    def boards(self) -> BoardsWorkspace:
        assert isinstance(self.workspace, BoardsWorkspace)
        return self.workspace

    @property
    def said(self) -> str:
        return self.screen.state.message

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is being made beside the screen."""
        for _ in range(3):
            await self.pilot.pause()
            for background in (self.screen.work.documents, self.screen.work.queries):
                await background.idle()
            await self.pilot.pause()

    def titles(self) -> Sequence[str]:
        source = self.list.source
        rows = source.rows([source.id_at(i) for i in range(len(source))])
        return [row.title for row in rows if row is not None]

    def row_title(self) -> str:
        row = self.workspace.row
        return row.title if row is not None else ""


@pytest.fixture
def read(program: Program):  # type: ignore[no-untyped-def]
    @asynccontextmanager
    async def opened(pane: str = "feeds", size: tuple[int, int] = (120, 40)) -> AsyncIterator[Reading]:
        app = ReaderApp(program, pane, strict=True)
        async with app.run_test(size=size) as pilot:
            reading = Reading(app, pilot)
            await reading.settle()
            yield reading

    return opened
