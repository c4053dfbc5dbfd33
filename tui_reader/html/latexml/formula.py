"""Formulas of LaTeXML's HTML as LaTeX between dollars: inline, and displayed with their numbers.

LaTeXML keeps the source of every formula in the `alttext` of its `math` element. A displayed one stands in a table of
the class `ltx_equation` or `ltx_equationgroup`: a row for each line (`ltx_eqn_row`), a cell for each column of an
`align`, the number in a cell of the class `ltx_eqn_eqno`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui_reader.html.flow import Flow
from tui_reader.html.formulas import latex_of
from tui_reader.html.inline import Style
from tui_reader.html.visible import Element, classes_of, visible_text
from tui_reader.html.walk import Walk
from tui_reader.text.sanitise import clean_line

_SETTING = re.compile(r"^\\(?:displaystyle|textstyle)(?![A-Za-z])\s*")
_INNER_DOLLAR = re.compile(r"(\\.)|\$", re.DOTALL)
_CERTAIN = re.compile(r"[\\{}^]")
# The number's cell, and those that only centre the others.
_NO_CELL = re.compile(r"ltx_eqn_(?:eqno|\w*pad(?:left|right))")
_COMMENT_LEFT = re.compile(r"(?<!\\)%\s*$")


def formula_source(element: Element) -> str:
    """The LaTeX of a `math` element on one line, without dollars in it; "" when it has none."""
    source = _SETTING.sub("", _COMMENT_LEFT.sub("", clean_line(latex_of(element)))).strip()
    if "$" in source:
        source = _without_dollars(source)
    backslashes = len(source) - len(source.rstrip("\\"))
    return (source[:-1] if backslashes % 2 else source).strip()


def _without_dollars(source: str) -> str:
    """`\\text{if $x$ holds}` as `\\text{if }x\\text{ holds}`: a formula inside the text inside a formula."""
    inside = False

    def turned(found: re.Match[str]) -> str:
        nonlocal inside
        if found[1]:
            return found[1] if found[1] != "\\$" else "\\textdollar "
        inside = not inside
        return "}" if inside else "\\text{"

    written = _INNER_DOLLAR.sub(turned, source)
    return written + "\\text{" if inside else written


def inline(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A formula in a line of text; one that is displayed stands alone."""
    source = formula_source(element)
    if not source:
        flow.text(visible_text(element), style)
        return
    if element.get("display") == "block" and not flow.in_table and not style.link:
        display(flow, source)
        return
    if (element.tail or "")[:1].isdigit() and not _CERTAIN.search(source):
        # A digit behind the dollar would make a sum of money of it.
        source += "{}"
    if flow.in_table:
        # What divides cells has names too.
        source = source.replace("\\|", "\\Vert ").replace("|", "\\vert ").strip()
    flow.raw(f"${source}$", style.link)


def display(flow: Flow, source: str) -> None:
    """A formula on lines of its own."""
    flow.add(f"$${source}$$")


def equations(walk: Walk, element: Element, flow: Flow, style: Style, depth: int) -> None:
    """A displayed formula or a group of them."""
    if flow.in_table:
        walk.children(element, flow, style, depth)
        return
    flow.flush()
    lines: list[str] = []
    for row in _rows(element):
        cells = [_cell(cell) for cell in _cells(row)]
        words = _text_cell(row, cells)
        if words is not None:
            _write(flow, lines)
            walk.block(words, flow, style, depth + 1)
            continue
        walk.note_anchors(row, flow)
        number = _number(row)
        written = " & ".join(cells) if any(cells) else ""
        if written or number:
            lines.append(written + (f" \\tag{{{number}}}" if number else ""))
    _write(flow, lines)


def _write(flow: Flow, lines: list[str]) -> None:
    if len(lines) == 1:
        # Cells matter only where lines stand below each other.
        display(flow, " ".join(lines[0].replace(" & ", " ").split()))
    elif lines:
        display(flow, "\\begin{align}" + " \\\\ ".join(lines) + "\\end{align}")
    lines.clear()


def _rows(element: Element) -> Iterator[Element]:
    found = [row for row in element.iter() if "ltx_eqn_row" in classes_of(row)]
    yield from found or list(element.iter("tr")) or [element]


def _cells(row: Element) -> Iterator[Element]:
    found = [
        cell
        for cell in row.iter()
        if (cell.tag == "td" or "ltx_eqn_cell" in cell.get("class", "")) and not _NO_CELL.search(cell.get("class", ""))
    ]
    yield from found or [row]


def _cell(cell: Element) -> str:
    """The formulas of a cell, and the words between them."""
    parts: list[str] = []
    for math in cell.iter("math"):
        parts.append(formula_source(math) or f"\\text{{{_in_braces(visible_text(math))}}}")
        if words := _in_braces(clean_line(math.tail or "")):
            parts.append(f"\\text{{{words}}}")
    return " ".join(part for part in parts if part)


def _text_cell(row: Element, cells: list[str]) -> Element | None:
    """The cell of a line that holds no formula of its own but running text (`\\intertext`)."""
    if any(cells):
        return next((cell for cell in _cells(row) if any(True for _ in cell.iter("p"))), None)
    return next((cell for cell in _cells(row) if visible_text(cell)), None)


def _number(row: Element) -> str:
    """What stands in the brackets of a line's number, `1` or `2a`."""
    for part in row.iter():
        names = classes_of(part)
        if "ltx_tag_equation" in names or "ltx_tag_equationgroup" in names:
            text = visible_text(part)
            return _in_braces(text[1:-1] if text.startswith("(") and text.endswith(")") else text)
    return ""


def _in_braces(text: str) -> str:
    return re.sub(r"[\\{}$&]", "", text)
