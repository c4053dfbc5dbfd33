"""Numbers and ranks of leaderboards, whatever they are written like."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Column, Value

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
#: A comma that cannot stand between thousands.
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,(?:\d{1,2}|\d{4,})")


def number(value: Any) -> float | None:
    """A finite number, also from `1,234.5`, `$5.63`, `57.2%`, `57,2`, `±`-less text; None for what is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        try:
            found = float(value)
        except OverflowError:
            return None
        return found if math.isfinite(found) else None
    text = text_of(value).strip().removeprefix("$").removesuffix("%").strip()
    if _DECIMAL_COMMA.fullmatch(text[:40]):
        text = text.replace(",", ".")
    if not text or not any(c.isdigit() for c in text[:40]) or not _NUMBER.fullmatch(text[:40]):
        return None
    found = float(text[:40].replace(",", ""))
    return found if math.isfinite(found) else None


def text_of(value: Any) -> str:
    """A text or a number as text; "" for what is neither."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def bound(value: Any, score: float | None, side: str) -> float | None:
    """One end of a score's interval, `side` `-` or `+`: a number is the end itself; `+7/-8` and `±5` are distances."""
    text = text_of(value)[:40].replace("−", "-").replace(" ", "")
    distance = re.fullmatch(r"±(\d+(?:\.\d+)?)", text)
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


def valued(*values: tuple[Column, Value | None]) -> tuple[tuple[str, Value], ...]:
    """A row's values by their columns' ids, without those of which nothing is said."""
    return tuple((column.id, value) for column, value in values if value is not None and value != "")


def left_out(rows: int) -> str:
    """What a table says of a model's other runs; nothing where there are none."""
    if not rows:
        return ""
    more = "1 more row is" if rows == 1 else f"{rows:,} more rows are"
    return f"A model that the file lists several times counts by its best score: {more} left out."
