"""One connection to a SQLite file: its settings, its transactions, its failures in our own terms.

SQLite is built serialised, so a connection may be interrupted from another thread; apart from that each connection
belongs to one thread. Reads of several connections do not wait for a writer (WAL); two writers, of whichever process,
wait for each other up to the connection's patience.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from tui_reader.domain.errors import QueryCancelled, StorageError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

PATIENCE_S = 20.0
#: How long whoever opens the file waits, or waits for an answer that a person waits for.
HURRY_S = 2.0
#: SQLite waits 1, 2, 5, 10 ms and so on within this time.
_LOOK_MS = 10
#: Pages a connection keeps. The reader has several that only read, which the system's own cache serves as quickly.
READ_KIB, WRITE_KIB = 2048, 8192
Record = tuple[Any, ...]
_log = logging.getLogger(__name__)


def _as_far_as_it_goes(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _searchable(text: str) -> str:
    from tui_reader.text.search_text import searchable

    return searchable(text)


def _searchable_before(text: str) -> str:
    from tui_reader.text.search_text import searchable_before

    return searchable_before(text)


class Db:
    """A connection. `all`, `one` and `value` read, `run` and `many` write, `transaction` makes writes one whole.

    Raises StorageError (QueryCancelled after `interrupt`), never an error of sqlite3.
    """

    def __init__(self, path: Path, mode: str = "rwc", patience_s: float = PATIENCE_S) -> None:
        """`mode` is SQLite's: `rwc`, `ro`, or `immutable` for a file in a folder that cannot be written. For a program
        that holds the file it waits `patience_s` seconds."""
        self.path = path
        self.patience_s = patience_s
        self.mode = mode
        self._writes = False
        #: How many transactions were taken back.
        self.rollbacks = 0
        query = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
        with failures(path):
            # The address form takes % escapes; as_uri makes them.
            self.raw = sqlite3.connect(
                f"{path.absolute().as_uri()}?{query}",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
                timeout=patience_s,
            )
        self.raw.create_function("has_watched", 4, _has_watched, deterministic=True)
        self.raw.create_function("searchable", 1, _searchable, deterministic=True)
        self.raw.create_function("searchable_before", 1, _searchable_before, deterministic=True)
        try:
            self.script(
                f"PRAGMA busy_timeout={self._busy_ms}; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
                f"PRAGMA cache_size=-{READ_KIB}; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;"
            )
        except StorageError:
            self.raw.close()
            raise

    @property
    def can_write(self) -> bool:
        """Whether this connection was opened for writing."""
        return self.mode == "rwc"

    @property
    def _busy_ms(self) -> int:
        return int(1000 * self.patience_s)

    def wait_at_most(self, seconds: float) -> None:
        """Wait so long at most for a program that holds the file, from now on."""
        self.patience_s = seconds
        self.run(f"PRAGMA busy_timeout={self._busy_ms}")

    def all(self, sql: str, args: Sequence[object] = ()) -> list[Record]:
        """All rows of an answer."""
        try:
            return self.raw.execute(sql, args).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if self._reads_on(error):
                return self.all(sql, args)
            raise translated(error, self.path) from error

    def one(self, sql: str, args: Sequence[object] = ()) -> Record | None:
        """The first row of an answer."""
        try:
            row: Record | None = self.raw.execute(sql, args).fetchone()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if self._reads_on(error):
                return self.one(sql, args)
            raise translated(error, self.path) from error
        return row

    def _reads_on(self, error: Exception) -> bool:
        """Whether to ask once more because a text was none: from then on the sign for a lost character stands where
        one is. One flipped bit in a title is no reason to show nothing; `doctor` finds and mends it."""
        if "could not decode" not in str(error).lower() or self.raw.text_factory is not str:
            return False
        _log.warning("text in %s is damaged: %s", self.path, error)
        self.raw.text_factory = _as_far_as_it_goes
        return True

    def value(self, sql: str, args: Sequence[object] = ()) -> Any:
        """The first field of the first row, None if there is no row."""
        row = self.one(sql, args)
        return row[0] if row else None

    def run(self, sql: str, args: Sequence[object] = ()) -> sqlite3.Cursor:
        """Execute one statement."""
        try:
            return self.raw.execute(sql, args)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise translated(error, self.path) from error

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for each row."""
        try:
            self.raw.executemany(sql, rows)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise translated(error, self.path) from error

    def hold(self, kib: int = WRITE_KIB) -> None:
        """Hold so much of the file in memory while much is written."""
        self.run(f"PRAGMA cache_size=-{kib}")

    def changes(self) -> int:
        """How many rows this connection has written so far."""
        return self.raw.total_changes

    def script(self, sql: str) -> None:
        """Execute several statements."""
        with failures(self.path):
            self.raw.executescript(sql)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens inside all or nothing. The write lock is taken at the start, so that a reader never has
        to become a writer midway (which SQLite refuses without waiting)."""
        if self.is_inside():
            yield
            return
        if not self._writes:
            self._writes = True
            self.run(f"PRAGMA cache_size=-{WRITE_KIB}")
        self._begin()
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self.rollbacks += 1
            # A full disk has SQLite roll back by itself.
            if self.is_inside():
                self.run("ROLLBACK")
            raise

    def _begin(self) -> None:
        # SQLite's own waiting looks every tenth of a second, in which a program that writes one transaction after the
        # other has always begun the next: whoever waits would starve. Looking more often finds the gap.
        self.run(f"PRAGMA busy_timeout={_LOOK_MS}")
        try:
            deadline = monotonic() + self.patience_s
            while True:
                try:
                    self.raw.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                        raise translated(error, self.path) from error
        finally:
            self.run(f"PRAGMA busy_timeout={self._busy_ms}")

    def is_inside(self) -> bool:
        """Whether a transaction is under way."""
        return self.raw.in_transaction

    def close(self) -> None:
        """Let go of the file."""
        with failures(self.path):
            self.raw.close()


def _has_watched(written: str, title: str, text: str, authors: str) -> bool:
    from tui_reader.storage.query_sql import has_watched

    return has_watched(written, title, text, authors)


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Turn SQLite's errors, and those of the file system, into ours."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        raise translated(error, path) from error


def translated(error: Exception, path: Path) -> StorageError:
    """An error of SQLite's or the system's in our terms."""
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    low = text.lower()
    if "interrupted" in low:
        return QueryCancelled("the query was cancelled")
    if isinstance(error, DamagedError):
        return error
    # The words of an error about a damaged schema hold what stands there, which need not be text.
    if (
        isinstance(error, UnicodeDecodeError)
        or "could not decode" in low
        or "malformed" in low
        or "not a database" in low
        or "corrupt" in low
    ):
        return DamagedError(
            f"{path} is damaged ({text})",
            "inference-tui doctor --repair repairs it, or sets it aside; what you did is safe in the journal.",
        )
    if "full" in low:
        return Unavailable(f"{path} cannot be written: the disk is full", "Make room and try again.")
    if "readonly" in low or "read-only" in low or "unable to open" in low or isinstance(error, PermissionError):
        return Unavailable(f"{path} cannot be written ({text})", "Check the permissions of the file and its folder.")
    if "locked" in low or "busy" in low:
        return InUseError(f"{path} is in use by another program", "Close the other program and try again.")
    if isinstance(error, OSError):
        hint = "Check the folder, or choose another with --home."
        return Unavailable(f"{path} cannot be used: {text[:1].lower()}{text[1:]}", hint)
    return StorageError(f"{path}: {text}")


class InUseError(Unavailable):
    """Another program holds the file, and did not let go of it in time."""


class DamagedError(StorageError):
    """The bytes of the file are no longer a sound database."""

    code = "damaged"
