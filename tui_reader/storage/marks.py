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
from tui_reader.text.sanitise import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

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
    lines = list(lines)
    changes = [(line, line.change) for line in lines if line.change is not None]
    before = db.changes()
    # In the order of the table: thousands of lines that come at once touch each page of it once.
    db.many(
        "INSERT OR IGNORE INTO actions VALUES(?,?,?,?,?,?,?,?,?,?,?)",
        sorted((action_of(line, change) for line, change in changes), key=_by_item),
    )
    new = db.changes() - before
    touched = {change.item for _, change in changes} if new else set()
    for line in lines:
        if (line.undo or line.redo) and take_turn(db, line):
            new += 1
            touched.update(r[0] for r in db.all("SELECT DISTINCT item FROM actions WHERE batch = ?", (_batch(line),)))
    apply_to_many(db, ids_of(db, touched))
    return new


def _by_item(action: Sequence[Any]) -> tuple[Any, Any]:
    return action[0], action[1]


def action_of(line: JournalLine, change: Change) -> tuple[Any, ...]:
    """A line as a row of `actions`."""
    said = change.value
    value = "true" if said is True else "false" if said is False else json.dumps(said)
    told_apart = repr((line.batch, value, change.title, change.url, change.version)).encode("utf-8", "replace")
    return (
        change.item, change.field, _micros(line.at), line.name, line.number,
        int.from_bytes(hashlib.sha256(told_apart).digest()[:7]), line.batch, value, change.title, change.url,
        change.version,
    )  # fmt: skip


def ids_of(db: Db, keys: Collection[str]) -> set[int]:
    """The items of keys, present ones and former ones."""
    if not keys:
        return set()
    asked = json.dumps(list(keys))
    found = db.all(
        "SELECT i.id FROM json_each(?) k CROSS JOIN items i ON i.key = k.value UNION "
        "SELECT i.id FROM json_each(?) k CROSS JOIN aliases a ON a.old = k.value CROSS JOIN items i ON i.key = a.key",
        (asked, asked),
    )
    by_title = (find(db, key) for key in keys if key.startswith("title:"))
    return {r[0] for r in found} | {item_id for item_id in by_title if item_id is not None}


def _batch(line: JournalLine) -> str:
    return line.undo or line.redo


def take_turn(db: Db, line: JournalLine) -> bool:
    """Take in a line that undoes or redoes; whether it was new."""
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
    row = db.one(f"SELECT {_MARKED} FROM items WHERE id = ?", (item_id,))
    if row is not None:
        key, kind, title = row[1:4]
        _set_marks(db, [(row, _last_lines(db, _names(db, item_id, key, kind, title)))], is_joined=True)


def apply_to_many(db: Db, ids: Collection[int]) -> None:
    """Work out the marks of items anew; those that the journal speaks of by one key with one question."""
    if not ids:
        return
    asked = json.dumps(sorted(ids))
    # A paper may be meant by its title, too; lines that do so are rare.
    by_title = db.value("SELECT 1 FROM actions WHERE item >= 'title:' AND item < 'title;' LIMIT 1") is not None
    several = {
        r[0]
        for r in db.all(
            "SELECT j.value FROM json_each(?) j CROSS JOIN items i ON i.id = j.value "
            "WHERE EXISTS (SELECT 1 FROM aliases a WHERE a.key = i.key) OR (? AND i.kind = 'paper')",
            (asked, by_title),
        )
    }
    for item_id in several:
        apply_marks(db, item_id)
    asked = json.dumps(sorted(set(ids) - several))
    rows = db.all(f"SELECT {_MARKED} FROM json_each(?) j CROSS JOIN items ON items.id = j.value", (asked,))
    found: dict[int, list[tuple[Any, ...]]] = {}
    for item_id, *line in db.all(
        "SELECT i.id, a.field, a.value, a.at, a.version, a.name, a.number, a.print "
        "FROM json_each(?) j CROSS JOIN items i ON i.id = j.value CROSS JOIN actions a ON a.item = i.key "
        "WHERE NOT EXISTS (SELECT 1 FROM turns t WHERE t.batch = a.batch AND t.undone)",
        (asked,),
    ):
        found.setdefault(item_id, []).append(tuple(line))
    told = []
    for row in rows:
        lines = sorted(found.get(row[0], ()), key=lambda line: (line[2], *line[4:]))
        told.append((row, _lasting(lines)))
    _set_marks(db, told)


def _set_marks(db: Db, told: Iterable[tuple[Sequence[Any], Mapping[str, _Line]]], *, is_joined: bool = False) -> None:
    """Set the marks of items, as `_MARKED` has them, by the last line of each field; `is_joined` tells that tags and
    notes of another item may have come to one."""
    changed: list[tuple[Any, ...]] = []
    tagged: list[tuple[str, int]] = []
    noted: list[tuple[int, str]] = []
    ids: list[tuple[int]] = []
    has_bases = db.value("SELECT 1 FROM server_items LIMIT 1") is not None
    for (item_id, _, kind, _, origin, is_backlog, is_muted, *now), last in told:
        state_line, read_line, note_line = last.get("state"), last.get("read"), last.get("note")
        decided = _DECIDED.get(str(state_line.value)) if state_line else None
        is_read = bool(read_line.value if read_line else is_backlog or is_muted)
        if has_bases and (base := db.one(_BASE, (item_id,))):
            # What a feed server said holds until the journal says something new.
            read, read_told, starred, starred_told = base
            if read is not None and read_told == _told(read_line):
                is_read = bool(read or (is_muted and not read_line))
            if starred is not None and starred_told == _told(state_line) and bool(starred) != (decided == "kept"):
                decided = "kept" if starred else None
        # Another machine, or whoever copies its files, may have written anything into a line.
        tags = sorted({clean_line(f[4:]) for f, line in last.items() if f.startswith("tag:") and line.value} - {""})
        note = clean_text(str(note_line.value)) if note_line and note_line.value else ""
        marks = (
            decided or ("none" if is_muted else origin),
            int(is_read),
            int(kind == "paper" and decided == "kept" and _is_updated(db, item_id, state_line, read_line)),
            json.dumps(tags) if tags else "",
            int(bool(note)),
            state_line.at // 1_000_000 if state_line and decided else None,
        )
        if list(marks) != now:
            changed.append((*marks, item_id))
        if is_joined or tags or now[3] or note or now[4]:
            ids.append((item_id,))
            tagged += [(tag, item_id) for tag in tags]
            if note:
                noted.append((item_id, note))
    db.many(
        "UPDATE items SET state = ?, read = ?, is_updated = ?, tags = ?, has_note = ?, decided_at = ? WHERE id = ?",
        changed,
    )
    db.many("DELETE FROM item_tags WHERE id = ?", ids)
    db.many("DELETE FROM notes WHERE id = ?", ids)
    db.many("INSERT OR IGNORE INTO item_tags VALUES(?, ?)", tagged)
    db.many("INSERT OR REPLACE INTO notes VALUES(?, ?)", noted)


#: What is asked of an item whose marks are worked out, and what they are now.
_MARKED = (
    "items.id, items.key, items.kind, items.title, items.origin, items.is_backlog, "
    "items.id IN (SELECT id FROM muted), "
    "items.state, items.read, items.is_updated, items.tags, items.has_note, items.decided_at"
)


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


def told(db: Db, key: str, field: str) -> JsonValue:
    """What the journal says last of a field of an item; None where it says nothing."""
    item_id = find(db, key)
    row = db.one("SELECT key, kind, title FROM items WHERE id = ?", (item_id,)) if item_id is not None else None
    keys = _names(db, item_id, *row) if item_id is not None and row is not None else [key]
    value = db.value(
        f"SELECT value FROM actions WHERE item IN ({','.join('?' * len(keys))}) AND field = ? "
        "AND batch NOT IN (SELECT batch FROM turns WHERE undone) ORDER BY at DESC, name DESC, number DESC LIMIT 1",
        (*keys, field),
    )
    found: JsonValue = json.loads(value) if value is not None else None
    return found


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
    return _lasting(
        db.all(
            "SELECT field, value, at, version, name, number FROM actions "
            f"WHERE item IN ({','.join('?' * len(keys))}) AND batch NOT IN (SELECT batch FROM turns WHERE undone) "
            "ORDER BY at, name, number, print",
            keys,
        )
    )


def _lasting(lines: Iterable[Sequence[Any]]) -> Mapping[str, _Line]:
    """The last line of each field: lines are field, value, time, version, machine and number, in order."""
    last: dict[str, _Line] = {}
    for field, value, at, version, name, number, *_ in lines:
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


def first_fetches(db: Db, urls: Collection[str] | None = None) -> dict[str, str]:
    """The addresses of feeds that were fetched (None: of all), each with when its archive ends ("": it has none)."""
    found: dict[str, str] = {}
    one_of = "item IN (SELECT 'fetched:' || value FROM json_each(?))"
    which = "item >= 'fetched:' AND item < 'fetched;'" if urls is None else one_of
    for field, value in db.all(
        f"SELECT field, value FROM actions WHERE {which} AND item = field "
        "AND batch NOT IN (SELECT batch FROM turns WHERE undone) ORDER BY at, name, number, print",
        () if urls is None else (json.dumps(list(urls)),),
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
