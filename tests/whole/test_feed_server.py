"""A feed server and this program agree, in both dialects, whatever happens in between."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.pretend_greader import PASSWORD, SECRET, USER, FeedServer, Item

from tui_reader.domain.errors import BadRedirect, LoginRefused
from tui_reader.domain.feeds import Entry, Subscription
from tui_reader.domain.items import State
from tui_reader.domain.query import Field
from tui_reader.domain.rows import Row
from tui_reader.domain.sources import SourceKind, SourceResult, SyncOptions, SyncStatus
from tui_reader.services.catalogue import select
from tui_reader.storage.library import Library
from tui_reader.wiring import Launch, Program

CONFIG = '[arxiv]\ncategories = []\n[trending]\nurl = ""\n[follow]\nboards = []\n'


@pytest.fixture(params=["freshrss", "miniflux"])
def server(request: pytest.FixtureRequest) -> Iterator[FeedServer]:
    with FeedServer(request.param) as server:
        server.add_feed(1, "https://lab.example/feed.xml", "A lab", "Labs")
        server.add_feed(2, "https://blog.example/atom", "A blog")
        server.add(*(Item(n, 1 + n % 2, f"Entry {n}", f"https://site.example/{n}") for n in range(1001, 1009)))
        yield server


@pytest.fixture
def open_home(tmp_path: Path, server: FeedServer) -> Iterator[Callable[[str], Program]]:
    opened: list[Program] = []

    def open_(name: str = "home", more: str = "") -> Program:
        home = tmp_path / name
        (home / "config").mkdir(parents=True, exist_ok=True)
        (home / "config" / "config.toml").write_text(CONFIG + more)
        program = Program(Launch(home=home), {})
        opened.append(program)
        return program

    yield open_
    for program in opened:
        program.close()


def log_in(program: Program, server: FeedServer, password: str = PASSWORD) -> None:
    async def ask() -> None:
        network = program.network()
        try:
            await program.feed_server.log_in(network, server.url, USER, password)
        finally:
            await network.aclose()

    asyncio.run(ask())


def sync(program: Program) -> SourceResult:
    program.catch_up()
    (result,) = program.sync(select(program.sources(), ["server"]), SyncOptions(), lambda event: None).sources
    return result


def rows(program: Program) -> dict[int, Row]:
    found = program.library.lists.rows(program.library.lists.ids(Field("kind", "entry")))
    return {int(r.title.split()[1]): r for r in found if r.title.startswith("Entry")}


def states(program: Program) -> dict[int, tuple[bool, bool]]:
    return {n: (r.read, r.state is State.KEPT) for n, r in rows(program).items()}


def chosen(program: Program, *numbers: int) -> list[Row]:
    by_number = rows(program)
    return [by_number[n] for n in numbers]


def theirs(server: FeedServer) -> dict[int, tuple[bool, bool]]:
    return {n: (item.read, item.starred) for n, item in server.items.items()}


def settled(program: Program) -> None:
    """What was decided is in the library."""
    program.writer.submit(lambda library: None).result()


def test_what_the_server_has_comes_with_its_groups_and_states(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    server.items[1002].read = server.items[1003].starred = True
    program = open_home()
    log_in(program, server)
    result = sync(program)
    assert (result.status, result.new) == (SyncStatus.UPDATED, 8)
    assert states(program) == theirs(server)
    known = {s.title: (s.group, s.items, s.status) for s in program.library.sources.all() if s.kind == "feed"}
    assert known["A lab"] == ("Labs", 4, "ok")
    assert known["A blog"] == ("", 4, "ok")
    assert sync(program).status is SyncStatus.UNCHANGED


def test_decisions_go_both_ways_and_the_local_one_counts_where_both_decided(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    program = open_home()
    log_in(program, server)
    sync(program)
    program.triage.set_read(chosen(program, 1001, 1002), read=True)
    program.triage.decide(chosen(program, 1003), State.KEPT)
    server.items[1005].read = server.items[1006].starred = True
    server.items[1001].starred = True
    settled(program)
    result = sync(program)
    assert result.status is SyncStatus.UPDATED
    assert theirs(server) == states(program)
    assert {n for n, (read, _) in states(program).items() if read} >= {1001, 1002, 1005}
    assert {n for n, (_, kept) in states(program).items() if kept} == {1001, 1003, 1006}
    # Both, to different values: here it is made unread, there nothing of that is known.
    program.triage.set_read(chosen(program, 1005), read=False)
    server.items[1005].read = True
    settled(program)
    sync(program)
    assert states(program)[1005] == theirs(server)[1005] == (False, False)


def test_what_is_taken_back_there_is_taken_back_here_and_undo_counts_as_a_decision(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    program = open_home()
    log_in(program, server)
    sync(program)
    program.triage.set_read(chosen(program, 1001), read=True)
    program.triage.set_read(chosen(program, 1002), read=True)
    settled(program)
    sync(program)
    server.items[1001].read = False  # on the phone, after it was told
    sync(program)
    assert states(program)[1001] == (False, False)
    program.triage.undo()  # of what was sent: entry 1002
    settled(program)
    assert states(program)[1002] == (False, False)
    sync(program)
    assert not server.items[1002].read
    assert states(program) == theirs(server)


def test_decisions_made_without_the_server_arrive_later(server: FeedServer, open_home: Callable[..., Program]) -> None:
    program = open_home()
    log_in(program, server)
    sync(program)
    server.failing = 503
    for n in range(1001, 1009):
        program.triage.set_read(chosen(program, n), read=True)
    settled(program)
    assert sync(program).status is SyncStatus.FAILED
    server.failing = 0
    assert sync(program).status is SyncStatus.UPDATED
    assert server.read() == set(server.items)


def test_a_sync_that_ends_anywhere_is_finished_by_the_next(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    program = open_home()
    log_in(program, server)
    sync(program)
    for broken in range(12):
        target = 1001 + broken % 8
        program.triage.set_read(chosen(program, target), read=broken % 2 == 0)
        server.items[1001 + (broken + 3) % 8].starred = broken % 3 == 0
        server.breaks_after = broken
        settled(program)
        sync(program)
    server.breaks_after = None
    sync(program)
    assert states(program) == theirs(server)
    assert sync(program).status is SyncStatus.UNCHANGED


def test_what_the_server_purged_stays_as_it_is(server: FeedServer, open_home: Callable[..., Program]) -> None:
    server.items[1002].read = True
    program = open_home()
    log_in(program, server)
    sync(program)
    del server.items[1002], server.items[1003]
    sync(program)
    assert states(program)[1002] == (True, False)
    assert states(program)[1003] == (False, False)


def test_a_server_restored_from_a_backup_takes_nothing_back_and_learns_again(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    program = open_home()
    log_in(program, server)
    sync(program)
    for n in (1001, 1002):
        server.items[n].read = True
    server.items[1008].read = server.items[1003].starred = True
    sync(program)
    # The backup is older: it knows neither the states nor the two newest entries, and gives their numbers to others.
    for n in (1001, 1002):
        server.items[n].read = False
    server.items[1003].starred = False
    del server.items[1008], server.items[1007]
    result = sync(program)
    assert "restored" in result.note
    assert server.read() == {1001, 1002}
    assert server.starred() == {1003}
    server.add(Item(1007, 2, "Entry 2007", "https://site.example/2007"))
    sync(program)
    assert states(program)[1008] == (True, False)  # what was read stays read, though its number is gone
    assert states(program)[1007] == (False, False)
    assert 2007 in states(program)


@pytest.mark.parametrize("server", ["freshrss"], indirect=True)  # what is asked is no matter of the dialect
def test_thousands_of_entries_made_unread_at_once_are_asked_about(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    server.items.clear()
    server.add(*(Item(n, 1, f"Entry {n}", f"https://site.example/{n}", read=True) for n in range(1, 2102)))
    server.page = 500
    program = open_home()
    log_in(program, server)
    assert sync(program).new == 2101
    for item in server.items.values():
        item.read = False
    result = sync(program)
    assert "2,101 read entries" in result.note
    assert all(read for read, _ in states(program).values())
    program.feed_server.accept()
    sync(program)
    assert not any(read for read, _ in states(program).values())
    assert server.read() == set()


def test_subscriptions_go_both_ways(server: FeedServer, open_home: Callable[..., Program]) -> None:
    program = open_home("home", '[[feeds]]\nurl = "https://own.example/feed"\ntitle = "Own"\n')
    log_in(program, server)
    sync(program)
    assert all(f["url"] != "https://own.example/feed" for f in server.feeds.values())  # the configuration stays here
    server.refused_feeds.add("https://bad.example/feed")
    program.source_lists.feeds.follow(
        [
            Subscription("", "Later", "https://later.example/feed", "News"),
            Subscription("", "Bad", "https://bad.example/feed"),
        ]
    )
    result = sync(program)
    assert "does not take Bad" in result.note
    assert {f["title"]: f["label"] for f in server.feeds.values()} == {"A lab": "Labs", "A blog": "", "Later": "News"}
    program.source_lists.feeds.remove("later")
    sync(program)
    assert {f["title"] for f in server.feeds.values()} == {"A lab", "A blog"}


def test_a_feed_that_is_followed_here_too_has_each_entry_once(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    program = open_home("home", '[[feeds]]\nurl = "http://www.lab.example/feed.xml"\ntitle = "Lab"\n')
    when = datetime(2026, 4, 1, tzinfo=UTC)
    known = Entry("Entry 1002", "https://www.site.example/1002/", guid="their-own", published=when)

    def bring(library: Library) -> None:
        library.sources.upsert(Subscription("lab", "Lab", "http://www.lab.example/feed.xml"), SourceKind.FEED)
        library.entries.store("lab", [known], when)

    program.writer.submit(bring).result()
    log_in(program, server)
    sync(program)
    found = program.library.lists.rows(program.library.lists.ids(Field("kind", "entry")))
    assert [r.title for r in found].count("Entry 1002") == 1
    assert sum(1 for s in program.library.sources.all() if "lab.example" in s.url) == 1
    program.triage.set_read(chosen(program, 1002), read=True)
    settled(program)
    sync(program)
    assert server.items[1002].read


def test_two_readers_on_one_account(server: FeedServer, open_home: Callable[..., Program]) -> None:
    one, other = open_home("one"), open_home("other")
    for program in (one, other):
        log_in(program, server)
        sync(program)
    one.triage.set_read(chosen(one, 1001, 1002), read=True)
    other.triage.decide(chosen(other, 1003), State.KEPT)
    for program in (one, other, one):
        settled(program)
        sync(program)
    assert states(one) == states(other) == theirs(server)


def test_the_token_is_kept_for_its_owner_alone_and_the_password_nowhere(
    server: FeedServer, open_home: Callable[..., Program], tmp_path: Path
) -> None:
    program = open_home()
    log_in(program, server)
    file = tmp_path / "home" / "state" / "server.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    sync(program)
    everything = b"".join(p.read_bytes() for p in (tmp_path / "home").rglob("*") if p.is_file())
    assert PASSWORD.encode() not in everything
    assert SECRET.encode() not in everything


def test_a_wrong_password_and_a_token_that_is_taken_back_are_told(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    program = open_home()
    with pytest.raises(LoginRefused, match="refuses reader"):
        log_in(program, server, "wrong")
    assert program.feed_server.account is None
    log_in(program, server)
    server.token = "another"
    result = sync(program)
    assert result.error is not None
    assert (result.error.code, "server login" in result.error.hint) == ("login", True)


def test_the_word_for_writing_is_asked_for_again_when_it_is_old(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    program = open_home()
    log_in(program, server)
    sync(program)
    program.triage.set_read(chosen(program, 1001), read=True)
    settled(program)
    first, original = server.secret, server.answer

    def turning(method: str, path: str, headers: dict[str, str], body: str) -> tuple[int, str]:
        if "edit-tag" in path and server.secret == first:
            server.secret = "another-secret-word"
        return original(method, path, headers, body)

    server.answer = turning  # type: ignore[method-assign]
    sync(program)
    assert server.read() == {1001}


def test_a_posted_form_follows_no_redirect_to_others(server: FeedServer, open_home: Callable[..., Program]) -> None:
    program = open_home()
    log_in(program, server)
    with FeedServer(server.dialect) as elsewhere:
        server.failing = 302
        server.headers = {"Location": f"{elsewhere.url}{elsewhere.root}/reader/api/0/token"}
        result = sync(program)
        assert result.error is not None
        assert all("authorization" not in str(form).lower() for _, form in elsewhere.asked)
        with pytest.raises(BadRedirect):
            log_in(program, server)
        assert all(PASSWORD not in str(form) for _, form in elsewhere.asked)


def test_logging_out_leaves_what_came_and_what_was_decided(
    server: FeedServer, open_home: Callable[..., Program]
) -> None:
    server.items[1002].read = True
    program = open_home()
    log_in(program, server)
    sync(program)
    program.triage.set_read(chosen(program, 1001), read=True)
    settled(program)
    program.feed_server.log_out()
    assert len(states(program)) == 8
    assert states(program)[1001] == (True, False)
    assert all(s.id != "server" for s in program.sources())
