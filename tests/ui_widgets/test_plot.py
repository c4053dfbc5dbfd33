import math
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_reader.ui.plot.canvas import Canvas, Run
from tui_reader.ui.plot.chart import Chart, Line, Mark, draw
from tui_reader.ui.plot.scale import Linear, Logarithmic, amounts, linear, over_days

FIGURES = st.floats(-1e90, 1e90, allow_nan=False)


def text(lines: list[list[Run]]) -> list[str]:
    return ["".join(run.text for run in line) for line in lines]


def labels(scale: Linear | Logarithmic, count: int) -> list[str]:
    return [tick.label for tick in scale.ticks(count)]


def test_ticks_are_round() -> None:
    assert labels(Linear(37.0, 61.0), 5) == ["40", "45", "50", "55", "60"]
    assert labels(Linear(0.0, 0.3), 3) == ["0.0", "0.1", "0.2", "0.3"]


def test_ranks_begin_with_the_first_at_the_top() -> None:
    scale = linear([1.0, 300.0], is_turned=True, is_whole=True)
    ticks = scale.ticks(4)
    assert ticks[-1].label == "1"
    assert scale.place(1) > scale.place(300)
    assert all("." not in tick.label and tick.label != "0" for tick in ticks)


def test_prices_that_span_much_are_logarithmic_and_free_ones_stand_at_the_left() -> None:
    scale = amounts([0.0, 0.05, 0.5, 60.0])
    assert isinstance(scale, Logarithmic)
    assert scale.place(0.0) < scale.place(0.05) < scale.place(0.5) < scale.place(60.0) <= 1.0
    assert scale.ticks(6)[0].label == "0"


def test_prices_that_span_little_are_linear() -> None:
    assert isinstance(amounts([1.0, 2.0, 5.0]), Linear)


def test_a_change_in_the_last_decimal_is_no_cliff() -> None:
    scale = linear([57.20, 57.18])
    assert abs(scale.place(57.20) - scale.place(57.18)) < 0.1


def test_a_gap_is_left_open() -> None:
    days = [date(2026, 4, n) for n in (1, 10, 20, 30)]
    ends = [(d.toordinal(), 10.0) for d in days]
    x, y = over_days(days), linear([10.0, 20.0])
    whole = text(draw(Chart(x, y, lines=[Line(ends)]), 60, 12))
    broken = text(draw(Chart(x, y, lines=[Line(ends[:2]), Line(ends[2:])]), 60, 12))
    row = next(i for i, line in enumerate(whole) if any(0x2800 < ord(c) <= 0x28FF for c in line))
    middle = slice(len(broken[row]) // 2 - 5, len(broken[row]) // 2 + 5)
    assert broken[row][middle].strip() == ""
    assert " " not in whole[row][middle]


def test_marks_are_seen_without_colour_and_named_where_there_is_room() -> None:
    chart = Chart(linear([0.0, 10.0]), linear([0.0, 10.0]), marks=[Mark(5, 5, "a", words="here"), Mark(1, 1, "b")])
    drawn = "\n".join(text(draw(chart, 40, 12)))
    assert "a here" in drawn
    assert "b" in drawn


def test_words_do_not_cover_other_marks() -> None:
    marks = [Mark(5, 5, "a", words="a long name"), Mark(5.5, 5, "b"), Mark(4.5, 5, "c")]
    drawn = "\n".join(text(draw(Chart(linear([0.0, 10.0]), linear([0.0, 10.0]), marks=marks), 40, 12)))
    assert "b" in drawn
    assert "c" in drawn


def test_dates_are_told_by_day_month_or_year_as_they_span() -> None:
    week = over_days([date(2026, 4, 1), date(2026, 4, 7)])
    assert week.ticks(7)[0].label == "1 Apr"
    years = over_days([date(2019, 1, 1), date(2026, 4, 7)])
    assert [t.label for t in years.ticks(8)][:2] == ["2019", "2020"]


def test_too_small_a_room_says_so() -> None:
    assert text(draw(Chart(linear([1.0]), linear([1.0])), 19, 4))[0] == "too small for a plot"[:19]


def test_a_line_of_dots_joins_its_ends() -> None:
    canvas = Canvas(4, 2)
    canvas.line(0, 0, 7, 7)
    assert canvas.has_dots(0, 0)
    assert canvas.has_dots(3, 1)


@given(st.lists(st.tuples(FIGURES, FIGURES), max_size=20), st.integers(1, 160), st.integers(1, 60))
def test_whatever_is_drawn_fills_its_room_exactly(points: list[tuple[float, float]], width: int, height: int) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    chart = Chart(
        amounts(xs), linear(ys), "title", "unit", [Line(points)], [Mark(x, y, "•", words="name") for x, y in points]
    )
    lines = text(draw(chart, width, height))
    assert len(lines) == height
    assert {cell_len(line) for line in lines} == {width}


@given(st.lists(FIGURES, min_size=1), st.integers(1, 20))
def test_ticks_lie_on_the_axis_in_order(values: list[float], count: int) -> None:
    for scale in (linear(values), linear(values, is_turned=True), amounts(values)):
        places = [tick.place for tick in scale.ticks(count)]
        assert places == sorted(places)
        assert all(-0.01 <= place <= 1.01 and math.isfinite(place) for place in places)


@given(st.lists(st.dates(), min_size=1), st.integers(1, 20))
def test_any_dates_have_ticks_on_their_axis(days: list[date], count: int) -> None:
    scale = over_days(days)
    assert all(0 <= tick.place <= 1 for tick in scale.ticks(count))
    assert len(scale.ticks(count)) <= count + 2
