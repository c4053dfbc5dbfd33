"""The archive of a feed: what it brings at its very first fetch and is old comes in as read. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: So many of the newest stay unread, however old they are: they show what the feed is like.
STAYS = 3


def backlog_before(dates: Iterable[datetime], now: datetime, days: int) -> datetime | None:
    """What is dated before this is the feed's archive; None where nothing is. `dates` are those of its entries, aware
    (one without a date is from now), `days` is `[general] backlog_days`, 0 for never."""
    if days <= 0:
        return None
    newest = sorted((min(date, now) for date in dates), reverse=True)[:STAYS]
    return min([now - timedelta(days), *newest])
