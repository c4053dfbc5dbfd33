from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_reader.domain.errors import QueryCancelled, StorageError
from tui_reader.domain.feeds import Entry
from tui_reader.domain.journal import Change
from tui_reader.domain.query import EVERYTHING, Word
from tui_reader.storage.db import Db
from tui_reader.storage.journal import Journal
from tui_reader.storage.library import Library
from tui_reader.storage.migrations import MIGRATIONS
from tui_reader.storage.schema import prepare

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
ENTRY = Entry("A title", "https://x.example/a", "g")


def made(folder: Path, entries: int = 1) -> Path:
    path = folder / "data" / "library.db"
    library = Library.open(path, state_dir=folder / "state")
    many = [Entry(f"Title {i}", f"https://x.example/{i}", f"g{i}", summary="words " * 50) for i in range(entries)]
    library.entries.store("lab", many, NOW)
    library.close()
    return path


def test_a_fresh_library_has_nothing_to_say(library: Library) -> None:
    assert library.notice == ""
    assert library.can_write
    assert library.lists.max_id() == 0
    assert not library.lists.ids(EVERYTHING)


@pytest.mark.parametrize("damage", ["text", "cut", "scrambled", "foreign"])
def test_a_damaged_file_is_set_aside_and_the_journal_brings_back_what_was_done(tmp_path: Path, damage: str) -> None:
    path = made(tmp_path, 300)
    data = path.read_bytes()
    if damage == "text":
        path.write_bytes(b"this is no database at all, and longer than a header would be" * 20)
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 3])
    elif damage == "scrambled":
        path.write_bytes(data[:100] + b"\x55" * (len(data) - 100))
    else:
        path.unlink()
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE x(y)")
        other.close()
    size = path.stat().st_size
    journal = Journal(tmp_path / "data" / "journal", "here-1")
    journal.append([Change("arxiv:1", "read", True)], NOW)
    library = Library.open(path, state_dir=tmp_path / "state")
    (aside,) = path.parent.glob("library.db.damaged-*[0-9]")
    assert aside.stat().st_size == size
    assert aside.name in library.notice
    assert library.journal.fold_new(journal) == 1
    assert library.entries.store("lab", [ENTRY], NOW).new
    library.close()


def test_an_empty_file_is_a_fresh_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    library = Library.open(path, state_dir=tmp_path)
    assert library.entries.store("lab", [ENTRY], NOW).new
    library.close()


def test_a_library_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(StorageError, match="newer version"):
        Library.open(path, state_dir=tmp_path)
    assert not list(path.parent.glob("*.damaged*"))


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError) as caught:
        Library.open(tmp_path / "file" / "library.db", state_dir=tmp_path)
    assert caught.value.hint


def test_a_library_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no library"):
        Library.open(tmp_path / "library.db", state_dir=tmp_path, read_only=True)


def test_what_is_opened_for_reading_is_read_and_not_written(tmp_path: Path) -> None:
    path = made(tmp_path)
    library = Library.open(path, state_dir=tmp_path, read_only=True)
    assert library.lists.count(Word("title")) == 1
    with pytest.raises(StorageError, match="cannot be written"):
        library.entries.store("lab", [Entry("B", "https://x.example/b")], NOW)
    library.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do everything can write anywhere")
def test_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    path = made(tmp_path)
    path.parent.chmod(0o500)
    try:
        library = Library.open(path, state_dir=tmp_path)
        assert "cannot be written" in library.notice
        assert library.lists.count(Word("title")) == 1
        library.close()
    finally:
        path.parent.chmod(0o700)


def test_a_library_without_its_companions_can_be_read_as_it_lies(tmp_path: Path) -> None:
    path = made(tmp_path)
    db = Db(path, "immutable")
    assert db.value("SELECT count(*) FROM items") == 1
    db.close()


def test_a_migration_keeps_a_copy_of_the_old_library(tmp_path: Path) -> None:
    path = made(tmp_path)
    db = Db(path)
    steps = (*MIGRATIONS, "ALTER TABLE items ADD COLUMN extra TEXT;\nCREATE TABLE more(x);\nCREATE TABLE yet(y);\n")
    assert "brought up to date" in prepare(db, tmp_path / "state", steps)
    assert db.value("PRAGMA user_version") == len(steps)
    assert db.value("SELECT count(*) FROM yet") == 0
    assert prepare(db, tmp_path / "state", steps) == ""
    db.close()
    (copy,) = (tmp_path / "state" / "backups").iterdir()
    old = Library.open(copy, state_dir=tmp_path)
    assert old.lists.count(EVERYTHING) == 1
    old.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = made(tmp_path)
    db = Db(path)
    with pytest.raises(StorageError):
        prepare(db, tmp_path, (*MIGRATIONS, "CREATE TABLE more(x);\nCREATE TABLE more(x);\n"))
    assert db.value("PRAGMA user_version") == len(MIGRATIONS)
    assert not db.all("SELECT 1 FROM sqlite_master WHERE name = 'more'")
    db.close()


def test_the_search_index_and_the_counts_can_be_made_anew(tmp_path: Path) -> None:
    path = made(tmp_path, 20)
    library = Library.open(path, state_dir=tmp_path)
    library._db.script("DELETE FROM search_data WHERE id > 10; DELETE FROM tallies;")
    assert {c.name for c in library.health.check() if c.status == "failed"} == {"search", "counts"}
    assert {c.name for c in library.health.repair() if c.status == "repaired"} == {"search", "counts"}
    assert all(c.status == "ok" for c in library.health.check())
    assert library.lists.count(Word("words")) == 20
    library.close()


def test_the_index_catches_up_with_what_was_stored_before_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    library = Library.open(path, state_dir=tmp_path)
    library.index.defer(True)
    library.entries.store("lab", [ENTRY], NOW)
    assert library.lists.count(Word("title")) == 0
    library.close()
    library = Library.open(path, state_dir=tmp_path)
    library.entries.store("lab", [], NOW)
    assert library.lists.count(Word("title")) == 1
    library.close()


def test_a_query_is_cancelled_from_another_thread(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db", state_dir=tmp_path)
    started = threading.Event()

    def running() -> int:
        started.set()
        return 1

    library._db.raw.create_function("running", 0, running)
    outcome: list[Exception] = []

    def ask() -> None:
        try:
            library._db.all(
                "WITH RECURSIVE c(n) AS (SELECT running() UNION ALL SELECT n + 1 FROM c LIMIT 1000000000) "
                "SELECT count(*) FROM c"
            )
        except Exception as error:
            outcome.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    assert started.wait(30)
    library.interrupt()
    thread.join(30)
    assert [type(e) for e in outcome] == [QueryCancelled]
    assert library.lists.count(EVERYTHING) == 0
    library.close()


WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from tui_reader.domain.feeds import Entry
from tui_reader.storage.library import Library
library = Library.open(Path(sys.argv[1]), state_dir=Path(sys.argv[2]))
for n in range(15):
    entries = [Entry(f"T {n} {i}", f"https://x.example/{sys.argv[3]}/{n}/{i}") for i in range(9)]
    library.entries.store(sys.argv[3], entries, datetime.now(UTC))
library.close()
"""


def test_two_programs_write_at_once_and_none_is_turned_away(tmp_path: Path) -> None:
    path = tmp_path / "data" / "library.db"
    command = [sys.executable, "-c", WRITER, str(path), str(tmp_path)]
    processes = [subprocess.Popen([*command, name], stderr=subprocess.PIPE) for name in ("a", "b")]
    outcomes = [(p.communicate(timeout=120)[1], p.returncode) for p in processes]
    assert outcomes == [(b"", 0), (b"", 0)]
    library = Library.open(path, state_dir=tmp_path)
    assert library.lists.count(EVERYTHING) == 270
    assert all(c.status == "ok" for c in library.health.check())
    library.close()
