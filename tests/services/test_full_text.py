"""Whole papers, fetched and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui_reader.domain.errors import FetchError, NotFound, OfflineError, ReaderError, StatusError
from tui_reader.domain.http import Request, Response
from tui_reader.domain.items import Seen, State
from tui_reader.domain.papers import Paper
from tui_reader.domain.query import parse
from tui_reader.domain.sources import SyncStatus
from tui_reader.services.full_text import ASK_AGAIN, keep_wanted_papers, keep_whole_paper, whole_page
from tui_reader.services.parsing import InlineParser
from tui_reader.services.sync import SyncSession
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
HTML = b'<article class="ltx_document"><h1 class="ltx_title ltx_title_document">Paper</h1><p>The words.</p></article>'


class Arxiv:
    """Answers for arXiv: a page, or an error for the papers named."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fails: dict[str, ReaderError] = {}

    async def get(self, request: Request) -> Response:
        number = request.url.rpartition("/")[2]
        self.asked.append(number)
        if number in self.fails:
            raise self.fails[number]
        return Response(request.url, HTML, "text/html")

    async def aclose(self) -> None:
        """Nothing is held."""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    clock = [NOW]
    program = Program(Launch(home=tmp_path, offline=True), {}, lambda: clock[0])
    program.clock = clock  # type: ignore[attr-defined]
    papers = [Paper(f"Paper {n}", arxiv_id=f"2604.0000{n}", version=1, published=NOW - timedelta(n)) for n in range(5)]
    papers.append(Paper("Known by its title alone"))
    program.library.papers.store(papers, Seen("arxiv", "search", "", None, NOW))
    rows = [row for n in range(4) if (row := program.library.items.row(f"arxiv:2604.0000{n}"))]
    program.triage.decide(rows, State.KEPT)
    program.triage.wait()
    yield program
    program.close()


AT = "https://arxiv.org/html"


def context(program: Program, arxiv: Arxiv) -> SyncSession:
    return SyncSession(program.settings, arxiv, InlineParser(), program.library, program.writer, program.now)


def test_a_paper_is_fetched_once_and_then_here(program: Program) -> None:
    arxiv = Arxiv()
    asyncio.run(keep_whole_paper(context(program, arxiv), "arxiv:2604.00001", AT))
    page = whole_page(program.library, "arxiv:2604.00001")
    assert page is not None
    assert page.markdown.startswith("# Paper\n\nThe words.")
    assert page.key == "arxiv:2604.00001#full"


def test_a_paper_without_html_is_remembered_as_such(program: Program) -> None:
    arxiv = Arxiv()
    arxiv.fails["2604.00001"] = StatusError("no", status=404)
    got = asyncio.run(keep_whole_paper(context(program, arxiv), "arxiv:2604.00001", AT))
    assert got.markdown == ""
    assert whole_page(program.library, "arxiv:2604.00001") is None
    kept = program.library.whole_papers.get("arxiv:2604.00001")
    assert kept is not None
    assert kept.fetched_at == NOW


def test_that_arxiv_has_none_takes_no_text_away(program: Program) -> None:
    arxiv = Arxiv()
    asyncio.run(keep_whole_paper(context(program, arxiv), "arxiv:2604.00001", AT))
    arxiv.fails["2604.00001"] = StatusError("no", status=404)
    asyncio.run(keep_whole_paper(context(program, arxiv), "arxiv:2604.00001", AT))
    assert whole_page(program.library, "arxiv:2604.00001") is not None


@pytest.mark.parametrize("key", ["arxiv:9999.99999", "title"])
def test_what_has_no_number_cannot_be_fetched(program: Program, key: str) -> None:
    found = program.library.lists.ids(parse("alone", NOW.date()))
    given = program.library.lists.rows(list(found))[0].key if key == "title" else key
    with pytest.raises(NotFound):
        asyncio.run(keep_whole_paper(context(program, Arxiv()), given, AT))


def test_a_sync_fetches_what_is_kept_and_not_here(program: Program) -> None:
    arxiv = Arxiv()
    asyncio.run(keep_whole_paper(context(program, arxiv), "arxiv:2604.00002", AT))
    arxiv.asked.clear()
    result = asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert sorted(arxiv.asked) == ["2604.00000", "2604.00001", "2604.00003"]
    assert (result.status, result.new) == (SyncStatus.UPDATED, 3)
    again = asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert (again.status, again.new, len(arxiv.asked)) == (SyncStatus.UNCHANGED, 0, 3)


def test_a_sync_goes_on_where_trouble_ended_it(program: Program) -> None:
    arxiv = Arxiv()
    arxiv.fails["2604.00002"] = OfflineError("gone")
    first = asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert (first.status, first.new) == (SyncStatus.UPDATED, 2)
    assert "2 still to come" in first.note
    arxiv.fails.clear()
    arxiv.asked.clear()
    asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert arxiv.asked == ["2604.00002", "2604.00003"]


def test_trouble_with_one_paper_leaves_the_others(program: Program) -> None:
    arxiv = Arxiv()
    arxiv.fails = {"2604.00001": FetchError("cut"), "2604.00002": StatusError("no", status=404)}
    result = asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert result.new == 2
    assert "1 without HTML" in result.note


def test_a_network_that_fails_is_asked_three_times(program: Program) -> None:
    arxiv = Arxiv()
    arxiv.fails = {f"2604.0000{n}": FetchError("cut") for n in range(4)}
    result = asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert (result.status, len(arxiv.asked)) == (SyncStatus.FAILED, 3)
    assert result.error is not None


def test_arxiv_is_asked_again_after_some_days(program: Program, later: Callable[[timedelta], None]) -> None:
    arxiv = Arxiv()
    arxiv.fails = {f"2604.0000{n}": StatusError("no", status=404) for n in range(4)}
    asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert len(arxiv.asked) == 4
    later(ASK_AGAIN + timedelta(minutes=1))
    asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert len(arxiv.asked) == 8


def test_a_newer_version_is_fetched(program: Program, later: Callable[[timedelta], None]) -> None:
    arxiv = Arxiv()
    asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    newer = Paper("Paper 1", arxiv_id="2604.00001", version=2, updated=NOW + timedelta(9))
    program.library.papers.store([newer], Seen("arxiv", "search", "", None, NOW))
    later(ASK_AGAIN + timedelta(minutes=1))
    arxiv.asked.clear()
    asyncio.run(keep_wanted_papers(context(program, arxiv), AT))
    assert arxiv.asked == ["2604.00001"]


@pytest.fixture
def later(program: Program) -> Callable[[timedelta], None]:
    def pass_by(time: timedelta) -> None:
        program.clock[0] += time  # type: ignore[attr-defined]

    return pass_by
