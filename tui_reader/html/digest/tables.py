"""Tables that list things, written as lists: so that a row is an item, and not one paragraph for each of its cells."""

from __future__ import annotations

from lxml import etree

from tui_reader.html.block_types import Piece
from tui_reader.html.digest.rows import Cell, column_names, row_item
from tui_reader.text.sanitise import clean_line

_FEWEST_ROWS = 3
_LONGEST_CELL = 600
_CELLS = ("td", "th")


def list_tables(root: etree._Element) -> None:
    """Put a list in the place of each table of which most rows name something with an address. Tables that only lay
    out a page hold others, or rows of a single cell."""
    for table in list(root.iter("table")):
        rows = list(table.iter("tr"))
        if next(table.iterdescendants("table"), None) is not None or len(rows) < _FEWEST_ROWS:
            continue
        listed = _listed(table, rows)
        parent = table.getparent()
        if listed is not None and parent is not None:
            listed.tail = table.tail
            parent.replace(table, listed)


def _listed(table: etree._Element, rows: list[etree._Element]) -> etree._Element | None:
    listed = table.makeelement("ul", {})
    columns: list[str] = []
    others = 0
    for row in rows:
        cells = [_cell(cell) for cell in row if cell.tag in _CELLS]
        if len(cells) < 2 or any(sum(len(p.text) for p in cell) > _LONGEST_CELL for cell in cells):
            return None
        if not any(piece.href for cell in cells for piece in cell):
            others += bool(columns)
            columns = columns or column_names(cells)
            continue
        item = row_item(cells, columns)
        if item is None:
            others += 1
            continue
        written = etree.SubElement(listed, "li")
        for piece in item.pieces:
            part = etree.SubElement(written, "a", href=piece.href) if piece.href else etree.SubElement(written, "span")
            part.text = piece.text
    return listed if len(listed) >= _FEWEST_ROWS and others * 2 < len(listed) else None


def _cell(cell: etree._Element) -> Cell:
    """The runs of a cell: its links, and the words between them."""
    pieces: list[Piece] = []

    def add(text: str | None, href: str = "") -> None:
        if text and text.strip():
            pieces.append(Piece(" ".join(text.split()) if href else f"{' '.join(text.split())} ", href))

    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            if node.tag == "a" and node.get("href"):
                add(clean_line("".join(node.itertext())), node.get("href", ""))
                walker.skip_subtree()
            else:
                add(node.text)
        elif node is not cell:
            add(node.tail)
    return tuple(pieces)
