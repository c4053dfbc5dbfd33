from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_reader.text.document.model import BlockKind, Document
from tui_reader.text.document.parse import parse
from tui_reader.ui.markdown.layout import MIN_WIDTH, Layout, lay_out
from tui_reader.ui.markdown.wrap import fold, is_narrow, wrap

MARKUP = st.lists(
    st.one_of(
        st.text(alphabet="abc \n#*_`[]()<>!|-+~$\\.:日本語。「」👩🚀é", max_size=120),
        st.sampled_from(
            [
                "| a | b |\n|---|--:|\n| long cell of words | 日本語の長いセル |\n| x |",
                "|" + "c|" * 30 + "\n|" + "-|" * 30 + "\n|" + "word|" * 30,
                "> - quoted\n>   1. nested deeper\n>      - and deeper still",
                "```\n  code\twith tabs and a line that is too long for most columns\n\n```",
                "$$a + b = c_{long formula that does not fit on a line}$$",
            ]
        ),
    ),
    max_size=6,
).map("\n\n".join)
TEXT = st.text(alphabet="abcdefg   日本語。「\n", max_size=120)


def drawn(document: Document, layout: Layout) -> list[str]:
    lines = []
    for line in layout.lines:
        text = line.lead
        for piece in line.pieces:
            column = cell_len(line.lead) + piece.column
            text += " " * (column - cell_len(text)) + document.blocks[line.block].text[piece.start : piece.end]
        lines.append(text)
    return lines


def laid_out(markdown: str, width: int) -> list[str]:
    document = parse(markdown)
    return drawn(document, lay_out(document, width))


@given(MARKUP, st.integers(1, 100))
def test_no_line_is_wider_than_the_width(markdown: str, width: int) -> None:
    assert all(cell_len(line) <= max(MIN_WIDTH, width) for line in laid_out(markdown, width))


@given(MARKUP, st.integers(1, 100))
def test_no_text_is_lost_or_drawn_twice(markdown: str, width: int) -> None:
    document = parse(markdown)
    layout = lay_out(document, width)
    for number, block in enumerate(document.blocks):
        pieces = [piece for line in layout.lines if line.block == number for piece in line.pieces]
        covered = sorted(index for piece in pieces for index in range(piece.start, piece.end))
        assert len(covered) == len(set(covered))
        assert set(range(len(block.text))) - set(covered) <= {i for i, c in enumerate(block.text) if c.isspace()}


@given(MARKUP, st.integers(1, 100))
def test_every_character_is_found_on_its_line(markdown: str, width: int) -> None:
    document = parse(markdown)
    layout = lay_out(document, width)
    assert len(layout.first_lines) == len(document.blocks)
    for number, line in enumerate(layout.lines):
        for piece in line.pieces:
            if piece.end > piece.start:
                assert layout.line_of(line.block, piece.start) == number
                assert layout.line_of(line.block, piece.end - 1) == number


@given(TEXT, st.integers(2, 40))
def test_wrapped_lines_fit_and_keep_every_word(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(text[start:end]) <= width for start, end in lines)
    kept = "".join(text[start:end] for start, end in lines)
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXT, st.integers(2, 40))
def test_folded_code_keeps_every_character(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join(text[start:end] for start, end in lines) == text.replace("\n", "")
    assert all(cell_len(text[start:end]) <= width for start, end in lines)


def test_text_wraps_at_spaces_and_only_long_words_are_cut() -> None:
    text = "one two three-four verylongwordindeed x"
    assert [text[a:b] for a, b in wrap(text, 10)] == ["one two", "three-four", "verylongwo", "rdindeed x"]


def test_wide_text_wraps_between_characters_but_not_before_closing_marks() -> None:
    text = "日本語、日本語"
    assert [text[a:b] for a, b in wrap(text, 6)] == ["日本", "語、日", "本語"]


def test_wide_and_narrow_text_breaks_at_the_space() -> None:
    text = "日本 word 日本"
    assert [text[a:b] for a, b in wrap(text, 9)] == ["日本 word", "日本"]


def test_an_empty_line_keeps_its_place() -> None:
    assert wrap("", 10) == [(0, 0)]
    assert wrap("a\n\nb", 10) == [(0, 1), (2, 2), (3, 4)]


def test_a_table_that_fits_is_set_in_columns() -> None:
    assert laid_out("| model | score |\n|---|--:|\n| GPT | 7 |", 40) == ["model   score", "─" * 13, "GPT         7"]


def test_a_table_too_wide_wraps_its_cells() -> None:
    assert laid_out("| a | b |\n|---|---|\n| one | two words more words |\n| x | y |", 16) == [
        "a     b",
        "─" * 16,
        "one   two words",
        "      more words",
        "",
        "x     y",
    ]


def test_a_table_of_too_many_columns_is_stacked() -> None:
    lines = laid_out("| a | b | c | d |\n|-|-|-|-|\n| 1 | 2 | 3 | 4 |", 12)
    assert lines == ["a", "  b", "  c", "  d", "─" * 12, "1", "  2", "  3", "  4"]


def test_items_of_a_list_hang_from_their_markers() -> None:
    assert laid_out("- one two three\n- x", 9) == ["• one two", "  three", "• x"]


def test_quotes_keep_their_bar_on_empty_lines() -> None:
    assert laid_out("> a\n>\n> b", 20) == ["▎ a", "▎", "▎ b"]


def test_a_deep_nest_leaves_room_for_text() -> None:
    lines = laid_out("> " * 15 + "words that need room", 30)
    assert all(cell_len(line) <= 30 for line in lines)
    assert len(lines) < 4


def test_a_displayed_formula_stands_in_the_middle() -> None:
    assert laid_out("$$E = mc^2$$", 20) == ["      E = mc²"]


def test_the_numbers_of_formulas_stand_at_the_right_edge() -> None:
    source = r"$$\begin{align}a&=b+c \tag{1}\\&=d \tag{2}\end{align}$$"
    assert laid_out(source, 24) == ["        a = b+c      (1)", "          = d        (2)"]
    assert laid_out(r"$$a=b \tag{1}$$", 10) == ["  a = b", "       (1)"]


def test_a_long_formula_is_broken_and_keeps_its_number() -> None:
    lines = laid_out("$$" + " + ".join("abcd") * 4 + r" \tag{12}$$", 24)
    assert all(cell_len(line) <= 24 for line in lines)
    assert lines[-1].endswith("(12)")


def test_a_rule_is_as_wide_as_the_column() -> None:
    document = parse("---")
    assert document.blocks[0].kind is BlockKind.RULE
    assert drawn(document, lay_out(document, 12)) == ["─" * 12]


def test_every_character_taken_for_one_cell_is_one_cell() -> None:
    characters = [chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code <= 0xDFFF and code != 0x7F]
    narrow = [character for character in characters if is_narrow(character)]
    assert len(narrow) > 3000
    assert [character for character in narrow if cell_len(f"a{character}b") != 3] == []
