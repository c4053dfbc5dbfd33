from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.ui.widgets.list_rows import LineMap


def test_headings_take_a_line_of_their_own() -> None:
    lines = LineMap(4, [(0, "Fri"), (3, "Thu")])
    assert [lines.item_at(line) for line in range(6)] == [None, 0, 1, 2, None, 3]
    assert [lines.group_of(line) for line in range(6)] == [0, 0, 0, 0, 1, 1]


def test_items_before_the_first_heading_have_no_group() -> None:
    lines = LineMap(3, [(1, "Fri")])
    assert lines.group_of(0) is None
    assert lines.item_at(0) == 0


def test_a_heading_past_the_last_item_is_left_out() -> None:
    assert LineMap(2, [(0, "a"), (2, "b"), (9, "c")]).headings == ("a",)


def test_the_nearest_item_is_beside_a_heading() -> None:
    lines = LineMap(4, [(0, "Fri"), (3, "Thu")])
    assert lines.nearest_item(4, 1) == 3
    assert lines.nearest_item(4, -1) == 2
    assert lines.nearest_item(0, -1) == 0
    assert lines.nearest_item(99, 1) == 3


@given(st.integers(0, 60), st.lists(st.tuples(st.integers(-5, 70), st.text(max_size=2)), max_size=20))
def test_every_item_has_one_line_and_every_line_one_item_or_heading(items: int, groups: list[tuple[int, str]]) -> None:
    lines = LineMap(items, groups)
    assert [lines.item_at(lines.line_of(index)) for index in range(items)] == list(range(items))
    shown = [lines.item_at(line) for line in range(lines.lines)]
    assert [index for index in shown if index is not None] == list(range(items))
    assert shown.count(None) == len(lines.headings)
