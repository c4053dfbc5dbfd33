"""GSO (https://gso-bench.github.io): making code faster, from the JSON file that its page reads.

`models[]` have a `name`, `reasoning_effort`, `scaffold`, `setting` (`Opt@1`: of one try; `Opt@10`: the best of ten),
the `score` in percent and `score_hack_control`, without what only looks faster.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui_reader.domain.boards import AGENT, ORGANISATION, RUN_ON, TRIES, BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page, PastPage
from tui_reader.sources.leaderboard.rows import number, text_of, valued
from tui_reader.sources.leaderboard.runs import by_runs
from tui_reader.sources.leaderboard.table import day_of, iso_day, objects_in
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from datetime import date

    from tui_reader.sources.sample import Sample

_GUARDED = Column("guarded", "Without hacks", "%", "higher")
_HINT = "Its address or format may have changed."


def parse(data: bytes, url: str) -> Page:
    """All runs; those of other settings than one try say so in their name. Raises ParseError."""
    del url
    rows, days = _rows(data)
    return Page(rows, day=max(days, default=None))


def parse_runs(data: bytes, url: str) -> PastPage:
    """The tables of the days of its runs. Raises ParseError."""
    del url
    return by_runs(_rows(data)[0])


def _rows(data: bytes) -> tuple[tuple[BoardRow, ...], list[date]]:
    """The rows, and the days of all runs."""
    models = objects_in(load_json(decode(unpack(data))), "models")
    if not models:
        raise ParseError("GSO's file has no models", _HINT)
    rows = [_row(model) for model in models]
    if not any(row.score is not None for row in rows):
        raise ParseError("no model in GSO's file has a score", _HINT)
    days = [day for model in models if (day := day_of(model.get("date"))) is not None]
    return tuple(row for row in rows if row.model), days


def _row(model: dict[str, Any]) -> BoardRow:
    name, effort, setting, agent = (
        clean_line(text_of(model.get(key))) for key in ("name", "reasoning_effort", "setting", "scaffold")
    )
    tries = re.fullmatch(r"Opt@(\d{1,4})", setting)
    marks = [mark for mark in (effort, "" if setting == "Opt@1" else setting) if mark]
    return BoardRow(
        f"{name} ({', '.join(marks)})" if name and marks else name,
        score=number(model.get("score")),
        values=valued(
            (_GUARDED, number(model.get("score_hack_control"))),
            (AGENT, agent),
            (TRIES, int(tries[1]) if tries else None),
            (ORGANISATION, clean_line(text_of(model.get("model_org")))),
            (RUN_ON, iso_day(model.get("date"))),
        ),
    )


def is_known(sample: Sample) -> bool:
    """Whether a file is this board's."""
    return any("score_hack_control" in model for model in objects_in(sample.json, "models")[:20])


BOARDS = (
    Board(
        id="gso",
        title="GSO",
        metric="% as fast as an expert's",
        url="https://gso-bench.github.io/assets/leaderboard.json",
        attribution="Source: GSO, https://gso-bench.github.io",
        license="shown with attribution",
        expect="json",
        columns=(_GUARDED, AGENT, TRIES, ORGANISATION, RUN_ON),
        parse=parse,
        runs=parse_runs,
        is_known=is_known,
    ),
)
