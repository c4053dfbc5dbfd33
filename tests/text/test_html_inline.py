"""Styled text comes out whole, whatever is styled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tui_reader.html.inline import Run, Style, write_inline

STYLES = st.builds(
    Style,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "", "https://e.example/a_(b)"]),
)
RUNS = st.lists(
    st.builds(Run, st.text(st.sampled_from("ab *_~`[]()!:|\\.。中“”#-1\n "), min_size=1, max_size=6), STYLES),
    max_size=6,
)


def shown(markdown: str) -> str:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}, tokens
    allowed = {"text", "code_inline", "hardbreak", "link_open", "link_close"}
    allowed |= {f"{mark}_{end}" for mark in ("strong", "em", "s") for end in ("open", "close")}
    text = ""
    for token in tokens:
        for child in token.children or ():
            assert child.type in allowed, child
            text += "\n" if child.type == "hardbreak" else child.content
    return text


@given(RUNS)
def test_the_text_comes_out_whole(runs: list[Run]) -> None:
    expected = " ".join("".join(run.text for run in runs).split())
    assert " ".join(shown(write_inline(runs)).split()) == expected


@pytest.mark.parametrize(
    ("runs", "markdown"),
    [
        ([Run("a "), Run("b ", Style(strong=True)), Run("c")], "a **b** c"),
        ([Run("a", Style(em=True)), Run("b")], "*a*b"),
        ([Run("a", Style(em=True)), Run(" b")], "_a_ b"),
        ([Run("a ", Style(strong=True)), Run("b", Style(strong=True, em=True))], "**a _b_**"),
        ([Run("注意：", Style(strong=True)), Run("内容")], "**注意**：内容"),
        ([Run("a", Style(link="https://e.example/")), Run(", b")], "[a](https://e.example/), b"),
        ([Run("f(x)", Style(code=True)), Run(" and "), Run("gone", Style(strike=True))], "`f(x)` and ~~gone~~"),
        ([Run("wow!"), Run("a", Style(link="https://e.example/"))], "wow\\![a](https://e.example/)"),
        ([Run("one\ntwo")], "one\\\ntwo"),
    ],
)
def test_marks(runs: list[Run], markdown: str) -> None:
    assert write_inline(runs) == markdown
