"""The journal of user actions: one JSON object a line, appended, never rewritten (DESIGN §5).

`{"v":1,"id":"NAME:n","at":…,"batch":…,"item":key,"field":"read|state|tag:X|note|feed:URL","value":…,"title":…,"url":…,
"version":…}`; undo and redo are lines too: `{"v":1,"id":…,"at":…,"undo":batch}`. Order is (at, NAME, n); the last live
line of an item and field wins; a batch is undone while the last undo or redo line that names it is an undo.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

JsonValue = str | int | float | bool | None


class Change(Struct, frozen=True):
    """One thing the user did to one item, before it is a line: `field` is `read`, `state`, `tag:X`, `note` or
    `feed:URL`; `value` True/False for read and tags, a state's name, the note's text, or a feed's title and group.
    `title`, `url` and `version` make the line mean something even if the item is never served again."""

    item: str
    field: str
    value: JsonValue
    title: str = ""
    url: str = ""
    version: int | None = None


class JournalLine(Struct, frozen=True):
    """A line as read from a file. Exactly one of (`change`, `undo`, `redo`) is given."""

    name: str
    number: int
    at: datetime
    batch: str = ""
    change: Change | None = None
    undo: str = ""
    redo: str = ""


class BatchDone(Struct, frozen=True):
    """What an action, an undo or a redo did: the batch and the keys it touched, in order. `label` is words for the
    status line ("keep", "mark 148 read"), empty where nobody said."""

    batch: str
    items: tuple[str, ...]
    label: str = ""


class FeedChange(Struct, frozen=True):
    """A feed added (or, `removed`, taken away) by command, over the configured or built-in list."""

    url: str
    title: str = ""
    group: str = ""
    removed: bool = False
