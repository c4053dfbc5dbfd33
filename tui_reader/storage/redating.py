"""Entries that an earlier program dated in the future: they stand at the moment they are found.

What was stored before it was kept when an item was first seen stays where it is, but nothing was seen after now. A date
moves the item in the full-text index too, so it goes in steps, each a transaction: whoever stops in between goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.storage.item_writer import STEP, ItemWriter
from tui_reader.storage.meta import Meta
from tui_reader.storage.search_index import SearchIndex
from tui_reader.storage.sort_keys import base_place, seconds_of

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.storage.db import Db

#: Set by the migration; gone when all dates were looked at.
UNCHECKED = "dates.unchecked"


def redate(db: Db, now: datetime) -> str:
    """Move what lies in the future; words for the user, "" where there was nothing. Dates of issues, announcements and
    tables are calendar days, and stay."""
    meta, items = Meta(db), ItemWriter(db, SearchIndex(db))
    moved, today = 0, seconds_of(now)
    while True:
        ahead = db.all(
            "SELECT id FROM items WHERE place < ? AND date > ? AND kind = 'entry' ORDER BY place LIMIT ?",
            (base_place(today), today, STEP),
        )
        if not ahead:
            break
        with db.transaction():
            for (item_id,) in ahead:
                items.change(item_id, {"date": today})
        moved += len(ahead)
        meta.set(UNCHECKED, str(moved))
    items.index.settle()
    meta.set(UNCHECKED, "")
    what = (
        "1 entry with a date in the future stands" if moved == 1 else f"{moved} entries with a date in the future stand"
    )
    return f"{what} at today now." if moved else ""
