from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_reader.domain.checks import CheckStatus
from tui_reader.domain.errors import StorageError
from tui_reader.domain.feeds import Body, BodyFormat, Entry
from tui_reader.domain.items import Seen
from tui_reader.domain.journal import Change
from tui_reader.domain.papers import Paper
from tui_reader.domain.query import EVERYTHING
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def made(folder: Path) -> Path:
    path = folder / "data" / "library.db"
    library = Library.open(path, state_dir=folder / "state")
    library.entries.store(
        "lab", [Entry(f"Title {i}", f"https://x.example/{i}", f"g{i}", body=_body(i)) for i in range(60)], NOW
    )
    library.papers.store(
        [Paper(f"Paper {i}", arxiv_id=f"2604.{i:05}", version=1) for i in range(5)],
        Seen("arxiv", "search", "", None, NOW),
    )
    library.close()
    return path


def _body(number: int) -> Body:
    return Body(f"<p>Words of number {number}.</p>", BodyFormat.HTML, "", plain=f"Words of number {number}.")


def _change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE items SET title = CAST(x'61ff62' AS TEXT) WHERE id = 7",
        "UPDATE bodies SET text = CAST(x'61ff62' AS TEXT) WHERE id = 7",
        "UPDATE bodies SET format = 'hxml' WHERE id = 7",
        "UPDATE papers SET announced_on = '2026-04-x1' WHERE id = 61",
        "UPDATE papers SET authors = '{' WHERE id = 61",
        "UPDATE items SET category = x'00' WHERE id = 61",
        "UPDATE items SET date = 9223372036854775807 WHERE id = 7",
        "UPDATE entries SET published = 'often' WHERE id = 7",
    ],
)
def test_a_value_that_was_never_written_is_found(tmp_path: Path, sql: str) -> None:
    path = made(tmp_path)
    _change(path, sql)
    library = Library.open(path, state_dir=tmp_path / "state")
    for is_whole in (True, False):
        failed = [c.name for c in library.health.check(is_whole=is_whole) if c.status is CheckStatus.FAILED]
        assert "contents" in failed
    library.close()


def test_what_can_be_read_of_a_damaged_library_is_carried_over(tmp_path: Path) -> None:
    path = made(tmp_path)
    _change(path, "UPDATE items SET title = CAST(x'61ff62' AS TEXT) WHERE id = 7")
    _change(path, "UPDATE entries SET published = 'often' WHERE id = 8")
    library = Library.open(tmp_path / "fresh.db", state_dir=tmp_path / "state")
    journal = Journal(tmp_path / "journal", "here-1")
    old = Library.open(path, state_dir=tmp_path / "state")
    old_rows = old.lists.rows(old.lists.ids(EVERYTHING))
    key = next(row.key for row in old_rows if row.title == "Title 20")
    old.close()
    journal.append([Change(key, "state", "kept")], NOW)
    assert any("\ufffd" in row.title for row in old_rows), "the rest of a list is shown meanwhile"
    assert library.health.carry_over(path) == 65
    library.journal.fold_new(journal)
    rows = {row.title: row for row in library.lists.rows(library.lists.ids(EVERYTHING))}
    assert rows["Title 20"].state == "kept"
    assert "a\ufffdb" in rows
    assert "Title 7" in rows
    assert len(library.papers.many([row.id for row in rows.values() if row.kind == "paper"])) == 5
    assert all(check.status is CheckStatus.OK for check in library.health.check(is_whole=True))
    library.close()


def test_a_library_that_breaks_off_is_carried_over_as_far_as_it_goes(tmp_path: Path) -> None:
    path = made(tmp_path)
    data = path.read_bytes()
    at = data.index(b"Words of number 30.")
    page = at // 4096
    path.write_bytes(data[: page * 4096] + b"\x55" * 4096 + data[(page + 1) * 4096 :])
    library = Library.open(tmp_path / "fresh.db", state_dir=tmp_path / "state")
    assert library.health.carry_over(path) >= 30
    assert all(check.status is CheckStatus.OK for check in library.health.check(is_whole=True))
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes there")
def test_what_is_no_file_is_no_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    os.mkfifo(path)
    with pytest.raises(StorageError, match="is no file"):
        Library.open(path, state_dir=tmp_path)


def test_a_newer_library_is_not_repaired(tmp_path: Path) -> None:
    path = made(tmp_path)
    _change(path, "PRAGMA user_version=999")
    before = path.read_bytes()
    program = Program(Launch(home=tmp_path, offline=True), {}, lambda: NOW)
    with pytest.raises(StorageError, match="newer version"):
        program.repair_library()
    program.close()
    assert path.read_bytes() == before
    assert not list(path.parent.glob("library.db.damaged*"))
