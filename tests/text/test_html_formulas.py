"""A formula is read once and right, whichever of its forms a page has."""

from __future__ import annotations

import pytest

from tui_reader.html.render import to_markdown, to_text
from tui_reader.sources.feed.article import parse_article

KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>k</mi></mrow><annotation '
    'encoding="application/x-tex">k_j^2</annotation></semantics></math></span><span class="katex-html" '
    'aria-hidden="true">kj2</span></span>'
)
WIKIPEDIA = (
    '<span class="mwe-math-element"><span class="mwe-math-mathml-inline mwe-math-mathml-a11y" style="display: none;">'
    '<math alttext="{\\displaystyle B^{T}}"><msup><mi>B</mi><mi>T</mi></msup></math></span><img alt="{\\displaystyle '
    'B^{T}}" aria-hidden="true" class="mwe-math-fallback-image-inline" src="https://wiki.example/1.svg"></span>'
)
MATHJAX = (
    '<mjx-container class="MathJax"><mjx-math aria-hidden="true"><mjx-mi></mjx-mi></mjx-math><mjx-assistive-mml>'
    "<math><msub><mi>u</mi><mn>0</mn></msub></math></mjx-assistive-mml></mjx-container>"
)
MATHJAX_2 = (
    '<span class="MathJax_Preview"></span><span class="MathJax"><nobr>q3</nobr></span>'
    '<script type="math/tex" id="e1">q^3</script>'
)
FORMULAS = {
    "<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>": "a/b",
    "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac></math>": "(a + 1)/b",
    "<math><msup><mi>x</mi><mn>2</mn></msup></math>": "x²",
    "<math><msqrt><mi>c</mi></msqrt></math>": "√c",
    "<math><msubsup><mi>a</mi><mi>i</mi><mn>2</mn></msubsup></math>": "aᵢ²",
    "<math><mover><mi>x</mi><mo>^</mo></mover></math>": "x̂",
    "<math><mi>sin</mi><mo>&#x2061;</mo><mi>x</mi></math>": "sin x",
    "<math><mtext>if 50% and </mtext><mi>y</mi></math>": "if 50% and y",
    KATEX: "kⱼ²",
    WIKIPEDIA: "Bᵀ",
    MATHJAX: "u₀",
    MATHJAX_2: "q³",
    "\\(b_j\\)": "bⱼ",
}


@pytest.mark.parametrize(("html", "text"), FORMULAS.items())
def test_a_formula_in_a_line(html: str, text: str) -> None:
    assert to_markdown(f"<p>Let {html} be.</p>") == f"Let {text} be."
    assert to_text(f"<p>Let {html} be.</p>") == f"Let {text} be."


def test_a_picture_alone_of_a_formula_is_the_formula() -> None:
    picture = WIKIPEDIA[WIKIPEDIA.index("<img") : -len("</span>")]
    assert to_markdown(f"<p>Let {picture} be.</p>") == "Let Bᵀ be."


def test_a_displayed_formula_stands_alone() -> None:
    assert to_markdown("<p>So \\[ z = \\frac{a}{b} \\] holds.</p>") == "So\n\nz = a/b\n\nholds."
    display = '<p>So</p><script type="math/tex; mode=display">z^2</script><p>holds.</p>'
    assert to_markdown(display) == "So\n\nz²\n\nholds."


def test_escaped_brackets_are_no_formula() -> None:
    for source in ("array\\[first\\]", "call\\(this one\\)"):
        assert to_text(source) == source
        assert "\\" in to_markdown(f"<p>{source}</p>")


def test_what_substack_keeps_in_an_attribute_is_shown() -> None:
    attributes = "{&quot;persistentExpression&quot;:&quot;e = m^2&quot;,&quot;id&quot;:&quot;X&quot;}"
    kept = f'<div class="latex-rendered" data-attrs="{attributes}"></div>'
    assert to_markdown(f"<p>a</p>{kept}<p>b</p>") == "a\n\ne = m²\n\nb"


def test_formulas_and_what_stands_beside_them_survive_the_extraction_of_an_article() -> None:
    filler = "<p>A paragraph that says enough about spoons to be one of an article, and a bit more than that.</p>" * 6
    page = (
        f"<html><body><nav><a href='/'>Home</a></nav><article>{filler}<p>We set {KATEX} and {WIKIPEDIA} and {MATHJAX} "
        f"and {MATHJAX_2} as before, for the spoons that were left over from the earlier trial of spoons.</p>{filler}"
        "<figure><img src='/s.png' alt='Spoons'><figcaption>Figure 2: Spoons.</figcaption></figure>"
        "<ol><li>first spoon of all</li><li>second spoon of all</li></ol></article></body></html>"
    )
    markdown = parse_article(page.encode(), "https://spoons.example/a").markdown
    assert "We set kⱼ² and Bᵀ and u₀ and q³ as before" in markdown
    assert "Figure 2: Spoons." in markdown
    assert "1. first spoon of all\n2. second spoon of all" in markdown


def test_openings_without_an_end_are_read_once() -> None:
    opened = "\\(x_" * 20_000
    assert to_text(opened) == opened


@pytest.mark.parametrize(
    ("picture", "text"),
    [
        ("<img src='https://latex.codecogs.com/svg.latex?%5Cfrac%7Ba%7D%7Bb%7D'>", "a/b"),
        ("<img src='https://render.githubusercontent.com/render/math?math=x%5E2'>", "x²"),
        ("<img src='https://www.zhihu.com/equation?tex=%5Calpha' alt='\\alpha'>", "α"),
        ("<img class='latex' src='https://s0.wp.com/latex.php?latex=y_0&bg=fff' alt='y_0'>", "y₀"),
        ("<img src='https://chart.googleapis.com/chart?cht=tx&chl=z%5E3'>", "z³"),
    ],
)
def test_a_picture_whose_address_is_a_formula_is_it(picture: str, text: str) -> None:
    assert to_markdown(f"<p>Let {picture} be.</p>") == f"Let {text} be."


def test_a_chart_is_no_formula() -> None:
    picture = "<img src='https://chart.googleapis.com/chart?cht=p&chd=t:1'>"
    assert to_markdown(picture) == "[image](https://chart.googleapis.com/chart?cht=p&chd=t:1)"


def test_a_formula_of_which_only_the_drawing_is_left_is_named() -> None:
    # The parts of a fraction stand in the order b, a there.
    katex = '<span class="katex"><span class="katex-html" aria-hidden="true"><span>b</span><span>a</span></span></span>'
    assert to_markdown(f"<p>Let {katex} be.</p>") == "Let [formula] be."
    mathjax = '<mjx-container class="MathJax" jax="SVG"><svg><path d="M0"/></svg></mjx-container>'
    assert to_markdown(f"<p>Let {mathjax} be.</p>") == "Let [formula] be."


def test_a_drawing_with_its_formula_inside_is_the_formula() -> None:
    inside = '<span class="MJX_Assistive_MathML"><math><mfrac><mi>a</mi><mi>b</mi></mfrac></math></span>'
    assert to_markdown(f'<p>Let <span class="MathJax"><nobr>ba</nobr>{inside}</span> be.</p>') == "Let a/b be."


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<mml:math><mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac></mml:math>", "a/b"),
        ("<math><mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac></math>", "(n choose k)"),
        ("<math><menclose notation='radical'><mi>c</mi></menclose></math>", "√c"),
        (
            "<math><mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>14</mn></mmultiscripts></math>",
            "¹⁴C₆",
        ),
        ("<math><mi>a</mi><mspace width='1em'/><mi>b</mi></math>", "a b"),
        (r"\(a/b\)", "a/b"),
    ],
)
def test_more_of_mathml_is_read(markup: str, said: str) -> None:
    assert to_markdown(f"<p>so {markup} it is</p>").replace("\\", "") == f"so {said} it is"
    assert to_text(f"<p>so {markup} it is</p>") == f"so {said} it is"


KEPT_MATHML = (
    '<span class="MathJax" data-mathml="&lt;math&gt;&lt;mfrac&gt;&lt;mi&gt;a&lt;/mi&gt;&lt;mi&gt;b&lt;/mi&gt;'
    '&lt;/mfrac&gt;&lt;/math&gt;"><nobr>ab</nobr></span>'
)


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<math><apply><divide/><ci>a</ci><ci>b</ci></apply></math>", "a/b"),
        ("<math><apply><eq/><ci>E</ci><apply><power/><ci>c</ci><cn>2</cn></apply></apply></math>", "E = c²"),
        ("<math><maction><mi>a</mi><mi>b</mi></maction></math>", "a"),
        (KEPT_MATHML, "a/b"),
        ('<mjx-container><mjx-math data-latex="\\frac{a}{b}"><mjx-mi></mjx-mi></mjx-math></mjx-container>', "a/b"),
        ('<span class="math" data-tex="\\frac{a}{b}">ab</span>', "a/b"),
        ('<span data-formula="a/b"></span>', "a/b"),
        ('<div data-equation="y=\\alpha"></div>', "y=α"),
        ('<span class="ql-formula" data-value="\\frac{a}{b}"></span>', "a/b"),
        ('<code class="code math js-render-math" data-math-style="inline">\\frac{a}{b}</code>', "a/b"),
        ('<span class="frac"><span class="num">a</span><span class="den">b</span></span>', "a/b"),
        ('<span class="num">1</span><b class="sr-only">/</b><span class="den">2</span>', "1/2"),
        ("<math-renderer>$\\frac{a}{b}$</math-renderer>", "a/b"),
        ("$$\\frac{a}{b}$$", "a/b"),
        ("\\begin{align} a &amp;= b \\\\ &amp;= c \\\\ d &amp;= e \\end{align}", "a = b = c; d = e"),
        ("\\[<br/>x = \\frac{a}{b}<br/>\\]", "x = a/b"),
        ("\\\\(x^2\\\\)", "x²"),
    ],
)  # fmt: skip
def test_other_ways_to_keep_a_formula_are_read(markup: str, said: str) -> None:
    assert to_markdown(f"<p>{markup}</p>").strip() == said
    assert to_text(markup) == said


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        ("https://latex.codecogs.com/png.image?\\dpi{110}\\inline%20\\frac{a}{b}", "a/b"),
        ("https://latex.codecogs.com/svg.image?x^2&plus;y", "x²+y"),
        ("https://math.vercel.app/?from=%5Cfrac%7Ba%7D%7Bb%7D", "a/b"),
        ("https://i.upmath.me/svg/%5Cfrac%7Ba%7D%7Bb%7D", "a/b"),
        ("http://www.forkosh.example/mathtex.cgi?\\frac{a}{b}", "a/b"),
    ],
)
def test_pictures_of_other_renderers_are_their_formula(picture: str, said: str) -> None:
    assert to_markdown(f'<p><img src="{picture}"></p>') == said


@pytest.mark.parametrize(
    "text", ["costs $5-$10 a month", "$PATH and $HOME", "US$1bn, A$2bn", "price $a = $b", "$('#x_y') and $('#z')"]
)
def test_dollars_that_are_money_or_names_stay(text: str) -> None:
    assert to_markdown(f"<p>{text}</p>").replace("\\", "") == text
