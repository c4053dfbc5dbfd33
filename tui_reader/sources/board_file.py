"""Leaderboard files: the known ones by their fields, one's own by `[boards.NAME]` of the configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.errors import ParseError
from tui_reader.domain.quick_dataclass import dataclass
from tui_reader.domain.settings import BoardMapping
from tui_reader.sources import artificial_analysis
from tui_reader.sources.board_rows import number, ranked
from tui_reader.sources.board_table import Table, date_in, tables
from tui_reader.sources.charset import decode
from tui_reader.sources.json_feed import load
from tui_reader.sources.packed import unpack
from tui_reader.sources.slugs import slug
from tui_reader.text.sanitise import clean_line

_MEAN = "*mean*"
_IMPORT = "import"


@dataclass(frozen=True, slots=True)
class _Known:
    """A board recognised by `fields` that its rows have. Of a file of several tables `main` is the board itself; the
    others become boards of their own."""

    board: str
    title: str
    metric: str
    mapping: BoardMapping
    fields: frozenset[str] = frozenset()
    main: str = ""


def _known(board: str, title: str, metric: str, mapping: BoardMapping, fields: str, main: str = "") -> _Known:
    return _Known(board, title, metric, mapping, frozenset(fields.split()), main)


_AIDER = BoardMapping("model", "pass_rate_2")
_ARENA = BoardMapping("model", "arena_score", rank="rank")
_OPEN_LLM = BoardMapping("model", "average", id="fullname")
#: The first that fits holds, so the narrower ones come first.
_BOARDS = (
    _known("aider-polyglot", "Aider polyglot", "% correct", _AIDER, "model pass_rate_2 pass_num_2"),
    _known("aider-edit", "Aider code editing", "% correct", _AIDER, "model pass_rate_2 edit_format"),
    _known("swe-bench", "SWE-bench", "% resolved", BoardMapping("name", "resolved"), "name resolved"),
    _known("lmarena", "LMArena", "rating", BoardMapping("model", "rating"), "model rating rating_q975", main="full"),
    # The best model of each lab over time, and the models that another board has too: parts of the table, so they are
    # boards of their own.
    _known(
        "lmarena-labs",
        "LMArena: best of each lab",
        "rating",
        BoardMapping("model_name", "rating", date="date"),
        "model_name rating date",
    ),
    _known(
        "lmarena-open",
        "LMArena: open models",
        "rating",
        BoardMapping("model.y", "arena_score", rank="rank"),
        "model.y arena_score rank",
    ),
    _known("lmarena-open", "LMArena: open models", "rating", _ARENA, "model arena_score rank model_sha"),
    _known("lmarena", "LMArena", "rating", _ARENA, "model arena_score rank"),
    _known("open-llm-leaderboard", "Open LLM Leaderboard v2", "average", _OPEN_LLM, "model average ifeval fullname"),
    _known("open-llm-leaderboard-v1", "Open LLM Leaderboard v1", "average", _OPEN_LLM, "model average arc fullname"),
    _known("livebench", "LiveBench", "mean of tasks", BoardMapping("model", _MEAN), "model AMPS_Hard zebra_puzzle"),
)
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
    then any own mapping whose fields are there. Raises ParseError: no table, no fields that fit, or no date (`today`
    serves when given).
    """
    text = decode(unpack(data)).lstrip("\ufeff \t\r\n")
    own = dict(boards or {})
    base = re.sub(r"(\.(csv|tsv|json|ya?ml|js|txt|gz))+$", "", name, flags=re.IGNORECASE)
    if text.startswith("{") and not _named(own, base):
        value = load(text)
        if artificial_analysis.is_models(value):
            return (_analysis(value, base, today),)
    snapshots: list[Snapshot] = []
    found = tables(text)
    for table in found:
        known = _choose(table, base, own)
        day = table.day or date_in(base) or today
        title = known
        if table.name and table.name.lower() != known.main and len(found) > 1:
            title = replace(known, board=f"{known.board}-{slug(table.name)}", title=f"{known.title}: {table.name}")
        snapshots += _snapshots(table, title, day)
    if not snapshots:
        raise ParseError("no row of this table has a model", "[boards.NAME] says which fields are model and score.")
    return tuple(snapshots)


def _analysis(value: dict[str, Any], base: str, today: date | None) -> Snapshot:
    meta = value.get("meta")
    told = str(meta.get("fetched_at", "")) if isinstance(meta, dict) else ""
    day = date_in(told[:40]) or date_in(base) or today
    if day is None:
        raise _undated()
    version = clean_line(str(value.get("intelligence_index_version") or ""))
    page = artificial_analysis.AnalysisPage(artificial_analysis.rows_of(value), version)
    return artificial_analysis.to_snapshot([page], day, _IMPORT)


def _named(own: Mapping[str, BoardMapping], base: str) -> str:
    """The longest name of a board of one's own that is part of the file's name."""
    names = [n for n in own if slug(n) and slug(n) in slug(base)]
    return max(names, key=len, default="")


def _choose(table: Table, base: str, own: Mapping[str, BoardMapping]) -> _Known:
    fields = {key for row in table.rows[:50] for key in row}
    if chosen := _named(own, base):
        mapping = own[chosen]
        missing = [f for f in (mapping.model, mapping.score) if not _has(fields, f)]
        if missing:
            there = ", ".join(sorted(map(clean_line, fields))[:12])
            raise ParseError(
                f"[boards.{chosen}] names the field {missing[0]!r}, which is not there", f"There are: {there}."
            )
        return _Known(slug(chosen), chosen, mapping.score, mapping)
    if table.kind and {"name", "elo"} <= fields:
        return _Known(
            f"{artificial_analysis.BOARD}-{slug(table.kind)}",
            f"Artificial Analysis: {table.kind.replace('-', ' ')}",
            "Elo",
            BoardMapping("name", "elo", id="id", rank="rank"),
        )
    for known in _BOARDS:
        if known.fields <= fields:
            return _of_file(known, base)
    for name, mapping in own.items():
        if _has(fields, mapping.model) and _has(fields, mapping.score):
            return _Known(slug(name), name, mapping.score, mapping)
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
    return _Known(slug(title) or "leaderboard", title, score, mapping)


def _of_file(known: _Known, base: str) -> _Known:
    """LMArena keeps text, vision, images and the like in files of one form."""
    if known.board != "lmarena" or not (kind := re.search(r"leaderboard-([a-z-]+?)(?:[_.-]*\d|$)", base)):
        return known
    part = kind[1].strip("-")
    return (
        known if part == "text" else replace(known, board=f"lmarena-{part}", title=f"LMArena: {part.replace('-', ' ')}")
    )


def _has(fields: set[str], wanted: str) -> bool:
    # `evaluations.score` goes into objects.
    return wanted == _MEAN or wanted in fields or wanted.split(".")[0] in fields


def _snapshots(table: Table, known: _Known, day: date | None) -> list[Snapshot]:
    mapping = known.mapping
    days: dict[date, dict[str, BoardRow]] = {}
    for row in table.rows:
        model = clean_line(str(_value(row, mapping.model) or ""))
        if not model:
            continue
        own_day = date_in(str(_value(row, mapping.date) or "")[:40]) if mapping.date else None
        taken = own_day or day
        if taken is None:
            raise _undated()
        rank = number(_value(row, mapping.rank)) if mapping.rank else None
        identity = clean_line(str(_value(row, mapping.id) or "")) if mapping.id else ""
        made = BoardRow(
            model=model,
            rank=int(rank) if rank is not None and 0 < rank < 1e6 else None,
            score=_score(row, mapping),
            tok_s=number(_value(row, mapping.tok_s)) if mapping.tok_s else None,
            usd_per_1m=number(_value(row, mapping.usd_per_1m)) if mapping.usd_per_1m else None,
            model_id=identity,
        )
        same_day = days.setdefault(taken, {})
        known_row = same_day.get(identity or model)
        # A model that stands twice (runs with other settings) counts by its best.
        if known_row is None or _is_better(made.score, known_row.score, mapping):
            same_day[identity or model] = made
    return [
        Snapshot(
            board=known.board,
            title=known.title,
            taken_on=taken,
            rows=ranked(rows.values(), lower_is_better=mapping.better == "lower"),
            metric=known.metric,
            source=_IMPORT,
            complete=True,
        )
        for taken, rows in sorted(days.items())
    ]


def _is_better(score: float | None, than: float | None, mapping: BoardMapping) -> bool:
    if score is None or than is None:
        return than is None and score is not None
    return score < than if mapping.better == "lower" else score > than


def _score(row: dict[str, Any], mapping: BoardMapping) -> float | None:
    if mapping.score != _MEAN:
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


def _undated() -> ParseError:
    return ParseError(
        "nothing says of which day this table is",
        "Put the date into the file's name (board-2026-05-23.csv), or name its field in [boards.NAME] date.",
    )
