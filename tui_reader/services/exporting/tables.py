"""Items as CSV (RFC 4180) and as JSON lines (https://jsonlines.org)."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PAPER_COLUMNS = (
    "key", "title", "authors", "abstract", "primary_category", "categories", "published", "updated", "announced",
    "announce_type", "version", "comment", "doi", "journal_ref", "url", "pdf_url", "read", "state", "tags", "note",
)  # fmt: skip
ENTRY_COLUMNS = (
    "key", "title", "url", "source", "group", "author", "published", "updated", "summary", "read", "state", "tags",
    "note",
)  # fmt: skip
#: What a line of any leaderboard has; after these come the columns of its own.
BOARD_COLUMNS = (
    "board", "title", "metric", "date", "source", "rank", "model", "score", "tok_s", "usd_per_1m", "id", "window",
    "sem", "low", "high", "interval_low", "interval_high", "held_until",
)  # fmt: skip

#: A spreadsheet takes a cell that begins so for a formula and computes it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
#: What JSON allows in a string though readers of lines, or a terminal, act on it.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def json_line(value: Mapping[str, Any]) -> str:
    """One object on one line."""
    dumped = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", dumped) + "\n"


def csv_line(values: Sequence[object]) -> str:
    """One line. None is an empty cell, a list its values joined by "; ", text that would be a formula gets an
    apostrophe before it."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_cell(value) for value in values])
    return buffer.getvalue()


def own_title(column: str) -> str:
    """What a board's own column is called where all boards have some."""
    return f"value_{column}" if column in BOARD_COLUMNS else column


def board_cells(line: Mapping[str, Any], own: Iterable[str]) -> list[object]:
    """A row of a table in its JSON shape, with what its table says, as the cells of a line."""
    low, high = line["interval"] or (None, None)
    known = {**line, "interval_low": low, "interval_high": high}
    return [*(known[name] for name in BOARD_COLUMNS), *(line["values"].get(name) for name in own)]


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str):
        value = value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return value
