"""Whether the rows of every table hold what this program writes there.

SQLite's own check finds pages and indexes that are broken. It does not look into values: a flipped bit makes text that
is none in UTF-8, a blob out of a text, or a day that is in no calendar, and the program stumbles where it reads them.
What belongs in a column is told by its type; days, moments, JSON and words of a list are named here.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.checks import Check, CheckStatus
from tui_reader.domain.errors import StorageError
from tui_reader.domain.feeds import BodyFormat
from tui_reader.domain.items import Kind, State
from tui_reader.domain.sources import SourceKind
from tui_reader.storage.db import failures
from tui_reader.storage.sort_keys import day_number_sql

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from tui_reader.storage.db import Db

_REPAIR = "inference-tui doctor --repair sets it aside and carries over what can be read."
_FETCHED = 2000
#: So much of a large table is looked at where not all of it is.
_PARTS, _STRETCH = 64, 2000

_DAYS = (
    "papers.announced_on", "issues.day", "snapshots.day", "snapshots.held_until", "star_counts.day",
    "board_models.last", "sightings.seen_on",
)  # fmt: skip
#: Seconds since 1970, in the years that dates have.
_MOMENTS = (
    "items.date", "items.first_seen", "entries.published", "entries.updated", "papers.published", "papers.updated",
    "papers.version_at", "sources.last_success", "sources.last_attempt", "sources.not_before", "sources.failing_since",
    "snapshots.first_seen", "whole_papers.fetched",
)  # fmt: skip
_OBJECTS = ("issues.form", "snapshots.extra", "snapshot_rows.more", "sources.attributes")
_LISTS = (
    "items.tags", "entries.enclosures", "entries.labels", "papers.authors", "sources.error", "digest_items.links",
)  # fmt: skip
_WORDS = {
    "items.kind": (*Kind, "link"),
    "items.state": tuple(State),
    "items.origin": tuple(State),
    "bodies.format": tuple(BodyFormat),
    "sources.kind": tuple(SourceKind),
}
_TYPES = {"TEXT": ("text",), "INTEGER": ("integer",), "REAL": ("real", "integer"), "BLOB": ("blob",)}


class Column(Struct, frozen=True):
    """A column: its name, the type it was declared with, whether it may be empty, its place in the key (0: none)."""

    name: str
    type: str
    is_nullable: bool
    key: int


class Table(Struct, frozen=True):
    """A table of our own, with the columns that are stored."""

    name: str
    columns: tuple[Column, ...]
    has_rowid: bool

    @property
    def texts(self) -> list[str]:
        """The columns that hold text."""
        return [column.name for column in self.columns if column.type == "TEXT"]

    @property
    def key(self) -> list[str]:
        """The columns that tell rows apart."""
        if self.has_rowid:
            return ["rowid"]
        return [column.name for column in sorted(self.columns, key=lambda c: c.key) if column.key]

    @property
    def is_good(self) -> str:
        """What holds for a row that this program wrote, in SQL."""
        return " AND ".join(f"({_is_good(self.name, column)})" for column in self.columns)


def tables(db: Db) -> list[Table]:
    """The tables of a library, without those of the full-text index."""
    found = db.all(
        "SELECT name, sql FROM sqlite_master "
        "WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'search*'"
    )
    made = []
    for name, sql in found:
        columns = [
            Column(column, declared, not required and not key, key)
            for _, column, declared, required, _, key, hidden in db.all(f'PRAGMA table_xinfo("{name}")')
            if not hidden
        ]
        made.append(Table(name, tuple(columns), "WITHOUT ROWID" not in sql.upper()))
    return made


def check_contents(db: Db, *, is_whole: bool = True) -> Check:
    """Look at every value of every table, or only at some spread over the large ones."""
    found = []
    try:
        for table in tables(db):
            wrong = 0
            for part in _parts(db, table) if not is_whole else (f'"{table.name}" WHERE 1',):
                wrong += int(db.value(f"SELECT count(*) FROM {part} AND NOT ({table.is_good})") or 0)
                wrong += _count_garbled(db, table, part)
            if wrong:
                found.append(f"{wrong} of {table.name}")
        lost = int(db.value("SELECT count(*) FROM items WHERE kind = 'paper' AND id NOT IN (SELECT id FROM papers)"))
        if lost:
            found.append(f"{lost} papers without their details")
    except StorageError as error:
        return Check("contents", CheckStatus.FAILED, error.message, _REPAIR)
    if found:
        said = f"rows hold what was never written there: {', '.join(found)}"
        return Check("contents", CheckStatus.FAILED, said, _REPAIR)
    return Check("contents", CheckStatus.OK, "the rows can be read")


def _parts(db: Db, table: Table) -> list[str]:
    """Clauses that choose all rows of a table, or of a large one _PARTS stretches of _STRETCH rows."""
    name = f'"{table.name}"'
    if not table.has_rowid:
        return [f"(SELECT * FROM {name} LIMIT {_PARTS * _STRETCH}) WHERE 1"]
    last = int(db.value(f"SELECT max(rowid) FROM {name}") or 0)
    if last <= _PARTS * _STRETCH:
        return [f"{name} WHERE 1"]
    starts = (last * n // _PARTS for n in range(_PARTS))
    return [f"{name} WHERE rowid BETWEEN {start} AND {start + _STRETCH}" for start in starts]


def _count_garbled(db: Db, table: Table, part: str) -> int:
    """How many rows have text that is none in UTF-8. All texts of a row come as one: a library has millions."""
    if not table.texts:
        return 0
    joined = " || ' ' || ".join(f"coalesce(\"{name}\", '')" for name in table.texts)
    wrong = 0
    with _bytes_of(db, f"SELECT CAST({joined} AS BLOB) FROM {part}") as cursor:
        while rows := cursor.fetchmany(_FETCHED):
            # A space within a broken character leaves it broken.
            if not _is_utf8(b" ".join(row[0] for row in rows)):
                wrong += sum(not _is_utf8(row[0]) for row in rows)
    return wrong


@contextmanager
def _bytes_of(db: Db, sql: str) -> Iterator[sqlite3.Cursor]:
    """An answer in which texts are bytes."""
    with failures(db.path):
        cursor, before = db.raw.cursor(), db.raw.text_factory
        db.raw.text_factory = bytes
        try:
            yield cursor.execute(sql)
        finally:
            db.raw.text_factory = before
            cursor.close()


def garbled(db: Db, table: Table) -> Iterator[tuple[bytes, ...]]:
    """Rows with text that is none in UTF-8: the values of their key and of their texts, as bytes. Raises
    StorageError."""
    texts = table.texts
    if not texts:
        return
    named = ", ".join(f'CAST("{name}" AS TEXT)' for name in texts)
    keys = ", ".join(f'CAST("{name}" AS TEXT)' if name != "rowid" else "CAST(rowid AS TEXT)" for name in table.key)
    with _bytes_of(db, f'SELECT {keys}, {named} FROM "{table.name}"') as cursor:
        while rows := cursor.fetchmany(_FETCHED):
            if not _is_utf8(b" ".join(value for row in rows for value in row if value is not None)):
                yield from (row for row in rows if not all(_is_utf8(value or b"") for value in row))


def mend_texts(db: Db, table: Table) -> None:
    """Put the sign for a lost character where text is none; a row whose key is garbled goes."""
    width = len(table.key)
    where = " AND ".join(f'CAST("{n}" AS BLOB) = ?' if n != "rowid" else "rowid = ?" for n in table.key)
    for row in list(garbled(db, table)):
        key, texts = row[:width], row[width:]
        known: Sequence[object] = [int(key[0])] if table.has_rowid else key
        keys = set(table.key) | {column.name for column in table.columns if column.key}
        changes = {
            name: value.decode("utf-8", "replace")
            for name, value in zip(table.texts, texts, strict=True)
            if not _is_utf8(value or b"")
        }
        try:
            if keys.isdisjoint(changes):
                sets = ", ".join(f'"{name}" = ?' for name in changes)
                db.run(f'UPDATE OR ABORT "{table.name}" SET {sets} WHERE {where}', (*changes.values(), *known))
                continue
        except StorageError:
            pass  # another row has that value already
        db.run(f'DELETE FROM "{table.name}" WHERE {where}', known)


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_good(table: str, column: Column) -> str:
    name, place = f'"{column.name}"', f"{table}.{column.name}"
    types = _TYPES.get(column.type, ())
    if not types:
        return "1"
    allowed = [*types, *(("null",) if column.is_nullable else ())]
    rules = [f"typeof({name}) IN ({', '.join(map(repr, allowed))})"]
    if place in _WORDS:
        rules.append(f"{name} IN ({', '.join(repr(str(word)) for word in _WORDS[place])})")
    elif place in _DAYS:
        rules.append(f"({name} IS NULL OR {name} = '' OR {name} IS date({name}))")
    elif place in _MOMENTS:
        rules.append(f"({name} IS NULL OR {name} BETWEEN -62135596800 AND 253402300799)")
    elif place == "items.place":
        rules.append(f"{day_number_sql(name)} BETWEEN -719162 AND 2932896")
    elif place in _OBJECTS:
        rules.append(f"({name} = '' OR CASE WHEN json_valid({name}) THEN json_type({name}) = 'object' END IS 1)")
    elif place in _LISTS:
        rules.append(f"({name} = '' OR CASE WHEN json_valid({name}) THEN json_type({name}) = 'array' END IS 1)")
    elif place == "paper_features.blob":
        rules.append(f"length({name}) % 2 = 0")
    elif place == "actions.value":
        rules.append(f"json_valid({name})")
    return " AND ".join(rules)
