"""What the journal adds up to: read, state, tags and notes of items.

Every line that was read is kept in `actions` (undo and redo lines in `turns`), and the marks of an item are worked out
from all of them, so the outcome is the same in whatever order and however often lines arrive: the last line by
(at, machine, number) whose batch is not undone wins. Lines about items that are not in the library wait for them.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tui_reader.domain.items import title_key
from tui_reader.domain.journal import Change, FeedChange, JournalLine
from tui_reader.domain.server import Flag, Side
from tui_reader.storage.keys import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_reader.domain.journal import JsonValue
    from tui_reader.storage.db import Db

_DECIDED = {"kept": "kept", "starred": "kept", "later": "later", "skipped": "skipped"}
_STATES = {*_DECIDED, "none", "inbox"}


#: What a feed server said of an item, with the lines of the journal that were the last ones then.
_BASE = (
    "SELECT read, read_line, starred, starred_line FROM server_items WHERE id = ? "
    "ORDER BY read IS NULL, number DESC LIMIT 1"
)


class _Line(Struct, frozen=True):
    at: int
    value: Any
    version: int | None
    name: str = ""
    number: int = 0


def fold(db: Db, lines: Iterable[JournalLine]) -> int:
    """Take lines into the library, within a transaction of the caller's. How many were new."""
    touched: set[str] = set()
    new = 0
    for line in lines:
        if line.change is not None:
            if _take(db, line, line.change):
                new += 1
                touched.add(line.change.item)
        elif (line.undo or line.redo) and _undo_or_redo(db, line):
            new += 1
            touched.update(r[0] for r in db.all("SELECT DISTINCT item FROM actions WHERE batch = ?", (_batch(line),)))
    for item_id in {i for i in (find(db, key) for key in touched) if i is not None}:
        apply_marks(db, item_id)
    return new


def _take(db: Db, line: JournalLine, change: Change) -> bool:
    value = json.dumps(change.value)
    told_apart = repr((line.batch, value, change.title, change.url, change.version)).encode("utf-8", "replace")
    cursor = db.run(
        "INSERT OR IGNORE INTO actions VALUES(?,?,?,?,?,?,?,?,?,?,?)",
        (
            change.item, change.field, _micros(line.at), line.name, line.number,
            int.from_bytes(hashlib.sha256(told_apart).digest()[:7]), line.batch, value, change.title, change.url,
            change.version,
        ),
    )  # fmt: skip
    return cursor.rowcount > 0


def _batch(line: JournalLine) -> str:
    return line.undo or line.redo


def _undo_or_redo(db: Db, line: JournalLine) -> bool:
    # Of two lines that differ in nothing but what they do, the undo counts, whichever comes first.
    return bool(
        db.run(
            "INSERT INTO turns VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE SET "
            "at = excluded.at, name = excluded.name, number = excluded.number, undone = excluded.undone "
            "WHERE (excluded.at, excluded.name, excluded.number, excluded.undone) > (at, name, number, undone)",
            (_batch(line), _micros(line.at), line.name, line.number, int(bool(line.undo))),
        ).rowcount
    )


def has_actions(db: Db, key: str, title_number: int | None = None) -> bool:
    """Whether the journal says anything about a key, or about a title's."""
    if db.one("SELECT 1 FROM actions WHERE item = ? LIMIT 1", (key,)):
        return True
    if title_number is None:
        return False
    start = f"title:{title_number:015x}"
    return bool(db.one("SELECT 1 FROM actions WHERE item >= ? AND item < ? LIMIT 1", (start, start + "g")))


def apply_marks(db: Db, item_id: int) -> None:
    """Work out the marks of an item anew."""
    row = db.one(
        "SELECT key, kind, title, origin, is_backlog, id IN (SELECT id FROM muted) FROM items WHERE id = ?", (item_id,)
    )
    if row is None:
        return
    key, kind, title, origin, is_backlog, is_muted = row
    last = _last_lines(db, _names(db, item_id, key, kind, title))
    state_line = last.get("state")
    decided = _DECIDED.get(str(state_line.value)) if state_line else None
    read_line = last.get("read")
    is_read = bool(read_line.value if read_line else is_backlog or is_muted)
    if base := db.one(_BASE, (item_id,)):  # what a feed server said holds until the journal says something new
        read, read_told, starred, starred_told = base
        if read is not None and read_told == _told(read_line):
            is_read = bool(read or (is_muted and not read_line))
        if starred is not None and starred_told == _told(state_line) and bool(starred) != (decided == "kept"):
            decided = "kept" if starred else None
    tags = sorted({f[4:] for f, line in last.items() if f.startswith("tag:") and line.value})
    note_line = last.get("note")
    note = str(note_line.value) if note_line and note_line.value else ""
    db.run(
        "UPDATE items SET state = ?, read = ?, is_updated = ?, tags = ?, has_note = ?, decided_at = ? WHERE id = ?",
        (
            decided or ("none" if is_muted else origin),
            int(is_read),
            int(kind == "paper" and decided == "kept" and _is_updated(db, item_id, state_line, read_line)),
            json.dumps(tags) if tags else "",
            int(bool(note)),
            state_line.at // 1_000_000 if state_line and decided else None,
            item_id,
        ),
    )
    db.run("DELETE FROM item_tags WHERE id = ?", (item_id,))
    db.many("INSERT OR IGNORE INTO item_tags VALUES(?, ?)", [(t, item_id) for t in tags])
    if note:
        db.run("INSERT OR REPLACE INTO notes VALUES(?, ?)", (item_id, note))
    else:
        db.run("DELETE FROM notes WHERE id = ?", (item_id,))


def said_of(db: Db, item_id: int) -> tuple[dict[Flag, Side], int]:
    """What the journal alone says of an item's flags, and when it last spoke of them, in microseconds since 1970."""
    row = db.one("SELECT key, kind, title FROM items WHERE id = ?", (item_id,))
    last = _last_lines(db, _names(db, item_id, *row)) if row else {}
    read, state = last.get("read"), last.get("state")
    sides = {
        Flag.READ: Side(bool(read and read.value), _told(read)),
        Flag.STARRED: Side(state is not None and _DECIDED.get(str(state.value)) == "kept", _told(state)),
    }
    return sides, max((line.at for line in (read, state) if line), default=0)


def _told(line: _Line | None) -> str:
    """A line as a feed server's base remembers it."""
    return f"{line.at}.{line.name}.{line.number}" if line else ""


def last_decision(db: Db, item_id: int) -> tuple[int, int | None] | None:
    """When an item was decided on, in seconds since 1970, and in which version (None: the journal does not say).
    None when it is not decided."""
    row = db.one("SELECT key, kind, title FROM items WHERE id = ?", (item_id,))
    line = _last_lines(db, _names(db, item_id, *row)).get("state") if row else None
    return (line.at // 1_000_000, line.version) if line and str(line.value) in _DECIDED else None


def _names(db: Db, item_id: int, key: str, kind: str, title: str) -> list[str]:
    """The keys under which the journal may speak of an item."""
    keys = [key, *(r[0] for r in db.all("SELECT old FROM aliases WHERE key = ?", (key,)))]
    if kind == "paper" and (by_title := title_key(title)) not in keys and find(db, by_title) == item_id:
        keys.append(by_title)
    return keys


def _last_lines(db: Db, keys: list[str]) -> Mapping[str, _Line]:
    last: dict[str, _Line] = {}
    for field, value, at, version, name, number in db.all(
        "SELECT field, value, at, version, name, number FROM actions "
        f"WHERE item IN ({','.join('?' * len(keys))}) AND batch NOT IN (SELECT batch FROM turns WHERE undone) "
        "ORDER BY at, name, number, print",
        keys,
    ):
        meaning = json.loads(value)
        if field == "state" and meaning not in _STATES:
            continue
        if field.startswith("tag:") and not field[4:].strip():
            continue
        last[field] = _Line(at, meaning, version, name, number)
    return last


def _is_updated(db: Db, item_id: int, state: _Line | None, read: _Line | None) -> bool:
    """Whether a kept paper has a version newer than the one that was decided on or looked at since."""
    row = db.one(
        "SELECT p.version, p.version_at, p.announced_on, i.badge FROM papers p JOIN items i ON i.id = p.id "
        "WHERE p.id = ?",
        (item_id,),
    )
    if row is None or row[0] is None or state is None:
        return False
    version, version_at, announced_on, badge = row
    for look in (state, read):
        # What was read before it was kept tells nothing of what came after.
        if look is None or not look.value or look.at < state.at:
            continue
        if look.version is not None and look.version >= version:
            return False
        if look.version is None and version_at is not None and look.at >= version_at * 1_000_000:
            return False
    if state.version is not None:
        return True  # and version is newer, or the look above would have ended this
    # The line does not say which version was kept: a replacement announced after that day is newer.
    decided_on = (_EPOCH + timedelta(microseconds=state.at)).date().isoformat()
    return badge.startswith("replace") and (announced_on or "") > decided_on


def feed_changes(db: Db) -> list[FeedChange]:
    """Feeds of a feed server, then those added, changed and removed by command, the oldest change first. What the
    server knew of at the last sync is as the server has it."""
    served = {
        url: (FeedChange(url, title, group, home_url=home, source_id=source, is_served=True), line)
        for url, title, group, home, source, line in db.all(
            "SELECT url, title, group_name, home_url, source, line FROM server_feeds ORDER BY group_name, title, url"
        )
    }
    last: dict[str, tuple[str, ...]] = {}
    for field, value, title, at, name, number in db.all(
        "SELECT field, value, title, at, name, number FROM actions "
        "WHERE item = 'feed' AND field >= 'feed:' AND field < 'feed;' "
        "AND batch NOT IN (SELECT batch FROM turns WHERE undone) ORDER BY at, name, number, print"
    ):
        last.pop(field, None)  # the order is that of the last change
        told = served.get(field.removeprefix("feed:"))
        if told is None or told[1] != f"{at}.{name}.{number}":
            last[field] = (value, title)
    changes = [change for change, _ in served.values()]
    for field, (value, title) in last.items():
        url, said = field.removeprefix("feed:"), json.loads(value)
        if said is None or said is False:
            changes.append(FeedChange(url, title, removed=True))
            continue
        try:
            words = json.loads(said) if isinstance(said, str) else said
        except ValueError:
            words = {}
        words = words if isinstance(words, dict) else {}
        others = words.get("attributes")
        changes.append(
            FeedChange(
                url,
                str(words.get("title") or title),
                str(words.get("group") or ""),
                home_url=str(words.get("home") or ""),
                attributes=tuple((str(k), str(v)) for k, v in others.items()) if isinstance(others, dict) else (),
                source_id=str(words.get("id") or ""),
            )
        )
    return changes


def changes_of(db: Db, kind: str) -> list[tuple[str, JsonValue]]:
    """What of a kind (`board`, `category`, `view`, `follow`) was followed and dropped by command, with its value now
    (None: dropped), the oldest change first."""
    last: dict[str, JsonValue] = {}
    for field, value in db.all(
        "SELECT field, value FROM actions WHERE item >= ? AND item < ? AND item = field "
        "AND batch NOT IN (SELECT batch FROM turns WHERE undone) ORDER BY at, name, number, print",
        (f"{kind}:", f"{kind};"),
    ):
        last.pop(field, None)
        last[field] = json.loads(value)
    return [(field.removeprefix(f"{kind}:"), value) for field, value in last.items()]


def first_fetches(db: Db) -> dict[str, str]:
    """The addresses of feeds that were fetched, each with when its archive ends ("": it has none)."""
    found: dict[str, str] = {}
    for field, value in db.all(
        "SELECT field, value FROM actions WHERE item >= 'fetched:' AND item < 'fetched;' AND item = field "
        "AND batch NOT IN (SELECT batch FROM turns WHERE undone) ORDER BY at, name, number, print"
    ):
        told = json.loads(value)
        before = told.get("before") if isinstance(told, dict) else None
        try:
            when = datetime.fromisoformat(before) if isinstance(before, str) else None
        except ValueError:
            when = None
        found[field.removeprefix("fetched:")] = when.isoformat() if when is not None and when.tzinfo else ""
    return found


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND
