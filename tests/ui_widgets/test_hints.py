from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.ui.widgets.hints import LETTERS, Hints, LinkPlace, labels


@given(st.integers(0, 2_000))
def test_labels_are_different_and_none_begins_another(count: int) -> None:
    found = labels(count)
    assert len(found) == count
    assert len(set(found)) == count
    assert all(label and set(label) <= set(LETTERS) for label in found)
    ordered = sorted(found)
    assert not any(second.startswith(first) for first, second in pairwise(ordered))


def test_a_screenful_of_links_needs_one_letter_each() -> None:
    assert {len(label) for label in labels(len(LETTERS))} == {1}


def test_typing_narrows_down_to_the_link() -> None:
    hints = Hints([LinkPlace(link, link, 3) for link in range(60)])
    long_label = labels(60)[-1]
    assert len(long_label) == 2
    hints.type(long_label[0].upper())
    assert hints.chosen is None
    assert hints.on_line(59) == [(3, long_label[1])]
    assert hints.on_line(0) == []
    hints.type(long_label[1])
    assert hints.chosen == 59


def test_a_letter_that_no_label_begins_with_ends_the_hints() -> None:
    hints = Hints([LinkPlace(0, 0, 0)])
    hints.type("1")
    assert not hints
