"""Dates of feeds: RFC 822 (RSS), RFC 3339 (Atom, JSON Feed), and what is written instead of them.

Formats: https://www.rssboard.org/rss-specification (pubDate), RFC 4287 section 3.3, W3C date-time. Month names are
known in the languages whose feeds write them; a number pair such as 03/04/2026 is read day first unless that is
impossible.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

# A month each, set off by semicolons: English first, then Romance, Germanic, Slavic and Turkish names.
_MONTHS = """
    jan january janvier janv enero ene janeiro gennaio gen januar jänner januari styczeń stycznia sty leden ledna
    ocak oca января янв январь;
    feb february février févr fév febrero fevereiro fev febbraio februar februari luty lutego lut únor února şubat
    şub февраля фев февраль;
    mar march mars marzo março marco märz mär maart mrt marts marca marzec březen března mart марта мар март;
    apr april avril avr abril abr aprile kwiecień kwietnia kwi duben dubna nisan nis апреля апр апрель;
    may mai mayo maio maggio mag mei maj maja květen května mayıs мая май;
    jun june juin junio junho giugno giu juni juny czerwiec czerwca cze červen června haziran haz июня июн июнь;
    jul july juillet juil julio julho luglio lug juli lipiec lipca lip červenec července temmuz tem июля июл июль;
    aug august août aout agosto ago augustus augusti sierpień sierpnia sie srpen srpna ağustos ağu августа авг
    август;
    sep sept september septembre septiembre setiembre setembro set settembre wrzesień września wrz září eylül eyl
    сентября сен сентябрь;
    oct october octobre octubre outubro out ottobre ott oktober okt oktobra październik paź října říjen ekim eki
    października октября окт октябрь;
    nov november novembre noviembre novembro listopad listopada lis listopadu kasım kas ноября ноя нояб ноябрь;
    dec december décembre déc diciembre dic dezembro dez dicembre dezember desember des grudzień grudnia gru
    prosinec prosince aralık ara декабря дек декабрь
"""


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


_MONTH = {_plain(word): number for number, line in enumerate(_MONTHS.split(";"), 1) for word in line.split()}

# RFC 822 section 5.1, and the abbreviations that feeds use beside it; minutes east of Greenwich.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "brt": -180,
    "bst": 60, "ist": 330, "west": 60, "cet": 60, "met": 60, "mez": 60, "cest": 120, "mest": 120, "mesz": 120,
    "eet": 120, "eest": 180, "msk": 180, "sgt": 480, "hkt": 480, "awst": 480, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[Tt\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([+-])(\d{2}):?(\d{2})?|([A-Za-z]{1,5}))?)?$"
)
#: As nearly all feeds of RSS write it.
_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) "
    r"(\d{2}):(\d{2}):(\d{2}) (?:(?:GMT|UTC|Z)|([+-])(\d{2})(\d{2}))",
    re.ASCII,
)
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d{1,9})?|(\d{13})", re.ASCII)
_LATEST_EPOCH = 2_000_000_000
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?\s?[Mm]\.?)?")
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?$", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})")
_DOTTED = re.compile(
    r"(?<![\d.])(?:(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})|(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})\.?)(?![\d.])"
)
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_WORDS = re.compile(r"\d+|[^\W\d_]+")

_NONE, _DAY = timedelta(0), timedelta(days=1)

#: Dates before this are mistakes (an empty clock, a year read as 0002), not dates.
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def parse_date(text: str) -> datetime | None:
    """A date as feeds write it, in UTC; None if it is none or cannot be true. Without a zone it is taken as UTC."""
    text = text.strip()
    if not text or len(text) > 120:
        return None
    try:
        when = _epoch(text) if text[:9].isdigit() else None
        if when is None and text[:4].isdigit():
            when = _iso(text)
        if when is None and (plain := _RFC_822.fullmatch(text)):
            day, month, year, hour, minute, second, sign, off_h, off_m = plain.groups()
            when = _at(int(year), _MONTH[month.lower()], int(day), int(hour), int(minute), int(second))
            when -= _shift(sign, off_h, off_m) if sign and off_h + off_m != "0000" else _NONE
        if when is None:
            when = _worded(text)
        return when if when is not None and EARLIEST <= when < LATEST else None
    except (ValueError, OverflowError):
        return None


def plausible(when: datetime | None, now: datetime | None) -> datetime | None:
    """The date, unless it lies more than a day ahead of `now` (where that is known): such an entry would stand on top
    for ever."""
    return None if when is not None and now is not None and when > now and when - now > _DAY else when


def _epoch(text: str) -> datetime | None:
    """Seconds since 1970, or milliseconds, which some programs write for a date. What may be a date's digits is not
    read so: `2026061512` would be a moment of 2034."""
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    seconds = int(match[1]) if match[1] else int(match[2]) / 1000
    return datetime.fromtimestamp(seconds, UTC) if seconds < _LATEST_EPOCH else None


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, sign, off_h, off_m, zone = match.groups()
    when = _at(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    if fraction:
        when += timedelta(microseconds=int(fraction[:6].ljust(6, "0")))
    if sign:
        return when - _shift(sign, off_h, off_m)
    return when - timedelta(minutes=_ZONES.get(zone.lower(), 0)) if zone else when


def _at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    # 24:00 and leap seconds are legal in ISO 8601, but not for Python.
    day_over = hour == 24
    when = datetime(year, month, day, 0 if day_over else hour, minute, min(second, 59), tzinfo=UTC)
    return when + timedelta(days=1) if day_over else when


def _shift(sign: str, hours: str, minutes: str | None) -> timedelta:
    shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
    # No place on earth is further than this from Greenwich; what is, is a typing error.
    if shift > timedelta(hours=15):
        return timedelta(0)
    return -shift if sign == "-" else shift


def _worded(text: str) -> datetime | None:
    if "." in text and (dotted := _DOTTED.search(text)):  # "15.06" is no time of day then
        year, month, day = (dotted[3], dotted[2], dotted[1]) if dotted[3] else (dotted[4], dotted[5], dotted[6])
        text = f"{text[: dotted.start()]}{year}-{month}-{day} {text[dotted.end() :]}"
    clock = _CLOCK.search(text)
    hour = minute = second = 0
    rest = text
    zone = timedelta(0)
    if clock:
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        if clock[4]:
            hour = hour % 12 + (12 if clock[4][0] in "pP" else 0)
        tail = text[clock.end() :].strip()
        rest = text[: clock.start()] + " " + tail
        zone, rest = _zone(tail, rest)
    day = _day(rest)
    return None if day is None else _at(*day, hour, minute, second) - zone


def _zone(tail: str, rest: str) -> tuple[timedelta, str]:
    tail = re.sub(r"\s*\([^)]*\)$", "", tail)  # "+0200 (CEST)"
    if offset := _OFFSET.search(tail):
        return _shift(offset[1], offset[2], offset[3]), rest[: len(rest) - len(tail)] + tail[: offset.start()]
    for word in re.findall(r"[A-Za-z]+", tail):
        if word.lower() in _ZONES:
            return timedelta(minutes=_ZONES[word.lower()]), rest
    return timedelta(0), rest


def _day(text: str) -> tuple[int, int, int] | None:
    if match := _CJK.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    words = _WORDS.findall(text)
    # The last one: "mar" is March, but also Tuesday in front of a date in French, Italian and Spanish.
    month = next((m for w in reversed(words) if (m := _MONTH.get(_plain(w)))), 0)
    numbers = [w for w in words if w.isdecimal()]
    if month and len(numbers) >= 2:
        first, second = numbers[0], numbers[1]
        # "24 Sep 2018", "Sep 24, 2018", "2018 Sep 24"
        year, day = (first, second) if len(first) == 4 else (second, first)
        return _year(year), month, int(day)
    if match := _NUMERIC.search(text):
        a, b, c = match.groups()
        if len(a) == 4:
            return int(a), int(b), int(c)
        if "/" in match[0] and int(b) > 12:
            return _year(c), int(a), int(b)
        return _year(c), int(b), int(a)
    return None


def _year(digits: str) -> int:
    year = int(digits)
    # RFC 822 years have two digits; RFC 2822 section 4.3 says which century is meant.
    return year if len(digits) > 2 else year + (2000 if year < 70 else 1900)
