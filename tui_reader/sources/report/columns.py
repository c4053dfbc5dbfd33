"""The columns of a leaderboard: what a title says a column holds, and what a cell says in it."""

from __future__ import annotations

import re
from enum import StrEnum


class Column(StrEnum):
    """What a column holds."""

    RANK = "rank"
    MODEL = "model"
    SCORE = "score"
    SPEED = "tok_s"
    PRICE = "usd_per_1m"
    OTHER = "other"


_TITLES = (
    (Column.PRICE, r"(?:\$|€|usd|us\$)\s*(?:/|per)?\s*1?\s*m.*|\$|usd|price.*|cost.*|pricing.*|blended.*"),
    (
        Column.SPEED,
        r"(?:output\s+)?(?:tok(?:en)?s?|t)\s*(?:/|per\s*)\s*s(?:ec(?:ond)?)?s?|(?:output )?speed.*|throughput.*|tps",
    ),
    (Column.RANK, r"#|№|no\.?|rank(?:ing)?|pos(?:ition)?\.?|place"),
    (Column.MODEL, r"models?(?: name)?|name|system|agent|model\s*/\s*\w+|llm"),
    (
        Column.SCORE,
        r"(?:scores?|resolved(?: rate)?)(?:\s*\(?%\)?)?|.*\bindex|elo(?: \w+)?|rating|accuracy|pass@?\s?\d*|%|points",
    ),
)
_FORMS = tuple((column, re.compile(form, re.IGNORECASE)) for column, form in _TITLES)
# The titles in a line without anything between them: `#ModelScoretok/s$/1M`.
_GLUED_TITLES = re.compile(
    r"(?P<rank>#|Rank|Pos\.?)|(?P<model>Model(?-i:s)?(?: name)?|Name|System)"
    r"|(?P<score>Score(?-i:s)?|(?:Intelligence )?Index|Elo|Rating|Accuracy|Resolved(?: rate)?)"
    r"|(?P<tok_s>tok(?:en)?s?/s(?:ec)?|Speed)"
    r"|(?P<usd_per_1m>\$\s*/\s*1?M(?:\s*tok(?:en)?(?-i:s)?)?|USD/1?M|Price|Cost)|(?P<gap>[\s|,;·()%]+)",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:[-–—−]+|n/?a|n\.a\.|none|null|tbd|unknown|\?|)", re.IGNORECASE)
_NUMBER = re.compile(
    r"[^\w.−-]*(?P<sign>[-−])?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"\s*(?:%|[a-z/$ 0-9.]*)?[^\w%]*",
    re.IGNORECASE,
)


def column_of(title: str) -> Column:
    """What a column of this title holds; OTHER when that is not known."""
    words = title.strip().strip("↑↓▲▼⇅ ").strip()
    for column, form in _FORMS:
        if words and form.fullmatch(words):
            return column
    return Column.OTHER


def columns_of(titles: list[str]) -> list[Column] | None:
    """The columns of a row of titles; None when it is no such row. Each is taken once, the first wins."""
    found = [column_of(t) for t in titles]
    if Column.MODEL not in found or len(found) < 2 or all(c in {Column.MODEL, Column.OTHER} for c in found):
        return None
    return [c if found.index(c) == i else Column.OTHER for i, c in enumerate(found)]


def glued_columns(line: str) -> list[Column] | None:
    """The columns of a header line without anything between its titles; None when it is none."""
    found: list[Column] = []
    place = 0
    while place < len(line):
        match = _GLUED_TITLES.match(line, place)
        if match is None or match.end() == place or len(line) > 120:
            return None
        place = match.end()
        if match.lastgroup and match.lastgroup != "gap":
            found.append(Column(match.lastgroup))
    if Column.MODEL not in found or len(found) < 2 or len(set(found)) != len(found):
        return None
    return found


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is no value: empty, a dash, `N/A`."""
    return _NOTHING.fullmatch(cell.strip()) is not None


def number_in(cell: str) -> float | None:
    """The number of a cell (`65.3%`, `$10.00`, `1,234`, `75 tok/s`, `57.2 ±0.4`); None when it has none."""
    cell = cell.strip()
    if is_nothing(cell) or len(cell) > 60:
        return None
    cell = re.split(r"\s*[±(\[]|\s+\+/-", cell, maxsplit=1)[0] or cell
    match = _NUMBER.fullmatch(cell)
    if match is None:
        return None
    value = float(match["number"].replace(",", ""))
    return -value if match["sign"] else value


def rank_in(cell: str) -> int | None:
    """The rank of a cell (`1`, `#1`, `1.`, `1st`, `=3`, a medal); None when it has none."""
    cell = cell.strip()
    if cell in {"🥇", "🥈", "🥉"}:
        return "🥇🥈🥉".index(cell) + 1
    match = re.fullmatch(r"[🥇🥈🥉#=T(\s]*(\d{1,5})(?:st|nd|rd|th)?[.)=\s]*(?:[↑↓▲▼+-].*)?", cell)
    return int(match[1]) if match else None
