"""Journal lines as bytes (CONTRIBUTING.md, "On disk"). What is not a line of the form is None, never an error."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from tui_reader.domain.journal import FIELDS, Change, JournalLine, JsonValue

if TYPE_CHECKING:
    from collections.abc import Collection

VERSION = 1
#: A year far beyond any clock; one microsecond later must still be a date.
_LAST_YEAR = 9000
#: How a line of this program's begins.
_TIME = re.compile(r"[1-8]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_HEAD = re.compile(rb'\{"v":1,"id":"([a-z0-9-]+):(\d{1,15})","at":"([1-8]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"[,}]')


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


def understands(fields: Collection[str], field: str) -> bool:
    """Whether a field is one of these; see domain.journal.FIELDS."""
    head, colon, name = field.partition(":")
    return head + colon in fields and bool(name or not colon)


class _Form(Struct, frozen=True, gc=False):
    """A line about an item as this program writes it."""

    v: int
    id: str
    at: str
    batch: str
    item: str
    field: str
    value: bool | str | None
    title: str = ""
    url: str = ""
    version: int | None = None


_decoder = msgspec.json.Decoder(_Form)


def _quick(data: bytes, fields: Collection[str]) -> JournalLine | None:
    """A line that this program wrote about an item, in a third of the time: a journal of years has millions. None for
    whatever is not just that, which is then looked at closely."""
    if not data.startswith(b'{"v":1,') or b"\\u" in data or b"undo" in data or b"redo" in data:
        return None
    try:
        told = _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    name, _, number = told.id.rpartition(":")
    version = told.version
    if (
        told.v != VERSION
        or not (name and told.batch and number.isascii() and number.isdigit() and len(number) <= 15)
        or not (_TIME.fullmatch(told.at) and understands(fields, told.field))
        or (version is not None and not 0 <= version < 2**31)
    ):
        return None
    try:
        at = datetime.fromisoformat(told.at)
    except ValueError:
        return None
    change = Change(told.item, told.field, told.value, told.title, told.url, version)
    return JournalLine(name, int(number), at, told.batch, change)


def parse_line(data: bytes, fields: Collection[str] = FIELDS) -> JournalLine | None:
    """The line that some bytes are, None if they are not one: torn, or someone else's. Of a line with a field that is
    none of `fields`, or a value that it cannot have, name, number, time, batch and item are read; so they are of
    a line of a later form."""
    if (line := _quick(data, fields)) is not None:
        return line
    try:
        told = json.loads(data)
        if not isinstance(told, dict) or type(told.get("v")) is not int or told["v"] < VERSION:
            return None
        name, colon, number = str(told["id"]).rpartition(":")
        at = datetime.fromisoformat(str(told["at"]))
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        if not colon or not name or not number.isdecimal() or len(number) > 15 or at.year > _LAST_YEAR:
            return None
        name = _clean(name)
        undo, redo, batch = (_text(told.get(k)) for k in ("undo", "redo", "batch"))
        if (undo or redo) and told["v"] == VERSION:
            return JournalLine(name, int(number), at, undo=undo, redo="" if undo else redo)
        batch = batch or f"{name}:{number}"
        change = _change(told, fields) if told["v"] == VERSION else None
        if change is None:
            field = _text(told.get("field")) or "?"
            return JournalLine(name, int(number), at, batch, unknown=field, item=_text(told.get("item")))
        return JournalLine(name, int(number), at, batch, change)
    except (ValueError, KeyError, OverflowError, RecursionError):
        return None


def read_head(data: bytes) -> tuple[str, int, datetime] | None:
    """Machine, number and time of a line, whatever else it says; None if it is none. Ten times as quick as reading
    all of a line that this program wrote."""
    match = _HEAD.match(data)
    if match and data.endswith(b"}"):
        at = datetime.fromisoformat(match[3].decode())
        return match[1].decode(), int(match[2]), at
    line = parse_line(data)
    return (line.name, line.number, line.at) if line is not None else None


def _change(told: dict[str, Any], fields: Collection[str]) -> Change | None:
    item, field, version = told.get("item"), told.get("field"), told.get("version")
    if not isinstance(item, str) or not isinstance(field, str) or not understands(fields, field):
        return None
    value = told.get("value")
    if "value" not in told or not _is_possible(value, field):
        return None
    if isinstance(value, str):
        value = _clean(value)
    if not isinstance(version, int) or isinstance(version, bool) or not 0 <= version < 2**31:
        version = None
    return Change(_clean(item), _clean(field), value, _text(told.get("title")), _text(told.get("url")), version)


def _is_possible(value: object, field: str) -> bool:
    """What a person says of an item is a plain value; what is said of a feed or another thing may be any."""
    if isinstance(value, (list, dict)):
        return ":" in field and not field.startswith("tag:")
    return isinstance(value, (str, bool)) or value is None or (isinstance(value, (int, float)) and abs(value) <= 2**53)


def _text(value: object) -> str:
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    # JSON may name halves of surrogate pairs, which no database takes.
    return text.encode("utf-8", "replace").decode()
