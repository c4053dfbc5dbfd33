"""Aider: polyglot and code editing (https://aider.chat/docs/leaderboards/), from its files in YAML.

A list of runs: a `model`, the percentage of tasks right at the second try (`pass_rate_2`), the edit format, the cost of
the whole run in dollars, and its date. A model that was run several times counts by its best run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.domain.boards import COST, RUN_ON, BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page, Part, PastPage
from tui_reader.sources.leaderboard.rows import best_of, left_out, number, text_of, valued
from tui_reader.sources.leaderboard.runs import by_runs
from tui_reader.sources.leaderboard.table import iso_day
from tui_reader.sources.leaderboard.yaml import load_yaml
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from tui_reader.sources.sample import Sample

_FOLDER = "https://raw.githubusercontent.com/Aider-AI/aider/main/aider/website/_data"
_FIRST = Column("first_try", "First try", "%", "higher")
_FORMAT = Column("edit_format", "Edit format")
_WELL_FORMED = Column("well_formed", "Well formed", "%", "higher")
_SECONDS = Column("seconds_per_case", "Time a case", "s", "lower")
_COLUMNS = (COST, _FORMAT, _FIRST, _WELL_FORMED, _SECONDS, RUN_ON)
_HINT = "Its address or format may have changed."


def parse(data: bytes, url: str) -> Page:
    """The best runs of a file. Raises ParseError."""
    del url
    rows = _rows(data)
    best = best_of(rows)
    return Page(best, description=left_out(len(rows) - len(best)))


def parse_runs(data: bytes, url: str) -> PastPage:
    """The tables of the days of its runs. Raises ParseError."""
    del url
    return by_runs(_rows(data), best_of)


def _rows(data: bytes) -> list[BoardRow]:
    value = load_yaml(decode(unpack(data)))
    runs = [run for run in value if isinstance(run, dict)] if isinstance(value, list) else []
    if not runs:
        raise ParseError("Aider's file is no list of runs", _HINT)
    rows = [row for row in map(_row, runs) if row.model]
    if not any(row.score is not None for row in rows):
        raise ParseError("no run in Aider's file has a model and a pass_rate_2", _HINT)
    return rows


def _row(run: dict[str, Any]) -> BoardRow:
    return BoardRow(
        clean_line(text_of(run.get("model"))),
        score=number(run.get("pass_rate_2")),
        values=valued(
            (COST, number(run.get("total_cost"))),
            (_FORMAT, clean_line(text_of(run.get("edit_format")))),
            (_FIRST, number(run.get("pass_rate_1"))),
            (_WELL_FORMED, number(run.get("percent_cases_well_formed"))),
            (_SECONDS, number(run.get("seconds_per_case"))),
            (RUN_ON, iso_day(run.get("date"))),
        ),
    )


def is_known(is_polyglot: bool, sample: Sample) -> bool:
    """Whether a file is a list of such runs; a field tells the two boards apart."""
    head = sample.text[:3000]
    is_list = head.startswith("- dirname:") and "pass_rate_2:" in head
    return is_list and ("pass_num_2:" in head) == is_polyglot


BOARDS = tuple(
    Board(
        id=board_id,
        title=title,
        metric="% correct",
        url=f"{_FOLDER}/{name}_leaderboard.yml",
        attribution="Source: Aider, https://aider.chat/docs/leaderboards (Apache 2.0)",
        license="Apache 2.0",
        family="Aider",
        is_followed=board_id == "aider-polyglot",
        columns=_COLUMNS,
        parse=parse,
        runs=parse_runs,
        is_known=Part(is_known, name == "polyglot"),
    )
    for board_id, title, name in (
        ("aider-polyglot", "Aider polyglot", "polyglot"),
        ("aider-edit", "Aider code editing", "edit"),
    )
)
