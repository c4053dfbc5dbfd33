"""`compare-models`: two to four models side by side, on every leaderboard that lists one of them."""

from __future__ import annotations

import argparse
from typing import Any

from tui_reader.cli.columns import Column, align
from tui_reader.cli.comparison_text import number, score_places
from tui_reader.cli.finding import library_of
from tui_reader.cli.output import Output
from tui_reader.services.item_shapes import iso
from tui_reader.services.item_shapes import number as json_number
from tui_reader.services.models_beside import Beside, Line, Model, Said, beside
from tui_reader.wiring import Program

_FACTS = ("organisation", "license", "released", "usd_per_1m", "tok_s")
_TITLES = {
    "organisation": "made by",
    "license": "licence",
    "released": "released",
    "usd_per_1m": "$/1M",
    "tok_s": "tok/s",
}


def compare_models(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print them as a table, or as one JSON document."""
    library = library_of(program, output)
    found = beside(library.boards, args.model, program.aliases)
    if args.json:
        output.json(_json(found))
        return 0
    head = ["", *(model.name for model in found.models)]
    rows = [[_TITLES[fact], *(_said(getattr(model, fact)) for model in found.models)] for fact in _FACTS]
    rows = [row for row in rows if any(row[1:])]
    rows += [[line.board.title, *(_cell(line, n) for n in range(len(found.models)))] for line in found.lines]
    output.table(
        align([head, *rows], [Column(give=True, least=16), *(Column(give=True) for _ in found.models)], output.width)
    )
    if any(not line.is_one for line in found.lines):
        output.note("Where the days differ, or the tasks, the scores of a board do not compare: --json tells them.")
    return 0


def _said(said: Said | None) -> str:
    if said is None:
        return ""
    value = number(said.value, 2) if isinstance(said.value, float | int) else said.value
    return f"{value} ({said.board}, {said.on})"


def _cell(line: Line, place: int) -> str:
    row = line.rows[place]
    if row is None:
        return "—"
    day, of = row
    rank = f"#{of.rank} " if of.rank is not None else ""
    error = (
        f" ±{number((of.interval[1] - of.interval[0]) / 2, score_places(of.score))}" if of.interval is not None else ""
    )
    score = number(of.score, score_places(of.score)) or "listed"
    # A standing that is not of the board's newest table says of when it is.
    return f"{rank}{score}{error}" + ("" if line.is_one and day == line.board.last else f" ({day})")


def _json(found: Beside) -> dict[str, Any]:
    return {
        "models": [_model_json(model) for model in found.models],
        "boards": [
            {
                "board": line.board.board,
                "title": line.board.title,
                "metric": line.board.metric or None,
                "comparable": line.is_one,
                "rows": [
                    None
                    if row is None
                    else {
                        "date": iso(row[0]),
                        "model": row[1].model,
                        "rank": row[1].rank,
                        "score": json_number(row[1].score),
                        "interval": None if row[1].interval is None else [json_number(end) for end in row[1].interval],
                        "window": row[1].window or None,
                        "values": dict(row[1].values),
                    }
                    for row in line.rows
                ],
            }
            for line in found.lines
        ],
    }


def _model_json(model: Model) -> dict[str, Any]:
    facts = {name: getattr(model, name) for name in _FACTS}
    return {
        "model": model.name,
        "names": list(model.names),
        **{
            name: None if said is None else {"value": said.value, "board": said.board, "date": iso(said.on)}
            for name, said in facts.items()
        },
    }
