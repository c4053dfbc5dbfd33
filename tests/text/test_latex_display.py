"""Displayed formulas in Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.text.latex_display import Displayed, display_to_unicode


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("E=mc^{2}", [("E = mc²", "")]),
        (r"a\leq b \tag{3a}", [("a ≤ b", "3a")]),
        (r"\begin{align}a&=b \tag{1}\\&\leq c+d\end{align}", [("a = b", "1"), ("  ≤ c+d", "")]),
        (r"\begin{equation}\begin{split}x&=1\\y&=2\end{split}\end{equation}", [("x = 1", ""), ("y = 2", "")]),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned} \tag{7}", [("a = b", ""), ("c = d", "7")]),
        (r"\begin{gather*}a\\b\nonumber\end{gather*}", [("a", ""), ("b", "")]),
        (r"\sum_{i=1}^{n}x_{i=j}", [("∑ᵢ₌₁ⁿxᵢ₌ⱼ", "")]),
        (r"x_{a=K}", [("x_(a=K)", "")]),
        ("", [("", "")]),
    ],
)
def test_a_displayed_formula_reads_line_by_line(source: str, lines: list[tuple[str, str]]) -> None:
    assert display_to_unicode(source) == [Displayed(*line) for line in lines]


def test_the_number_of_a_whole_group_stands_at_its_end() -> None:
    shown = display_to_unicode(r"\begin{equation}\tag{7}\begin{aligned}a&=b\\c&=d\end{aligned}\end{equation}")
    assert [line.number for line in shown] == ["", "7"]


def test_rows_of_a_matrix_inside_do_not_break_the_lines() -> None:
    shown = display_to_unicode(r"\begin{align}A&=\begin{pmatrix}1&2\\3&4\end{pmatrix}\\B&=0\end{align}")
    assert [line.text for line in shown] == ["A = (1, 2; 3, 4)", "B = 0"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="\\{}&abegin{lt}^_$%=+ \n12", max_size=60))
def test_whatever_is_displayed_there_is_a_line(source: str) -> None:
    shown = display_to_unicode(source)
    assert shown
    assert all("\n" not in line.text for line in shown)
