"""Tables among files, which may be leaderboards of one's own, and what is done with a file of leaderboards."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui_reader.domain.errors import ParseError
from tui_reader.sources.imported import Imported
from tui_reader.sources.leaderboard.mapped import UNREAD, Undated
from tui_reader.sources.leaderboard.rows import number
from tui_reader.sources.leaderboard.table import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from tui_reader.domain.boards import Snapshot
    from tui_reader.domain.rows import Stored
    from tui_reader.domain.settings import BoardMapping
    from tui_reader.sources.imported import ImportContext, ImportLibrary
    from tui_reader.sources.sample import Sample

    Read = Callable[[bytes, str, Mapping[str, BoardMapping], date | None], tuple[Snapshot, ...]]

_BEGINNING = 64_000


def is_table(sample: Sample) -> bool:
    """Whether there are rows with names and numbers: prose in lines with commas has none."""
    text = sample.text
    if not text or sample.is_markup:
        return False
    name = sample.name.lower().removesuffix(".gz")
    if text[0] in "{[":
        if sample.json is None:
            return False
        name = ""
    is_yaml = name.endswith((".yml", ".yaml"))
    if text[0] not in "{[" and not is_yaml:  # a beginning is enough of CSV
        text = text[:_BEGINNING].rsplit("\n", 1)[0]
    try:
        found = tables(text)
    except ParseError:
        return False
    rows = [row for table in found for row in table.rows[:20]]
    numeric = sum(any(number(v) is not None for v in row.values() if not isinstance(v, dict | list)) for row in rows)
    named = any(len(row) > 1 for row in rows)
    certain = is_yaml or name.endswith((".csv", ".tsv"))
    return named and (numeric * 2 > len(rows) or (certain and numeric > 0))


def take_tables(data: bytes, path: Path, context: ImportContext, read: Read) -> Imported:
    """Store its tables, as of the day of the import where nothing says of which they are."""
    note, own = "", context.settings.boards
    try:
        snapshots = read(data, path.name, own, None)
    except Undated:
        today = context.now.date()
        snapshots = read(data, path.name, own, today)
        note = f"nothing says of which day it is; taken as of {today}"
    unread = [s.description[s.description.index(UNREAD) :] for s in snapshots if UNREAD in s.description]
    done = [context.store(partial(_store, table=s)) for s in snapshots]
    keys = tuple(dict.fromkeys(k for stored in done for k in stored.keys))
    return Imported(keys, sum(len(s.rows) for s in snapshots), "; ".join(filter(None, (note, *dict.fromkeys(unread)))))


def _store(library: ImportLibrary, table: Snapshot) -> Stored:
    return library.boards.store(table)
