"""Journal lines as bytes (DESIGN §5). What is not a line of the form is None, never an error."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from tui_reader.domain.journal import Change, JournalLine, JsonValue

VERSION = 1
_FIELDS = re.compile(r"read|state|note|tag:.+|feed:.+", re.DOTALL)
#: A year far beyond any clock; one microsecond later must still be a date.
_LAST_YEAR = 9000


def line_bytes(line: JournalLine) -> bytes:
    """A line with its newline. Characters beyond ASCII stand as they are: a person may read the file."""
    told: dict[str, JsonValue] = {
        "v": VERSION,
        "id": f"{line.name}:{line.number}",
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    if line.change is not None:
        change = line.change
        told |= {"batch": line.batch, "item": change.item, "field": change.field, "value": change.value}
        if change.title:
            told["title"] = change.title
        if change.url:
            told["url"] = change.url
        if change.version is not None:
            told["version"] = change.version
    elif line.undo:
        told["undo"] = line.undo
    else:
        told["redo"] = line.redo
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # A newline inside a JSON string is escaped, so a line is one line.
    return text.encode("utf-8", "replace") + b"\n"


def parse_line(data: bytes) -> JournalLine | None:
    """The line that some bytes are, None if they are not one: torn, of a newer version, or someone else's."""
    try:
        told = json.loads(data)
        if not isinstance(told, dict) or told.get("v") != VERSION:
            return None
        name, colon, number = str(told["id"]).rpartition(":")
        at = datetime.fromisoformat(str(told["at"]))
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        if not colon or not name or not number.isdecimal() or len(number) > 15 or at.year > _LAST_YEAR:
            return None
        undo, redo, batch = (_text(told.get(k)) for k in ("undo", "redo", "batch"))
        if undo or redo:
            return JournalLine(_clean(name), int(number), at, undo=undo, redo="" if undo else redo)
        change = _change(told)
        if change is None:
            return None
        return JournalLine(_clean(name), int(number), at, batch or f"{_clean(name)}:{number}", change)
    except (ValueError, KeyError, OverflowError, RecursionError):
        return None


def _change(told: dict[str, object]) -> Change | None:
    item, field, value, version = told["item"], told["field"], told["value"], told.get("version")
    if not isinstance(item, str) or not isinstance(field, str) or not _FIELDS.fullmatch(field):
        return None
    if value is not None and not isinstance(value, (str, int, float, bool)):
        return None
    if isinstance(value, str):
        value = _clean(value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) > 2**53:
        return None
    if not isinstance(version, int) or isinstance(version, bool) or not 0 <= version < 2**31:
        version = None
    return Change(
        _clean(item), _clean(field), value, _text(told.get("title")), _text(told.get("url")), version
    )  # fmt: skip


def _text(value: object) -> str:
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    # JSON may name halves of surrogate pairs, which no database takes.
    return text.encode("utf-8", "replace").decode()
