from __future__ import annotations

from collections.abc import Callable
from datetime import date

from support.http_server import Reply, Server

from tui_reader.domain.events import SourceFinished, SyncEvent, SyncFinished, SyncStarted
from tui_reader.domain.query import Field
from tui_reader.domain.sources import SyncOptions, SyncReport, SyncStatus
from tui_reader.services.catalogue import select
from tui_reader.wiring import Program

OpenProgram = Callable[..., Program]


def sync(program: Program, *names: str, **options: bool) -> tuple[SyncReport, list[SyncEvent]]:
    events: list[SyncEvent] = []
    report = program.sync(select(program.sources(), names), SyncOptions(**options), events.append)  # type: ignore[arg-type]
    return report, events


def statuses(report: SyncReport) -> dict[str, SyncStatus]:
    return {s.source_id: s.status for s in report.sources}


def test_a_sync_brings_issues_and_feeds(open_program: OpenProgram) -> None:
    program = open_program()
    report, events = sync(program, "issues", "feeds")
    assert statuses(report) == dict.fromkeys(("issues", "alpha", "beta"), SyncStatus.UPDATED), report
    assert program.library.issues.days() == {date(2026, 4, 1), date(2026, 3, 31)}
    assert program.library.lists.count(Field("source", "alpha")) == 2
    issue = program.library.issues.get("issue:2026-04-01")
    assert issue is not None
    assert (issue.author, len(issue.essay), issue.missing) == ("Sam Ample", 2, ("wire", "trending"))
    assert program.library.boards.snapshot("swe-rebench", date(2026, 4, 1)) is not None
    assert isinstance(events[0], SyncStarted)
    assert isinstance(events[-1], SyncFinished)
    assert [e.done for e in events if isinstance(e, SourceFinished)] == [1, 2, 3]


def test_a_second_sync_is_answered_by_304_and_changes_nothing(open_program: OpenProgram, web: Server) -> None:
    program = open_program()
    sync(program, "issues", "feeds")
    before = program.library.lists.max_id()
    report, _ = sync(program, "issues", "feeds")
    assert set(statuses(report).values()) == {SyncStatus.UNCHANGED}
    assert report.new == 0
    assert program.library.lists.max_id() == before
    assert all("if-none-match" in web.seen(f"/{n}.xml")[1].headers for n in ("alpha", "beta"))


def test_without_a_network_everything_fetched_is_there(open_program: OpenProgram) -> None:
    sync(open_program(), "issues", "feeds")
    offline = open_program(offline=True)
    report, _ = sync(offline, "feeds")
    assert {s.error.code for s in report.sources if s.error} == {"offline"}
    assert offline.library.lists.count(Field("kind", "entry")) >= 4
    health = offline.library.sources.get("alpha")
    assert health is not None
    assert health.failures == 0, "being offline says nothing about a source"


def test_one_bad_source_does_not_touch_the_others(open_program: OpenProgram, web: Server) -> None:
    web.route("/alpha.xml", Reply(b"<html><body>Sorry</body></html>", headers={"Content-Type": "text/html"}))
    report, _ = sync(open_program(), "feeds")
    assert statuses(report) == {"alpha": SyncStatus.FAILED, "beta": SyncStatus.UPDATED}
    error = next(s.error for s in report.sources if s.source_id == "alpha")
    assert error is not None
    assert error.message
    assert error.hint


def test_an_empty_answer_wipes_nothing(open_program: OpenProgram, web: Server) -> None:
    program = open_program()
    sync(program, "alpha")
    empty = b'<?xml version="1.0"?><rss version="2.0"><channel><title>alpha</title></channel></rss>'
    web.route("/alpha.xml", Reply(empty, headers={"Content-Type": "application/rss+xml"}))
    report, _ = sync(program, "alpha")
    assert statuses(report) == {"alpha": SyncStatus.UNCHANGED}
    assert program.library.lists.count(Field("source", "alpha")) == 2


def test_a_gone_feed_is_retired_and_not_asked_again(open_program: OpenProgram, web: Server) -> None:
    web.route("/alpha.xml", Reply(status=410))
    program = open_program()
    sync(program, "alpha")
    asked = len(web.seen("/alpha.xml"))
    report, _ = sync(program, "alpha")
    assert statuses(report) == {"alpha": SyncStatus.SKIPPED}
    assert len(web.seen("/alpha.xml")) == asked


def test_without_an_index_issues_are_found_by_walking_back(open_program: OpenProgram, web: Server) -> None:
    web.route("/archive", Reply(status=404))
    program = open_program()
    sync(program, "issues")
    assert program.library.issues.days() == {date(2026, 4, 1), date(2026, 3, 31)}


def test_only_what_is_due_is_asked(open_program: OpenProgram, web: Server) -> None:
    program = open_program()
    sync(program, "feeds")
    report, _ = sync(program, "feeds", due=True)
    assert set(statuses(report).values()) == {SyncStatus.SKIPPED}
    assert len(web.seen("/alpha.xml")) == 1


def test_a_page_in_place_of_a_feed_leads_to_its_feed(open_program: OpenProgram, web: Server) -> None:
    page = (
        b"<html><head><link rel='alternate' type='application/rss+xml' href='/beta.xml'></head><body>Hi</body></html>"
    )
    web.route("/alpha.xml", Reply(page, headers={"Content-Type": "text/html"}))
    program = open_program()
    report, _ = sync(program, "alpha")
    assert statuses(report) == {"alpha": SyncStatus.UPDATED}
    assert program.library.lists.count(Field("source", "alpha")) == 2


def test_a_rebuilt_library_is_filled_although_nothing_changed(open_program: OpenProgram) -> None:
    first = open_program()
    sync(first, "feeds", "issues")
    first.close()
    (first.paths.data / "library.db").unlink()
    second = open_program()
    sync(second, "feeds", "issues")
    assert second.library.lists.count(Field("source", "alpha")) == 2
    assert len(second.library.issues.days()) == 2
