"""Recorded tables: two issues, and thirteen days of Artificial Analysis, every day against every later one."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import Change, Comparison, compare, counts
from tui_reader.sources.registry import parse_board_file

SHARED = Path(__file__).resolve().parents[3] / "shared"
ISSUES = SHARED / "seeds" / "expected"
TABLES = SHARED / "data" / "leaderboards"
GOLDEN = Path(__file__).with_name("golden") / "artificial_analysis_days.json"

needs_issues = pytest.mark.skipif(not ISSUES.is_dir(), reason="the recorded issues are not here")
needs_tables = pytest.mark.skipif(not TABLES.is_dir(), reason="the recorded leaderboards are not here")


def of_issue(day: str, number: int) -> Snapshot:
    board = json.loads((ISSUES / f"{day}.json").read_text())["boards"][number]
    names = ("rank", "model", "score", "tok_s", "usd_per_1m")
    rows = tuple(BoardRow(**dict(zip(names, row, strict=False))) for row in board["rows"])
    return Snapshot(board["name"], board["name"], date.fromisoformat(day), rows, source="issues")


@cache
def days() -> dict[str, Snapshot]:
    found = (parse_board_file(path.read_bytes(), path.name)[0] for path in sorted(TABLES.glob("aa_llms_*.json.gz")))
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


@needs_issues
def test_between_two_issues_no_rank_and_no_score_moved_and_speeds_did() -> None:
    found = counts(compare(of_issue("2026-03-27", 0), of_issue("2026-03-31", 0)))
    assert (found.same, found.scores, found.prices, found.speeds) == (5, 0, 0, 3)
    assert counts(compare(of_issue("2026-03-27", 1), of_issue("2026-03-31", 1))).same == 5


@needs_tables
def test_each_day_against_each_later_one_is_as_in_the_golden_file() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    ordered = sorted(days())
    found = {}
    for (n, first), (m, second) in combinations(enumerate(ordered), 2):
        comparison = compare(days()[first], days()[second])
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


@needs_tables
def test_a_day_scaled_is_announced_as_rebased() -> None:
    day = days()["2026-05-23"]
    scaled = tuple(
        BoardRow(r.model, r.rank, None if r.score is None else r.score * 0.9, r.tok_s, r.usd_per_1m, r.model_id)
        for r in day.rows
    )
    found = compare(day, Snapshot(day.board, day.title, date(2026, 6, 16), scaled, source=day.source, complete=True))
    assert not found.comparable
    assert counts(found).same == len(day.rows)
