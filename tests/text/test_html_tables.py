"""A table stays one, and each number stands under its own head."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tui_reader.html.render import to_markdown
from tui_reader.sources.arxiv.whole_paper import parse_whole_paper


def paper(body: str) -> str:
    page = f'<html><body><article class="ltx_document">{body}</article></body></html>'
    return parse_whole_paper(page.encode(), "https://arxiv.org/html/2601.00001").markdown


@pytest.mark.parametrize(
    ("cell", "markdown"),
    [
        ("<pre>make spoon</pre>", "`make spoon`"),
        ("<blockquote>as said</blockquote>", "as said"),
        ("<h3>Big</h3>", "**Big**"),
        ("<ul><li>one</li><li>two</li></ul>", "• one • two"),
    ],
)
def test_a_block_in_a_cell_leaves_the_table_whole(cell: str, markdown: str) -> None:
    rows = f"<tr><th>Spoon</th><th>How</th></tr><tr><td>A</td><td>{cell}</td></tr><tr><td>B</td><td>no</td></tr>"
    assert to_markdown(f"<table>{rows}</table>") == f"| Spoon | How |\n| --- | --- |\n| A | {markdown} |\n| B | no |"


def test_a_table_of_headings_without_heads_lays_out_a_page() -> None:
    rows = "<tr><td><h2>Left</h2><p>a</p></td><td><h2>Right</h2><p>b</p></td></tr><tr><td>c</td><td>d</td></tr>"
    assert to_markdown(f"<table>{rows}</table>").startswith("## Left\n\na\n\n## Right")


def test_spans_that_latexml_says_in_classes_count() -> None:
    def row(*cells: str) -> str:
        return f'<span class="ltx_tr">{"".join(cells)}</span>'

    def cell(text: str, classes: str = "") -> str:
        return f'<span class="ltx_td {classes}">{text}</span>'

    table = (
        row(cell("Spoon", "ltx_rowspan ltx_rowspan_2"), cell("Wood", "ltx_colspan ltx_colspan_2"), cell("Tin"))
        + row(cell("dev"), cell("test"), cell("test"))
        + row(cell("A", "ltx_rowspan ltx_rowspan_2"), cell("1"), cell("2"), cell("3"))
        + row(cell("4"), cell("5"), cell("6"))
    )
    assert paper(f'<span class="ltx_tabular"><span class="ltx_tbody">{table}</span></span>') == (
        "| Spoon | Wood dev | Wood test | Tin test |\n| --- | --- | --- | --- |\n| A | 1 | 2 | 3 |\n|  | 4 | 5 | 6 |"
    )


def test_a_head_of_two_rows_is_one_in_feeds_too() -> None:
    html = (
        "<table><thead><tr><th rowspan=2>Spoon</th><th colspan=2>Wood</th></tr><tr><th>dev</th><th>test</th></tr>"
        "</thead><tbody><tr><td>A</td><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert to_markdown(html) == "| Spoon | Wood dev | Wood test |\n| --- | --- | --- |\n| A | 1 | 2 |"


PROMPT = "You are a spoon. Answer each question in one line, and say nothing at all that nobody has asked for."


@pytest.mark.parametrize("write", [paper, to_markdown])
def test_the_text_of_a_box_that_is_drawn_is_text(write: Callable[[str], str]) -> None:
    parts = "".join(f"<foreignObject><p>{text}</p></foreignObject>" for text in ("Prompt", PROMPT))
    box = f"<svg class='ltx_picture'><g>{parts}</g></svg>"
    assert write(f"<p>before</p>{box}<p>after</p>") == f"before\n\nPrompt\n\n{PROMPT}\n\nafter"


def test_labels_of_a_drawing_are_no_text() -> None:
    drawing = "<svg><foreignObject>x</foreignObject><text>y</text></svg>"
    assert to_markdown(f"<p>before {drawing} after</p>") == "before after"


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<tr><th>A<th>B<tr><td><pre>x = 1\ny = 2</pre><td>z", "| A | B |\n| --- | --- |\n| `x = 1` `y = 2` | z |"),
        ("<tr><th>A<th>B<tr><td><ul><li>one<li>two</ul><td>z", "| A | B |\n| --- | --- |\n| • one • two | z |"),
        ("<tr><td><h3>T</h3><p>x</p><td>z<tr><td>1<td>2", "| **T** x | z |\n| --- | --- |\n| 1 | 2 |"),
        ("<tr><td rowspan=0>A<td>1<tr><td>2", "| A | 1 |\n| --- | --- |\n|  | 2 |"),
        ("<tr><th>A<th>B<tr><td rowspan=2>x<td rowspan=2>y<tr></tr><tr><td>1<td>2",
         "| A | B |\n| --- | --- |\n| x | y |\n| 1 | 2 |"),
        ("<thead><tr><th rowspan=9>A<th>B</thead><tbody><tr><td>1<td>2</tbody>", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
    ],
)  # fmt: skip
def test_what_stands_in_cells_and_reaches_over_them_leaves_the_table_whole(markup: str, markdown: str) -> None:
    assert to_markdown(f"<table>{markup}</table>") == markdown


ROLES = '<div role="table"><div role="row">{}</div><div role="row">{}</div></div>'
SPANS = '<span class="ltx_tabular"><span class="ltx_tr">{}</span><span class="ltx_tr">{}</span></span>'
STYLES = '<div style="display: table"><p style="display:table-row">{}</p><p style="display:table-row">{}</p></div>'


@pytest.mark.parametrize(
    ("rows", "cell"),
    [(ROLES, ' role="cell"'), (SPANS, ' class="ltx_td"'), (STYLES, ' style="display:table-cell"')],
)
def test_what_says_that_it_is_a_table_is_one(rows: str, cell: str) -> None:
    markup = rows.format(*(f"<b{cell}>{one}</b><b{cell}>{two}</b>" for one, two in (("A", "B"), ("1", "2"))))
    assert to_markdown(markup) == "| A | B |\n| --- | --- |\n| 1 | 2 |"
