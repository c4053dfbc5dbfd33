"""Items that an earlier program dated in the future, or not at all.

Those in the future stand at the moment they are found. Those without a date stand at the day on which they were first
seen anywhere, as far as that was kept. What has a date of the past stays where it is: when it was first seen is not
known. A date moves the item in the full-text index too, so it goes in steps, each a transaction: whoever stops in
between goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.storage.item_writer import STEP, ItemWriter
from tui_reader.storage.meta import Meta
from tui_reader.storage.search_index import SearchIndex
from tui_reader.storage.sort_keys import UNDATED, base_place, seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tui_reader.storage.db import Db

#: Set by the migration; gone when all dates were looked at.
UNCHECKED = "dates.unchecked"
#: Set when all that had no date was given one.
ALL_DATED = "dates.all"
_FIRST_SEEN = """
    SELECT i.id, coalesce(i.first_seen, (SELECT CAST(strftime('%s', min(s.seen_on)) AS INTEGER) FROM sightings s
    WHERE s.id = i.id AND s.seen_on <> ''), ?) FROM items i
    WHERE i.place >= ? AND i.date IS NULL AND i.kind IN ('entry', 'link', 'paper') ORDER BY i.place LIMIT ?
"""


def redate(db: Db, now: datetime, tell: Callable[[str], None] = lambda _: None) -> str:
    """Give such items their dates; words for the user, "" where there was nothing. Dates of issues, announcements and
    tables are calendar days, and stay. `tell` gets a line of progress after each step, and "" at the end."""
    moved, dated = _future(db, now, tell), _undated(db, now, tell)
    ItemWriter(db, SearchIndex(db)).index.settle()
    meta = Meta(db)
    meta.set(UNCHECKED, "")
    meta.set(ALL_DATED, "yes")
    tell("")
    what = (
        "1 entry with a date in the future stands" if moved == 1 else f"{moved} entries with a date in the future stand"
    )
    without = "1 item without a date stands" if dated == 1 else f"{dated:,} items without a date stand"
    said = (f"{what} at today now." if moved else "", f"{without} at the day of their first sight." if dated else "")
    return " ".join(part for part in said if part)


def _future(db: Db, now: datetime, tell: Callable[[str], None]) -> int:
    items, moved, today = ItemWriter(db, SearchIndex(db)), 0, seconds_of(now)
    while True:
        ahead = db.all(
            "SELECT id FROM items WHERE place < ? AND date > ? AND kind = 'entry' ORDER BY place LIMIT ?",
            (base_place(today), today, STEP),
        )
        if not ahead:
            return moved
        with db.transaction():
            for (item_id,) in ahead:
                items.change(item_id, {"date": today})
        moved += len(ahead)
        tell(f"Dates in the future: {moved:,} put at today")


def _undated(db: Db, now: datetime, tell: Callable[[str], None]) -> int:
    items, dated, today = ItemWriter(db, SearchIndex(db)), 0, seconds_of(now)
    total = db.value(
        "SELECT count(*) FROM items WHERE place >= ? AND date IS NULL AND kind IN ('entry', 'link', 'paper')",
        (UNDATED,),
    )
    while True:
        without = db.all(_FIRST_SEEN, (today, UNDATED, STEP))
        if not without:
            return dated
        with db.transaction():
            for item_id, seconds in without:
                items.change(item_id, {"date": min(seconds, today) if seconds and seconds > 86_400 else today})
        dated += len(without)
        tell(f"Items without a date: {dated:,} of {total:,} dated")
