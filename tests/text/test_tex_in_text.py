"""TeX between delimiters in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.tex_in_text import formulas_read, raw_formulas


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"H$_2$O in $\mathcal{O}(n)$", "H₂O in 𝒪(n)"),
        (r"The \(x^2\) law", "The x² law"),
        ("From $5 to $10 a month", "From $5 to $10 a month"),
        (r"C:\new and \o", r"C:\new and \o"),
        ("$AAPL beats $GOOG", "$AAPL beats $GOOG"),
    ],
)
def test_formulas_of_a_title_are_read_and_money_is_not(text: str, said: str) -> None:
    assert formulas_read(text) == said


@given(st.text(alphabet="$\\()[]{}x_^2 ab\n", max_size=60))
def test_nothing_raises(text: str) -> None:
    assert isinstance("".join(part for part, _ in raw_formulas(text)), str)
