"""What came since a moment: items that were first seen after it. What was stored before that was kept came before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.storage.sort_keys import seconds_of

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.storage.db import Db


_NOT_MUTED = "i.id NOT IN (SELECT id FROM muted)"


class Arrivals:
    """What came, as row ids, newest first. None for a moment is all of which it is known when it came."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def issues(self, since: datetime | None) -> list[int]:
        """Issues."""
        return self._of("i.kind = 'issue'", since)

    def papers(self, since: datetime | None) -> list[int]:
        """Papers that began in the inbox: those that only a search or a backfill brought did not come."""
        return self._of("i.kind = 'paper' AND i.origin = 'inbox'", since)

    def undecided(self, since: datetime | None) -> list[int]:
        """Those papers that wait for a decision."""
        return self._of("i.kind = 'paper' AND i.origin = 'inbox' AND i.state = 'inbox'", since)

    def posts(self, since: datetime | None) -> list[tuple[str, int]]:
        """Entries of feeds, each with the group of its feed ("": none)."""
        rows = self._db.all(
            "SELECT coalesce(s.group_name, ''), i.id FROM items i LEFT JOIN sources s ON s.id = i.source "
            f"WHERE i.kind = 'entry' AND i.is_backlog = 0 AND {_NOT_MUTED} AND i.first_seen > ? ORDER BY i.place",
            (_after(since),),
        )
        return [(group, item_id) for group, item_id in rows]

    def _of(self, condition: str, since: datetime | None) -> list[int]:
        rows = self._db.all(
            f"SELECT i.id FROM items i WHERE {condition} AND {_NOT_MUTED} AND i.first_seen > ? ORDER BY i.place",
            (_after(since),),
        )
        return [row[0] for row in rows]


def _after(since: datetime | None) -> int:
    return (seconds_of(since) or 0) if since is not None else -1
