"""SWE-rebench's page, in both layouts, made for these tests."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.boards import Snapshot
from tui_reader.domain.comparison_doubts import is_older_than_model
from tui_reader.domain.errors import ParseError
from tui_reader.sources.boards.swe_rebench import BOARDS, parse, read_rows
from tui_reader.sources.registry import parse_board_file, recognise

DAY = date(2026, 4, 2)


def ms(month: int) -> int:
    return int(datetime(2026, month, 1, tzinfo=UTC).timestamp() * 1000)


JAN, FEB, WIDE = (ms(1), ms(2)), (ms(2), ms(3)), (ms(1), ms(3))


def item(
    name: str, ran_on: tuple[int, int], scores: dict[tuple[int, int], tuple[float, float | None]], *,
    agent: str = "tools", kind: str = "model", newer: bool = True, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    stats = {f"{a}:{b}": {"resolvedRate": rate, "sem": sem, "passN": 70.0} for (a, b), (rate, sem) in scores.items()}
    return {
        "modelId": f"{name.lower().replace(' ', '-')}__{agent}",
        "modelName": name,
        "release": {"timestamp": ms(1), "date": "2026-01-01"},
        "taskRangeTimestamp": {"from": ran_on[0], "to": ran_on[1]},
        "agentVersion": agent,
        "meta": {"instance_type": kind},
        "rangeStats": {"all": stats, "lite": {}} if newer else stats,
        **more,
    }


def page(items: list[dict[str, Any]], pieces: int = 3) -> bytes:
    """A page that streams the rows in some pushes, cut anywhere."""
    told = {"problems": [{"problem": 'a "quoted" one'}], "items": items, "dates": {"dates": [ms(1), ms(2), ms(3)]}}
    stream = "5:" + json.dumps(["$", "$L1", None, {"state": told}]) + "\n"
    cut = max(1, len(stream) // pieces)
    parts = [stream[i : i + cut] for i in range(0, len(stream), cut)]
    scripts = [
        "(self.__next_f=self.__next_f||[]).push([0])",
        *(f"self.__next_f.push({json.dumps([1, p])})" for p in parts),
    ]
    body = "".join(f"<script>{s}</script>" for s in [*scripts, "self.__next_f.push([2,null])"])
    return f"<!DOCTYPE html><html><head><title>SWE-rebench</title></head><body>{body}</body></html>".encode()


ROWS = [
    item("Ada 4.6", WIDE, {JAN: (50.0, 1.0), FEB: (65.3, 1.2), WIDE: (57.6, 0.9)}),
    item("Bell-5", FEB, {FEB: (62.8, None)}),
    item("Bell-5", FEB, {FEB: (51.0, 2.0)}, agent="text"),
    item("Claude Code", FEB, {FEB: (58.4, 1.1)}, kind="agent"),
    item("Old One", JAN, {JAN: (70.0, 1.5), FEB: (70.0, 1.5), WIDE: (70.0, 1.5)}),
    item("No Score", FEB, {}),
]


def table(data: bytes) -> Snapshot:
    return BOARDS[0].snapshot([parse(data, "https://swe-rebench.com")], DAY, "swe-rebench")


def older(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**i, "rangeStats": i["rangeStats"]["all"]} for i in items]


@pytest.mark.parametrize("rows", [ROWS, older(ROWS)], ids=["newer", "older"])
@pytest.mark.parametrize("pieces", [1, 7, 60])
def test_the_newest_window_is_the_table_and_each_score_keeps_its_own(rows: list[dict[str, Any]], pieces: int) -> None:
    snapshot = table(page(rows, pieces))
    feb, jan = "2026-02-01 – 2026-03-01", "2026-01-01 – 2026-02-01"
    assert [(r.rank, r.model, r.score, r.sem, r.window) for r in snapshot.rows] == [
        (1, "Ada 4.6", 65.3, 1.2, feb),
        (2, "Bell-5", 62.8, None, feb),
        (3, "Claude Code (agent)", 58.4, 1.1, feb),
        (4, "Bell-5 (text)", 51.0, 2.0, feb),
        (None, "Old One", 70.0, 1.5, jan),
        (None, "No Score", None, None, ""),
    ]
    assert [r.model_id for r in snapshot.rows[:4]] == [
        "ada-4.6__tools", "bell-5__tools", "claude-code__tools__agent", "bell-5__text",
    ]  # fmt: skip
    assert (snapshot.board, snapshot.taken_on, snapshot.complete, snapshot.better) == (
        "swe-rebench",
        DAY,
        True,
        "higher",
    )
    assert feb in snapshot.description


def test_a_window_that_hardly_any_model_was_run_on_is_not_ranked_by() -> None:
    march = (ms(3), ms(4))
    rows = [*ROWS, item("First Of March", march, {march: (40.0, 3.0)})]
    snapshot = table(page(rows))
    assert snapshot.rows[0].model == "Ada 4.6"
    assert next(r for r in snapshot.rows if r.model == "First Of March").rank is None


def test_a_saved_page_imports_as_a_board() -> None:
    assert recognise(page(ROWS), "page.html") == "board"
    (snapshot,) = parse_board_file(page(ROWS), "swe-rebench_2026-04-02.html")
    assert (snapshot.taken_on, snapshot.source, len(snapshot.rows)) == (DAY, "import", 6)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html><body>We are down</body></html>", "no data"),
        (page([]), "no scores"),
        (page([item("Ada", FEB, {})]), "no scores"),
        (page([{"modelId": "x", "rangeStats": "$12:props"}]), "no scores"),
        (b"<script>self.__next_f.push([1,\"" + b"[" * 5000, "cut off"),
        (b"", "no data"),
    ],
)  # fmt: skip
def test_a_page_without_data_says_so(data: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        read_rows(data)
    assert caught.value.hint


def test_rows_are_found_under_any_name_and_control_characters_are_taken_out() -> None:
    text = json.dumps({"board": [{**ROWS[0], "modelName": "Evil\x1b[31m\u202e Name"}, *ROWS[1:4]]})
    data = f"<script>self.__next_f.push({json.dumps([1, text])})</script>".encode()
    assert read_rows(data)[0].name.isprintable()
    assert len(read_rows(data)) == 4


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["modelId", "modelName", "rangeStats", "all", "1:2", "x:y", "resolvedRate", "sem", "from", "to",
                         "meta", "instance_type", "agentVersion", "taskRangeTimestamp"]), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from(list(ROWS[0])), JUNK, max_size=7), max_size=4))
def test_odd_rows_are_read_or_refused(items: list[dict[str, Any]]) -> None:
    try:
        data = page([*items, *ROWS[:1]])
        read_rows(data)
    except ParseError:
        return
    assert table(data).rows


def test_seconds_and_milliseconds_are_the_same_windows() -> None:
    def seconds(row: dict[str, Any]) -> dict[str, Any]:
        stats = {
            ":".join(str(int(end) // 1000) for end in key.split(":")): figures
            for key, figures in row["rangeStats"]["all"].items()
        }
        ran_on = {end: at // 1000 for end, at in row["taskRangeTimestamp"].items()}
        return {**row, "rangeStats": stats, "taskRangeTimestamp": ran_on}

    assert table(page([seconds(row) for row in ROWS])).rows == table(page(ROWS)).rows


def test_a_row_tells_its_release_its_agent_and_what_its_runs_cost() -> None:
    row = item("Late", FEB, {FEB: (60.0, 1.0)}, release={"timestamp": ms(2), "date": "2026-02-17"})
    figures = next(iter(row["rangeStats"]["all"].values()))
    figures |= {"instanceCosts": [1.0, 3.0, None], "totalTokenUsage": 1234567}
    made = table(page([row, *ROWS])).rows
    (late,) = (r for r in made if r.model == "Late")
    assert dict(late.values) == {
        "agent": "tools", "released": "2026-02-17", "pass_n": 70.0, "cost": 2.0, "tokens": 1234567.0,
    }  # fmt: skip
    assert is_older_than_model(late)
    assert not any(is_older_than_model(r) for r in made if r is not late)
