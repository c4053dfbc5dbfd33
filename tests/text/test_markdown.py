"""Text written as Markdown shows as the text it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tui_reader.text.markdown import code_span, escape, fence, from_paragraphs, heading, link, table

MARKUP = st.text(st.sampled_from("\\`*_[]()<>&#;:!|~-+=.1a b\nöx/\"'{}^$@amp"), max_size=40)


def parse(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def shown(markdown: str) -> str:
    """The text of a document that must be nothing but paragraphs of plain text."""
    tokens = parse(markdown)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    words = []
    for token in tokens:
        for child in token.children or ():
            assert child.type in {"text", "softbreak"}, child
            words.append("\n" if child.type == "softbreak" else child.content)
    return "".join(words)


def folded(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


@given(MARKUP.filter(lambda text: "\n\n" not in re.sub("[ ]+\n", "\n", text)))
@example("# a")
@example("1. a\n2) b\n- c\n+ d\n* e\n> f")
@example("a\n===\nb\n---")
@example("a|b\n-|-\n1|2")
@example("[a]: http://e.example")
@example("&amp; &#27; <b> <!-- -->")
@example("snake_case __init__ 2*3*4 ~~x~~ ``")
def test_escaped_text_shows_as_it_was(text: str) -> None:
    assert folded(shown(escape(text))) == folded(text)


@given(MARKUP)
def test_escaped_text_can_stand_in_a_link(text: str) -> None:
    text = " ".join(text.split())
    (_, inline, _) = parse(f"x{link(escape(text), 'https://e.example/')}")
    assert inline.children is not None
    assert [child.type for child in inline.children if child.type != "text"] == ["link_open", "link_close"]
    assert "".join(child.content for child in inline.children) == "x" + text


@given(st.lists(st.lists(MARKUP, min_size=2, max_size=3), min_size=1, max_size=3))
def test_escaped_text_can_stand_in_a_table(rows: list[list[str]]) -> None:
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    tokens = parse(table([[escape(cell) for cell in row] for row in rows]))
    assert tokens[0].type == "table_open"
    cells = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    width = max(len(row) for row in rows)
    assert cells == [cell for row in rows for cell in row + [""] * (width - len(row))]


def test_ordinary_text_stays_readable() -> None:
    text = "GPT-5.4 (57%) costs $5 & 3 < 4: a snake_case name, 1.5x – it's 5.0!"
    assert escape(text) == text


@given(st.text(st.sampled_from("`ab "), max_size=20))
def test_code_spans_show_their_code(code: str) -> None:
    code = " ".join(code.split())
    inline = parse("x" + code_span(code))[1].children or []
    assert [child.content for child in inline if child.type == "code_inline"] == ([code] if code else [])


@given(st.text(st.sampled_from("`a~ \n"), max_size=30))
def test_fences_hold_whatever_is_inside(code: str) -> None:
    (token,) = parse(fence(code, "python"))
    assert (token.content, token.info) == (code + "\n", "python")


def test_a_language_that_is_no_name_is_left_out() -> None:
    assert fence("x", "a`b").startswith("```\n")


@pytest.mark.parametrize("text", ["C#", "a #", "#", "a\nb ##"])
def test_headings_keep_their_hashes(text: str) -> None:
    tokens = parse(heading(2, escape(text)))
    assert tokens[0].tag == "h2"
    assert tokens[1].children is not None
    assert "".join(child.content for child in tokens[1].children) == " ".join(text.split())


def test_paragraphs_are_folded_and_empty_ones_left_out() -> None:
    assert from_paragraphs(["one\n  two", "  ", "# three"]) == "one two\n\n\\# three"


@pytest.mark.parametrize(
    "address", ["https://e.example/a_(b)", "https://e.example/a)(", "https://e.example/?a&copy;=1"]
)
def test_links_lead_where_they_should(address: str) -> None:
    opening = (parse(link("x", address))[1].children or [])[0]
    assert str(opening.attrs["href"]).replace("%28", "(").replace("%29", ")") == address
