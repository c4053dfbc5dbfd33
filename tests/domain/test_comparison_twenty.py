"""Twenty comparisons, each as a careful person would tell it: the table is `golden/twenty_comparisons.toml`."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import compare
from tui_reader.domain.comparison_headline import headline

CASES = tomllib.loads(Path(__file__).with_name("golden").joinpath("twenty_comparisons.toml").read_text("utf-8"))["case"]


def table(said: dict[str, Any], days: int) -> Snapshot:
    rows = tuple(BoardRow(**{**row, "values": tuple(row.get("values", {}).items())}) for row in said["rows"])
    day = date(2026, 3, 27) + timedelta(said.get("days", days))
    fields = {"complete": True, **{k: v for k, v in said.items() if k not in ("rows", "days")}}
    return Snapshot("board", "Board", day, rows, **fields)


def test_there_are_twenty_and_ten_of_them_are_traps() -> None:
    assert len(CASES) == 20
    assert sum(case.get("trap", False) for case in CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_comparison_says_what_a_careful_person_would(case: dict[str, Any]) -> None:
    found = compare(table(case["before"], 0), table(case["after"], 7))
    says = case["says"]
    assert headline(found) == says["headline"]
    assert found.comparable == says.get("comparable", True)
    assert says.get("warning", "") in found.warning
    assert {row.model: row.change.value for row in found.rows} == {row["model"]: row["change"] for row in says["rows"]}
    for said in says["rows"]:
        (row,) = (r for r in found.rows if r.model == said["model"])
        assert said.get("note", "") in row.note, row
        if "delta" in said:
            assert row.score.delta == (None if said["delta"] == "none" else said["delta"]), row
        if "moved" in said:
            assert row.score.moved == said["moved"], row
