"""Another program holds the library: commands say so within seconds, and lose nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli_samples import Cli


@contextmanager
def held(home: Path, *statements: str) -> Iterator[None]:
    connection = sqlite3.connect(home / "data" / "library.db", isolation_level=None)
    for statement in statements:
        connection.execute(statement).fetchall()
    yield
    connection.close()


def test_a_library_that_nobody_else_may_read_is_said_to_be_in_use(filled: Cli) -> None:
    with held(filled.home, "PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE", "SELECT count(*) FROM items"):
        done = filled("list", "entries")
    assert done.code != 0
    assert "in use by another program" in done.err
    assert done.out == ""


def test_a_decision_is_safe_in_the_journal_while_another_program_writes(filled: Cli) -> None:
    key = filled("list", "entries", "--json").json[0]["key"]
    with held(filled.home, "BEGIN IMMEDIATE"):
        done = filled("mark", key, "--keep")
    assert done.code == 0
    assert "takes it over later" in done.err
    assert [row["key"] for row in filled("search", "is:kept", "--json").json] == [key]
