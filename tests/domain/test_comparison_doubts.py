"""Scores with errors and windows of tasks, boards where lower is better, and names that a source abridges."""

from __future__ import annotations

from datetime import date
from typing import Any

from comparison_tables import changes, row_of, table

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import compare, counts
from tui_reader.domain.comparison_headline import headline
from tui_reader.domain.model_aliases import ModelAliases

JAN, FEB = "2026-01-01 – 2026-02-01", "2026-02-01 – 2026-03-01"


def rows(*given: tuple[str, float | None], **fields: Any) -> list[BoardRow]:
    return [BoardRow(name, place, score, **fields) for place, (name, score) in enumerate(given, 1)]


def test_scores_whose_error_bars_overlap_are_marked_and_are_no_move() -> None:
    before = table(rows(("Ada", 60.0), ("Bell", 50.0), sem=2.0))
    found = compare(before, table(rows(("Ada", 63.0), ("Bell", 40.0), sem=2.0), 7))
    ada, bell = row_of(found, "Ada"), row_of(found, "Bell")
    assert (ada.score.delta, ada.score.moved, ada.is_uncertain, ada.note) == (
        3.0,
        False,
        True,
        "within its error",
    )
    assert (bell.score.delta, bell.score.moved, bell.is_uncertain, bell.change) == (-10.0, True, False, "same")
    assert (counts(found).scores, counts(found).uncertain) == (1, 1)


def test_intervals_of_the_source_count_as_errors() -> None:
    before = table([BoardRow("Ada", 1, 60.0, low=58.0, high=61.0)])
    assert not row_of(compare(before, table([BoardRow("Ada", 1, 62.0, low=61.0, high=63.0)], 1)), "Ada").score.moved
    assert row_of(compare(before, table([BoardRow("Ada", 1, 62.0, low=61.5, high=63.0)], 1)), "Ada").score.moved
    assert row_of(compare(before, table([("Ada", 62.0)], 1)), "Ada").score.moved, "one error alone tells nothing"


def test_a_score_of_other_tasks_has_no_delta_and_says_so() -> None:
    before = table([*rows(("Ada", 60.0), ("Bell", 50.0), ("Curie", 45.0), window=JAN)])
    after = table([*rows(("Ada", 60.0), ("Bell", 50.0), window=JAN), BoardRow("Curie", None, 30.0, window=FEB)], 7)
    found = compare(before, after)
    curie = row_of(found, "Curie")
    assert found.comparable
    assert (curie.score.before, curie.score.after, curie.score.delta, curie.change) == (45.0, 30.0, None, "same")
    assert curie.note == f"scores are of other tasks: {JAN}, then {FEB}"
    assert curie.place.after is None, "it has no place among scores of other tasks"


def test_where_the_tasks_were_renewed_scores_do_not_compare() -> None:
    before = table(rows(("Ada", 60.0), ("Bell", 50.0), ("Curie", 45.0), window=JAN))
    found = compare(before, table(rows(("Bell", 41.0), ("Ada", 40.0), ("Curie", 30.0), window=FEB), 30))
    assert not found.comparable
    assert found.warning == f"The tasks changed from {JAN} to {FEB}: scores do not compare, ranks do."
    assert changes(found) == {"Bell": "up", "Ada": "down", "Curie": "same"}
    assert counts(found).scores == 0


def test_an_unknown_window_is_no_other_window() -> None:
    found = compare(table(rows(("Ada", 60.0), window=JAN)), table(rows(("Ada", 65.0)), 1))
    assert row_of(found, "Ada").score.delta == 5.0


def test_a_board_where_lower_is_better_says_so_itself() -> None:
    def errors(day: int, *scores: float) -> Snapshot:
        made = tuple(BoardRow(f"M{n}", None, score) for n, score in enumerate(scores))
        return Snapshot("wer", "Errors", date(2026, 1, day), made, complete=True, better="lower")

    found = compare(errors(1, 5.0, 4.0), errors(8, 3.0, 4.0))
    assert changes(found) == {"M0": "up", "M1": "down"}
    assert [row.place.after for row in found.rows] == [1, 2]


def test_a_name_that_one_source_abridges_is_the_variant_with_the_same_figures() -> None:
    rest = [("Ada", 51.75, 9.0, 4.81), ("Bell", 51.25, 9.0, 4.25), ("Curie", 50.15, 9.0, 1.75)]
    short = table([("GPT-5.4", 57.2, None, 5.63), ("Opus", 53.0), *((n, round(s, 1), t, p) for n, s, t, p in rest)])
    listed = [
        ("GPT-5.4 (xhigh)", 57.17, 80.0, 5.625),
        ("Opus (max)", 52.95),
        *rest,
        ("Opus (low)", 46.51),
        ("GPT-5.4 (low)", 40.15),
    ]
    full = table(listed, 1, source="import")
    found = changes(compare(short, full))
    assert found["GPT-5.4 (xhigh)"] == found["Opus (max)"] == "same"
    assert "GPT-5.4" not in found
    twins = table([("Opus (max)", 53.0), ("Opus (high)", 53.0)], 1, source="import")
    assert changes(compare(table([("Opus", 53.0)], source="issues"), twins)).get("Opus") == "left"
    same_source = table([("GPT-5.4 (xhigh)", 57.2, None, 5.63), ("Opus", 53.0)], 1)
    assert changes(compare(short, same_source))["GPT-5.4 (xhigh)"] == "entered", "one source means what it writes"


def test_names_tied_together_are_one_model() -> None:
    before, after = table([("gpt-5.2-2025-12-11-medium", 64.4)]), table([("GPT-5.2 (medium)", 64.4)], 1)
    assert changes(compare(before, after)) == {"GPT-5.2 (medium)": "entered", "gpt-5.2-2025-12-11-medium": "left"}
    row = row_of(compare(before, after, ModelAliases().key), "GPT-5.2 (medium)")
    assert (row.change, row.was) == ("renamed", "gpt-5.2-2025-12-11-medium")


def test_who_is_passed_within_an_error_did_not_fall_for_certain() -> None:
    before = table([BoardRow("Ada", 1, 60.25, sem=0.1), BoardRow("Bell", 2, 60.1, sem=2.0), BoardRow("Curie", 3, 9.5)])
    after = table(
        [BoardRow("Bell", 1, 60.9, sem=2.0), BoardRow("Ada", 2, 60.25, sem=0.1), BoardRow("Curie", 3, 9.5)], 7
    )
    ada = row_of(compare(before, after), "Ada")
    assert (ada.change, ada.is_uncertain, ada.note) == (
        "down",
        True,
        "within the error of what changed sides with it",
    )
    assert headline(compare(before, after)) == "Bell and Ada changed rank only within their error."
    sure = table([BoardRow("Bell", 1, 70.9, sem=2.0), BoardRow("Ada", 2, 60.25, sem=0.1), BoardRow("Curie", 3, 9.5)], 7)
    assert not row_of(compare(before, sure), "Ada").is_uncertain
