from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.domain.names import NameTable
from tui_reader.text.document.model import Ink, Run
from tui_reader.text.document.parse import parse
from tui_reader.ui.markdown.name_links import lay_over, mark_names

TABLE = NameTable(["GPT-5.4"], frozenset())


def names(markdown: str, own: str = "") -> list[str]:
    document = mark_names(parse(markdown), TABLE, own)
    return [b.text[r.start : r.end] for b in document.blocks for r in b.runs if r.ink & Ink.NAME]


def test_links_code_blocks_and_what_the_text_is_about_are_left() -> None:
    text = "GPT-5.4 and [GPT-5.4](https://x.example) and **GPT-5.4**\n\n    GPT-5.4\n\n`GPT-5.4`"
    assert names(text) == ["GPT-5.4", "GPT-5.4", "GPT-5.4"]
    assert names(text, "model:gpt-5.4") == []


def test_a_name_is_one_link_however_often_it_stands() -> None:
    assert mark_names(parse("GPT-5.4 GPT-5.4 OpenAI"), TABLE).links == ("name:model:gpt-5.4", "name:lab:openai")


@st.composite
def apart(draw: st.DrawFn, link: int) -> list[Run]:
    cuts = sorted(draw(st.sets(st.integers(0, 40), max_size=8)))
    inks = st.sampled_from([Ink.BOLD, Ink.ITALIC, Ink.CODE, Ink.FORMULA])
    return [Run(a, b, Ink.NAME if link else draw(inks), link or -1) for a, b in list(pairwise(cuts))[::2]]


@given(apart(0), apart(7))
def test_runs_stay_in_order_and_apart_and_every_ink_is_kept(runs: list[Run], over: list[Run]) -> None:
    laid = lay_over(tuple(runs), over)
    assert all(one.end <= other.start for one, other in pairwise(laid))
    for at in range(40):
        before = next((r.ink for r in runs if r.start <= at < r.end), Ink.PLAIN)
        after = next((r.ink for r in laid if r.start <= at < r.end), Ink.PLAIN)
        assert after & ~Ink.NAME == before
