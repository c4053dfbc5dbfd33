"""Which row is which: ids first, then names; variants stay apart."""

from __future__ import annotations

import pytest
from comparison_tables import changes, row_of, table

from tui_reader.domain.boards import BoardRow
from tui_reader.domain.comparison import compare
from tui_reader.domain.model_identity import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GLM-5", "glm 5"),
        ("Qwen3.5-9B", "Qwen 3.5 9B"),
        ("Claude Opus 4.6", "claude-opus-4-6"),
        ("Grok 4.3 (high)", "Grok 4.3 high"),
        ("o1-pro", "o1 Pro"),
    ],
)
def test_names_that_only_writing_tells_apart_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-5.4", "GPT-54"),
        ("Command A", "Command A+"),
        ("Grok 4.3", "Grok 4.3 (high)"),
        ("GPT-5 (high)", "GPT-5 (low)"),
        ("Gemini 3.1 Pro", "Gemini 3.1 Pro Preview"),
        ("gpt-5.4-2026-03-05", "gpt-5.4-2026-04-01"),
        ("Qwen3 8B", "Qwen 38B"),
    ],
)
def test_variants_are_other_models(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    found = compare(table([(one, 5.0), ("Bell", 4.0)]), table([(other, 5.0), ("Bell", 4.0)], 1))
    assert changes(found) == {one: "left", other: "entered", "Bell": "same"}


def test_a_name_without_letters_is_itself() -> None:
    assert name_key(" ★  ★ ") == "★ ★"
    assert name_key("★") != name_key("☆")


def test_another_name_under_one_id_is_renamed() -> None:
    before = table([BoardRow("Grok 4.3", 1, 53.2, model_id="a1"), BoardRow("Bell", 2, 50.1, model_id="b2")])
    after = table([BoardRow("Grok 4.3 (high)", 1, 53.2, model_id="a1"), BoardRow("Bell", 2, 50.1, model_id="b2")], 7)
    row = row_of(compare(before, after), "Grok 4.3 (high)")
    assert (row.change, row.was, row.note) == ("renamed", "Grok 4.3", "was Grok 4.3")
    assert len(compare(before, after).rows) == 2


def test_one_name_under_another_id_is_another_model() -> None:
    before = table([BoardRow("Ada", 1, 5.0, model_id="a1"), BoardRow("Bell", 2, 4.0, model_id="b2")])
    after = table([BoardRow("Ada", 1, 5.0, model_id="a9"), BoardRow("Bell", 2, 4.0, model_id="b2")], 1)
    assert sorted(r.change for r in compare(before, after).rows) == ["entered", "left", "same"]


def test_ids_of_two_sources_that_share_none_say_nothing() -> None:
    before = table([BoardRow("Ada", 1, 5.0, model_id="a1")], source="import")
    after = table([BoardRow("Ada", 1, 5.0, model_id="slug-ada")], 1, source="board")
    assert changes(compare(before, after)) == {"Ada": "same"}


def test_a_name_joins_a_row_without_id_to_one_with() -> None:
    before = table([("Claude Opus 4.6", 53.0)], source="issues")
    after = table([BoardRow("claude-opus-4.6", 1, 53.0, model_id="c1")], 1, source="board")
    row = row_of(compare(before, after), "claude-opus-4.6")
    assert (row.change, row.model_id) == ("same", "c1")


def test_without_ids_words_and_figures_together_make_a_rename() -> None:
    before = table([("Claude 4.6 Opus", 53.0, None, 10.0), ("Bell", 50.1)])
    after = table([("Anthropic: Claude Opus 4.6", 53.0, None, 10.0), ("Bell", 50.1)], 1)
    row = row_of(compare(before, after), "Anthropic: Claude Opus 4.6")
    assert (row.change, row.was) == ("renamed", "Claude 4.6 Opus")


def test_without_ids_the_same_words_with_another_score_are_no_rename() -> None:
    before = table([("Claude 4.6 Opus", 53.0), ("Bell", 50.1)])
    after = table([("Claude Opus 4.6", 55.0), ("Bell", 50.1)], 1)
    assert sorted(r.change for r in compare(before, after).rows) == ["entered", "left", "same"]


def test_two_rows_of_one_table_that_only_writing_tells_apart_stay_two() -> None:
    rows = [("gpt-oss-120B", 33.1), ("gpt-oss-120b", 24.5)]
    assert changes(compare(table(rows), table(rows, 1))) == {"gpt-oss-120B": "same", "gpt-oss-120b": "same"}
    found = compare(table(rows), table([("GPT OSS 120b", 33.1)], 1))
    assert sorted(r.change for r in found.rows) == ["entered", "left", "left"]


def test_a_model_listed_twice_is_paired_in_order() -> None:
    found = compare(table([("Ada", 5.0), ("Ada", 4.0)]), table([("Ada", 5.0)], 1))
    assert [(r.change.value, r.score.before) for r in found.rows] == [("same", 5.0), ("left", 4.0)]
