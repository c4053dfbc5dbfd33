"""A document laid out for a width: which characters stand on which line. Pure; colours come later."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from tui_reader.text.document.model import Block, BlockKind, Document
from tui_reader.ui.markdown.table import Piece, TableForm, lay_out_table
from tui_reader.ui.markdown.wrap import fold, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MIN_WIDTH = 8
"""Narrower than this nothing is laid out; the widget cuts off what does not fit."""
_LEAST_TEXT = 16
_RULE = "─"
#: Cells before the number of a formula, and the least that its formula needs beside it.
_BEFORE_NUMBER = 2
_LEAST_FORMULA = 12


class Line(NamedTuple):
    """One line: `lead` (decoration), then pieces of the text of block number `block`. `at` is the character that
    stands for the line where it has no text of its own. `is_header` marks the header of a table; `shift` is by how
    many cells a wide one begins left of the text. `picture` and `row` are set on a line of a picture that is shown."""

    block: int
    lead: str
    pieces: tuple[Piece, ...]
    at: int
    is_header: bool = False
    shift: int = 0
    picture: str = ""
    row: int = 0


class Layout(Struct, frozen=True):
    """All lines, and for each block the number of its first line (not counting the gap above it)."""

    width: int
    lines: tuple[Line, ...]
    first_lines: tuple[int, ...]

    def line_of(self, block: int, character: int = 0) -> int:
        """The line on which a character of a block stands; the last one before it when it stands on none."""
        if not 0 <= block < len(self.first_lines):
            return 0
        line = self.first_lines[block]
        best = line
        while line < len(self.lines) and self.lines[line].block == block:
            for piece in self.lines[line].pieces:
                if piece.is_again:
                    continue
                if piece.start <= character < piece.end:
                    return line
                if piece.start <= character:
                    best = line
            line += 1
        return best


def lay_out(
    document: Document,
    width: int,
    room: int = 0,
    form: TableForm = TableForm.FITTING,
    pictures: Mapping[str, int] | None = None,
) -> Layout:
    """Lay a document out in lines of at most `width` cells (`MIN_WIDTH` at least); tables may take `room` cells, as
    many more on either side, and are set in a `form`. `pictures` are the addresses of those that are shown, each with
    how many lines it takes; they stand below the block that names them."""
    width = max(MIN_WIDTH, width)
    lines: list[Line] = []
    first_lines: list[int] = []
    blocks = document.blocks
    below: dict[int, dict[str, None]] = {}
    for picture in document.pictures if pictures else ():
        if pictures and picture.address in pictures:
            below.setdefault(picture.block, {})[picture.address] = None
    for number, block in enumerate(blocks):
        if number and block.gap:
            # A click on the empty line means the end of the block above.
            empty = Line(number - 1, _clipped(block.gap_lead, width), (), len(blocks[number - 1].text))
            lines.extend([empty] * block.gap)
        first_lines.append(len(lines))
        _lay_out_block(block, number, width, lines, max(width, room), form)
        for address in below.get(number, ()):
            end = len(block.text)
            lines += [Line(number, "", (), end, picture=address, row=row) for row in range((pictures or {})[address])]
    return Layout(width, tuple(lines), tuple(first_lines))


def _lay_out_block(block: Block, number: int, width: int, lines: list[Line], outer: int, form: TableForm) -> None:
    lead, rest = _clipped(block.lead, width), _clipped(block.lead_rest, width)
    room = max(1, width - max(cell_len(lead), cell_len(rest)))
    kind, text = block.kind, block.text
    if kind is BlockKind.RULE:
        lines.append(Line(number, lead + _RULE * room, (), 0))
        return
    if kind is BlockKind.TABLE and block.table is not None:
        set_lines, taken = lay_out_table(text, block.table, room, room if lead or rest else outer, form)
        shift = max(0, (taken - width) // 2)
        for line in set_lines:
            before = lines[-1].at if lines and lines[-1].block == number else 0
            at = next((piece.start for piece in line.pieces if not piece.is_again), before)
            lines.append(Line(number, lead + line.rule, line.pieces, at, line.is_header, shift))
            lead = rest
        return
    column = 0
    if kind is BlockKind.CODE:
        # One cell of its background on either side.
        column = 1 if room > 2 else 0
        spans = fold(text, room - 2 * column)
    elif kind is BlockKind.FORMULA:
        for pieces in _lay_out_formula(text, room):
            lines.append(Line(number, lead, tuple(Piece(*piece) for piece in pieces), pieces[0][1]))
            lead = rest
        return
    else:
        spans = wrap(text, room)
    for start, end in spans:
        lines.append(Line(number, lead, (Piece(column, start, end),), start))
        lead = rest
    if kind is BlockKind.HEADING and block.level == 1:
        underline = min(room, max(cell_len(text[start:end]) for start, end in spans))
        lines.append(Line(number, lead + _RULE * underline, (), len(text)))


def _clipped(lead: str, width: int) -> str:
    """What stands before a line, short enough to leave room for text: of a deep nest the inner part stays."""
    room = max(0, width - min(_LEAST_TEXT, width // 2))
    excess = cell_len(lead) - room
    if excess <= 0:
        return lead
    return set_cell_size(lead[-room:], room) if room else ""


def _lay_out_formula(text: str, width: int) -> Iterator[tuple[tuple[int, int, int], ...]]:
    """The lines of a formula as pieces (column, start, end). A tab in a line of `text` stands before its number."""
    rows = list(_formula_rows(text))
    numbers = max(cell_len(text[slice(*number)]) if number else 0 for _, number in rows)
    taken = numbers + _BEFORE_NUMBER if numbers else 0
    if width - taken < _LEAST_FORMULA:
        # Too narrow for both: the number stands on a line of its own.
        taken = 0
    room = max(1, width - taken)
    wrapped = [(wrap(text, room, *formula), number) for formula, number in rows]
    widest = max(cell_len(text[start:end]) for spans, _ in wrapped for start, end in spans)
    column = max(0, min((width - widest) // 2, room - widest))
    for spans, number in wrapped:
        *others, last = [(column, start, end) for start, end in spans]
        for piece in others:
            yield (piece,)
        if number is None:
            yield (last,)
            continue
        mark = (max(0, width - cell_len(text[slice(*number)])), *number)
        if taken:
            yield (last, mark)
        else:
            yield (last,)
            yield (mark,)


def _formula_rows(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int] | None]]:
    """Where each line's formula and its number stand."""
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        tab = line.find("\t")
        yield ((at, end), None) if tab < 0 else ((at, at + tab), (at + tab + 1, end))
        at = end + 1
