"""Opening the library, whatever state it and its folder are in."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader.domain.errors import StorageError, Unavailable
from tui_reader.storage.db import HURRY_S, PATIENCE_S, DamagedError, Db, InUseError, failures
from tui_reader.storage.schema import ForeignFileError, prepare
from tui_reader.storage.search_index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def open_db(
    path: Path, state_dir: Path, read_only: bool, tell: Callable[[str], None] = lambda _: None
) -> tuple[Db, str]:
    """A connection, and words for the user about what was special, "" mostly. `tell` gets lines of progress where
    bringing an old library up to date takes long, and "" when there are no more.

    A damaged file is set aside and a fresh one made. Where nothing can be written the file is opened for reading.
    Raises StorageError when there is nothing that can be opened.
    """
    if path.exists() and not path.is_file():  # SQLite would wait for what a pipe brings
        raise Unavailable(f"{path} is no file", "Move it away: a library is made anew there.")
    if read_only:
        return _for_reading(path, state_dir)
    try:
        with failures(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            raise Unavailable(f"{path} cannot be written")
        return _for_writing(path, state_dir, tell)
    except (DamagedError, ForeignFileError) as error:
        if not os.access(path.parent, os.W_OK):
            raise
        from tui_reader.storage.health import set_aside
        from tui_reader.storage.salvage import salvage

        aside = set_aside(path)
        db, _ = _for_writing(path, state_dir, tell)
        carried = 0
        if isinstance(error, DamagedError):
            tell("carrying over what can be read of the damaged library …")
            carried = salvage(aside, db)
            tell("")
        kept = f", and {carried:,} items of it were carried over" if carried else ""
        return db, (
            f"{error.message}. It was set aside as {aside.name}{kept}; what you did comes back from the journal, "
            "the rest with the next sync."
        )
    except InUseError:  # read past the other program's lock, the file may be anything
        raise
    except StorageError as error:
        if not path.exists():
            raise
        try:
            db, _ = _for_reading(path, state_dir)
        except StorageError:
            raise error from None
        return db, f"{error.message}. You can read; nothing new is stored."


def _for_writing(path: Path, state_dir: Path, tell: Callable[[str], None]) -> tuple[Db, str]:
    db = Db(path, patience_s=HURRY_S)
    try:
        notice = prepare(db, state_dir)
        _look(db)
        db.wait_at_most(PATIENCE_S)
        if notice:  # a migration may have left something to index
            SearchIndex(db).settle()
        checked: dict[str, str] = dict(
            db.all("SELECT name, value FROM meta WHERE name IN ('dates.unchecked', 'dates.all')")
        )
        if checked.get("dates.unchecked") or "dates.all" not in checked:
            from tui_reader.storage.redating import redate

            notice = " ".join(filter(None, (notice, redate(db, datetime.now(UTC), tell))))
    except BaseException:
        db.close()
        raise
    return db, notice


def _for_reading(path: Path, state_dir: Path) -> tuple[Db, str]:
    if not path.exists():
        raise StorageError(f"there is no library at {path}", "inference-tui sync makes one.")
    # A WAL library wants its companions beside it; in a folder where they cannot be made it is read as it lies.
    failure: StorageError | None = None
    for mode in ("ro", "immutable"):
        try:
            db = Db(path, mode, HURRY_S)
            try:
                prepare(db, state_dir)
                _look(db)
                db.wait_at_most(PATIENCE_S)
            except BaseException:
                db.close()
                raise
        except InUseError:
            raise
        except StorageError as error:
            failure = failure or error
        else:
            return db, ""
    raise failure or StorageError(f"{path} cannot be read")


def _look(db: Db) -> None:
    """Touch the main tables: a file that was cut off shows here."""
    db.one("SELECT id FROM items ORDER BY id DESC LIMIT 1")
    db.one("SELECT id FROM items ORDER BY place LIMIT 1")
    db.one("SELECT block FROM search_data LIMIT 1")
