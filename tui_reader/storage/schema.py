"""How the file of an older library becomes that of a present one, with a copy kept."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader.domain.errors import StorageError, Unavailable
from tui_reader.domain.model_writing import RULES, written_key
from tui_reader.storage.db import PATIENCE_S, Db, failures
from tui_reader.storage.migrations import MIGRATIONS
from tui_reader.storage.texts import address_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Marks the file as a library of this program (SQLite's application_id; "iTUI").
APPLICATION_ID = 0x69545549


def prepare(db: Db, state_dir: Path, migrations: Sequence[str] = MIGRATIONS) -> str:
    """Bring the file up to the present version, keeping a copy of an older one in state/. Returns words for the user,
    "" if nothing was done. Raises StorageError for a library of a newer program or a database of another one."""
    version = _version(db)
    if version == len(migrations) and db.value("PRAGMA application_id") == APPLICATION_ID:
        return ""
    if version > len(migrations):
        raise Unavailable(
            f"{db.path} was written by a newer version of inference-tui",
            "Update inference-tui, or move the file away: it is rebuilt from imports and journal.",
        )
    if db.value("SELECT count(*) FROM sqlite_master") and db.value("PRAGMA application_id") != APPLICATION_ID:
        raise ForeignFileError(f"{db.path} is the database of another program")
    if not db.can_write:
        raise Unavailable(f"{db.path} has to be brought up to date, but cannot be written")
    db.wait_at_most(PATIENCE_S)  # a sync by the older program may write meanwhile
    _use_wal(db)
    backup = _back_up(db, version, state_dir) if version else None
    with failures(db.path):
        db.run("BEGIN IMMEDIATE")
        try:
            version = _version(db)  # another process may have been quicker
            db.raw.create_function("address_number", 1, address_number, deterministic=True)
            db.raw.create_function("written_key", 1, written_key, deterministic=True)
            db.raw.create_function("written_key_rules", 0, lambda: str(RULES))
            for number, script in enumerate(migrations[version:], version + 1):
                for statement in _statements(script):
                    db.run(statement)
                db.run(f"PRAGMA user_version={number}")
            db.run(f"PRAGMA application_id={APPLICATION_ID}")
            db.run("COMMIT")
        except BaseException:
            if db.raw.in_transaction:
                db.run("ROLLBACK")
            raise
    return f"The library was brought up to date; a copy of the old one is {backup}." if backup else ""


class ForeignFileError(StorageError):
    """The file is a sound database, but not a library."""


def _version(db: Db) -> int:
    return int(db.value("PRAGMA user_version"))


def _use_wal(db: Db) -> None:
    # A file system that cannot share memory (some network drives) stays with a rollback journal; that works too.
    with contextlib.suppress(StorageError):
        db.value("PRAGMA journal_mode=WAL")


def _back_up(db: Db, version: int, state_dir: Path) -> Path:
    with failures(state_dir):
        folder = state_dir / "backups"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"library-v{version}-{datetime.now(UTC):%Y%m%d-%H%M%S}.db"
        target = sqlite3.connect(path)
        try:
            db.raw.backup(target)
        finally:
            target.close()
    return path


def _statements(script: str) -> list[str]:
    """The statements of a script; executescript would commit the transaction they belong to."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            if current.strip():
                statements.append(current)
            current = ""
    return statements
