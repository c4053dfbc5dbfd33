from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.errors import StorageError
from tui_reader.domain.journal import Change, JournalLine
from tui_reader.storage.journal import Journal, machine_name
from tui_reader.storage.journal_lines import line_bytes, parse_line, read_head


def lines(journal: Journal) -> list[JournalLine]:
    return [line for _, _, line in journal.read({}) if line is not None]


def keep(*keys: str) -> list[Change]:
    return [Change(k, "state", "kept", title="A title", url="https://x.example") for k in keys]


def test_an_action_is_one_batch_of_lines_in_the_documented_form(journal: Journal, now: datetime) -> None:
    done = journal.append(keep("arxiv:1", "arxiv:2"), now, "keep 2")
    assert done.items == ("arxiv:1", "arxiv:2")
    assert done.label == "keep 2"
    ((name, _, _), _) = list(journal.read({}))
    text = (Path(journal._folder) / name).read_text("utf-8").splitlines()
    assert json.loads(text[1]) == {
        "v": 1, "id": "here-1:2", "at": "2026-11-20T08:00:00.000000Z", "batch": "here-1:1", "item": "arxiv:2",
        "field": "state", "value": "kept", "title": "A title", "url": "https://x.example",
    }  # fmt: skip


def test_undo_and_redo_have_no_limit_and_follow_the_order_of_actions(journal: Journal, now: datetime) -> None:
    for i in range(30):
        journal.append(keep(f"arxiv:{i}"), now)
    undone = [journal.undo(now) for _ in range(31)]
    assert [d.items[0] if d else None for d in undone] == [f"arxiv:{i}" for i in reversed(range(30))] + [None]
    redone = [journal.redo(now) for _ in range(31)]
    assert [d.items[0] if d else None for d in redone] == [f"arxiv:{i}" for i in range(30)] + [None]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("a:1", "state", "kept"), "keep"),
        (Change("a:1", "state", "inbox"), "put back"),
        (Change("a:1", "read", False), "mark unread"),
        (Change("a:1", "tag:to read", None), "tag -to read"),
        (Change("a:1", "note", "x"), "note"),
        (Change("feed", "feed:https://a.example/f", "{}", "Quay"), "change Quay"),
        (Change("board:gso", "board:gso", None, "GSO"), "remove GSO"),
        (Change("category:cs.SD", "category:cs.SD", True, "Sound"), "follow cs.SD"),
        (Change("view:mine", "view:mine", "is:kept"), "save the view mine"),
        (Change("mute:crypto", "mute:crypto", None), "no longer mute crypto"),
    ],
)
def test_what_another_run_did_is_named_when_it_is_undone(
    journal: Journal, now: datetime, change: Change, words: str
) -> None:
    journal.append([change], now, "its own words")
    later = Journal(journal._folder, journal._name)
    done = later.undo(now)
    assert done is not None
    assert done.label == words
    redone = journal.redo(now)
    assert redone is not None
    assert redone.label == "its own words"


def test_a_new_action_ends_what_can_be_redone(journal: Journal, now: datetime) -> None:
    journal.append(keep("a:1"), now)
    journal.append(keep("a:2"), now)
    journal.undo(now)
    journal.append(keep("a:3"), now)
    assert journal.redo(now) is None
    assert [d.items if d else None for d in (journal.undo(now), journal.undo(now))] == [("a:3",), ("a:1",)]


def test_another_program_on_this_machine_undoes_what_this_one_did(journal: Journal, now: datetime) -> None:
    other = Journal(journal._folder, journal._name)
    journal.append(keep("a:1"), now)
    other.append(keep("a:2"), now)
    journal.append(keep("a:3"), now)
    assert [other.undo(now), journal.undo(now)] == [other.redo(now), journal.redo(now)][::-1]
    numbers = [line.number for line in lines(journal)]
    assert numbers == list(range(1, 8))


def test_time_never_runs_backwards_whatever_the_clock_says(journal: Journal, now: datetime) -> None:
    elsewhere = Journal(journal._folder, "there-2")
    elsewhere.append(keep("a:1"), now + timedelta(days=1))
    journal.append(keep("a:2"), now)
    elsewhere.append(keep("a:3"), now - timedelta(days=9))
    ats = {line.change.item: line.at for line in lines(journal) if line.change}
    assert ats["a:1"] < ats["a:2"] < ats["a:3"]


def test_a_torn_line_is_left_behind_and_costs_only_itself(journal: Journal, now: datetime) -> None:
    journal.append(keep("a:1"), now)
    with journal._path.open("ab") as file:
        file.write(b'{"v":1,"id":"here-1:2","at":"2026-11-20T08:00:01.000000Z","batch":"here-1:2","item":"a:')
    assert [line.change.item for line in lines(journal) if line.change] == ["a:1"]
    fresh = Journal(journal._folder, journal._name)
    fresh.append(keep("a:3"), now)
    assert [line.change.item for line in lines(journal) if line.change] == ["a:1", "a:3"]
    assert [d.items for d in (fresh.undo(now), fresh.undo(now)) if d] == [("a:3",), ("a:1",)]


def test_a_batch_torn_before_its_first_line_was_whole_is_not_undone(journal: Journal, now: datetime) -> None:
    journal.append(keep("a:1"), now)
    with journal._path.open("ab") as file:
        file.write(b'{"v":1,"id":"here-1:2","at":"x","batch":"here-1:2","item":"}\n')
    done = Journal(journal._folder, journal._name).undo(now)
    assert done is not None
    assert done.items == ("a:1",)


def test_only_new_lines_are_read_and_an_unfinished_one_waits(journal: Journal, now: datetime) -> None:
    journal.append(keep("a:1"), now)
    ((name, end, _),) = journal.read({})
    assert list(journal.read({name: end})) == []
    with journal._path.open("ab") as file:
        file.write(b'{"v":1')
    assert list(journal.read({name: end})) == []
    journal.append(keep("a:2"), now)
    found = list(journal.read({name: end}))
    assert [line.change.item if line and line.change else None for _, _, line in found] == [None, "a:2"]


def test_a_file_that_was_replaced_by_another_copy_is_read_from_the_start(journal: Journal, now: datetime) -> None:
    journal.append(keep("a:1", "a:2"), now)
    data = journal._path.read_bytes()
    journal._path.write_bytes(data[: data.index(b"\n") + 1])
    assert len(list(journal.read({journal._path.name: len(data)}))) == 1
    journal.append(keep("a:3"), now)
    assert [line.change.item for line in lines(journal) if line.change] == ["a:1", "a:3"]


def test_numbers_and_undo_go_on_where_a_file_ends(journal: Journal, now: datetime) -> None:
    for i in range(9):
        journal.append(keep(f"a:{i}"), now)
    later = Journal(journal._folder, journal._name)
    assert later.append(keep("a:9"), now - timedelta(days=1)).batch == "here-1:10"
    ats = [line.at for line in lines(later)]
    assert ats == sorted(set(ats))
    assert [d.items[0] for d in (later.undo(now), later.undo(now)) if d] == ["a:9", "a:8"]


def test_nothing_to_undo_makes_no_file(journal: Journal, now: datetime) -> None:
    assert journal.undo(now) is None
    assert journal.redo(now) is None
    assert not journal._folder.exists()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="Not saved"):
        Journal(tmp_path / "file" / "journal", "here-1").append(keep("a:1"), now)


def test_a_line_too_long_to_be_an_action_is_passed_over(
    journal: Journal, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_reader.storage.journal._LONGEST", 1000)
    monkeypatch.setattr("tui_reader.storage.journal._CHUNK", 300)
    journal.append(keep("a:1"), now)
    with journal._path.open("ab") as file:
        file.write(b"x" * 5000 + b"\n")
    journal.append(keep("a:2"), now)
    found = [line.change.item if line and line.change else None for _, _, line in journal.read({})]
    assert found == ["a:1", None, "a:2"]


HOSTILE = [
    b"", b"[]", b"null", b"{}", b'{"v":0,"id":"a:1","at":"2026-01-01","undo":"a:1"}', b"\xff\xfe", b"[" * 100_000,
    b'{"v":1,"id":"a","at":"2026-01-01","undo":"b"}', b'{"v":1,"id":"a:1","at":"9999-12-31T23:59:59","undo":"b"}',
    b'{"v":1,"id":"a:1","at":"0001-01-01T00:00:00+14:00","undo":"b"}', b'{"v":1,"id":"a:1","at":1,"undo":"b"}',
    b'{"v":1,"id":"a:' + b"9" * 400 + b'","at":"2026-01-01","undo":"b"}',
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE)
def test_what_is_no_line_is_none(data: bytes) -> None:
    assert parse_line(data) is None


STRANGE = [
    b'{"v":2,"id":"a:7","at":"2026-01-01","undo":"a:1"}',
    b'{"v":1,"id":"a:7","at":"2026-01-01","item":[],"field":"read","value":1}',
    b'{"v":1,"id":"a:7","at":"2026-01-01","item":"x","field":"read","value":{}}',
    b'{"v":1,"id":"a:7","at":"2026-01-01","item":"x","field":"read","value":1e300}',
    b'{"v":1,"id":"a:7","at":"2026-01-01","item":"x","field":"tag:","value":true}',
    b'{"v":1,"id":"a:7","at":"2026-01-01","item":"x","field":"colour:mine","value":{"query":["a"]},"more":1}',
    b'{"v":1,"id":"a:7","at":"2026-01-01"}',
]


@pytest.mark.parametrize("data", STRANGE)
def test_number_and_time_are_read_of_a_line_that_is_not_understood(data: bytes) -> None:
    line = parse_line(data)
    assert line is not None
    assert line.unknown
    assert (line.change, line.undo, line.redo) == (None, "", "")
    assert (line.name, line.number, line.batch) == ("a", 7, "a:7")
    assert read_head(data) == ("a", 7, datetime(2026, 1, 1, tzinfo=UTC))


@given(st.binary(max_size=80))
def test_parsing_never_fails(data: bytes) -> None:
    parse_line(data)


texts = st.text(max_size=12)
changes = st.builds(
    Change,
    st.text(min_size=1, max_size=8),
    st.sampled_from(["read", "state", "note", "tag:x\n", "feed:https://x"]),
    st.one_of(st.none(), st.booleans(), texts, st.integers(-9, 9)),
    texts,
    texts,
    st.none() | st.integers(0, 9),
)


@given(changes, st.timedeltas(timedelta(0), timedelta(days=2_000_000)), st.integers(1, 10**14))
def test_a_line_comes_back_as_it_was_written(change: Change, after: timedelta, number: int) -> None:
    line = JournalLine("here-1", number, datetime(1, 1, 2, tzinfo=UTC) + after, "here-1:7", change)
    data = line_bytes(line)
    assert data.count(b"\n") == 1
    assert parse_line(data) == line
    assert read_head(data) == (line.name, line.number, line.at)


def test_the_name_of_a_machine_is_made_once(tmp_path: Path) -> None:
    name = machine_name(tmp_path / "state")
    assert machine_name(tmp_path / "state") == name
    assert name == name.lower()
    assert machine_name(tmp_path / "other") != name
    (tmp_path / "state" / "machine").write_text("../../evil\n")
    assert "/" not in machine_name(tmp_path / "state")


def test_a_machine_that_can_keep_nothing_still_has_one_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert machine_name(tmp_path / "file") == machine_name(tmp_path / "file")


WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from tui_reader.domain.journal import Change
from tui_reader.storage.journal import Journal
journal = Journal(Path(sys.argv[1]), "here-1")
n = 0
while True:
    n += 1
    done = journal.append([Change(f"a:{n}", "note", "x" * 500), Change(f"b:{n}", "read", True)], datetime.now(UTC))
    print(n, flush=True)
"""


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "journal")], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    yield started
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_a_kill_loses_nothing_that_was_done(
    tmp_path: Path, writers: list[subprocess.Popen[str]], now: datetime
) -> None:
    done = []
    for process in writers:
        assert process.stdout is not None
        for _ in range(40):
            done.append(int(process.stdout.readline()))
    for process in writers:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    journal = Journal(tmp_path / "journal", "here-1")
    written = [line for line in lines(journal) if line.change and line.change.item.startswith("b:")]
    assert len(written) >= len(done)
    assert len({line.number for line in lines(journal)}) == len(lines(journal))  # two programs, no number twice
    journal.append(keep("c:1"), now)
    assert lines(journal)[-1].change == keep("c:1")[0]
