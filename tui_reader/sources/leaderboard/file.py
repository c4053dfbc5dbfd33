"""Leaderboard files: the known ones by what is in them, one's own by `[boards.NAME]` of the configuration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from tui_reader.domain.boards import Snapshot
from tui_reader.domain.errors import ParseError
from tui_reader.domain.settings import BoardMapping
from tui_reader.sources.leaderboard.mapped import IMPORT, MEAN, TableForm, Undated, snapshots_of
from tui_reader.sources.leaderboard.rows import text_of
from tui_reader.sources.leaderboard.table import RawTable, date_in, tables
from tui_reader.text.sanitise import clean_line
from tui_reader.text.slugs import slug

if TYPE_CHECKING:
    from tui_reader.sources.leaderboard.board import Board
    from tui_reader.sources.sample import Sample

#: What a table is, if it is one of a known board: told by the table, the names of its fields, and its file's name.
FormOf = Callable[[RawTable, frozenset[str], str], TableForm | None]

#: What columns are called that say of which board a row is, the wider first; and what is said of all of them.
_PARTS = (
    "arena", "subset", "config", "leaderboard", "board", "benchmark", "category", "task", "track", "dataset",
    "language", "lang", "split", "domain", "modality", "difficulty", "scenario", "metric",
)  # fmt: skip
_WHOLE = ("overall", "all", "full", "total", "")
_ARENA_FIELDS = {"model_name", "rating", "category", "subset"}
_MOST_PARTS = 200

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


def read_file(
    sample: Sample,
    boards: Sequence[Board],
    forms: Iterable[FormOf],
    own: Mapping[str, BoardMapping] | None = None,
    today: date | None = None,
) -> tuple[Snapshot, ...]:
    """The snapshots in a leaderboard file, a board each, or a day each where the rows are dated.

    A date in the file's name (`…_2026-05-23.json`) is the day when the file says none. `own` are the user's mappings;
    one whose name is part of the file's name comes first, then the known `boards` and `forms`, then any own mapping
    whose fields are there. Raises ParseError: no table, no fields that fit; Undated: no date (`today` serves when
    given).
    """
    mappings = dict(own or {})
    base = re.sub(r"(\.(csv|tsv|md|markdown|json|ya?ml|js|txt|html?|zip|gz))+$", "", sample.name, flags=re.IGNORECASE)
    places = [] if _named(mappings, base) else [(place, board) for board in boards if (place := board.is_known(sample))]
    if places:
        known = [board for _, board in sorted(places, key=lambda pair: pair[0])]
        return tuple(_snapshot(board, sample, date_in(base) or today) for board in known)
    if sample.members:
        raise ParseError("this archive holds no leaderboard that is known", "Unpack it and import its files.")
    snapshots: list[Snapshot] = []
    found = tables(sample.text)
    for table in found:
        form = _choose(table, base, mappings, forms)
        if table.name and table.name.lower() != form.main and len(found) > 1:
            part = table.name.replace("_", " ")
            form = replace(form, board=f"{form.board}-{slug(table.name)}", title=f"{form.title}: {part}")
        for each, its_form in _apart(table, form, boards) if not _named(mappings, base) else [(table, form)]:
            snapshots += snapshots_of(each, its_form, table.day or date_in(base) or today)
    if not snapshots:
        raise ParseError("no row of this table has a model", "[boards.NAME] says which fields are model and score.")
    return tuple(snapshots)


def _apart(table: RawTable, form: TableForm, boards: Sequence[Board]) -> list[tuple[RawTable, TableForm]]:
    """The boards in a table whose rows say of which they are: one for each value of such a column, where models stand
    several times for it. What is `overall` is the board itself."""
    fields = {key.lower(): key for row in table.rows[:50] for key in row}
    columns = [fields[name] for name in _PARTS if name in fields and fields[name] not in _mapped(form)]
    if not columns or form.fields:
        return [(table, form)]
    if fields.keys() >= _ARENA_FIELDS:  # Arena's own data set as a file: its subsets are boards that are known
        mapping = BoardMapping("model_name", "rating", rank="rank", low="rating_lower", high="rating_upper",
                               date="leaderboard_publish_date")  # fmt: skip
        form = replace(form, board="arena", title="Arena", mapping=mapping)
    else:
        models = [text_of(row.get(form.mapping.model)) for row in table.rows]
        columns = [c for c in columns if 1 < len({text_of(row.get(c)) for row in table.rows}) <= _MOST_PARTS]
        if len(set(models)) * 3 > len(models) * 2:
            return [(table, form)]
    parts: dict[tuple[str, ...], list[tuple[int, dict[str, Any]]]] = {}
    for place, row in enumerate(table.rows, 1):
        named = tuple(clean_line(text_of(row.get(column))) for column in columns)
        parts.setdefault(tuple(name for name in named if name.lower() not in _WHOLE), []).append((place, row))
    titles = {board.id: board.title for board in boards}
    made = []
    for names, rows in list(parts.items())[:_MOST_PARTS]:
        board = "-".join(filter(None, (form.board, *map(slug, names))))
        title = titles.get(board) or ": ".join((form.title, *names))
        part = replace(table, rows=tuple(row for _, row in rows), places=tuple(place for place, _ in rows))
        made.append((part, replace(form, board=board, title=title)))
    return made


def _mapped(form: TableForm) -> set[str]:
    mapping = form.mapping
    return {mapping.model, mapping.score, mapping.rank, mapping.id, mapping.date}


def _snapshot(board: Board, sample: Sample, day: date | None) -> Snapshot:
    page = board.parse(sample.data, sample.name)
    if page.day is None and day is None:
        raise Undated
    return board.snapshot([page], page.day or day or date.min, IMPORT)


def _named(own: Mapping[str, BoardMapping], base: str) -> str:
    """The longest name of a board of one's own that is part of the file's name."""
    names = [n for n in own if slug(n) and slug(n) in slug(base)]
    return max(names, key=len, default="")


def _choose(table: RawTable, base: str, own: Mapping[str, BoardMapping], forms: Iterable[FormOf]) -> TableForm:
    fields = frozenset(key for row in table.rows[:50] for key in row)
    if chosen := _named(own, base):
        mapping = own[chosen]
        missing = [f for f in (mapping.model, mapping.score) if not _has(fields, f)]
        if missing:
            there = ", ".join(sorted(map(clean_line, fields))[:12])
            raise ParseError(
                f"[boards.{chosen}] names the field {missing[0]!r}, which is not there", f"There are: {there}."
            )
        return TableForm(slug(chosen), chosen, mapping.score, mapping)
    found = [form for form_of in forms if (form := form_of(table, fields, base)) is not None]
    if found:  # the narrowest holds
        return max(found, key=lambda form: len(form.fields))
    for name, mapping in own.items():
        if _has(fields, mapping.model) and _has(fields, mapping.score):
            return TableForm(slug(name), name, mapping.score, mapping)
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
    return TableForm(slug(title) or "leaderboard", title, score, mapping)


def _has(fields: frozenset[str], wanted: str) -> bool:
    # `evaluations.score` goes into objects.
    return wanted == MEAN or wanted in fields or wanted.split(".")[0] in fields
