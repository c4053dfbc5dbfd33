from hypothesis import given
from hypothesis import strategies as st

from tui_reader.services.trade_off import frontier


def test_the_best_for_their_price_are_left_best_score_first() -> None:
    offers = [(10.0, 60.0), (1.0, 50.0), (2.0, 49.0), (0.1, 30.0), (0.1, 29.0)]
    assert frontier(offers, less=(True, False)) == [0, 1, 3]


def test_equals_do_not_beat_each_other() -> None:
    assert frontier([(1.0, 5.0), (1.0, 5.0), (1.0, 4.0)]) == [0, 1]


def test_what_is_no_number_stands_nowhere() -> None:
    assert frontier([(float("nan"), 9.0), (1.0, float("inf")), (1.0, 1.0)]) == [2]


def test_of_nothing_nothing_is_left() -> None:
    assert frontier([]) == []


COUNT = st.integers(0, 6).map(float)


@given(st.lists(st.tuples(COUNT, COUNT), max_size=30), st.tuples(st.booleans(), st.booleans()))
def test_it_is_exactly_what_no_other_beats(points: list[tuple[float, float]], less: tuple[bool, bool]) -> None:
    def worth(point: tuple[float, float]) -> tuple[float, float]:
        return tuple(-v if lower else v for v, lower in zip(point, less, strict=True))  # type: ignore[return-value]

    def beats(a: tuple[float, float], b: tuple[float, float]) -> bool:
        return a != b and all(x >= y for x, y in zip(worth(a), worth(b), strict=True))

    unbeaten = {i for i, p in enumerate(points) if not any(beats(q, p) for q in points)}
    assert set(frontier(points, less=less)) == unbeaten
