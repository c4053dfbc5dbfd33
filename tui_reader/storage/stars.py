"""Stars of repositories by date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.storage.db import Db


def count_stars(db: Db, item_id: int, day: date | None, stars: int | None, gained: int | None = None) -> None:
    """Note the stars of a day, and by how many they rose since the date before; where none is known, `gained` is what
    the list itself says. Of two counts of one day the higher is the later."""
    if stars is None or day is None:
        return
    db.run(
        "INSERT INTO star_counts VALUES(?,?,?) ON CONFLICT DO UPDATE SET stars = max(stars, excluded.stars)",
        (item_id, day.isoformat(), stars),
    )
    newest = db.all("SELECT day, stars FROM star_counts WHERE id = ? ORDER BY day DESC LIMIT 2", (item_id,))
    rose = newest[0][1] - newest[1][1] if len(newest) > 1 else gained
    if rose is not None:
        db.run("UPDATE items SET rose = ? WHERE id = ? AND rose IS NOT ?", (rose, item_id, rose))


def star_counts(db: Db, item_id: int) -> tuple[tuple[date, int], ...]:
    """The stars of a repository by date, oldest first."""
    found = db.all("SELECT day, stars FROM star_counts WHERE id = ? ORDER BY day", (item_id,))
    return tuple((date.fromisoformat(day), stars) for day, stars in found)
