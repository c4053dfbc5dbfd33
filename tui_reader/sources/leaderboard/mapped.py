"""Tables of named fields as leaderboards: which field is what, and the rows and snapshots that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.errors import ParseError
from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.rows import bound, is_said, left_out, number, ranked, text_of
from tui_reader.sources.leaderboard.table import RawTable, date_in
from tui_reader.text.sanitise import clean_line

#: As the score of a mapping: the mean of all other fields that are numbers.
MEAN = "*mean*"
IMPORT = "import"
#: How the sentence of what could not be read begins.
UNREAD = "Not read:"
_MOST_SAID = 5


class TableForm(Struct, frozen=True):
    """A board recognised by `fields` that its rows have. Of a file of several tables `main` is the board itself; the
    others become boards of their own."""

    board: str
    title: str
    metric: str
    mapping: BoardMapping
    fields: frozenset[str] = frozenset()
    main: str = ""


_EMPHASISED = re.compile(r"(\*{1,3}|`)(\S.*?)\1[†‡§*]*")
_LINKED = re.compile(r"\[([^\[\]]+)\]\(https?://[^\s()]+\)")
#: Medals before a name, and a footnote's mark behind it, which stands behind a word.
_MARKED = re.compile("^[\U0001f3c6\U0001f947-\U0001f949\u2b50\u2605\ufe0f\\s]+|(?<=[\\w)\\]\\s])[†‡§*]+$")


def table_form(board: str, title: str, metric: str, mapping: BoardMapping, fields: str, main: str = "") -> TableForm:
    """A form; `fields` are set off by spaces."""
    return TableForm(board, title, metric, mapping, frozenset(fields.split()), main)


def fitting(forms: Iterable[TableForm], fields: frozenset[str]) -> TableForm | None:
    """The first form whose fields are all there."""
    return next((form for form in forms if form.fields <= fields), None)


def best_rows(rows: Iterable[Mapping[str, Any]], mapping: BoardMapping) -> tuple[tuple[BoardRow, ...], int]:
    """The models of a table, each once, and how many rows were left out for it: a model that stands twice (runs with
    other settings) counts by its best. Raises ParseError when no row has a score or a rank."""
    best: dict[str, BoardRow] = {}
    others = 0
    for fields in rows:
        row = row_of(fields, mapping)
        if not row.model:
            continue
        known = best.get(row.model_id or row.model)
        others += known is not None and known != row
        if known is None or _is_better(row.score, known.score, mapping):
            best[row.model_id or row.model] = row
    if best and all(row.score is None and row.rank is None for row in best.values()):
        raise ParseError(
            f"no row has a number in the field {mapping.score!r}", "[boards.NAME] says which field is the score."
        )
    return tuple(best.values()), others


def snapshots_of(table: RawTable, form: TableForm, day: date | None) -> list[Snapshot]:
    """The snapshots of a table, a day each where its rows are dated. Raises Undated, ParseError."""
    mapping = form.mapping
    said = unread(table, mapping)
    days: dict[date, list[dict[str, Any]]] = {}
    for fields in table.rows:
        if not row_of(fields, mapping).model:
            continue
        taken = date_in(text_of(_value(fields, mapping.date))[:40]) if mapping.date else None
        taken = taken or day
        if taken is None:
            raise Undated
        days.setdefault(taken, []).append(fields)
    made = []
    for taken, same_day in sorted(days.items()):
        rows, others = best_rows(same_day, mapping)
        made.append(
            Snapshot(
                board=form.board,
                title=form.title,
                taken_on=taken,
                rows=ranked(rows, lower_is_better=mapping.better == "lower"),
                metric=form.metric,
                description=" ".join(filter(None, (left_out(others), said))),
                source=IMPORT,
                complete=True,
                better=mapping.better,
            )
        )
    return made


def row_of(fields: Mapping[str, Any], mapping: BoardMapping) -> BoardRow:
    """A row as its fields say; without a name where they have none."""
    rank = number(_value(fields, mapping.rank))
    score = _score(fields, mapping)
    return BoardRow(
        model=_name(clean_line(text_of(_value(fields, mapping.model)))),
        rank=int(rank) if rank is not None and 0 < rank < 1e6 else None,
        score=score,
        tok_s=number(_value(fields, mapping.tok_s)),
        usd_per_1m=number(_value(fields, mapping.usd_per_1m)),
        model_id=clean_line(text_of(_value(fields, mapping.id))),
        window=clean_line(text_of(_value(fields, mapping.window))),
        sem=number(_value(fields, mapping.sem)),
        low=bound(_value(fields, mapping.low) if mapping.low else _with_error(fields, mapping), score, "-"),
        high=bound(_value(fields, mapping.high) if mapping.high else _with_error(fields, mapping), score, "+"),
    )


def _name(text: str) -> str:
    """The name of a model without what marks it: bold or a link of Markdown, a medal, a note's sign."""
    text = text.strip()
    bare = _MARKED.sub("", wrapped[2] if (wrapped := _EMPHASISED.fullmatch(text)) else text)
    if bare.startswith("[") and (link := _LINKED.fullmatch(bare)):
        bare = link[1]
    return bare or text


def _with_error(fields: Mapping[str, Any], mapping: BoardMapping) -> str:
    """A score that has its error beside it, else nothing."""
    text = text_of(_value(fields, mapping.score)) if mapping.score != MEAN else ""
    return text if "±" in text or "+/-" in text else ""


def unread(table: RawTable, mapping: BoardMapping) -> str:
    """What is said of rows whose score cannot be read, or that have one and no model; nothing where there are none."""
    found = []
    for place, fields in zip(table.places or range(1, len(table.rows) + 1), table.rows, strict=True):
        said = _value(fields, mapping.score) if mapping.score != MEAN else None
        model = clean_line(text_of(_value(fields, mapping.model)))
        if model and is_said(said) and number(said) is None:
            found.append(f"row {place} ({model[:40]}): {clean_line(text_of(said))[:30]!r} is no number")
        elif not model and number(said) is not None:
            found.append(f"row {place} has a score and no model")
    if not found:
        return ""
    more = f", and {len(found) - _MOST_SAID:,} more" if len(found) > _MOST_SAID else ""
    return f"{UNREAD} {'; '.join(found[:_MOST_SAID])}{more}."


def _is_better(score: float | None, than: float | None, mapping: BoardMapping) -> bool:
    if score is None or than is None:
        return than is None and score is not None
    return score < than if mapping.better == "lower" else score > than


def _score(row: Mapping[str, Any], mapping: BoardMapping) -> float | None:
    if mapping.score != MEAN:
        return number(_value(row, mapping.score))
    values = [n for key, value in row.items() if key != mapping.model and (n := number(value)) is not None]
    return round(sum(values) / len(values), 3) if values else None


def _value(row: Mapping[str, Any], field: str) -> Any:
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
