"""Figures of leaderboard files as people write them, rows that cannot be read, and files of several boards."""

from __future__ import annotations

import pytest

from tui_reader.sources.leaderboard.rows import number
from tui_reader.sources.registry import parse_board_file, recognise


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5 (±0.3)", 12.5), ("12.5 [12.1, 12.9]", 12.5), ("1502 (+7/-7)", 1502), ("88.5 / 100", 88.5), ("≈88", 88),
        ("5,63 €", 5.63), ("US$5.63", 5.63), ("$0.25 / 1M", 0.25), ("1 234", 1234), ("1'234.5", 1234.5),
        ("1.234,5", 1234.5), ("８８．５", 88.5), ("88.5 ↑", 88.5),
        ("🥇 88", 88), ("<b>88</b>", 88), ("88.5&nbsp;%", 88.5),
        (r"\textbf{88.5}", 88.5), (r"$12.5_{\pm 0.3}$", 12.5), ("1.5B", 1.5e9), ("1.2 million", 1.2e6), ("88 pts", 88),
        ("12.5 ± 0.3", 12.5), ("12.5±0.3", 12.5), ("12.5 +/- 0.3", 12.5), ("−12", -12), ("1.2k", 1200), ("3M", 3e6),
        ("90†", 90), ("90 *", 90), ("90.1²", 90.1), ("88 [a]", 88), ("**88**", 88), ("$1,234.5", 1234.5), ("57%", 57),
        ("x1", None), ("gpt-4", None), ("2026-05", None), ("k", None), ("", None), ("pending", None),
    ],
)  # fmt: skip
def test_a_number_is_read_through_what_stands_around_it(text: str, value: float | None) -> None:
    assert number(text) == value


def test_an_error_beside_a_score_is_its_interval() -> None:
    data = b"model,score\nA,12.5 \xc2\xb1 0.5\nB,11 \xc2\xb1 1\n"
    assert recognise(data, "toy-2026-03-01.csv") == "board"
    (snapshot,) = parse_board_file(data, "toy-2026-03-01.csv")
    assert [(row.model, row.score, row.low, row.high) for row in snapshot.rows] == [
        ("A", 12.5, 12.0, 13.0), ("B", 11.0, 10.0, 12.0),
    ]  # fmt: skip


def test_what_cannot_be_read_is_said_with_its_row() -> None:
    data = b"model,score\nA,12\nB,pending\nC,-\n,7\n"
    (snapshot,) = parse_board_file(data, "toy-2026-03-01.csv")
    assert snapshot.description == "Not read: row 2 (B): 'pending' is no number; row 4 has a score and no model."


def test_a_column_of_categories_makes_a_board_each() -> None:
    data = b"model,score,category\nA,1,overall\nB,2,overall\nA,4,code\nB,3,code\n"
    found = {s.board: [row.model for row in s.rows] for s in parse_board_file(data, "toy-2026-03-01.csv")}
    assert found == {"toy": ["B", "A"], "toy-code": ["A", "B"]}


def test_a_category_that_each_model_has_one_of_parts_nothing() -> None:
    data = b"model,score,category\nA,1,small\nB,2,large\nC,4,large\n"
    assert [s.board for s in parse_board_file(data, "toy-2026-03-01.csv")] == ["toy"]


def test_arenas_of_one_form_are_a_board_each() -> None:
    rows = "".join(
        f"{subset},{category},A,{score},1,2026-03-01\n"
        for subset in ("text", "vision", "image")
        for category, score in (("overall", 1500), ("coding", 1600))
    )
    data = f"subset,category,model_name,rating,rank,leaderboard_publish_date\n{rows}".encode()
    found = {s.board: s.rows[0].score for s in parse_board_file(data, "latest.csv")}
    assert found == {
        "arena-text": 1500, "arena-text-coding": 1600, "arena-vision": 1500, "arena-vision-coding": 1600,
        "arena-image": 1500, "arena-image-coding": 1600,
    }  # fmt: skip


def test_a_table_of_markdown_has_no_row_of_dashes_and_bare_names() -> None:
    data = b"| Model | Score |\n|---|:---:|\n| **A** | 88.5 |\n"
    data += "| [B](https://b.example/m)† | 87 |\n| 🥇 C | 86 |\n".encode()
    (snapshot,) = parse_board_file(data, "toy-2026-03-01.md")
    assert snapshot.board == "toy"
    assert [row.model for row in snapshot.rows] == ["A", "B", "C"]
    assert not snapshot.description


def test_a_column_of_languages_makes_a_board_each() -> None:
    data = b"model,score,language\nA,1,en\nB,2,en\nA,4,zh\nB,3,zh\n"
    assert [s.board for s in parse_board_file(data, "toy-2026-03-01.csv")] == ["toy-en", "toy-zh"]
