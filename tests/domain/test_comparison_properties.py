"""What holds for any two tables: order does not matter, and looking from the other side gives the mirror image."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison import Change, ModelChange, compare, counts
from tui_reader.domain.comparison_figures import Delta
from tui_reader.domain.comparison_headline import headline

NAMES = ["Ada", "ada", "Ada (high)", "Ada-high", "Bell 4.6", "4.6 Bell", "OpenAI Bell 4.6", "Curie", "Curie+", "★", " "]
FIGURES = st.one_of(
    st.none(),
    st.sampled_from([0.0, 1.0, 1.04, 1.0449, 54.0, 54.1, 44.87, 45.998, 5.625, 5.63]),
    st.integers(0, 60).map(float),
    st.floats(allow_nan=True, allow_infinity=True),
)
ROWS = st.builds(
    BoardRow,
    model=st.one_of(st.sampled_from(NAMES), st.text(max_size=6)),
    rank=st.one_of(st.none(), st.integers(1, 8)),
    score=FIGURES,
    tok_s=FIGURES,
    usd_per_1m=FIGURES,
    model_id=st.sampled_from(["", "", "a", "b", "c"]),
    window=st.sampled_from(["", "", "January", "February"]),
    sem=st.sampled_from([None, None, 0.5, 20.0]),
    low=st.sampled_from([None, None, 1.0]),
    high=st.sampled_from([None, 50.0]),
    values=st.sampled_from([(), (("agent", "A"),), (("agent", "B"),), (("tries", 1),), (("tries", 5),)]),
)
TABLES = st.builds(
    Snapshot,
    board=st.just("board"),
    title=st.just("Board"),
    taken_on=st.sampled_from([date(2026, 3, 27), date(2026, 3, 31)]),
    rows=st.lists(ROWS, max_size=9).map(tuple),
    metric=st.sampled_from(["", "Index", "Elo"]),
    source=st.sampled_from(["issues", "import"]),
    index_version=st.sampled_from(["", "4", "v4.0", "5"]),
    complete=st.booleans(),
    better=st.sampled_from(["", "higher", "lower"]),
    ceiling=st.sampled_from([None, None, 50.0]),
)
#: Tables as they usually come: ranked by score, some models shared.
PLAIN = st.lists(
    st.tuples(st.sampled_from([f"Model {n}" for n in range(12)]), st.integers(100, 600).map(lambda n: n / 10)),
    unique_by=lambda pair: pair[0],
    max_size=12,
).map(
    lambda pairs: Snapshot(
        "board",
        "Board",
        date(2026, 3, 27),
        tuple(
            BoardRow(model, rank, score)
            for rank, (model, score) in enumerate(sorted(pairs, key=lambda p: (-p[1], p[0])), 1)
        ),
        complete=True,
    )
)
_TURNED = {Change.UP: Change.DOWN, Change.DOWN: Change.UP, Change.ENTERED: Change.LEFT, Change.LEFT: Change.ENTERED}


def told(row: ModelChange) -> tuple[Any, ...]:
    """A row without its words and names, which look forwards in time."""
    return (row.change, row.rank, row.place, row.score, row.tok_s, row.usd_per_1m, row.is_pushed, row.is_uncertain)


def turned(row: ModelChange) -> tuple[Any, ...]:
    def turn(delta: Delta) -> Delta:
        # Adding zero makes 0.0 of -0.0.
        return Delta(delta.after, delta.before, None if delta.delta is None else -delta.delta + 0.0, delta.moved)

    figures = [turn(d) for d in (row.rank, row.place, row.score, row.tok_s, row.usd_per_1m)]
    return (_TURNED.get(row.change, row.change), *figures, row.is_pushed, row.is_uncertain)


@given(st.one_of(st.tuples(TABLES, TABLES), st.tuples(PLAIN, PLAIN)))
def test_comparing_from_the_other_side_is_the_mirror_image(tables: tuple[Snapshot, Snapshot]) -> None:
    there, back = compare(*tables), compare(tables[1], tables[0])
    assert Counter(map(told, there.rows)) == Counter(map(turned, back.rows))
    assert (there.comparable, there.outside) == (back.comparable, back.outside)


@given(st.one_of(TABLES, PLAIN))
def test_compared_with_itself_nothing_moves(table: Snapshot) -> None:
    found = compare(table, table)
    assert counts(found).same == len(found.rows) == len(table.rows)
    assert not any(d.moved for r in found.rows for d in (r.rank, r.place, r.score, r.tok_s, r.usd_per_1m))
    assert (found.comparable, found.warning, found.outside) == (True, "", 0)


@given(st.one_of(st.tuples(TABLES, TABLES), st.tuples(PLAIN, PLAIN)), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(tables: tuple[Snapshot, Snapshot], random: Any) -> None:
    before, after = tables
    first, second = (replace(t, rows=tuple(random.sample(t.rows, len(t.rows)))) for t in tables)
    mixed = compare(first, second)
    assert Counter(mixed.rows) == Counter(compare(before, after).rows)


@given(TABLES, TABLES)
def test_every_row_of_both_tables_is_told_of_once(before: Snapshot, after: Snapshot) -> None:
    found = compare(before, after)
    alone = sum(r.change in (Change.ENTERED, Change.LEFT) and not r.is_rescored for r in found.rows)
    assert 2 * (len(found.rows) - alone) + alone + found.outside == len(before.rows) + len(after.rows)
    assert all(r.change is not Change.ENTERED or r.score.before is None for r in found.rows)


@given(st.one_of(st.tuples(TABLES, TABLES), st.tuples(PLAIN, PLAIN)))
def test_up_and_down_are_moves_of_the_rank_and_the_headline_tells_of_all(tables: tuple[Snapshot, Snapshot]) -> None:
    found = compare(*tables)
    for row in found.rows:
        if row.change in (Change.UP, Change.DOWN):
            assert (row.rank.delta or 0) * (1 if row.change is Change.DOWN else -1) > 0
    sentence = headline(found)
    assert sentence.endswith(".")
    if found.comparable and sentence == "No rank and no score moved.":
        assert all(r.change is Change.SAME and not r.score.moved and not r.is_uncertain for r in found.rows)
