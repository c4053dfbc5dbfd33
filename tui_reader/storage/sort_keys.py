"""An item's place: one number that sorts the whole library newest first.

    place = (seconds from the item's date to 2200) * 4096 + a slot that keeps it unique

Lists, groups of days and the search index all go by it, so each is a walk along one column: the full-text index uses
it as its row number, which makes its natural order the newest first. Items of the same second come in the order they
were stored; items without a date come last. Only the order depends on it: what a row shows is its own date.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

SLOTS = 4096
DAY = 86_400 * SLOTS
_EPOCH = date(1970, 1, 1)
_TOP_DAYS = (date(2200, 1, 1) - _EPOCH).days
_TOP = _TOP_DAYS * 86_400
#: Dates up to the first day of the epoch are zeros that someone printed as a date.
_OLDEST = 86_400
#: The undated lie a week beyond the oldest date; a full second overflows towards the newer ones.
UNDATED = (_TOP + 7 * 86_400) * SLOTS
LAST_DATED = (_TOP - _OLDEST) * SLOTS + SLOTS - 1


def sortable(seconds: int | None) -> bool:
    """Whether a date means something: seconds since 1970, in UTC."""
    return seconds is not None and _OLDEST <= seconds < _TOP


def base_place(seconds: int | None) -> int:
    """The first place of a date's second."""
    if seconds is None or not sortable(seconds):
        return UNDATED
    return (_TOP - seconds) * SLOTS


def day_number_sql(place: str) -> str:
    """SQL for a number that is the same for places of one day (UTC) and grows from newer to older days."""
    # The last second of a day has the smallest place; one second later in time is one day less.
    return f"(({place} / {SLOTS} + 86399) / 86400)"


def day_of_number(number: int) -> date | None:
    """The day of a number made by `day_number_sql`, None for the undated."""
    day = _EPOCH + timedelta(days=_TOP_DAYS - number)
    return None if day <= _EPOCH else day


def number_of_day(day: date) -> int:
    """The number of a day as `day_number_sql` makes it."""
    return _TOP_DAYS - (day - _EPOCH).days


def since_place(day: date) -> int:
    """Places up to this one (inclusive) are of that day or newer; the undated never are."""
    return min(number_of_day(day) * DAY + SLOTS - 1, LAST_DATED)


def until_place(day: date) -> int:
    """Places from this one up to LAST_DATED are of that day or older."""
    return (number_of_day(day) - 1) * DAY + SLOTS


def seconds_of(moment: datetime | date | None) -> int | None:
    """Seconds since 1970 in UTC; a day is its midnight. A time without a zone is taken as UTC."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return (moment - _EPOCH).days * 86_400
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int((moment - _ZERO) // _SECOND)


def moment_of(seconds: int | None) -> datetime | None:
    """The time of a number of seconds since 1970."""
    return None if seconds is None else _ZERO + timedelta(0, seconds)


_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
