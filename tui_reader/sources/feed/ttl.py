"""How often a feed wants to be asked: RSS 2.0's ttl, or the syndication module (http://purl.org/rss/1.0/modules/syndication/)."""

from __future__ import annotations

import re

_PERIOD_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}


def ttl_minutes(ttl: str, period: str = "", frequency: str = "") -> int | None:
    """The minutes between two requests; None when the feed does not say, or says nothing that makes sense."""
    if re.fullmatch(r"\d{1,6}", ttl.strip()):
        return int(ttl) or None
    minutes = _PERIOD_MINUTES.get(period.strip().lower())
    if minutes is None:
        return None
    times = int(frequency) if re.fullmatch(r"\s*\d{1,4}\s*", frequency) else 1
    return max(1, minutes // max(1, times))
