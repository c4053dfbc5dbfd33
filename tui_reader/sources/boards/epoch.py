"""Epoch AI's benchmarking hub: a family of boards from one archive of CSV files, CC BY, renewed daily.

`https://epoch.ai/data/benchmark_data.zip` holds a file for each benchmark. The first column is `Model version`; which
one is the score differs, and some boards list a model several times: run in several agents, with other efforts, or by
several graders. Its best run counts, and the columns say of what it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.boards import AGENT, COST, ORGANISATION, RELEASED, RUN_ON, BoardRow, Column
from tui_reader.domain.errors import ParseError
from tui_reader.sources.leaderboard.board import Board, Page, Part
from tui_reader.sources.leaderboard.rows import best_of, number, valued
from tui_reader.sources.leaderboard.table import csv_rows, date_in
from tui_reader.text.charset import decode
from tui_reader.text.packed import unpack, zip_member
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_reader.sources.sample import Sample

_URL = "https://epoch.ai/data/benchmark_data.zip"
_MODEL = "Model version"
_NAME = Column("name", "Name")
_COLUMNS = (_NAME, ORGANISATION, RELEASED, RUN_ON)
#: A score told with who graded it and its error: `gpt-grader:0.79±0.018`.
_GRADED = re.compile(r"(?:[\w.-]+:)?\s*(-?\d+(?:\.\d+)?)\s*(?:±\s*(\d+(?:\.\d+)?))?")


class Hub(Struct, frozen=True):
    """One benchmark: its file in the archive, and what its columns are called there ("" for what it has not).
    `names` are columns with what a person calls a model in one setting, the first that says something; `others` are
    columns of its own, by their titles in the file."""

    id: str
    title: str
    file: str
    metric: str
    score: str
    error: str = "stderr"
    run_on: str = "Started at"
    agent: str = ""
    names: tuple[str, ...] = ()
    others: tuple[tuple[Column, str], ...] = ()


_ACCURACY = "accuracy, 0 to 1"
HUBS = (
    Hub(
        "epoch-eci", "Epoch Capabilities Index", "epoch_capabilities_index.csv", "ECI", "ECI Score", error="",
        run_on="", names=("Display name", "Model name"),
    ),
    Hub("epoch-frontiermath", "FrontierMath", "frontiermath.csv", _ACCURACY, "mean_score"),
    Hub("epoch-gpqa", "GPQA Diamond", "gpqa_diamond.csv", _ACCURACY, "mean_score"),
    Hub(
        "epoch-hle", "Humanity's Last Exam", "hle_external.csv", _ACCURACY, "Accuracy", error="Accuracy Standard Error",
        run_on="", others=((Column("calibration", "Calibration error", "%", "lower"), "Calibration Error"),),
    ),
    Hub("epoch-swe-bench-verified", "SWE-bench Verified", "swe_bench_verified.csv", _ACCURACY, "mean_score"),
    Hub(
        "epoch-terminal-bench", "Terminal-Bench", "terminalbench_external.csv", _ACCURACY, "Accuracy mean",
        error="Accuracy SE", run_on="Run date", agent="Agent",
    ),
    Hub(
        "epoch-aider-polyglot", "Aider polyglot", "aider_polyglot_external.csv", "% correct", "Percent correct",
        error="", run_on="Date of evaluation",
        others=((COST, "Cost"), (Column("edit_format", "Edit format"), "Edit format")),
    ),
)  # fmt: skip


def parse(hub: Hub, data: bytes, url: str) -> Page:
    """One benchmark of the archive, or its CSV file alone. Raises ParseError."""
    del url
    data = unpack(data)
    rows = csv_rows(decode(zip_member(data, hub.file) if data[:2] == b"PK" else data).lstrip("\ufeff"))
    if missing := [name for name in (hub.score, _MODEL) if not rows or name not in rows[0]]:
        there = ", ".join(list(rows[0])[:12]) if rows else "no table"
        raise ParseError(
            f"Epoch's {hub.file} has no column {missing[0]!r}", f"Its format may have changed; there is: {there}."
        )
    best = best_of(_row(hub, fields) for fields in rows)
    if all(row.score is None for row in best):
        raise ParseError(f"no row has a number in {hub.score!r} of Epoch's {hub.file}", "Its format may have changed.")
    more = len(rows) - len(best)
    runs = f"A model's best run counts; {more:,} more {'is' if more == 1 else 'are'} left out." if more else ""
    return Page(best, description=runs)


def _row(hub: Hub, fields: Mapping[str, str]) -> BoardRow:
    graded = _GRADED.fullmatch(fields.get(hub.score, "").strip())
    run = date_in(fields.get(hub.run_on, "")[:10]) if hub.run_on else None
    others = [(column, _plain(fields.get(title, ""))) for column, title in hub.others]
    version = clean_line(fields.get(_MODEL, ""))
    return BoardRow(
        next((name for title in hub.names if (name := clean_line(fields.get(title, "")))), version),
        model_id=version,
        score=number(graded[1]) if graded else None,
        sem=number(fields.get(hub.error, "")) if hub.error else None,
        values=valued(
            (_NAME, clean_line(fields.get("Display name") or fields.get("Name") or fields.get("Model name") or "")),
            (AGENT, clean_line(fields.get(hub.agent, "")) if hub.agent else ""),
            (ORGANISATION, clean_line(fields.get("Organization") or fields.get("Model Org") or "")),
            (RELEASED, clean_line(fields.get("Release date", ""))[:10]),
            (RUN_ON, run.isoformat() if run else ""),
            *others,
        ),
    )


def _plain(text: str) -> str | float | None:
    found = number(text)
    return clean_line(text) if found is None else found


def is_known(hub: Hub, sample: Sample) -> bool:
    """Whether a file is the archive, or this benchmark's part of it."""
    if sample.members:
        return any(name.rpartition("/")[2] == hub.file for name in sample.members)
    head = sample.text[:2000].partition("\n")[0].strip().split(",")
    if head[0] != _MODEL or hub.score not in head:
        return False
    # Several benchmarks have columns of one name; then the file's name tells which it is.
    is_alone = sum(other.score == hub.score for other in HUBS) == 1
    return is_alone or hub.file.removesuffix(".csv") in sample.name


def _columns(hub: Hub) -> Sequence[Column]:
    return (*((AGENT,) if hub.agent else ()), *_COLUMNS, *(column for column, _ in hub.others))


BOARDS = tuple(
    Board(
        id=hub.id,
        title=f"{hub.title} (Epoch AI)",
        metric=hub.metric,
        url=_URL,
        attribution="Source: Epoch AI, https://epoch.ai/benchmarks (CC BY 4.0)",
        license="CC BY 4.0",
        family="Epoch",
        is_followed=hub.id == "epoch-eci",
        columns=tuple(_columns(hub)),
        parse=Part(parse, hub),
        is_known=Part(is_known, hub),
    )
    for hub in HUBS
)
