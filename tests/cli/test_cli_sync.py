from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from cli_samples import FEED, ISSUE, Cli
from support.http_server import Reply, Server

from tui_reader.cli.output import Output
from tui_reader.cli.sync import Progress, exit_code
from tui_reader.domain.events import SourceFinished, SourceStarted, SyncStarted
from tui_reader.domain.sources import SourceKind, SourceResult, SyncStatus

HTML = {"Content-Type": "text/html"}
FEED_TYPE = {"Content-Type": "application/rss+xml"}
RESULT = {"id", "kind", "title", "status", "new", "updated", "seconds", "error"}


@pytest.fixture
def web(cli: Cli) -> Iterator[Server]:
    """A server with one feed that works, one that does not, and an issue; the configuration points there."""
    with Server() as server:
        server.route("/good.xml", Reply(FEED.encode(), headers=FEED_TYPE | {"ETag": '"1"'}))
        server.route("/archive", Reply(b"<a href='/archive/2026-04-01'>1 April</a>", headers=HTML))
        server.route("/archive/2026-04-01", Reply(ISSUE.encode(), headers=HTML))
        cli.configure(
            f'[issues]\nurl = "{server.url("")}"\n[arxiv]\ncategories = []\n'
            f'[trending]\nurl = "{server.url("/none")}"\n'
            f'[[feeds]]\ntitle = "Good"\nurl = "{server.url("/good.xml")}"\n'
            f'[[feeds]]\ntitle = "Bad"\nurl = "{server.url("/bad.xml")}"\n'
        )
        yield server


def test_a_sync_of_one_source_brings_its_entries(cli: Cli, web: Server) -> None:
    done = cli("sync", "good", "--json")
    assert done.code == 0
    assert set(done.json) == {"sources", "new", "failed"}
    (source,) = done.json["sources"]
    assert set(source) == RESULT
    assert (source["id"], source["kind"], source["status"], source["new"]) == ("good", "feed", "updated", 2)
    assert done.err == ""
    assert len(cli("list", "entries", "source:good", "--json").json) == 2
    assert cli("sync", "good", "--json").json["sources"][0]["status"] == "unchanged"


def test_some_failing_is_3_and_all_failing_is_4(cli: Cli, web: Server) -> None:
    done = cli("sync", "feeds", "--json")
    assert (done.code, done.json["failed"]) == (3, 1)
    failed = next(source for source in done.json["sources"] if source["status"] == "failed")
    assert failed["id"] == "bad"
    assert set(failed["error"]) == {"code", "message", "hint"}
    assert cli("sync", "bad").code == 4


def test_issues_come_with_what_is_in_them(cli: Cli, web: Server) -> None:
    assert cli("sync", "issues", "--issues", "1", "--quiet").code == 0
    assert [issue["key"] for issue in cli("list", "issues", "--json").json] == ["issue:2026-04-01"]


def test_text_goes_to_stdout_and_failures_to_stderr(cli: Cli, web: Server) -> None:
    done = cli("sync", "feeds")
    assert done.out.splitlines() == ["good  2 new", "2 new, 1 of 2 sources failed"]
    assert done.err.startswith("inference-tui: bad: ")
    assert done.err.count("\n") == 1


def test_quiet_says_failures_only(cli: Cli, web: Server) -> None:
    assert cli("sync", "good", "--quiet").out == ""
    done = cli("sync", "bad", "--quiet")
    assert (done.out, done.err.count("\n")) == ("", 1)


def test_offline_asks_nobody(cli: Cli, web: Server) -> None:
    done = cli("sync", "good", "--offline", "--json")
    assert done.code == 4
    assert done.json["sources"][0]["error"]["code"] == "offline"
    assert web.seen() == []


def test_what_is_not_due_is_skipped_and_no_failure(cli: Cli, web: Server) -> None:
    cli("sync", "good")
    done = cli("sync", "good", "--due", "--json")
    assert (done.code, done.json["sources"][0]["status"]) == (0, "skipped")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["gold"], 1, "good"),
        (["--since", "someday"], 2, "someday"),
        (["--issues", "0"], 2, "whole number"),
    ],
)
def test_a_wrong_sync_is_refused_before_anything_is_asked(
    cli: Cli, web: Server, words: list[str], code: int, said: str
) -> None:
    done = cli("sync", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert web.seen() == []


def test_a_feed_is_added_by_its_page(cli: Cli, web: Server) -> None:
    head = b"<link rel='alternate' type='application/rss+xml' href='/good2.xml'>"
    web.route("/blog", Reply(b"<html><head>%s</head><body>A blog</body></html>" % head, headers=HTML))
    web.route("/good2.xml", Reply(FEED.encode(), headers=FEED_TYPE))
    done = cli("feeds", "add", web.url("/blog"), "--group", "Ports")
    assert done.code == 0, done.err
    assert done.out.startswith("added harbour-notes")
    sources = {source["id"]: source for source in cli("list", "sources", "--json").json}
    assert sources["harbour-notes"]["url"] == web.url("/good2.xml")
    assert sources["harbour-notes"]["group"] == "Ports"
    assert cli("feeds", "add", web.url("/good2.xml")).out.startswith("already followed")


def test_a_page_without_a_feed_is_an_error(cli: Cli, web: Server) -> None:
    web.route("/page", Reply(b"<html><body>Nothing here</body></html>", headers=HTML))
    done = cli("feeds", "add", web.url("/page"))
    assert done.code == 1
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(("attempted", "failed", "code"), [(0, 0, 0), (3, 0, 0), (3, 1, 3), (3, 3, 4), (1, 1, 4)])
def test_exit_codes_tell_some_from_all(attempted: int, failed: int, code: int) -> None:
    assert exit_code(attempted, failed) == code


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _result(name: str, status: SyncStatus, new: int = 0) -> SourceResult:
    return SourceResult(name, SourceKind.FEED, name.title(), status, new)


def test_the_bar_counts_what_is_done_and_names_what_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    err = _Terminal()
    progress = Progress(Output(io.StringIO(), err))
    progress(SyncStarted(2))
    progress(SourceStarted("one", "One"))
    progress(SourceStarted("two", "Tw\x1b[31mo"))
    progress(SourceFinished(_result("one", SyncStatus.FAILED), 1, 2))
    assert progress.text() == "██████████░░░░░░░░░░ 1/2 · 0 new · 1 failed · Tw\x1b[31mo"
    assert "\x1b[31m" not in err.getvalue()
    progress(SourceFinished(_result("two", SyncStatus.UPDATED, 5), 2, 2))
    assert progress.text() == "████████████████████ 2/2 · 5 new · 1 failed"


def test_there_is_no_bar_in_a_pipe() -> None:
    err = io.StringIO()
    progress = Progress(Output(io.StringIO(), err))
    progress(SyncStarted(2))
    progress(SourceStarted("one", "One"))
    assert err.getvalue() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal are POSIX")
def test_an_interrupted_sync_ends_at_once_with_130_and_one_line(cli: Cli, web: Server) -> None:
    asked, answered = threading.Event(), threading.Event()

    def slow(_: object) -> Reply:
        asked.set()
        return Reply(b"", wait=answered)

    web.route("/slow.xml", slow)
    web.route("/quick.xml", Reply(FEED.encode(), headers=FEED_TYPE))
    cli.configure(
        f'[[feeds]]\ntitle = "Slow"\nurl = "{web.url("/slow.xml")}"\n'
        f'[[feeds]]\ntitle = "Quick"\nurl = "{web.url("/quick.xml")}"\n'
    )
    command = [sys.executable, "-m", "tui_reader", "--home", str(cli.home), "sync", "feeds"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Whoever runs the tests in the background has them ignore the signal, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert asked.wait(30)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the parsing processes get it too
        out, err = process.communicate(timeout=30)
    finally:
        answered.set()
        process.kill()
    assert (process.returncode, out) == (130, b"")
    assert err.decode() == "inference-tui: interrupted\n"
