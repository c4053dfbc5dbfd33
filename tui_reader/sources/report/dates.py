"""The day an issue is of, from the ways in which pages write a date."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>20\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"(?<![a-z]){_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}\.?(?:\s+of)?\s+{_MONTH}(?:\s*,\s*|\s+){_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}/(?P<month>\d\d?)/(?P<day>\d\d?)(?!\d)",
        rf"(?<!\d)(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<month>\d\d?)/(?P<day>\d\d?)/{_YEAR}(?!\d)",  # as Americans write it
    )
)
# What may stand beside the date on its line.
_BESIDE = re.compile(
    r"(?:\d+\s*min(?:ute)?s?\s+read|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|issue|edition|no\.?|daily"
    r"|\d{1,2}:\d{2}(?::\d{2})?|[+-]\d{4}|utc|gmt|published|updated|date|for|of|on|the|inference|report|by(?:\s+[A-Z][\w.'-]+){1,4}|#?\d{1,4})",
    re.IGNORECASE,
)


def day_in(text: str) -> date | None:
    """The first date written in a text: `2026-03-27`, `March 27, 2026`, `Fri, 27 Mar 2026`, `2026/03/27`."""
    found = _first(text)
    return found[0] if found else None


def day_alone(text: str) -> date | None:
    """The date of a line that says nothing else (weekday, "Issue 12" and the like may stand beside it)."""
    if len(text) > 90:
        return None
    found = _first(text)
    if found is None:
        return None
    day, start, end = found
    rest = f"{text[:start]} {text[end:]}"
    return None if re.search(r"\w", _BESIDE.sub(" ", rest)) else day


def _first(text: str) -> tuple[date, int, int] | None:
    best: tuple[date, int, int] | None = None
    for form in _FORMS:
        for match in form.finditer(text[:2000]):
            month = match["month"].lower()
            try:
                day = date(int(match["year"]), _MONTHS.get(month) or int(month), int(match["day"]))
            except ValueError:
                continue
            if best is None or match.start() < best[1]:
                best = (day, match.start(), match.end())
            break
    return best
