from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.cli.columns import Column, align, cells, fit
from tui_reader.cli.plain import render


def test_paragraphs_are_wrapped_and_headings_underlined() -> None:
    text = render("# A title\n\nwords and more words that go on\n\n## Part", 20)
    assert text == "A title\n=======\n\nwords and more words\nthat go on\n\n\nPart\n----\n"


def test_lists_are_indented_and_keep_their_tightness() -> None:
    markdown = "- one\n- two\n  - inner\n\n3. three\n4. four\n\n- loose\n\n- again"
    assert render(markdown, 40) == "• one\n• two\n  ◦ inner\n\n3. three\n4. four\n\n• loose\n\n• again\n"


def test_quotes_and_code_keep_their_shape() -> None:
    assert render("> said\n> so\n\n```\na  b\n\n c\n```\n\n---", 40) == (
        "▎ said so\n\n    a  b\n\n     c\n\n" + "-" * 40 + "\n"
    )


def test_links_become_notes_once_each_and_bare_addresses_none() -> None:
    text = render("[a](https://x.example/1) [b](https://x.example/1) <https://y.example/>", 80)
    assert text == "a [1] b [1] https://y.example/\n\n[1] https://x.example/1\n"


def test_tables_are_aligned_and_cut_to_the_width() -> None:
    table = "| # | Model |\n|--:|:--|\n| 1 | 漢字 |\n| 10 | a very long name of a model |"
    assert render(table, 20).splitlines() == [" #  Model", "-" * 20, " 1  漢字", "10  a very long nam…"]


def test_markup_in_content_is_shown_and_not_obeyed() -> None:
    text = render("a \\*star\\* &amp; `co_de` *em* **st** ~~del~~ \x1b[31mred", 80)
    assert text == "a *star* & co_de em st del red\n"


def test_hard_breaks_break_and_images_are_named() -> None:
    assert render("one  \ntwo\\\nthree ![alt](i.png)", 80) == "one\ntwo\nthree [image: alt]\n"


def test_an_address_is_never_broken_and_a_long_word_is() -> None:
    address = "https://example.org/" + "a" * 60
    assert address in render(f"see {address} there", 30).splitlines()
    assert max(map(len, render("x" * 100, 30).splitlines())) <= 30


def test_deep_nesting_ends_somewhere() -> None:
    assert "words" in render("> " * 500 + "words", 40)
    assert render("- " * 300 + "words", 40)


@given(st.text(max_size=300), st.integers(20, 120))
def test_any_markdown_is_rendered(markdown: str, width: int) -> None:
    text = render(markdown, width)
    assert text.endswith("\n")


@given(st.lists(st.text("aä漢 \U0001f600e\u0301", max_size=12), max_size=30), st.integers(20, 60))
def test_wrapped_paragraphs_lose_no_word_and_fit(words: list[str], width: int) -> None:
    text = render("q" + " ".join(words), width)
    assert "".join(text.split()) == "".join(("q" + " ".join(words)).split())
    assert all(cells(line) <= width for line in text.splitlines())


@given(st.text(max_size=40), st.integers(1, 30))
def test_fitted_text_fits(text: str, width: int) -> None:
    assert cells(fit(text, width)) <= width


@given(
    st.lists(st.tuples(*[st.text("ab漢 ", max_size=30).map(str.strip)] * 3), min_size=1, max_size=5),
    st.integers(40, 90),
)
def test_columns_line_up_and_fit_where_they_can_give(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = align(rows, [Column(give=True, least=5)] * 3, width)
    assert len(lines) == len(rows)
    assert all(cells(line) <= width for line in lines)


def test_empty_columns_are_left_out_and_figures_stand_right() -> None:
    assert align([("a", "", "1"), ("bb", "", "10")], [Column(), Column(), Column(right=True)]) == ["a    1", "bb  10"]
