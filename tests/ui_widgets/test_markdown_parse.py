from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.text.document.model import Align, BlockKind, Ink
from tui_reader.text.document.parse import MAX_CHARACTERS, parse, parse_head

MARKUP = st.text(alphabet="ab \n\t#*_`[](){}<>!|-+~$&\\\"'=.:/0123é日👩\x1b‮", max_size=200)


def texts(markdown: str) -> list[str]:
    return [block.text for block in parse(markdown).blocks]


def test_blocks_come_in_order_with_their_kinds() -> None:
    document = parse("# T\n\ntext\n\n```py\nx = 1\n```\n\n---\n\n![pic](https://a.org/p.png)\n\n$$E = mc^2$$")
    assert [block.kind for block in document.blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.CODE,
        BlockKind.RULE,
        BlockKind.IMAGE,
        BlockKind.FORMULA,
    ]
    assert document.blocks[5].text == "E = mc²"


def test_emphasis_code_and_links_become_runs() -> None:
    document = parse("a **b _c_** `d` [e](https://x.org)")
    (block,) = document.blocks
    assert block.text == "a b c d e"
    assert [(block.text[r.start : r.end], r.ink, r.link) for r in block.runs] == [
        ("b ", Ink.BOLD, -1),
        ("c", Ink.BOLD | Ink.ITALIC, -1),
        ("d", Ink.CODE, -1),
        ("e", Ink.PLAIN, 0),
    ]
    assert document.links == ("https://x.org",)


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("see https://x.org/a_(b).", "https://x.org/a_(b)"),
        ("(https://x.org/a)", "https://x.org/a"),
        ("https://x.org/a?b=1&c=2, and", "https://x.org/a?b=1&c=2"),
    ],
)
def test_a_bare_address_is_a_link_without_the_punctuation_around_it(source: str, link: str) -> None:
    assert parse(source).links == (link,)


def test_javascript_is_no_link() -> None:
    assert parse("[x](javascript:alert(1)) <a href='javascript:alert(1)'>y</a>").links == ()


def test_lists_carry_markers_as_leads_and_not_as_text() -> None:
    blocks = parse("- a\n  - b\n\n9. c\n10. d\n\n- [x] e").blocks
    assert [(block.lead, block.text) for block in blocks] == [
        ("• ", "a"),
        ("  ◦ ", "b"),
        (" 9. ", "c"),
        ("10. ", "d"),
        ("• ", "☑ e"),
    ]


def test_items_of_a_tight_list_stand_together_and_the_list_apart() -> None:
    assert [block.gap for block in parse("p\n\n- a\n- b\n  - c\n- d\n\nq").blocks] == [0, 1, 0, 0, 0, 1]


def test_a_quote_puts_a_bar_before_its_lines() -> None:
    first, second = parse("> a\n>\n> b").blocks
    assert (first.lead, first.lead_rest, second.gap_lead, second.quoted) == ("▎ ", "▎ ", "▎", True)


def test_a_table_keeps_alignment_and_copies_as_tabs() -> None:
    (block,) = parse("| m | s |\n|:--|--:|\n| **A** | 1 |\n| B |").blocks
    assert block.text == "m\ts\nA\t1\nB\t"
    assert block.table is not None
    assert block.table.aligns == (Align.LEFT, Align.RIGHT)
    assert [block.text[slice(*row[0])] for row in block.table.rows] == ["m", "A", "B"]


def test_headings_make_a_table_of_contents_and_anchors() -> None:
    document = parse("# Über uns!\n\n## Results & Findings\n\n## Results & Findings\n\n<a id='S2.E1'></a>text")
    assert [(h.level, h.title) for h in document.toc] == [
        (1, "Über uns!"),
        (2, "Results & Findings"),
        (2, "Results & Findings"),
    ]
    assert document.anchors == {"über-uns": 0, "results--findings": 1, "results--findings-1": 2, "S2.E1": 3}


def test_tags_that_are_not_html_stay_visible() -> None:
    assert texts("List<int> and <b>bold</b> x<br>y <!-- gone -->") == ["List<int> and bold x\ny "]


def test_formulas_keep_their_backslashes_and_money_stays_text() -> None:
    block = parse(r"costs $5 or $10, $\{a_1\}_*$ and *b*").blocks[0]
    assert block.text == "costs $5 or $10, {a₁}_* and b"
    source = parse(r"costs $5 or $10, $\{a_1\}_*$ and *b*", source=True).blocks[0]
    assert source.text == r"costs $5 or $10, $\{a_1\}_*$ and b"
    assert [run.ink for run in block.runs] == [Ink.FORMULA, Ink.ITALIC]


def test_line_ends_between_wide_characters_are_no_spaces() -> None:
    assert texts("日本語の\n文章 and\nmore") == ["日本語の文章 and more"]


@pytest.mark.parametrize(
    "source",
    [
        "a\x1b[31mb",
        "a&#27;[31mb&#x202e;c",
        "`a\x9b31mb`",
        "[x](https://a.org/&#27;[31m)",
        "```\n\x1b]0;t\x07x\n```",
        "# &#x1b;c",
    ],
)
def test_nothing_that_steers_a_terminal_gets_through(source: str) -> None:
    document = parse(source)
    everything = "".join(block.text + block.lead for block in document.blocks) + "".join(document.links)
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(everything)


@given(MARKUP)
def test_any_text_parses_to_runs_that_are_in_order_and_inside(markdown: str) -> None:
    document = parse(markdown)
    for block in document.blocks:
        edges = [edge for run in block.runs for edge in (run.start, run.end)]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(block.text) for edge in edges)
        assert all(run.start < run.end and -1 <= run.link < len(document.links) for run in block.runs)
    assert all(0 <= block < max(1, len(document.blocks)) for block in document.anchors.values())


@given(st.lists(st.text(alphabet=st.characters(categories=("Lu", "Ll", "Nd")), min_size=1), min_size=1))
def test_words_are_never_lost(words: list[str]) -> None:
    assert " ".join(texts(" ".join(words))).split() == " ".join(words).split()


DEEP = {
    "quotes": "> " * 5_000 + "deep",
    "lists": "\n".join("  " * n + "- x" for n in range(300)) + " deep",
    "brackets": "[" * 20_000 + "deep",
    "emphasis": "*a " * 5_000 + "deep",
}


@pytest.mark.parametrize("nest", DEEP)
def test_deep_nesting_loses_no_text(nest: str) -> None:
    assert "deep" in "".join(texts(DEEP[nest]))


@pytest.mark.parametrize("part", ["[", "![", "<![CDATA[", "https://a.org/)", "*a", "$a "])
def test_a_paragraph_of_nothing_but_openings_is_read_in_linear_time(part: str) -> None:
    # In quadratic time this would take minutes, not seconds.
    assert texts(part * 200_000)


def test_a_text_too_long_is_cut_and_says_so() -> None:
    document = parse("word " * (MAX_CHARACTERS // 5 + 10))
    assert document.blocks[-1].text.startswith("The text goes on")


def test_the_head_of_a_long_text_begins_like_the_whole() -> None:
    source = "\n\n".join(f"Paragraph *{n}* with some words" for n in range(2_000))
    head, whole = parse_head(source, 5_000), parse(source)
    assert head is not None
    assert 0 < len(head.blocks) < len(whole.blocks)
    assert head.blocks == whole.blocks[: len(head.blocks)]
    assert parse_head("short") is None


def test_a_document_can_be_sent_between_processes() -> None:
    document = parse("# a\n\n| x |\n|---|\n| [y](#a) |")
    assert pickle.loads(pickle.dumps(document)) == document


def test_the_parser_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys, tui_reader.ui.widgets.document, tui_reader.ui.widgets.item_list, tui_reader.text.document.parse;"
    )
    code += "print([name for name in ('markdown_it', 'lxml') if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
