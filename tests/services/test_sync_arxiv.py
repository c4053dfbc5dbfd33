"""Syncing arXiv, over a network and a clock that are handed in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms

from support.pretend_arxiv import Made, PretendArxiv, error_entry, made_papers, page

from tui_reader.domain.backfill import SETTLED_AFTER
from tui_reader.domain.errors import (
    ConnectionFailure,
    OfflineError,
    ParseError,
    RateLimited,
    ReaderError,
    StatusError,
    TimeoutFailure,
)
from tui_reader.domain.events import SourceProgress, SyncEvent
from tui_reader.domain.http import Request, Response
from tui_reader.domain.items import Seen, State, title_key
from tui_reader.domain.journal import Change, JournalLine
from tui_reader.domain.papers import AnnounceType, Paper
from tui_reader.domain.query import Field
from tui_reader.domain.settings import ArxivSettings, Settings
from tui_reader.domain.sources import SourceResult, SyncOptions, SyncStatus
from tui_reader.fetch.failures import check_body
from tui_reader.services.parsing import InlineParser
from tui_reader.services.sync import SyncSession, sync
from tui_reader.services.writer import Writer
from tui_reader.sources.arxiv.asking import TRIES, wait_after
from tui_reader.sources.arxiv.sync import ArxivSource, missed
from tui_reader.storage.library import Library

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # a Friday
TODAY = NOW.date()
SATURDAY = date(2026, 11, 14)  # no announcements, and none expected
Trouble = bytes | ReaderError


@dataclass
class World:
    """A library, a pretended arXiv, and what goes wrong: `troubles` by the number of the request, from 0."""

    library: Library
    writer: Writer[Library]
    arxiv: PretendArxiv
    categories: tuple[str, ...] = ("cs.SD", "cs.LG")
    troubles: dict[int, Trouble] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    heard: list[SyncEvent] = field(default_factory=list)

    async def get(self, request: Request) -> Response:
        trouble = self.troubles.pop(len(self.arxiv.asked), None)
        body = self.arxiv.answer(request.url)
        if isinstance(trouble, ReaderError):
            raise trouble
        body = body if trouble is None else trouble
        check_body(body, request.expect, "arXiv")
        return Response(request.url, body)

    async def aclose(self) -> None:
        """Nothing is held."""

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def sync(self, now: datetime = NOW, since: date | None = None) -> SourceResult:
        settings = replace(Settings(), arxiv=ArxivSettings(categories=self.categories))
        moment = datetime(since.year, since.month, since.day, tzinfo=UTC) if since else None
        context = SyncSession(
            settings, self, InlineParser(), self.library, self.writer, lambda: now, SyncOptions(since=moment),
            sleep=self.sleep,
        )  # fmt: skip
        source = ArxivSource(settings.arxiv)
        report = await sync(context, [source], self.heard.append)
        return report.sources[0]

    def keys(self) -> set[str]:
        rows = self.library.lists.rows(self.library.lists.ids(Field("kind", "paper")))
        assert len({row.key for row in rows}) == len(rows)
        return {row.key for row in rows}

    def api_calls(self) -> list[str]:
        return [a for a in self.arxiv.asked if a.startswith("/api")]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    writer: Writer[Library] = Writer(library.clone, lambda own: own.close())
    yield World(library, writer, PretendArxiv(made_papers(40, TODAY - timedelta(days=1)), SATURDAY))
    writer.close()
    library.close()


def announced(world: World, *kinds: str) -> list[Made]:
    """Have the newest papers announced today."""
    world.arxiv.day = TODAY
    new = [replace(p, kind=kind) for p, kind in zip(world.arxiv.papers, kinds, strict=False)]
    world.arxiv.papers[: len(new)] = new
    return new


def numbers(papers: list[Made]) -> set[str]:
    return {f"arxiv:{p.number}" for p in papers}


async def test_the_day_is_brought_once_and_then_unchanged(world: World) -> None:
    new = announced(world, "new", "new", "replace", "new")
    result = await world.sync()
    assert (result.status, result.new) == (SyncStatus.UPDATED, 4)
    assert world.keys() == numbers(new)
    inbox = world.library.lists.rows(world.library.lists.ids(Field("is", "inbox")))
    assert {row.badge for row in inbox} == {"new"}, "a paper listed under two followed categories counts as new"
    assert {row.date for row in inbox} == {datetime(2026, 11, 20, tzinfo=UTC)}
    again = await world.sync()
    assert (again.status, again.new, again.updated) == (SyncStatus.UNCHANGED, 0, 0)


async def test_a_library_made_anew_reads_an_unchanged_feed(world: World) -> None:
    announced(world, "new")
    await world.sync()
    world.writer.submit(lambda library: library.meta.set("arxiv.read", "")).result()
    world.writer.submit(lambda library: library.papers.store([], Seen("arxiv", "import", "", None, NOW)))
    assert (await world.sync()).error is None
    assert len(world.keys()) == 1


async def test_an_empty_weekend_is_no_error(world: World) -> None:
    result = await world.sync()
    assert result.error is None
    assert "arXiv rests on weekends" in result.note


async def test_a_feed_that_is_full_is_asked_for_in_parts(world: World) -> None:
    announced(world)
    world.arxiv.papers = [replace(p, kind="new") for p in made_papers(2600, TODAY, a_day=2600)]
    result = await world.sync()
    assert result.new == 2600
    assert [a.rsplit("/", 1)[1] for a in world.arxiv.asked] == ["cs.SD cs.LG", "cs.SD", "cs.LG"]


SOFT: list[Trouble] = [
    b"Rate exceeded.",
    b"<html><body>Service unavailable</body></html>",
    error_entry("internal error"),
    page([], 40, 0),
    page([], 0, 0),
    page([], 40, 0)[:200],
    RateLimited("asks to wait", retry_after_s=7),
    RateLimited("rate exceeded", status=200),
    StatusError("503", status=503),
    ConnectionFailure("the connection broke"),
    TimeoutFailure("no answer"),
]


@pytest.mark.parametrize("trouble", SOFT)
@pytest.mark.parametrize("at", [1, 2, 4])
async def test_what_arxiv_says_when_pressed_costs_no_paper(world: World, trouble: Trouble, at: int) -> None:
    world.arxiv.most = 8  # so that paging is long
    world.troubles = {at: trouble}
    result = await world.sync(since=date(2026, 10, 1))
    assert result.error is None
    assert world.keys() == numbers(world.arxiv.papers)
    assert result.new == 40
    assert world.waits
    assert not world.troubles


@pytest.mark.parametrize("trouble", [*SOFT[:3], PretendArxiv([], TODAY).feed(["cs.SD"]), *SOFT[5:]])
async def test_trouble_with_the_announcements_is_waited_out_and_never_an_empty_day(
    world: World, trouble: Trouble
) -> None:
    announced(world, "new", "new")
    world.troubles = {0: trouble}
    assert (await world.sync()).new == 2


async def test_a_weekday_without_announcements_is_asked_about_more_than_once(world: World) -> None:
    world.arxiv.day = TODAY
    result = await world.sync()
    assert (result.error, len(world.arxiv.asked)) == (None, 2)
    assert "so it is on holidays" in result.note


async def test_trouble_that_stays_is_an_error_with_a_hint_and_the_next_run_goes_on(world: World) -> None:
    world.arxiv.most = 8
    since = date(2026, 10, 1)
    world.troubles = dict.fromkeys(range(3, 3 + TRIES), b"Rate exceeded.")
    failed = await world.sync(since=since)
    assert failed.status is SyncStatus.FAILED
    assert failed.error is not None
    assert (failed.error.code, "the same command goes on" in failed.error.hint) == ("rate_limited", True)
    assert 0 < len(world.keys()) < 40
    before = len(world.keys())
    world.arxiv.asked.clear()
    done = await world.sync(since=since)
    assert (done.error, done.new) == (None, 40 - before)
    assert any("start=8" in a or "start=16" in a for a in world.api_calls()[:2]), world.api_calls()
    assert world.keys() == numbers(world.arxiv.papers)


async def test_what_was_brought_for_good_is_not_asked_for_again(world: World) -> None:
    since = date(2026, 10, 1)
    await world.sync(since=since)
    world.arxiv.asked.clear()
    result = await world.sync(since=since)
    assert result.new == 0
    (fresh,) = world.api_calls()
    assert f"submittedDate:[{TODAY - SETTLED_AFTER + timedelta(days=1):%Y%m%d}0000" in fresh


async def test_more_papers_than_arxiv_gives_at_once_come_in_parts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_reader.sources.arxiv.query.MOST_IN_ALL", 10)
    monkeypatch.setattr("tui_reader.sources.arxiv.backfill._PART", 6)
    result = await world.sync(since=date(2026, 10, 1))
    assert world.keys() == numbers(world.arxiv.papers)
    assert result.new == 40
    assert "no more than" not in result.note


async def test_a_slice_that_takes_too_long_is_made_smaller(world: World) -> None:
    world.troubles = dict.fromkeys(range(1, 1 + TRIES), TimeoutFailure("no answer"))
    result = await world.sync(since=date(2026, 11, 19))
    assert result.error is None
    assert "max_results=1000" in world.api_calls()[-1]


async def test_offline_ends_it_at_once(world: World) -> None:
    world.troubles = {0: OfflineError("there is no network")}
    result = await world.sync(since=date(2026, 10, 1))
    assert result.error is not None
    assert result.error.code == "offline"
    assert len(world.arxiv.asked) == 1


async def test_a_backfilled_paper_waits_for_no_decision_until_it_is_announced(world: World) -> None:
    await world.sync(since=date(2026, 10, 1))
    assert world.library.lists.count(Field("is", "inbox")) == 0
    new = announced(world, "new", "cross")
    world.arxiv.day = TODAY + timedelta(days=3)
    result = await world.sync(now=NOW + timedelta(days=3))
    assert (result.new, world.library.lists.count(Field("is", "inbox"))) == (0, len(new))
    row = world.library.items.row(f"arxiv:{new[0].number}")
    assert row is not None
    assert row.date == datetime(2026, 11, 23, tzinfo=UTC)


def store(world: World, *papers: Paper, day: date = TODAY) -> None:
    world.writer.submit(
        lambda library: library.papers.store(papers, Seen(f"issue:{day}", "issue", "", day, NOW, inbox=True))
    ).result()


async def test_papers_an_issue_names_are_completed_by_number_and_by_title(world: World) -> None:
    one, two = world.arxiv.papers[0], world.arxiv.papers[1]
    store(world, Paper(one.title, one.number), Paper(two.title.upper() + "!", primary_category="cs.LG"))
    world.writer.submit(
        lambda library: library.journal.fold(
            [JournalLine("here", 1, NOW, "here:1", Change(title_key(two.title), "state", "kept"))]
        )
    ).result()
    result = await world.sync()
    assert (result.new, result.updated) == (0, 2)
    assert "2 papers completed" in result.note
    assert world.keys() == numbers([one, two])
    for made in (one, two):
        detail = world.library.papers.get(f"arxiv:{made.number}")
        assert detail is not None
        assert (detail.paper.comment, len(detail.paper.authors), detail.paper.published) == (
            "5 pages", 2, made.submitted,
        )  # fmt: skip
    kept = world.library.items.row(title_key(two.title))
    assert kept is not None
    assert (kept.key, kept.state) == (f"arxiv:{two.number}", State.KEPT)
    world.arxiv.asked.clear()
    await world.sync()
    assert not world.api_calls(), "nothing is asked about twice"


async def test_numbers_arxiv_does_not_know_or_refuses_are_asked_about_once(world: World) -> None:
    known = world.arxiv.papers[0]
    store(world, Paper("Unknown", "2611.99999"), Paper(known.title, known.number))
    refuse = StatusError("400", status=400)
    world.troubles = {1: refuse, 2: refuse}  # the two together, then the first of them alone
    result = await world.sync()
    assert result.error is None
    world.arxiv.asked.clear()
    await world.sync()
    assert not world.api_calls()


async def test_arxiv_knowing_nothing_at_all_is_its_own_failure(world: World) -> None:
    store(world, *(Paper(p.title, p.number) for p in world.arxiv.papers[:20]))
    world.troubles = {1: page([], 0, 0)}
    result = await world.sync()
    assert result.status is not SyncStatus.FAILED
    assert "wait for their details" in result.note
    assert (await world.sync()).updated == 20


async def test_a_title_that_two_papers_have_is_left_alone(world: World) -> None:
    twin = replace(world.arxiv.papers[0], number="2611.77777")
    world.arxiv.papers.append(twin)
    store(world, Paper(twin.title))
    await world.sync()
    assert world.keys() == {title_key(twin.title)}


async def test_a_withdrawal_of_a_kept_paper_becomes_known(world: World) -> None:
    (paper,) = announced(world, "new")
    await world.sync()
    key = f"arxiv:{paper.number}"
    line = JournalLine("here", 1, NOW, "here:1", Change(key, "state", "kept", version=1))
    world.writer.submit(lambda library: library.journal.fold([line])).result()
    await world.sync()
    world.arxiv.papers[0] = replace(paper, kind="replace", version=2, comment="This paper has been withdrawn")
    world.arxiv.day = TODAY + timedelta(days=3)
    await world.sync(now=NOW + timedelta(days=3))
    detail = world.library.papers.get(key)
    assert detail is not None
    assert (detail.paper.version, detail.paper.comment) == (2, "This paper has been withdrawn")
    assert detail.paper.announce_type is AnnounceType.REPLACE
    assert (detail.row.state, detail.row.is_updated) == (State.KEPT, True)


async def test_a_long_backfill_tells_how_far_it_is(world: World) -> None:
    world.arxiv.most = 8
    await world.sync(since=date(2026, 10, 1))
    told = [e.text for e in world.heard if isinstance(e, SourceProgress)]
    assert any("16 of 20 papers" in text for text in told), told


@pytest.mark.parametrize(
    ("last", "today", "says"),
    [
        (None, date(2026, 11, 20), ""),
        (date(2026, 11, 19), date(2026, 11, 20), ""),
        (date(2026, 11, 20), date(2026, 11, 23), ""),  # a weekend lies between
        (date(2026, 11, 18), date(2026, 11, 20), "1 weekday "),
        (date(2026, 11, 6), date(2026, 11, 20), "9 weekdays"),
    ],
)
def test_days_whose_announcements_were_missed_are_told(last: date | None, today: date, says: str) -> None:
    told = missed(last, today)
    assert (says in told) if says else not told


def test_only_what_may_pass_is_waited_for() -> None:
    forever: list[ReaderError] = [
        OfflineError("x"), StatusError("x", status=404), RateLimited("x", retry_after_s=3600), ReaderError("x")
    ]  # fmt: skip
    assert [wait_after(e, 1, 3.0) for e in forever] == [None] * 4
    assert wait_after(ParseError("x"), 1, 3.0) == 6.0
    assert wait_after(ParseError("x"), TRIES, 3.0) is None
    assert (wait_after(RateLimited("x", retry_after_s=5), 1, 3.0) or 0) >= 5
