"""Leaderboard files: the known ones by their fields, one's own by `[boards.NAME]` of the configuration."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.errors import ParseError
from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.board_known import ARENA_OF_ANALYSIS, BOARDS, MEAN, Known
from tui_reader.sources.board_rows import bound, number, ranked, text_of
from tui_reader.sources.board_table import Table, date_in, tables
from tui_reader.sources.boards import artificial_analysis, swe_rebench
from tui_reader.sources.feed.json_feed import load
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line
from tui_reader.text.slugs import slug

_IMPORT = "import"


#: What fields are called where nobody said: in this order.
_MODEL_NAMES = ("model", "model_name", "name", "system", "agent")
_SCORE_NAMES = (
    "score",
    "elo",
    "rating",
    "average",
    "avg",
    "overall",
    "accuracy",
    "resolved_rate",
    "resolved",
    "pass_rate",
)


def parse_board(
    data: bytes, name: str = "", boards: Mapping[str, BoardMapping] | None = None, today: date | None = None
) -> tuple[Snapshot, ...]:
    """The snapshots in a leaderboard file, a board each, or a day each where the rows are dated.

    `name` is the file's name: with a date in it (`…_2026-05-23.json`), that is the day when the file says none.
    `boards` are the user's own mappings; one whose name is part of the file's name comes first, then the known boards,
    then any own mapping whose fields are there. Raises ParseError: no table, no fields that fit; Undated: no date
    (`today` serves when given).
    """
    text = decode(unpack(data)).lstrip("\ufeff \t\r\n")
    own = dict(boards or {})
    base = re.sub(r"(\.(csv|tsv|json|ya?ml|js|txt|html?|gz))+$", "", name, flags=re.IGNORECASE)
    if text.startswith("{") and not _named(own, base):
        value = load(text)
        if artificial_analysis.is_models(value):
            return (_analysis(value, base, today),)
    if text.startswith("<") and swe_rebench.is_page(text):
        day = date_in(base) or today
        if day is None:
            raise Undated
        return (swe_rebench.to_snapshot(swe_rebench.parse_page(data), day, _IMPORT),)
    snapshots: list[Snapshot] = []
    found = tables(text)
    for table in found:
        known = _choose(table, base, own)
        day = table.day or date_in(base) or today
        title = known
        if table.name and table.name.lower() != known.main and len(found) > 1:
            part = table.name.replace("_", " ")
            title = replace(known, board=f"{known.board}-{slug(table.name)}", title=f"{known.title}: {part}")
        snapshots += _snapshots(table, title, day)
    if not snapshots:
        raise ParseError("no row of this table has a model", "[boards.NAME] says which fields are model and score.")
    return tuple(snapshots)


def _analysis(value: dict[str, Any], base: str, today: date | None) -> Snapshot:
    meta = value.get("meta")
    told = str(meta.get("fetched_at", "")) if isinstance(meta, dict) else ""
    day = date_in(told[:40]) or date_in(base) or today
    if day is None:
        raise Undated
    version = clean_line(str(value.get("intelligence_index_version") or ""))
    page = artificial_analysis.AnalysisPage(artificial_analysis.rows_of(value), version)
    return artificial_analysis.to_snapshot([page], day, _IMPORT)


def _named(own: Mapping[str, BoardMapping], base: str) -> str:
    """The longest name of a board of one's own that is part of the file's name."""
    names = [n for n in own if slug(n) and slug(n) in slug(base)]
    return max(names, key=len, default="")


def _choose(table: Table, base: str, own: Mapping[str, BoardMapping]) -> Known:
    fields = {key for row in table.rows[:50] for key in row}
    if chosen := _named(own, base):
        mapping = own[chosen]
        missing = [f for f in (mapping.model, mapping.score) if not _has(fields, f)]
        if missing:
            there = ", ".join(sorted(map(clean_line, fields))[:12])
            raise ParseError(
                f"[boards.{chosen}] names the field {missing[0]!r}, which is not there", f"There are: {there}."
            )
        return Known(slug(chosen), chosen, mapping.score, mapping)
    if table.kind and {"name", "elo"} <= fields:
        return Known(
            f"{artificial_analysis.BOARD}-{slug(table.kind)}",
            f"Artificial Analysis: {table.kind.replace('-', ' ')}",
            "Elo",
            ARENA_OF_ANALYSIS,
        )
    for known in BOARDS:
        if known.fields <= fields:
            return _of_file(known, base)
    for name, mapping in own.items():
        if _has(fields, mapping.model) and _has(fields, mapping.score):
            return Known(slug(name), name, mapping.score, mapping)
    lower = {f.lower(): f for f in sorted(fields, reverse=True)}
    model = next((lower[n] for n in _MODEL_NAMES if n in lower), "")
    score = next((lower[n] for n in _SCORE_NAMES if n in lower), "")
    if not model or not score:
        there = ", ".join(sorted(map(clean_line, fields))[:12])
        raise ParseError(
            "it is not clear which fields are model and score", f"Say so in [boards.NAME]. There are: {there}."
        )
    title = clean_line(re.sub(r"[-_. ]*20\d\d[-._]?\d\d[-._]?\d\d", "", base).replace("_", " ")) or "Leaderboard"
    mapping = BoardMapping(model, score, rank=lower.get("rank", ""), id=lower.get("id", ""), date=lower.get("date", ""))
    return Known(slug(title) or "leaderboard", title, score, mapping)


def _of_file(known: Known, base: str) -> Known:
    """LMArena keeps text, vision, images and the like in files of one form."""
    if known.board != "lmarena" or not (kind := re.search(r"leaderboard-([a-z-]+?)(?:[_.-]*\d|$)", base)):
        return known
    part = kind[1].strip("-")
    return (
        known if part == "text" else replace(known, board=f"lmarena-{part}", title=f"LMArena: {part.replace('-', ' ')}")
    )


def _has(fields: set[str], wanted: str) -> bool:
    # `evaluations.score` goes into objects.
    return wanted == MEAN or wanted in fields or wanted.split(".")[0] in fields


def _snapshots(table: Table, known: Known, day: date | None) -> list[Snapshot]:
    mapping = known.mapping
    days: dict[date, dict[str, BoardRow]] = {}
    doubles: Counter[date] = Counter()
    for fields in table.rows:
        row = _row(fields, mapping)
        if not row.model:
            continue
        taken = date_in(text_of(_value(fields, mapping.date))[:40]) if mapping.date else None
        taken = taken or day
        if taken is None:
            raise Undated
        same_day = days.setdefault(taken, {})
        known_row = same_day.get(row.model_id or row.model)
        doubles[taken] += known_row is not None and known_row != row
        # A model that stands twice (runs with other settings) counts by its best.
        if known_row is None or _is_better(row.score, known_row.score, mapping):
            same_day[row.model_id or row.model] = row
    rows = [row for same_day in days.values() for row in same_day.values()]
    if rows and all(row.score is None and row.rank is None for row in rows):
        raise ParseError(
            f"no row has a number in the field {mapping.score!r}", "[boards.NAME] says which field is the score."
        )
    return [
        Snapshot(
            board=known.board,
            title=known.title,
            taken_on=taken,
            rows=ranked(same_day.values(), lower_is_better=mapping.better == "lower"),
            metric=known.metric,
            description=_left_out(doubles[taken]),
            source=_IMPORT,
            complete=True,
            better=mapping.better,
        )
        for taken, same_day in sorted(days.items())
    ]


def _left_out(rows: int) -> str:
    if not rows:
        return ""
    more = "1 more row is" if rows == 1 else f"{rows:,} more rows are"
    return f"A model that the file lists several times counts by its best score: {more} left out."


def _row(fields: dict[str, Any], mapping: BoardMapping) -> BoardRow:
    rank = number(_value(fields, mapping.rank))
    score = _score(fields, mapping)
    return BoardRow(
        model=clean_line(text_of(_value(fields, mapping.model))),
        rank=int(rank) if rank is not None and 0 < rank < 1e6 else None,
        score=score,
        tok_s=number(_value(fields, mapping.tok_s)),
        usd_per_1m=number(_value(fields, mapping.usd_per_1m)),
        model_id=clean_line(text_of(_value(fields, mapping.id))),
        window=clean_line(text_of(_value(fields, mapping.window))),
        sem=number(_value(fields, mapping.sem)),
        low=bound(_value(fields, mapping.low), score, "-"),
        high=bound(_value(fields, mapping.high), score, "+"),
    )


def _is_better(score: float | None, than: float | None, mapping: BoardMapping) -> bool:
    if score is None or than is None:
        return than is None and score is not None
    return score < than if mapping.better == "lower" else score > than


def _score(row: dict[str, Any], mapping: BoardMapping) -> float | None:
    if mapping.score != MEAN:
        return number(_value(row, mapping.score))
    values = [n for key, value in row.items() if key != mapping.model and (n := number(value)) is not None]
    return round(sum(values) / len(values), 3) if values else None


def _value(row: dict[str, Any], field: str) -> Any:
    if not field:
        return None
    if field in row:
        return row[field]
    value: Any = row
    for part in field.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


class Undated(ParseError):
    """Nothing says of which day a table is."""

    def __init__(self) -> None:
        super().__init__(
            "nothing says of which day this table is",
            "Put the date into the file's name (board-2026-05-23.csv), or name its field in [boards.NAME] date.",
        )
