"""What counts as a move between two tables, and what only looks like one."""

from __future__ import annotations

from datetime import date

from comparison_tables import changes, row_of, table

from tui_reader.domain.boards import BoardRow
from tui_reader.domain.comparison import compare, counts, returned


def test_nothing_moves_but_speeds_when_only_they_change() -> None:
    before = table([("Ada", 57.2, 75, 5.63), ("Bell", 57.2, 114, 4.5), ("Curie", 54, 75, 4.81)], complete=False)
    after = table([("Ada", 57.2, 96, 5.63), ("Bell", 57.2, 120, 4.5), ("Curie", 54, 94, 4.81)], 4, complete=False)
    found = compare(before, after)
    assert counts(found).same == 3
    assert (counts(found).scores, counts(found).prices) == (0, 0)
    assert {r.model: (r.tok_s.delta, r.tok_s.moved) for r in found.rows} == {
        "Ada": (21, True),
        "Bell": (6, False),
        "Curie": (19, True),
    }


def test_a_top_five_says_who_entered_who_left_and_who_overtook() -> None:
    before = table([("Ada", 57.2), ("Bell", 55), ("Curie", 54), ("Darwin", 53), ("Euler", 51.7)], complete=False)
    after = table([("Ada", 57.2), ("Curie", 56.1), ("Bell", 55), ("Fermi", 54), ("Darwin", 53)], 4, complete=False)
    found = compare(before, after)
    assert changes(found) == {
        "Ada": "same",
        "Curie": "up",
        "Bell": "down",
        "Fermi": "entered",
        "Darwin": "down",
        "Euler": "left",
    }
    assert row_of(found, "Euler").note == "left the top 5"
    assert row_of(found, "Euler").score.after is None
    assert row_of(found, "Fermi").note == "entered the top 5"
    assert row_of(found, "Darwin").is_pushed
    assert not row_of(found, "Bell").is_pushed


def test_in_a_whole_table_a_model_that_is_gone_is_no_longer_listed() -> None:
    found = compare(table([("Ada", 2.0), ("Bell", 1.0)]), table([("Ada", 2.0)], 1))
    assert row_of(found, "Bell").note == "no longer listed"


def test_a_model_that_closes_up_because_one_above_left_is_pushed() -> None:
    found = compare(table([("Ada", 3.0), ("Bell", 2.0), ("Curie", 1.0)]), table([("Bell", 2.0), ("Curie", 1.0)], 1))
    row = row_of(found, "Curie")
    assert (row.change, row.is_pushed, row.is_move, row.rank.delta) == ("up", True, False, -1)
    assert row.note == "moved up: 1 model fewer above it"


def test_models_with_one_score_do_not_overtake_each_other() -> None:
    found = compare(
        table([("Ada", 57.2), ("Bell", 57.2), ("Curie", 50.1)]), table([("Bell", 57.2), ("Ada", 57.2), ("Curie", 50.1)])
    )
    assert set(changes(found).values()) == {"same"}
    assert {(r.place.before, r.place.after) for r in found.rows} == {(1, 1), (3, 3)}


def test_a_score_written_with_more_digits_did_not_move() -> None:
    before = table([("Ada", 60.24), ("Bell", 60.24), ("Curie", 51.8), ("Darwin", 44.87)])
    after = table(
        [("Ada", 60.2435549867), ("Bell", 60.2370019123), ("Curie", 51.8021353546), ("Darwin", 45.9980578168)], 7
    )
    found = compare(before, after)
    assert set(changes(found).values()) == {"same"}
    assert row_of(found, "Ada").score.only_rewritten
    assert (row_of(found, "Darwin").score.delta, row_of(found, "Darwin").score.moved) == (1.13, True)


def test_a_score_that_moved_by_a_written_digit_moved() -> None:
    found = compare(table([("Ada", 54.0), ("Bell", 51.7)]), table([("Ada", 54.1), ("Bell", 51.7)], 1))
    assert changes(found) == {"Ada": "same", "Bell": "same"}
    assert [(r.score.delta, r.score.moved) for r in found.rows] == [(0.1, True), (0.0, False)]


def test_missing_is_not_zero() -> None:
    before = table([("Ada", 3.0, 80.0, 1.0), ("Bell", None, None, None)])
    after = table([("Ada", 3.0, None, None), ("Bell", None, 50.0, 0.5)], 1)
    found = compare(before, after)
    assert set(changes(found).values()) == {"same"}
    assert not any(d.moved or d.delta is not None for r in found.rows for d in (r.tok_s, r.usd_per_1m))


def test_a_price_of_zero_is_a_price() -> None:
    found = compare(table([("Ada", 3.0, None, 0.0)]), table([("Ada", 3.0, None, 0.2)], 1))
    assert row_of(found, "Ada").usd_per_1m.moved


def test_a_first_score_is_no_rise_but_an_entry() -> None:
    before = table([BoardRow("Ada", 1, 3.0), BoardRow("Bell")])
    after = table([BoardRow("Bell", 1, 4.0), BoardRow("Ada", 2, 3.0)], 1)
    found = compare(before, after)
    assert (row_of(found, "Bell").change, row_of(found, "Bell").note) == ("entered", "had no score before")
    assert row_of(found, "Ada").is_pushed
    gone = row_of(compare(after, before), "Bell")
    assert (gone.change, gone.note) == ("left", "had no score then")


def test_where_lower_is_better_a_falling_score_goes_up() -> None:
    before = table([("Ada", 0.11), ("Bell", 0.15), ("Curie", 0.32)])
    after = table([("Bell", 0.09), ("Ada", 0.11), ("Curie", 0.32)], 1)
    assert row_of(compare(before, after), "Bell").change == "up"


def test_ranks_that_do_not_follow_the_score_are_compared_as_published() -> None:
    before = table([BoardRow("Ada", 1, 10.0), BoardRow("Bell", 2, 30.0), BoardRow("Curie", 3, 20.0)])
    after = table([BoardRow("Bell", 1, 30.0), BoardRow("Ada", 2, 10.0), BoardRow("Curie", 3, 20.0)], 1)
    assert changes(compare(before, after)) == {"Bell": "up", "Ada": "down", "Curie": "same"}


def test_without_published_ranks_places_come_from_the_scores() -> None:
    before = table([BoardRow("Ada", score=1.0), BoardRow("Bell", score=2.0)])
    after = table([BoardRow("Ada", score=3.0), BoardRow("Bell", score=2.0)], 1)
    row = row_of(compare(before, after), "Ada")
    assert (row.change, row.rank.before, row.rank.after, row.rank.delta) == ("up", 2, 1, -1)


def test_a_whole_table_is_set_against_a_top_three_only_as_far_as_that_goes() -> None:
    whole = table([(f"Model {n}", 60.0 - n) for n in range(1, 8)])
    top = table([("Model 1", 59.0), ("Model 3", 57.0), ("Model 4", 56.0)], 1, complete=False)
    found = compare(whole, top)
    assert changes(found) == {"Model 1": "same", "Model 3": "up", "Model 4": "up", "Model 2": "left"}
    assert found.outside == 3
    assert "only the top 3 is known: 3 more models are left out" in found.warning
    assert compare(top, whole).outside == 3


def test_models_without_a_rank_do_not_enter_a_top_two() -> None:
    top = table([("Ada", 3.0), ("Bell", 2.0)], complete=False)
    whole = table([BoardRow("Ada", 1, 3.0), BoardRow("Bell", 2, 2.0), BoardRow("Curie"), BoardRow("Darwin")], 1)
    found = compare(top, whole)
    assert (set(changes(found)), found.outside) == ({"Ada", "Bell"}, 2)


def test_between_two_sources_a_missing_name_may_be_another_name() -> None:
    before, after = table([("GPT-5.4", 3.0)], source="issues"), table([("GPT-5.4 (xhigh)", 3.4)], 1, source="import")
    found = compare(before, after)
    assert row_of(found, "GPT-5.4").note == "not listed under this name"
    assert "different sources" in found.warning


def test_a_model_that_vanished_and_returns_is_back_again() -> None:
    first, second, third = (
        table([("Ada", 2.0), ("Bell", 1.0)]), table([("Ada", 2.0)], 1), table([("Ada", 2.0), ("Bell", 1.0)], 2),
    )  # fmt: skip
    assert row_of(compare(first, second), "Bell").change == "left"
    back = row_of(returned(compare(second, third), {"Bell": date(2026, 3, 27)}), "Bell")
    assert (back.change, back.last_seen) == ("entered", date(2026, 3, 27))
    assert back.note == "back again, last seen on 2026-03-27"
    assert row_of(compare(first, third), "Bell").change == "same"


def test_figures_that_are_no_numbers_are_missing() -> None:
    odd = table([("Ada", float("nan"), float("inf"), 1e308), ("Bell", -1e308, None, None)])
    found = compare(odd, table([("Ada", 1.0, 2.0, 3.0), ("Bell", 1e308, None, None)], 1))
    assert counts(found).same == 2
    assert row_of(found, "Ada").score.before is None
