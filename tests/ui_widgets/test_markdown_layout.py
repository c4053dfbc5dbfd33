from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_reader.text.document.model import BlockKind, Document
from tui_reader.text.document.parse import parse
from tui_reader.ui.markdown.layout import MIN_WIDTH, Layout, lay_out
from tui_reader.ui.markdown.table import TableForm
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


def laid_out(markdown: str, width: int, form: TableForm = TableForm.FITTING) -> list[str]:
    document = parse(markdown)
    return drawn(document, lay_out(document, width, form=form))


@settings(deadline=None)
@given(MARKUP, st.integers(1, 100))
def test_no_line_is_wider_than_the_width(markdown: str, width: int) -> None:
    assert all(cell_len(line) <= max(MIN_WIDTH, width) for line in laid_out(markdown, width))


@given(MARKUP, st.integers(1, 100))
def test_no_text_is_lost_or_drawn_twice(markdown: str, width: int) -> None:
    document = parse(markdown)
    layout = lay_out(document, width)
    for number, block in enumerate(document.blocks):
        pieces = [p for line in layout.lines if line.block == number for p in line.pieces if not p.is_again]
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


def test_marks_that_belong_together_are_cut_where_a_line_cannot_hold_them() -> None:
    text = "a「。"
    assert [text[a:b] for a, b in wrap(text, 3)] == ["a", "「", "。"]


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


SCORES = (
    "| Model | MMLU | GSM8K | Price |\n|---|--:|--:|--:|\n| GPT 5.4 | 88.1 | 95.2 | $1.25 |\n| Kimi | 87.3 | | $2 |"
)


def test_a_table_too_wide_becomes_blocks_with_each_value_behind_its_head() -> None:
    assert laid_out(SCORES, 26) == [
        "Model",
        "─" * 12,
        "GPT 5.4",
        "  MMLU 88.1   GSM8K 95.2",
        "  Price $1.25",
        "",
        "Kimi",
        "  MMLU 87.3",
        "  Price $2",
    ]


def test_a_table_asked_for_in_columns_is_set_in_parts_behind_its_first_column() -> None:
    assert [line.rstrip() for line in laid_out(SCORES, 26, form=TableForm.COLUMNS)] == [
        "Model     MMLU   GSM8K",
        "──────────────────────",
        "GPT 5.4   88.1    95.2",
        "Kimi      87.3",
        "",
        "Model     Price",
        "───────────────",
        "GPT 5.4   $1.25",
        "Kimi         $2",
    ]


def test_a_table_that_fits_beside_the_text_takes_that_room() -> None:
    layout = lay_out(parse(SCORES), 26, 40)
    assert drawn(parse(SCORES), layout)[0] == "Model     MMLU   GSM8K   Price"
    assert {line.shift for line in layout.lines} == {2}


def test_no_figure_is_broken_between_lines() -> None:
    columns = "| a | b | c |\n|---|---|---|\n| 123456.789±0.001 | 123456.789±0.002 | 1.5 |"
    for form in TableForm:
        for width in (20, 30, 38, 50):
            text = "\n".join(laid_out(columns, width, form=form))
            assert "123456.789±0.001" in text
            assert "123456.789±0.002" in text


def test_a_cell_that_reaches_down_is_said_again_over_each_block() -> None:
    table = "| Lab | Model | Score of the first kind |\n|---|---|---|\n| One | A | 1 |\n| | B | 2 |"
    lines = laid_out(table, 30, form=TableForm.BLOCKS)
    assert lines[-3:] == ["One", "  Model B", "  Score of the first kind 2"]


@settings(deadline=None)
@given(st.integers(8, 120), st.integers(0, 60), st.sampled_from(list(TableForm)), st.integers(2, 12), st.data())
def test_a_value_stands_under_or_behind_its_head(
    width: int, more: int, form: TableForm, columns: int, data: st.DataObject
) -> None:
    heads = [f"h{n}" for n in range(columns)]
    empty = data.draw(st.sets(st.tuples(st.integers(0, 2), st.integers(1, columns - 1))))
    rows = [["" if (row, n) in empty else f"v{row}c{n}" for n in range(columns)] for row in range(3)]
    cells = [heads, ["---"] * columns, *rows]
    document = parse("\n".join("| " + " | ".join(row) + " |" for row in cells))
    layout, text = lay_out(document, width, width + 2 * more, form), document.blocks[0].text
    over: dict[int, str] = {}
    said: dict[str, str] = {}
    before = ""
    for line in layout.lines:
        for piece in line.pieces:
            word = text[piece.start : piece.end]
            if word in heads and piece.is_head:
                before = word
            elif word in heads:
                over[piece.column] = word
            else:
                said[word] = over[piece.column] if line.is_header or not before else before
    for row in rows:
        for column, value in enumerate(row):
            assert not value or said[value] == heads[column]


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
