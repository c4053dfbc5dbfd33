"""Leaderboard files as tables of named fields: CSV, JSON and YAML."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.rows import text_of
from tui_reader.text.json_values import load_json
from tui_reader.text.sanitise import clean_line

_LIST_KEYS = ("models", "data", "results", "rows", "leaderboard", "leaderboards", "entries", "items")
_MOST_ROWS = 100_000
_KEY = re.compile(r"[\w\"'][^,;\t|:]*:(?: |$)")
_DATE = re.compile(r"(?<!\d)(20\d\d)[-._]?(0[1-9]|1[0-2])[-._]?(0[1-9]|[12]\d|3[01])(?!\d)")


class RawTable(Struct, frozen=True):
    """Rows of named fields. `name` is the table's own name in a file of several ("Verified"), `kind` what the file
    calls itself (Artificial Analysis: its endpoint), `day` the date it says it is of, `places` which rows of the file
    these are, where they are not all of them in order."""

    rows: tuple[dict[str, Any], ...]
    name: str = ""
    kind: str = ""
    day: date | None = None
    places: tuple[int, ...] = ()


def tables(text: str) -> list[RawTable]:
    """The tables in a file. Raises ParseError if there are none."""
    text = text.lstrip("\ufeff \t\r\n")
    # A script that holds nothing but data: const NAME = {...};
    script = re.match(r"(?:export\s+)?(?:const|let|var|window\.)\s*[\w.]+\s*=\s*(?=[\[{])", text)
    if script:
        text = text[script.end() :].rstrip().rstrip(";")
    if text[:1] in ("{", "["):
        found = _json(load_json(text))
    elif _is_yaml(text):
        from tui_reader.sources.leaderboard.yaml import load_yaml

        found = _json(load_yaml(text))
    else:
        found = [RawTable(tuple(csv_rows(text)))]
    found = [table for table in found if table.rows]
    if not found:
        raise ParseError(
            "there is no table in this file", "A leaderboard is CSV with a header, or a JSON list of objects."
        )
    return found


def date_in(text: str) -> date | None:
    """A date written as 2026-05-23, 2026_05_23, 2026.05.23 or 20260523, anywhere in a text."""
    for match in _DATE.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def day_of(value: Any) -> date | None:
    """The day that a field tells; None where it tells none."""
    return date_in(text_of(value)[:40])


def iso_day(value: Any) -> str:
    """The day that a field tells as ISO text, "" where it tells none."""
    day = day_of(value)
    return day.isoformat() if day else ""


def objects_in(value: Any, key: str) -> list[dict[str, Any]]:
    """The objects of the list that stands under a key; none where there is no such list."""
    found = value.get(key) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


_BELOW_HEAD = re.compile(r"[\s|:=-]+")


def csv_rows(text: str) -> list[dict[str, Any]]:
    """The rows of a CSV below its header, whatever stands between its fields; none for what is no CSV."""
    head = text[:20_000].split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    if delimiter not in head:
        return []
    rows: list[dict[str, Any]] = []
    if delimiter == "|" and head.lstrip().startswith("|"):  # a table of Markdown, with the line below its head
        lines = (line.strip().strip("|") for line in text.splitlines() if line.lstrip().startswith("|"))
        text = "\n".join(line for line in lines if not _BELOW_HEAD.fullmatch(line))
    try:
        for row in csv.DictReader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter):
            rows.append({clean_line(k): v.strip() for k, v in row.items() if isinstance(k, str) and isinstance(v, str)})
            if len(rows) >= _MOST_ROWS:
                break
    except csv.Error as error:
        raise ParseError(f"this is no CSV: {error}") from None
    return rows


def _is_yaml(text: str) -> bool:
    """Whether what comes first is a list of mappings, or a mapping that has a list or a mapping below a key."""
    lines = [line.rstrip() for line in text[:8000].splitlines()]
    said = [line for line in lines if line and line.lstrip()[0] != "#" and not line.startswith(("---", "%YAML"))]
    if not said:
        return False
    if re.match(r"- +(?:[\w\"'][^,;\t|]*:(?: |$)|[{&!\[-])|-$", said[0]):
        return True
    return bool(_KEY.match(said[0])) and any(_KEY.match(line) and line.endswith(":") for line in said)


def _json(value: Any) -> list[RawTable]:
    if isinstance(value, list):
        return [RawTable(_dicts(value))]
    if not isinstance(value, dict):
        return []
    meta = value["meta"] if isinstance(value.get("meta"), dict) else value
    day = next(
        (d for k in ("date", "fetched_at", "updated_at", "updated") if (d := date_in(str(meta.get(k, ""))[:40]))), None
    )
    kind = clean_line(str(meta.get("endpoint") or ""))
    rows = next((_dicts(value[key]) for key in _LIST_KEYS if isinstance(value.get(key), list)), ())
    nested = [(row, _dicts(row["results"])) for row in rows if isinstance(row.get("results"), list)]
    if nested:  # several boards in one file
        return [RawTable(results, clean_line(str(row.get("name") or "")), kind, day) for row, results in nested]
    if rows:
        return [RawTable(rows, "", kind, day)]
    return _keyed(value, kind, day)


def _keyed(value: dict[str, Any], kind: str, day: date | None) -> list[RawTable]:
    """Objects whose keys are names: of models, of categories with models below, or of groups of rows."""
    parts = {clean_line(k): v for k, v in value.items() if isinstance(v, dict | list)}
    if parts and all(isinstance(v, list) for v in parts.values()):
        return [
            RawTable(
                tuple({**row, "group": name} for name, rows in parts.items() for row in _dicts(rows)), "", kind, day
            )
        ]
    models = {name: part for name, part in parts.items() if isinstance(part, dict) and part}
    if models and all(isinstance(v, dict) for part in models.values() for v in part.values()):
        return [RawTable(_named(part), category, kind, day) for category, part in models.items()]
    return [RawTable(_named(models), "", kind, day)] if models else []


def _named(models: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"model": clean_line(str(name)), **fields} for name, fields in models.items() if isinstance(fields, dict)
    )


def _dicts(rows: Any) -> tuple[dict[str, Any], ...]:
    return tuple(row for row in rows[:_MOST_ROWS] if isinstance(row, dict))
