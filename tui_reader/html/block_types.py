"""What a text is taken apart into: blocks, each made of pieces with their links; and those as Markdown.

HTML and plain text come to the same blocks, so that both forms of an issue or a digest give the same items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from tui_reader.text.markdown import escape, escape_inline, heading, link

#: A page of more blocks is read up to here; a hundred times what an issue has.
MOST_BLOCKS = 50_000
#: And a post of more up to here; ten times what the longest known digests have.
MOST_POST_BLOCKS = 5_000


class BlockKind(StrEnum):
    """What a block is. EMPTY is an element that holds nothing: a cell of a table made of boxes may be one. RULE divides
    a post and holds nothing."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    EMPTY = "empty"
    RULE = "rule"


class Piece(Struct, frozen=True):
    """A run of text in one element. `text` keeps one space at its ends where there was one; `href` is the address as
    written; `mark` is `strong`, `em`, `code` or ""; `when` the `datetime` of a `<time>`; `path` the elements around
    it, outermost first, as numbers; `is_author` where the markup says that this names the author."""

    text: str
    href: str = ""
    mark: str = ""
    when: str = ""
    path: tuple[int, ...] = ()
    is_author: bool = False

    @property
    def words(self) -> str:
        """The text without space around it."""
        return self.text.strip()

    @property
    def is_strong(self) -> bool:
        """Whether it stands in bold."""
        return self.mark == "strong"


class Block(Struct, frozen=True):
    """A block of a page. The pieces of a ROW are its cells. `level` is a heading's, 1 to 6; `item` the number of the
    list item, article or row around it, 0 for none; `is_header` a row of column titles.

    In a post, `depth` says how many lists it lies in (an ITEM begins an item, a TEXT of depth 1 goes on with one), and
    `number` is that of an item in a numbered list, else 0."""

    kind: BlockKind
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    item: int = 0
    is_header: bool = False
    depth: int = 0
    number: int = 0

    @property
    def text(self) -> str:
        """All of it on one line; cells are kept apart by a space."""
        joint = " " if self.kind is BlockKind.ROW else ""
        return " ".join(joint.join(p.text for p in self.pieces).split())


class Page(Struct, frozen=True):
    """A page taken apart. `base` is what its relative addresses start from, `title` and `canonical` what it says
    of itself; `is_text` where it came as plain text."""

    blocks: tuple[Block, ...]
    base: str = ""
    title: str = ""
    canonical: str = ""
    is_text: bool = False


class Passage(Struct, frozen=True):
    """A part of a page, for who reads only that: its blocks, with what they need of the page, and a few blocks that
    stand `above` it."""

    blocks: tuple[Block, ...]
    base: str = ""
    is_text: bool = False
    above: tuple[Block, ...] = ()


def inline(pieces: Sequence[Piece]) -> str:
    """Pieces as Markdown on one line."""
    parts: list[str] = []
    for piece in pieces:
        text = " ".join(piece.text.split())
        before, after = piece.text[:1].isspace(), piece.text[-1:].isspace()
        if not text:
            parts.append(" ")
            continue
        written = escape_inline(text) if parts else escape(text)
        if piece.href:
            written = f"<{piece.href}>" if text == piece.href else link(written, piece.href)
        elif piece.is_strong:
            written = f"**{written}**"
        parts.append((" " if before and parts else "") + written + (" " if after else ""))
    return re.sub(" {2,}", " ", "".join(parts)).strip()


def blocks_markdown(blocks: Sequence[Block]) -> str:
    """Blocks as Markdown. Lists are tight."""
    out: list[str] = []
    in_list = False
    for block in blocks:
        if block.kind is BlockKind.RULE:
            written, is_line = "___", False
        elif block.kind is BlockKind.HEADING:
            written, is_line = heading(block.level, inline(block.pieces)), False
        elif block.kind is BlockKind.ITEM:
            marker = f"{block.number}. " if block.number else "- "
            written, is_line = "  " * (block.depth - 1) + marker + inline(block.pieces), True
        elif block.depth:
            written, is_line = "  " * block.depth + inline(block.pieces), False
        else:
            written, is_line = inline(block.pieces), False
        if not written.strip():
            continue
        out.append(("\n" if in_list and is_line else "\n\n") + written)
        in_list = is_line
    return "".join(out).strip("\n")
