"""Three times twenty comparisons, each as a careful person would tell it: the tables are those of
`golden/twenty*_comparisons.toml`."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import compare
from tui_reader.domain.comparison_headline import headline

GOLDEN = Path(__file__).with_name("golden")
TABLES = [
    tomllib.loads((GOLDEN / f"{name}_comparisons.toml").read_text("utf-8"))["case"]
    for name in ("twenty", "twenty_more", "twenty_traps")
]
CASES = [case for of_table in TABLES for case in of_table]


def table(said: dict[str, Any], days: int) -> Snapshot:
    rows = tuple(BoardRow(**{**row, "values": tuple(row.get("values", {}).items())}) for row in said["rows"])
    day = date(2026, 3, 27) + timedelta(said.get("days", days))
    fields = {"complete": True, **{k: v for k, v in said.items() if k not in ("rows", "days")}}
    return Snapshot("board", "Board", day, rows, **fields)


def test_there_are_twenty_and_ten_of_them_are_traps() -> None:
    for cases in TABLES:
        assert len(cases) == 20
        assert sum(case.get("trap", False) for case in cases) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_comparison_says_what_a_careful_person_would(case: dict[str, Any]) -> None:
    found = compare(table(case["before"], 0), table(case["after"], 7))
    says = case["says"]
    assert headline(found) == says["headline"]
    assert found.comparable == says.get("comparable", True)
    assert says.get("warning", "") in found.warning
    wanted = sorted((row["model"], row["change"]) for row in says["rows"])
    assert sorted((row.model, row.change.value) for row in found.rows) == wanted
    for said in says["rows"]:
        (row,) = (r for r in found.rows if (r.model, r.change.value) == (said["model"], said["change"]))
        assert said.get("note", "") in row.note, row
        if "delta" in said:
            assert row.score.delta == (None if said["delta"] == "none" else said["delta"]), row
        if "moved" in said:
            assert row.score.moved == said["moved"], row
