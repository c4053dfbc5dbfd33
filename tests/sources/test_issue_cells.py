"""Rows whose cells stand glued together are told apart, and nothing is invented where they cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.sources.report.cells import Cut, cut_rows
from tui_reader.sources.report.columns import Column, columns_of, glued_columns, number_in, rank_in

FULL = [Column.RANK, Column.MODEL, Column.SCORE, Column.SPEED, Column.PRICE]
SHORT = FULL[:3]
NAMES = (
    "GPT-5.4", "GPT-5", "GPT-5 mini", "Claude Opus 4.6", "Claude Haiku 4.5", "Gemini 3.1 Pro Preview", "Gemini 3 Flash",
    "o3", "o4-mini (high)", "GLM-5", "GLM-4.7", "Kimi K2.5", "DeepSeek V3.2", "DeepSeek R1", "Qwen3 235B A22B 2507",
    "Qwen3 Max", "Llama 4 Maverick", "Llama 3.3 70B", "Grok 4", "MiniMax-M2.5", "Nova 2.0 Pro", "gpt-oss-120B",
    "gpt-5.2-2025-12-11-medium", "Gemma 3 27B", "Phi-4", "ERNIE 5.0", "Command A", "Devstral 2",
)  # fmt: skip


def test_header_without_gaps() -> None:
    assert glued_columns("#ModelScoretok/s$/1M") == FULL
    assert glued_columns("RankModelScore") == SHORT
    assert glued_columns("# Model Score tok/s $/1M") == FULL
    assert glued_columns("Models score higher than names") is None
    assert glued_columns("Score") is None


def test_header_titles_in_other_words() -> None:
    titles = ["Rank", "Model name", "Intelligence Index", "Output speed (tok/s)", "Price ($ / 1M)", "License"]
    assert columns_of(titles) == [*FULL, Column.OTHER]
    assert columns_of(["Model", "Notes"]) is None
    assert columns_of(["1", "GPT-5.4", "57.2"]) is None


def test_versions_at_the_end_of_names() -> None:
    lines = [
        "1GPT-5.457.275$5.63",
        "2GPT-5.3 Codex5475$4.81",
        "3Claude Opus 4.65349$10.00",
        "4Claude Sonnet 4.651.768$6.00",
    ]
    assert cut_rows(lines, FULL) == [
        Cut("GPT-5.4", 1, 57.2, 75, 5.63),
        Cut("GPT-5.3 Codex", 2, 54, 75, 4.81),
        Cut("Claude Opus 4.6", 3, 53, 49, 10),
        Cut("Claude Sonnet 4.6", 4, 51.7, 68, 6),
    ]


def test_dates_at_the_end_of_names() -> None:
    lines = ["1gpt-5.2-2025-12-1164.4%", "2GLM-562.8%", "3Qwen3 235B A22B 250760.1%"]
    assert cut_rows(lines, SHORT) == [
        Cut("gpt-5.2-2025-12-11", 1, 64.4),
        Cut("GLM-5", 2, 62.8),
        Cut("Qwen3 235B A22B 2507", 3, 60.1),
    ]


def test_ranks_with_marks_and_ties() -> None:
    lines = ["#1o357.275$5.63", "#2GLM-55475$0.30", "#2Grok 45449$10.00"]
    assert [c and (c.rank, c.model, c.score) for c in cut_rows(lines, FULL)] == [
        (1, "o3", 57.2),
        (2, "GLM-5", 54),
        (2, "Grok 4", 54),
    ]


def test_cells_that_say_nothing() -> None:
    lines = ["1GPT-5.457.275$5.63", "2o354—$4.81", "3GLM-551.7N/A—"]
    assert cut_rows(lines, FULL) == [
        Cut("GPT-5.4", 1, 57.2, 75, 5.63),
        Cut("o3", 2, 54, None, 4.81),
        Cut("GLM-5", 3, 51.7, None, None),
    ]


def test_a_known_name_decides() -> None:
    lines = ["1Alpha 90040.525$1.00", "2Beta39.025$1.00"]
    assert [c and c.model for c in cut_rows(lines, FULL, {"alpha 900", "BETA"})] == ["Alpha 900", "Beta"]


def test_what_can_be_read_two_ways_is_left_unsaid() -> None:
    cut = cut_rows(["1Zed1230$1.00"], FULL)[0]
    assert cut is not None
    assert cut.unsure
    assert (cut.score, cut.usd_per_1m) == (None, 1.0)


def test_cells_a_space_apart_need_no_guess() -> None:
    lines = ["1 Claude Opus 4.6 53 49 $10.00", "2 GPT 5 12 300 $1.00", "3 Yi 34 11.5 — N/A"]
    assert cut_rows(lines, FULL) == [
        Cut("Claude Opus 4.6", 1, 53, 49, 10),
        Cut("GPT 5", 2, 12, 300, 1),
        Cut("Yi 34", 3, 11.5, None, None),
    ]


def test_lines_that_are_no_rows() -> None:
    assert cut_rows(["1GPT-5.457.275$5.63", "Updated daily", "", "9" * 500], FULL)[1:] == [None, None, None]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("65.3%", 65.3),
        ("$10.00", 10),
        ("$0.30", 0.3),
        ("1,234", 1234),
        ("75 tok/s", 75),
        ("57.2 ±0.4", 57.2),
        ("—", None),
        ("N/A", None),
        ("", None),
        ("−3", -3),
        ("about ten", None),
        (".5", 0.5),
    ],
)
def test_numbers_of_cells(cell: str, value: float | None) -> None:
    assert number_in(cell) == value


@pytest.mark.parametrize(
    ("cell", "rank"), [("1", 1), ("#12", 12), ("3.", 3), ("2nd", 2), ("🥇", 1), ("=4", 4), ("x", None)]
)
def test_ranks_of_cells(cell: str, rank: int | None) -> None:
    assert rank_in(cell) == rank


tables = st.integers(4, 16).flatmap(
    lambda n: st.tuples(
        st.lists(st.sampled_from(NAMES), min_size=n, max_size=n, unique=True),
        st.lists(st.integers(250, 750), min_size=n, max_size=n).map(lambda s: sorted(s, reverse=True)),
        st.lists(st.integers(20, 400), min_size=n, max_size=n),
        st.lists(st.integers(5, 3000), min_size=n, max_size=n),
    )
)


@given(tables)
@settings(max_examples=60, deadline=None)
def test_a_glued_table_of_known_names_comes_apart_again(
    table: tuple[list[str], list[int], list[int], list[int]],
) -> None:
    rows = [
        Cut(name, rank, score / 10, speed, price / 100)
        for rank, (name, score, speed, price) in enumerate(zip(*table, strict=True), 1)
    ]
    lines = [f"{r.rank}{r.model}{r.score:g}{r.tok_s:g}${r.usd_per_1m:.2f}" for r in rows]
    for cut, row in zip(cut_rows(lines, FULL, NAMES), rows, strict=True):
        assert cut is not None
        assert cut.model == row.model
        for found, true in ((cut.score, row.score), (cut.tok_s, row.tok_s), (cut.usd_per_1m, row.usd_per_1m)):
            assert found == true or (found is None and cut.unsure)


@given(st.lists(st.text(alphabet="0123456789.$%—-AaKk #/", max_size=40), max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_lines_give_as_many_answers(lines: list[str]) -> None:
    assert len(cut_rows(lines, FULL)) == len(lines)
