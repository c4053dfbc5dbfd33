"""Tables of several days, ours and recorded ones: two issues, and Artificial Analysis, each day against each later."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from support.inputs import OWN, folders, named

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import Change, Comparison, compare, counts
from tui_reader.sources.registry import parse_board_file

SEEDS, TABLES = folders("seeds"), folders("leaderboards")
ISSUES = SEEDS[-1] / "expected"
RECORDED = TABLES[-1]
GOLDEN = Path(__file__).with_name("golden")

needs_issues = pytest.mark.skipif(len(SEEDS) < 2, reason="the recorded issues are not here; ours are compared")
needs_tables = pytest.mark.skipif(len(TABLES) < 2, reason="the recorded leaderboards are not here; ours are compared")


def of_issue(day: str, number: int, folder: Path = ISSUES) -> Snapshot:
    board = json.loads((folder / f"{day}.json").read_text())["boards"][number]
    names = ("rank", "model", "score", "tok_s", "usd_per_1m")
    rows = tuple(BoardRow(**dict(zip(names, row, strict=False))) for row in board["rows"])
    return Snapshot(board["name"], board["name"], date.fromisoformat(day), rows, source="issues")


@cache
def days(folder: Path = RECORDED) -> dict[str, Snapshot]:
    found = (parse_board_file(path.read_bytes(), path.name)[0] for path in sorted(folder.glob("aa_llms_*.json.gz")))
    return {snapshot.taken_on.isoformat(): snapshot for snapshot in found}


def told(comparison: Comparison, *, with_entered: bool) -> dict[str, Any]:
    """What the golden file keeps of a pair of days."""
    found = counts(comparison)
    rows = comparison.rows
    kept: dict[str, Any] = {
        "entered": found.entered,
        "left": sorted(r.model for r in rows if r.change is Change.LEFT),
        "renamed": sorted(f"{r.was} → {r.model}" for r in rows if r.change is Change.RENAMED),
        "scores": sorted(f"{r.model}: {r.score.delta:+}" for r in rows if r.score.moved),
        "overtook": sum(r.change in (Change.UP, Change.DOWN) and not r.is_pushed for r in rows),
        "pushed": found.pushed,
        "speeds": found.speeds,
        "prices": found.prices,
        "rewritten": found.rewritten,
    }
    if with_entered:
        kept["entered"] = sorted(r.model for r in rows if r.change is Change.ENTERED)
    return {key: value for key, value in kept.items() if value}


def test_between_two_issues_of_ours_one_came_and_one_left() -> None:
    folder = OWN / "seeds" / "expected"
    found = compare(of_issue("2026-02-03", 0, folder), of_issue("2026-02-05", 0, folder))
    assert {r.model: r.change.value for r in found.rows} == {
        "Gemini 3.1 Pro Preview": "up", "GPT-5.4": "same", "GLM-5": "entered", "Claude Opus 4.6": "left",
    }  # fmt: skip


@needs_issues
def test_between_two_issues_no_rank_and_no_score_moved_and_speeds_did() -> None:
    found = counts(compare(of_issue("2026-03-27", 0), of_issue("2026-03-31", 0)))
    assert (found.same, found.scores, found.prices, found.speeds) == (5, 0, 0, 3)
    assert counts(compare(of_issue("2026-03-27", 1), of_issue("2026-03-31", 1))).same == 5


@pytest.mark.parametrize("folder", TABLES, ids=named)
def test_each_day_against_each_later_one_is_as_in_the_golden_file(folder: Path) -> None:
    name = "own_days.json" if folder == OWN / "leaderboards" else "artificial_analysis_days.json"
    golden = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    tables = days(folder)
    ordered = sorted(tables)
    found = {}
    for (n, first), (m, second) in combinations(enumerate(ordered), 2):
        comparison = compare(tables[first], tables[second])
        assert comparison.comparable
        found[f"{first} {second}"] = told(comparison, with_entered=m == n + 1)
    assert found == golden


@needs_tables
def test_the_known_week_of_may_reads_as_it_was() -> None:
    found = compare(days()["2026-05-08"], days()["2026-05-15"])
    (moved,) = (r for r in found.rows if r.score.moved)
    assert moved.model == "DeepSeek V4 Flash (Reasoning, High Effort)"
    assert (moved.score.before, round(moved.score.after or 0, 1), moved.change) == (44.87, 46.0, "up")
    assert counts(found).rewritten == 465
    assert [(r.was, r.model) for r in found.rows if r.change is Change.RENAMED] == [("Grok 4.3", "Grok 4.3 (high)")]
    assert (counts(found).entered, counts(found).left) == (3, 0)


@pytest.mark.parametrize("folder", TABLES, ids=named)
def test_a_day_scaled_is_announced_as_rebased(folder: Path) -> None:
    day = days(folder)[max(d for d in days(folder) if d <= "2026-05-23")]
    scaled = tuple(
        BoardRow(r.model, r.rank, None if r.score is None else r.score * 0.9, r.tok_s, r.usd_per_1m, r.model_id)
        for r in day.rows
    )
    found = compare(day, Snapshot(day.board, day.title, date(2026, 6, 16), scaled, source=day.source, complete=True))
    assert not found.comparable
    assert counts(found).same == len(day.rows)
