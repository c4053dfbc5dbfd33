"""METR's file of time horizons: what is carried over from its other version is of other tasks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from tui_reader.domain.boards import AGENT, COST, Snapshot
from tui_reader.domain.comparison import compare
from tui_reader.domain.errors import ParseError
from tui_reader.sources.registry import board

FILE = Path(__file__).with_name("boards") / "metr-horizon.yaml"


def table(text: str) -> Snapshot:
    one = board("metr-horizon")
    assert one is not None
    return one.snapshot([one.parse(text.encode(), "benchmark_results_1_1.yaml")], date(2026, 5, 8), one.id)


def test_a_model_carried_over_says_of_which_tasks_it_is_and_what_its_runs_cost() -> None:
    rows = {row.model: row for row in table(FILE.read_text("utf-8")).rows}
    curie = rows["curie-3"]
    assert (curie.score, curie.interval, curie.window) == (54.2, (30.5, 90.5), "METR-Horizon-v1.0")
    assert (curie.value(COST), curie.value(AGENT)) == (412.5, "inspect/react, metr_agents/modular")
    assert rows["ada-2"].window == rows["bell-5-1"].window == "METR-Horizon-v1.1"
    assert [(model, row.rank) for model, row in rows.items()] == [("ada-2", 1), ("bell-5-1", 2), ("curie-3", None)]


def test_a_model_that_was_run_anew_on_the_newer_tasks_neither_rose_nor_fell() -> None:
    text = FILE.read_text("utf-8")
    before, after = (
        table(text),
        table(text.replace("v1.0", "v1.1").replace("estimate: 54.2", "estimate: 254.2")),
    )
    found = compare(before, replace(after, taken_on=date(2026, 6, 8)))
    (curie,) = (row for row in found.rows if row.model == "curie-3")
    assert curie.score.delta is None
    assert "tasks" in curie.note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("benchmark_name: METR-Horizon-v2.0\nresults:\n  ada: {metrics: {}}\n", "is of METR-Horizon-v2.0, not of 1.1"),
        ("results:\n  ada:\n    metrics:\n      p50: {estimate: 4}\n      average_score: 1\n", "has a p50_horizon"),
        ("results:\n- ada\n", "has no results"),
        ("[]", "has no results"),
    ],
)
def test_any_other_form_is_told_with_what_is_there(text: str, said: str) -> None:
    with pytest.raises(ParseError, match=said) as told:
        table(text)
    if "p50:" in text:
        assert "average_score, p50" in told.value.hint


def test_an_estimate_may_stand_without_its_interval() -> None:
    (ada,) = table("results:\n  ada_2:\n    metrics:\n      p50_horizon_length: 11.39\n").rows
    assert (ada.model, ada.score, ada.interval) == ("ada-2", 11.39, None)
