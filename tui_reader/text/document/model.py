"""A parsed document: plain values, made by `parse`, laid out and shown by `ui`."""

from __future__ import annotations

from enum import IntFlag, StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping


class Ink(IntFlag):
    """How a piece of text is set."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    CODE = 4
    STRIKE = 8
    FORMULA = 16
    IMAGE = 32
    NAME = 64


class BlockKind(StrEnum):
    """What a block is. A FORMULA is a displayed one, an IMAGE one that stands alone."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"
    IMAGE = "image"
    FORMULA = "formula"


class Align(StrEnum):
    """How a table column is aligned."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Run(Struct, frozen=True):
    """Characters `start` to `end` of a block's text set in `ink`; `link` is an index into `Document.links`, -1 none."""

    start: int
    end: int
    ink: Ink
    link: int = -1


class Table(Struct, frozen=True):
    """Where the cells are in the block's text: `rows` of (start, end), the first row being the header. All rows have
    as many cells as `aligns`."""

    aligns: tuple[Align, ...]
    rows: tuple[tuple[tuple[int, int], ...], ...]


class Block(Struct, frozen=True):
    """One block of a document.

    `text` is what is searched, selected and copied, without wrapping; a newline in it is a line break of the author's.
    `runs` are the parts that are not plain, ascending and apart. `lead` stands before the first line and `lead_rest`
    before the others: quote bars, list markers, indents; neither is part of the text. `gap` blank lines stand above,
    led by `gap_lead`. `level` is a heading's, 1 to 6. `table` is set for tables alone: there `text` holds cells
    separated by tabs and rows by newlines. In a FORMULA a tab stands before a line's number.
    """

    kind: BlockKind
    text: str = ""
    runs: tuple[Run, ...] = ()
    level: int = 0
    lead: str = ""
    lead_rest: str = ""
    gap: int = 0
    gap_lead: str = ""
    quoted: bool = False
    table: Table | None = None


class Heading(Struct, frozen=True):
    """A line of the table of contents: level, text, and the number of its block."""

    level: int
    title: str
    block: int


class Picture(Struct, frozen=True):
    """A picture named in a text: the number of its block, its address, and how it is described there."""

    block: int
    address: str
    alt: str = ""


class Document(Struct, frozen=True):
    """Blocks in order; `links` the targets of all links, `anchors` fragment to block number, `toc` the headings,
    `pictures` all that are named, in order."""

    blocks: tuple[Block, ...] = ()
    links: tuple[str, ...] = ()
    anchors: Mapping[str, int] = field(default_factory=dict)
    toc: tuple[Heading, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def words(self) -> int:
        """How many words there are."""
        return sum(len(block.text.split()) for block in self.blocks)
