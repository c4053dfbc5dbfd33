"""The journal of user actions: one JSON object a line, appended, never rewritten (CONTRIBUTING.md, "On disk").

`{"v":1,"id":"NAME:n","at":…,"batch":…,"item":key,"field":"read|state|tag:X|note|feed:URL","value":…,"title":…,"url":…,
"version":…}`; undo and redo are lines too: `{"v":1,"id":…,"at":…,"undo":batch}`. Order is (at, NAME, n); the last live
line of an item and field wins; a batch is undone while the last undo or redo line that names it is an undo.

Versions of this program share a folder. One that does not know a field passes its lines over and leaves them where they
are; it reads their numbers and times all the same, so that its own numbers are new and its own lines the latest. When a
version with more fields folds the same library, it reads everything anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias

from msgspec import Struct

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"

#: The fields that this version understands; one with a colon takes a name behind it (`tag:to read`). A line of any
#: other is kept in its file and read when a version knows it.
FIELDS = frozenset(
    {
        "read", "state", "note", "tag:", "feed:", "board:", "category:", "view:", "follow:", "mute:", "fetched:",
        "citekey", "sent:",
    }
)  # fmt: skip
#: What a work is cited by in the user's manuscripts, where another program gave it a key.
CITATION_KEY = "citekey"
#: A state that means kept, in another program: of many such lines of one action each tells what a person wants.
STARRED = "starred"
#: Characters of the longest tag.
LONGEST_TAG = 100


class Change(Struct, frozen=True, gc=False):
    """One thing the user did to one item, before it is a line: `field` is `read`, `state`, `tag:X`, `note`,
    `feed:URL`, `board:ID`, `category:cs.SD`, `view:NAME`, `follow:TERM`, `mute:TERM`, `fetched:URL`, `citekey` or
    `sent:PROGRAM`; `value` True/False for read and tags, a state's name, the note's text, a feed's title, group and id,
    the query of a view, True for a board, a category or a term that is followed or muted, the end of a feed's archive
    at its first fetch, a citation key, the collection that an item was sent to; None for what is not any more. `title`,
    `url` and `version` make the line mean something even if the item is never served again."""

    item: str
    field: str
    value: JsonValue
    title: str = ""
    url: str = ""
    version: int | None = None


class JournalLine(Struct, frozen=True, gc=False):
    """A line as read from a file. Exactly one of `change`, `undo`, `redo` and `unknown` is given: the last is the field
    of a change that the reading version does not understand, to `item`. Such a line is part of its batch, has its
    number and its time, and changes nothing."""

    name: str
    number: int
    at: datetime
    batch: str = ""
    change: Change | None = None
    undo: str = ""
    redo: str = ""
    unknown: str = ""
    item: str = ""


class Folded(Struct, frozen=True):
    """What a library remembers of the journal that it took in: the newest `at` of all lines (None: of none), the
    highest number of each machine, and how far each file was read, in bytes."""

    newest: datetime | None = None
    numbers: Mapping[str, int] = {}
    offsets: Mapping[str, int] = {}


class BatchDone(Struct, frozen=True):
    """What an action, an undo or a redo did: the batch and the keys it touched, in order. `label` is words for the
    status line ("keep", "mark 148 read"), empty where nobody said; `is_undo` tells that it was taken back."""

    batch: str
    items: tuple[str, ...]
    label: str = ""
    is_undo: bool = False


#: What decisions are called; a value that there is none of is told as it is.
_STATES = {"kept": "keep", "skipped": "skip", "later": "put off", "inbox": "put back", "none": "clear"}
#: A feed that is renamed or moved has the same line as one that is new.
_VERBS = {
    "mute": ("mute", "no longer mute"),
    "view": ("save the view", "remove the view"),
    "feed": ("change", "remove"),
}


def said_of(change: Change) -> str:
    """What was done, in a few words, by the first line of an action: `keep`, `tag speech`, `remove the view x`. For
    those that are undone after the reader that did them was closed."""
    kind, _, name = change.field.partition(":")
    match kind:
        case "state":
            return _STATES.get(str(change.value), str(change.value))
        case "read":
            return "mark read" if change.value else "mark unread"
        case "tag":
            return f"tag {'' if change.value else '-'}{name}"
        case "note":
            return "note" if change.value else "take the note away"
        case "fetched":
            return f"first fetch of {name}"
        case "feed" | "board":
            name = change.title or name
    on, off = _VERBS.get(kind, ("follow", "remove"))
    return f"{on if change.value is not None else off} {name}"


class FeedChange(Struct, frozen=True):
    """A feed added, renamed or moved (or, `removed`, taken away) by command, over the configured or built-in list.
    `attributes` are what another reader's list says of it, for the way out; `source_id` is the id it has got, "" where
    the line does not say. One that `is_served` is no line, but a subscription of a feed server."""

    url: str
    title: str = ""
    group: str = ""
    removed: bool = False
    home_url: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    source_id: str = ""
    is_served: bool = False


class JournalFiles(Protocol):
    """The files of the journal, as a fold reads them."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are understood."""

    def read(self, offsets: Mapping[str, int]) -> Iterator[tuple[str, int, JournalLine | None]]:
        """Lines beyond `offsets` (bytes, by file name) as (file name, offset of the line's end, line); None in place
        of a line that is not one."""
