"""LaTeX reads as text, and what is not LaTeX stays as it is."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui_reader.text.latex import math_to_unicode, to_unicode
from tui_reader.text.sanitise import clean_text

WORDS = r"""$ $$ { } \ ^ _ ~ & ' " a b2 é [ ] 5 \frac \sqrt \alpha \text \left \begin{cases} \end{cases}
\begin{equation} \( \) \hat \cal \mathbb \cite \' \c \not \unknown \href \label \over \\ \em"""
PIECES = st.lists(st.sampled_from([*WORDS.split(), " ", "\n"]), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"$O(\ell^{-β})$", "O(ℓ⁻ᵝ)"),
        (r"$1.58\times$ faster", "1.58× faster"),
        (r"$6\times10^{21}$ FLOPs", "6×10²¹ FLOPs"),
        (r"0.16\% of R\&D", "0.16% of R&D"),
        (r"Grok~4.20", "Grok 4.20"),
        (r"\emph{very} \textbf{bold \textit{words}}", "very bold words"),
        (r"\b{eta}2", "β2"),
        (
            r"Erd\H{o}s, Schr\"odinger, \'{e}t\'e, {\v{S}}koda, na\"{\i}ve, \c{c}a",
            "Erdős, Schrödinger, été, Škoda, naïve, ça",
        ),
        (r"{BERT}: a {\em model}", "BERT: a model"),
        (r"$\mathbb{R}^{d\times k}$ and $\mathcal{O}(n \log n)$", "ℝ^(d×k) and 𝒪(n log n)"),
        (r"$\frac{1}{2}x$, $\frac{1}{n}\sum_i x_i$", "1/2 x, 1/n ∑ᵢ xᵢ"),
        (r"$\mathrm{H_2O}$, $\mathrm{CO_2}$", "H₂O, CO₂"),
        (r"$\frac{1}{2}$, $\frac{a+b}{2}$, $\sqrt{x+1}$, $\sqrt[3]{2}$", "1/2, (a+b)/2, √(x+1), ∛2"),
        (r"$x_{i,j}^2$, $x_{ij}$, $x_K$, $x_Ky$", "x_(i,j)², xᵢⱼ, x_K, x_(K)y"),
        (r"$\hat{\theta}_t$, $\tilde{O}(\sqrt{T})$", "θ̂ₜ, Õ(√T)"),
        (r"$a \leq b$ and $\geq 5$", "a ≤ b and ≥5"),
        (r"$x^*$, $A^\top$, $90^\circ$, $f'(x)$, $10^{-3}$", "x*, Aᵀ, 90°, f′(x), 10⁻³"),
        (r"$\{0,1\}^n$ with $\left\|x\right\|_2$", "{0,1}ⁿ with ‖x‖₂"),
        (r"$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$", "(a, b; c, d)"),
        (r"\(a+b\), \[c\], $$d$$", "a+b, c, d"),
        (r"$n$-th, $k$NN, $\sim$10, $>$90\%", "n-th, kNN, ∼10, >90%"),
        (r"$\text{if $b$ then}$", "if b then"),
        (r"$\mathrm{KL}(p\|q)$, $\operatorname*{argmax}_\theta$", "KL(p‖q), argmax_θ"),
        (r"$n \choose k$, $\binom{n}{k}$", "n choose k, (n choose k)"),
        (r"$\not\in$, $\not=$", "∉, ≠"),
        (r"O(n^{2}) and A_{ij}", "O(n²) and Aᵢⱼ"),
        (
            r"\alpha-divergence, see \cite{key} and \url{https://e.example/~x}",
            "α-divergence, see [key] and https://e.example/~x",
        ),
    ],
)
def test_latex_reads_as_text(source: str, shown: str) -> None:
    assert to_unicode(source) == shown


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 to $10.",
        "From $15 million in 2020 to $20 million (US$5 and C$6).",
        "costs $5-$10, saves $3",
        "~5% and 10~20 and http://e.example/~user",
        '{"key": [1, 2]} and {name}',
        r"C:\new\table",
        r"\unknowncommand{x}",
        "one $ alone",
        "{" * 50,
        "\\",
        "$HOME/bin:$PATH",
    ],
)
def test_what_is_no_latex_stays(text: str) -> None:
    assert to_unicode(text) == text


def test_escaped_quotation_marks_are_no_umlauts() -> None:
    assert to_unicode(r"He said \"and\" and \"or\".") == 'He said "and" and "or".'


def test_money_beside_a_formula() -> None:
    assert to_unicode(r"costs $5 at $\alpha=1$ and $6 more") == "costs $5 at α=1 and $6 more"


def test_text_without_latex_comes_back_as_the_same_object() -> None:
    text = "Plain words, 5 % of them, and a_b ^ c."
    assert to_unicode(text) is text


def test_ordinary_latex_imports_nothing_heavy() -> None:
    code = (
        "import sys; from tui_reader.text.latex import to_unicode;"
        r"to_unicode(r'$\frac{\alpha}{2} \leq \mathbb{R}$ \emph{x} Schr\"odinger');"
        "assert 'pylatexenc' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_rare_symbols_are_known_too() -> None:
    assert to_unicode(r"$\circledS$") == "Ⓢ"


@given(st.one_of(PIECES, st.text()))
@example("$" + "{" * 200 + "$")
@example("{\\em " * 3000 + "}" * 3000)
@example("\\" + "begin{cases}" * 50)
@example("$\\begin{cases}$\\end{cases}")
def test_nothing_raises_and_cleaned_text_stays_clean(text: str) -> None:
    for written in (to_unicode(clean_text(text)), math_to_unicode(clean_text(text))):
        assert all(
            c == "\n" or c in "\u200c\u200d" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in written
        )


@given(
    st.lists(st.sampled_from("abcxyz0123456789+-=(),. "), max_size=30).map("".join),
    st.sampled_from(["$%s$", "x^{%s}", "%s"]),
)
def test_no_letter_or_digit_is_lost(content: str, form: str) -> None:
    source = form % content
    kept = [c for c in unicodedata.normalize("NFKD", to_unicode(source)) if c.isalnum()]
    assert kept == [c for c in source if c.isalnum()]


@given(PIECES)
def test_words_outside_formulas_are_kept(pieces: str) -> None:
    assert "remarkable" in to_unicode("remarkable " + pieces.replace("$", ""))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"\ce{H2O} and $\ce{SO4^2-}$", "H₂O and SO₄²⁻"),
        (r"$\ce{2H2 + O2 -> 2H2O}$", "2H₂ + O₂ → 2H₂O"),
        (r"\SI{5}{\milli\second}, $\qty{10}{\percent}$", "5 millisecond, 10 %"),
        (r"\begin{align} a &= b \\ &= c \\ d &< e \end{align}", "a = b = c; d < e"),
    ],
)
def test_chemistry_quantities_and_lines_are_read(source: str, said: str) -> None:
    assert to_unicode(source) == said
