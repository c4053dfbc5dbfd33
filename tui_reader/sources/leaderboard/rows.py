"""Numbers and ranks of leaderboards, whatever they are written like."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Column, Value

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
_ERROR = re.compile(r"\s*(?:±|\+/-|\+-|\\pm|\$\\pm\$|&plusmn;)\s*(?=[\d.])")
_FOOTNOTE = re.compile(r"(?<=[\d%kKM])\s*(?:[†‡§¶*^⁺]+|\[\w{1,2}\]|[¹²³⁴⁵⁶⁷⁸⁹]+)+$")
_TIMES = {
    "k": 1_000,
    "m": 1_000_000,
    "b": 1_000_000_000,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
_MANY = re.compile(r"(?<=[\d.])\s?(?P<times>[kmb]|thousand|million|billion)$", re.IGNORECASE)
#: Markup around a number in a file that was made for a page or a paper.
_MARKUP = re.compile(
    r"<[^<>]{0,80}>|\\(?:text|math)?(?:bf|it|rm|underline|emph|num|tt)(?:series)?\b|[{}`]|[_^]\{[^{}]*\}|\\(?=[%$&#_])"
)
#: Behind a number: an interval or a remark in brackets, its way up and down, what it is out of, or what it is for.
_BEHIND = re.compile(
    r"\s*(?:\([^()]*\)|\[[^\[\]]{3,}\]|\+\s?\d[\d.]*\s*[/,]?\s*-\s?\d[\d.]*|/\s*100|(?:/|per)\s*(?:1\s?)?(?:M|million)"
    r"(?:\s*(?:tok|tokens))?)\s*$",
    re.IGNORECASE,
)
_SIGNS = re.compile("[\u2190-\u21ff\u25b2-\u25bf\u2605\u2606\u2b06\u2b07\u2713\u2714\U0001f300-\U0001faff\ufe0f]+")
_MONEY = re.compile(r"^([-+]?)\s*(?:US|CA|AU|A)?[$€£¥]\s*|^(?:USD|EUR|GBP)\s+|\s*(?:€|£|USD|EUR|GBP)$")
_UNIT = re.compile(
    r"(?<=\d)\s*(?:%|％|pts?\.?|points?|pp|percent|elo|tok/s|tokens/s|t/s|st|nd|rd|th|\.)$", re.IGNORECASE
)
#: What parts thousands besides a comma: a space, a thin one, an apostrophe, and a full stop before a decimal comma.
_THOUSANDS = re.compile(r"(?<=\d)[ \u2009\u202f'’](?=\d{3}(?:\D|$))")
_CONTINENTAL = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+")
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_NOTHING = frozenset(("-", "–", "—", "−", "n/a", "na", "nan", "none", "null", "tbd", "?", "x", "/", ".."))
#: A comma that cannot stand between thousands.
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,(?:\d{1,2}|\d{4,})")


def number(value: Any) -> float | None:
    """A finite number, also from `1,234.5`, `$5.63`, `57.2%`, `57,2`, `12.5 ± 0.3`, `−12`, `1.2k`, `90†`,
    `**88**`; None for what is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        try:
            found = float(value)
        except OverflowError:
            return None
        return found if math.isfinite(found) else None
    text = _bare(text_of(value)[:160])
    many = _MANY.search(text)
    times = _TIMES[many["times"].lower()] if many else 1
    text = text[: many.start()] if many else text
    if _CONTINENTAL.fullmatch(text[:40]):
        text = text.replace(".", "")
    if _DECIMAL_COMMA.fullmatch(text[:40]):
        text = text.replace(",", ".")
    if not text or not any(c.isdigit() for c in text[:40]) or not _NUMBER.fullmatch(text[:40]):
        return None
    found = float(text[:40].replace(",", "")) * times
    return found if math.isfinite(found) else None


def _bare(text: str) -> str:
    """A number without what is written around it: signs of money and percent, bold, marks of footnotes, its error, the
    place that it took, markup."""
    text = text.replace("−", "-").replace("\u2013", "-").replace("\xa0", " ").translate(_WIDE)
    if "&" in text:
        text = html.unescape(text).replace("\xa0", " ")
    if not text.isascii():
        text = _SIGNS.sub("", text)
    text = _ERROR.split(text.replace("$\\pm$", "±"), maxsplit=1)[0].strip().rstrip("_({[")
    if "\\" in text or "<" in text or "{" in text or "`" in text:
        text = _MARKUP.sub("", text)
    text = _FOOTNOTE.sub("", text.strip().strip("*_~").strip())
    for _ in range(2):
        text = _BEHIND.sub("", text)
    text = _MONEY.sub(r"\1", text.strip("$ ") if text.endswith("$") else text)
    text = _UNIT.sub("", text.strip().removeprefix("#").removeprefix("≈").strip())
    return _THOUSANDS.sub("", text).strip()


def is_said(value: Any) -> bool:
    """Whether a field says something where a number is expected: an empty one and a dash do not."""
    text = text_of(value).strip().strip("*_")
    return bool(text) and text.lower() not in _NOTHING


def text_of(value: Any) -> str:
    """A text or a number as text; "" for what is neither."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def bound(value: Any, score: float | None, side: str) -> float | None:
    """One end of a score's interval, `side` `-` or `+`: a number is the end itself; `+7/-8` and `±5` are distances."""
    text = text_of(value)[:40].replace("−", "-").replace(" ", "")
    distance = re.fullmatch(r"[^±]*(?:±|\+/-)(\d+(?:\.\d+)?)%?[^\d]{0,3}", text)
    if distance is None and "/" in text:
        distance = re.search(rf"(?:^|/)\{side}(\d+(?:\.\d+)?)(?=/|$)", text)
    if distance is None:
        return number(value)
    return None if score is None else score + float(f"{side}{distance[1]}")


def ranked(rows: Iterable[BoardRow], *, lower_is_better: bool = False) -> tuple[BoardRow, ...]:
    """The rows in order of rank, ranks filled in where the source gives none: by score, equal scores share a rank,
    and a model without a score has none and stands last."""
    rows = list(rows)
    if any(row.rank is not None for row in rows):
        return tuple(sorted(rows, key=lambda r: (r.rank is None, r.rank or 0)))
    sign = 1 if lower_is_better else -1
    rows.sort(key=lambda r: (r.score is None, sign * (r.score or 0.0)))
    done: list[BoardRow] = []
    for place, row in enumerate(rows, 1):
        rank = done[-1].rank if done and done[-1].score == row.score else place
        done.append(row if row.score is None else replace(row, rank=rank))
    return tuple(done)


def best_of(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """Each model once, by its highest score; the source's id tells models apart, else their name. A row without a name
    is left out."""
    best: dict[str, BoardRow] = {}
    for row in rows:
        known = best.get(row.model_id or row.model)
        if row.model and (known is None or (row.score is not None and row.score > (known.score or float("-inf")))):
            best[row.model_id or row.model] = row
    return tuple(best.values())


def valued(*values: tuple[Column, Value | None]) -> tuple[tuple[str, Value], ...]:
    """A row's values by their columns' ids, without those of which nothing is said."""
    return tuple((column.id, value) for column, value in values if value is not None and value != "")


def left_out(rows: int) -> str:
    """What a table says of a model's other runs; nothing where there are none."""
    if not rows:
        return ""
    more = "1 more row is" if rows == 1 else f"{rows:,} more rows are"
    return f"A model that the file lists several times counts by its best score: {more} left out."
