"""An index that was rebased is announced, and nothing else is taken for one."""

from __future__ import annotations

from typing import Any

from comparison_tables import changes, row_of, table

from tui_reader.domain.boards import Snapshot
from tui_reader.domain.comparison import compare, counts
from tui_reader.domain.comparison_basis import plain_version

SCORES = [60.2, 57.3, 57.2, 54.0, 53.1, 51.7, 49.8, 44.9, 41.3, 38.6, 33.0, 30.2, 28.4, 24.5, 19.1, 12.7, 8.4, 6.2]


def of(scores: list[float], days: int = 0, **fields: Any) -> Snapshot:
    return table([(f"Model {n}", score) for n, score in enumerate(scores)], days, **fields)


def test_scaled_scores_are_a_rebased_index_and_ranks_stay() -> None:
    for factor in (0.5, 0.8, 0.95, 1.1):
        found = compare(of(SCORES), of([round(s * factor, 1) for s in SCORES], 1))
        assert not found.comparable, factor
        assert "rebased" in found.warning
        assert set(changes(found).values()) == {"same"}
        assert counts(found).scores == 0
        assert all(r.score.delta is None for r in found.rows)


def test_shifted_scores_are_a_rebased_index() -> None:
    assert not compare(of(SCORES), of([s - 3.5 for s in SCORES], 1)).comparable


def test_scores_that_all_fall_by_different_amounts_are_a_rebased_index() -> None:
    fallen = [s - 2 - (n * 7 % 5) for n, s in enumerate(SCORES)]
    assert not compare(of(SCORES), of(sorted(fallen, reverse=True), 1)).comparable


def test_a_few_known_models_that_all_shift_alike_are_a_rebased_index() -> None:
    assert not compare(of(SCORES[:5]), of([s * 0.9 for s in SCORES[:5]], 1)).comparable


def test_a_changed_version_is_a_rebased_index_even_if_scores_stand() -> None:
    found = compare(of(SCORES, index_version="4.0"), of(SCORES, 1, index_version="5.0"))
    assert not found.comparable
    assert "version 4 to 5" in found.warning


def test_a_version_written_otherwise_is_the_same() -> None:
    assert plain_version("v4.0") == plain_version("4") == "4"
    assert compare(of(SCORES, index_version="v4.0"), of(SCORES, 1, index_version="4")).comparable


def test_ranks_of_a_rebased_index_still_tell_who_overtook() -> None:
    before, after = of(SCORES), of([s * 0.8 for s in SCORES], 1)
    rows = list(after.rows)
    swapped = table([(r.model, s) for r, s in zip([rows[1], rows[0], *rows[2:]], (48.0, 46.0, *(
        r.score for r in rows[2:])), strict=True)], 1)  # fmt: skip
    found = compare(before, swapped)
    assert not found.comparable
    assert (row_of(found, "Model 1").change, row_of(found, "Model 0").change) == ("up", "down")


def test_a_single_large_mover_is_no_rebased_index() -> None:
    for count in (1, 2, 3, 5, len(SCORES)):
        found = compare(of(SCORES[:count]), of([s - 40.0 * (n == 0) for n, s in enumerate(SCORES[:count])], 1))
        assert found.comparable, count
        assert counts(found).scores == 1


def test_a_handful_of_movers_is_no_rebased_index() -> None:
    found = compare(of(SCORES), of([s + (n % 3 == 0) for n, s in enumerate(SCORES)], 1))
    assert found.comparable
    assert counts(found).scores == 6


def test_three_of_five_that_go_different_ways_are_moves() -> None:
    found = compare(of([57.2, 56.0, 54.0, 53.0, 51.7]), of([57.9, 55.1, 54.0, 53.4, 51.7], 1))
    assert found.comparable
    assert counts(found).scores == 3


def test_where_all_ratings_are_fitted_anew_drift_is_no_move() -> None:
    fitted = [s + 0.001 for s in SCORES]
    drift = [(-1) ** n * (n % 4) / 100 + 0.013 for n in range(len(fitted))]
    after = [round(s + d + (9.0 if n == 9 else 0.0), 3) for n, (s, d) in enumerate(zip(fitted, drift, strict=True))]
    found = compare(of(fitted), table([(f"Model {n}", s) for n, s in enumerate(after)], 1))
    assert found.comparable
    assert "drift" in found.warning
    assert [r.model for r in found.rows if r.score.moved] == ["Model 9"]


def test_models_closer_than_the_drift_do_not_overtake_each_other() -> None:
    others = [50.001 - n for n in range(12)]
    drifted = [round(s + 0.004 * (-1) ** n, 3) for n, s in enumerate(others)]
    before = table([("Ada", 60.003), ("Bell", 60.001), *((f"Model {n}", s) for n, s in enumerate(others))])
    after = table([("Bell", 60.002), ("Ada", 60.001), *((f"Model {n}", s) for n, s in enumerate(drifted))], 1)
    assert set(changes(compare(before, after)).values()) == {"same"}


def test_another_metric_is_not_compared() -> None:
    found = compare(of(SCORES, metric="Intelligence Index"), of(SCORES[::-1], 1, metric="Elo"))
    assert not found.comparable
    assert "from Intelligence Index to Elo" in found.warning


def test_another_word_for_the_same_metric_is_compared() -> None:
    assert compare(of(SCORES, metric="Intelligence Index"), of(SCORES, 1, metric="AA Index")).comparable
