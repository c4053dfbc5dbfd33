"""Items as CSV (RFC 4180) and as JSON lines (https://jsonlines.org)."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAPER_COLUMNS = (
    "key", "title", "authors", "abstract", "primary_category", "categories", "published", "updated", "announced",
    "announce_type", "version", "comment", "doi", "journal_ref", "url", "pdf_url", "read", "state", "tags", "note",
)  # fmt: skip
ENTRY_COLUMNS = (
    "key", "title", "url", "source", "group", "author", "published", "updated", "summary", "read", "state", "tags",
    "note",
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
