"""What a paper said before a new version changed it, so that a reader can show what is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.papers import AnnounceType
from tui_reader.domain.rows import EarlierText
from tui_reader.storage.marks import last_decision
from tui_reader.storage.sort_keys import seconds_of

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.domain.papers import Paper
    from tui_reader.storage.db import Db

_REPLACED = (AnnounceType.REPLACE, AnnounceType.REPLACE_CROSS)


def keep_earlier(db: Db, item_id: int, old: Paper, new: Paper, now: datetime) -> None:
    """Keep the words of `old` that `new`, a later version of the same paper, takes the place of.

    Kept whatever was decided: the line of the journal that kept the paper may come later, from another machine.
    """
    if not old.abstract or not new.version or (old.title, old.abstract) == (new.title, new.abstract):
        return
    # Where the version was not known, the words are an issue's or a digest's unless arXiv says they were replaced.
    if old.version is None and new.announce_type not in _REPLACED:
        return
    if (old.version or 0) >= new.version:
        return
    db.run(
        "INSERT OR IGNORE INTO earlier_texts VALUES(?,?,?,?,?)",
        (item_id, old.version or 0, seconds_of(now), old.title, old.abstract),
    )


def earlier_text(db: Db, item_id: int) -> EarlierText | None:
    """What the paper said when it was decided on; None if that is what it says now, or if nothing was decided."""
    decision = last_decision(db, item_id)
    if decision is None:
        return None
    decided_at, version = decision
    # Each row held until its version was changed; the one that held at the decision is the first to end after it.
    held, wanted = ("version >= ?", version) if version is not None else ("gone_at > ?", decided_at)
    row = db.one(
        f"SELECT version, title, text FROM earlier_texts WHERE id = ? AND {held} ORDER BY gone_at, version LIMIT 1",
        (item_id, wanted),
    )
    return EarlierText(row[0] or None, row[1], row[2]) if row else None
