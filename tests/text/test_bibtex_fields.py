from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.bibtex import of_address, of_latex, of_plain


def depth_stays_above_zero(field: str) -> bool:
    depth = 0
    for character in field:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("BERT: Pre-training of Transformers", "{BERT}: Pre-training of Transformers"),
        ("Self-Supervised GPT-4 Agents in 3D", "Self-Supervised {GPT}-4 Agents in {3D}"),
        ("A survey of tools from Zurich for learning", "A survey of tools from {Zurich} for learning"),
        ("Deep Bayesian Learning", "Deep {Bayesian} Learning"),
        (r"On $\ell_1$ and \LaTeX", r"On {$\ell_1$} and {\LaTeX}"),
        (r"Erd\H{o}s Graphs, {\L}ukasiewicz Logic", r"Erd{\H{o}}s Graphs, {\L}ukasiewicz Logic"),
        (r"\'Etale Maps", r"\'Etale Maps"),
        ("100% of R&D #1 for a_b", r"100\% of {R}\&{D} \#1 for a\_b"),
        ("It costs $5 to $10", r"It costs \$5 to \$10"),
        ("Unclosed { and } and {", r"Unclosed { and } and \textbraceleft{}"),
        (r"The set $\{x\}$", r"The set {$\lbrace x\rbrace $}"),
        ("Gödel’s α — a “proof”", r"G{\"o}del's {\ensuremath{\alpha}} --- a ``proof''"),
        (r"The {\beta}-Service of \pi", r"The {\ensuremath{\beta}}-Service of {\ensuremath{\pi}}"),
        ("王小明的方法", "王小明的方法"),
        ("ends in \\", r"ends in \textbackslash{}"),
    ],
)
def test_titles_keep_their_latex_and_their_capitals(title: str, field: str) -> None:
    assert of_latex(title, protect=True) == field


def test_a_title_without_latex_prints_as_it_stands() -> None:
    assert of_plain(r"C:\dir {x} $5 ~ ^") == (
        r"C:\textbackslash{}dir \textbraceleft{}x\textbraceright{} \$5 \textasciitilde{} \textasciicircum{}"
    )


def test_an_address_loses_what_would_end_its_field() -> None:
    assert (
        of_address("https://a.example/b}{c d\\é?x=1%20&y=_#z") == "https://a.example/b%7D%7Bc%20d%5C%C3%A9?x=1%20&y=_#z"
    )


@given(st.text(st.sampled_from("aB é{}\\$%&#_^~\"'@,=αL1-"), max_size=40), st.booleans())
def test_braces_always_balance(text: str, protect: bool) -> None:
    assert depth_stays_above_zero(of_latex(text, protect=protect))
    assert depth_stays_above_zero(of_plain(text, protect=protect))


@given(st.text(max_size=60))
def test_nothing_that_is_text_is_lost(text: str) -> None:
    letters = [c for c in text if c.isascii() and c.isalnum()]
    written = of_latex(text)
    place = 0
    for letter in letters:
        place = written.index(letter, place) + 1


@pytest.mark.parametrize("source", ["\\\\", "a\\\\{b}", "{a\\\\}", "One\\\\GAN"])
def test_no_brace_stands_right_behind_a_broken_line(source: str) -> None:
    written = of_latex(source, protect=True) + "}"
    assert "\\{" not in written
    assert "\\}" not in written


def test_no_line_of_a_field_begins_like_an_entry() -> None:
    assert of_latex("mail\n  @ab{c}") == "mail @ab{c}"
    assert of_plain("mail\n@(c)") == "mail @(c)"
