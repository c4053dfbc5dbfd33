"""`compare` and `history`: what moved on a leaderboard between two dates, and one model over all of them."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from typing import Any

from tui_reader.cli import comparison_text as words
from tui_reader.cli.columns import Column, align
from tui_reader.cli.finding import library_of
from tui_reader.cli.output import Output
from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import Comparison, ModelChange
from tui_reader.domain.comparison_figures import Delta
from tui_reader.domain.rows import SnapshotInfo
from tui_reader.services import boards
from tui_reader.services.item_shapes import board_error, iso
from tui_reader.wiring import Program

#: In the place of a board: every board.
ALL = "all"
_FIGURES = ("rank", "score", "tok_s", "usd_per_1m")
_COLUMNS = (
    Column(),
    Column(right=True),
    Column(give=True, least=16),
    *(Column(right=True) for _ in range(6)),
    Column(give=True, least=8),
)


def compare(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print what became of the models of a board between two dates."""
    library = library_of(program, output)
    given = vars(args)
    found = boards.compare_days(library.boards, args.board, given["from"] or "", args.to or "", program.aliases)
    form = args.format or "table"
    if form == "json":
        output.json(comparison_json(found))
    elif form == "csv":
        output.text(comparison_csv(found))
    elif form == "markdown":
        output.text(words.markdown(found))
    else:
        _print_table(found, output)
    return 0


def history(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print one model over all dates, oldest first; of all boards, board after board."""
    library = library_of(program, output)
    model = " ".join(args.model)
    if args.board.strip().lower() == ALL and not any(info.board == ALL for info in library.boards.all()):
        every = boards.histories(library.boards, model, program.aliases)
        if args.json:
            shown = _days_json([day for _, days in every for day in days])
            on = [info.board for info, days in every for _ in days]
            output.json([{"board": board} | day for board, day in zip(on, shown, strict=True)])
        for info, days in [] if args.json else every:
            if info is not every[0][0]:
                output.line()
            output.line(f"{info.title}{f' · {info.metric}' if info.metric else ''} · board:{info.board}")
            _print_days(days, output)
        return 0
    found = boards.history(library.boards, args.board, model, program.aliases)
    if args.json:
        output.json(_days_json(found))
    else:
        _print_days(found, output)
    return 0


def _print_days(found: Sequence[tuple[SnapshotInfo, BoardRow]], output: Output) -> None:
    head = ("DATE", "#", "SCORE", "TOK/S", "$/1M", "SOURCE", "NAME")
    rows = [
        (
            str(info.taken_on),
            words.number(row.rank, 0),
            words.number(row.score, words.score_places(row.score)),
            words.number(row.tok_s, 1),
            words.number(row.usd_per_1m, 2),
            info.source,
            row.model,
        )
        for info, row in found
    ]
    columns = (
        Column(),
        *(Column(right=True) for _ in range(4)),
        Column(give=True, least=6),
        Column(give=True, least=12),
    )
    output.table(align([head, *rows], columns, output.width))


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """What `compare --format json` prints. A row's `delta` is null where the two figures do not compare."""
    return {
        "board": comparison.after.board,
        "metric": comparison.after.metric or comparison.before.metric or None,
        "from": _table_json(comparison.before),
        "to": _table_json(comparison.after),
        "comparable": comparison.comparable,
        "warning": comparison.warning or None,
        "rows": [row_json(row) for row in comparison.rows],
    }


def comparison_csv(comparison: Comparison) -> str:
    """Every row, a column for each figure on either day and for the difference."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    parts = ("from", "to", "delta")
    own = {column.id: None for table in (comparison.after, comparison.before) for column in table.columns}
    intervals = [f"interval_{part}_{end}" for part in parts[:2] for end in ("low", "high")]
    values = [f"{name}_{part}" for name in own for part in parts[:2]]
    figures_of = [f"{name}_{part}" for name in _FIGURES for part in parts]
    more = ["agent", "window_from", "window_to", *intervals, *values]
    writer.writerow(["model", "id", "change", *figures_of, "note", *more])
    for row in comparison.rows:
        deltas: list[Delta] = [getattr(row, name) for name in _FIGURES]
        figures = [figure for d in deltas for figure in (d.before, d.after, d.delta)]
        sides = (row.before, row.after)
        windows = [side.window if side else "" for side in sides]
        ends = [end for side in sides for end in ((side.interval if side else None) or (None, None))]
        told = [dict(side.values) if side else {} for side in sides]
        cells = [row.model, row.model_id, row.change.value, *figures, row.note, row.agent, *windows, *ends]
        writer.writerow([*cells, *(of.get(name) for name in own for of in told)])
    return target.getvalue()


def _table_json(snapshot: Snapshot) -> dict[str, Any]:
    return {"date": iso(snapshot.taken_on), "source": snapshot.source or None}


def row_json(row: ModelChange) -> dict[str, Any]:
    """What became of a model."""
    deltas: dict[str, Delta] = {name: getattr(row, name) for name in _FIGURES}
    return {
        "model": row.model,
        "change": row.change.value,
        **{name: {"from": d.before, "to": d.after, "delta": d.delta} for name, d in deltas.items()},
        "note": row.note or None,
    }


def _days_json(days: Sequence[tuple[SnapshotInfo, BoardRow]]) -> list[dict[str, Any]]:
    """The days of one document: what one of them has, all have, absent as null."""
    more = any(row.window or row.interval is not None for _, row in days)
    return [
        {
            "date": iso(info.taken_on),
            "rank": row.rank,
            "score": row.score,
            "tok_s": row.tok_s,
            "usd_per_1m": row.usd_per_1m,
            "source": info.source or None,
            **(board_error(row) if more else {}),
        }
        for info, row in days
    ]


def _print_table(found: Comparison, output: Output) -> None:
    output.line(words.title(found))
    # A source's terms may ask for its attribution wherever its figures are shown; it stands in the description.
    for said in (found.after.description, found.warning, words.summary(found)):
        if said:
            output.line(said)
    rows = words.shown(found)
    if rows:
        output.line()
        output.table(align([words.HEAD, *map(words.cells_of, rows)], _COLUMNS, output.width))
    if (more := len(found.rows) - len(rows)) > 0:
        output.note(f"{more} more models: --format csv or json gives every row.")
