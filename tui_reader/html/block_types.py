"""What a page is taken apart into: blocks, each made of pieces of text with their links."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

#: A page of more blocks is read up to here; a hundred times what an issue has.
MOST_BLOCKS = 50_000


class BlockKind(StrEnum):
    """What a block is. EMPTY is an element that holds nothing: a cell of a table made of boxes may be one."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    EMPTY = "empty"


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


class Block(Struct, frozen=True):
    """A block of a page. The pieces of a ROW are its cells. `level` is a heading's, 1 to 6; `item` the number of the
    list item, article or row around it, 0 for none; `is_header` a row of column titles."""

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0
    item: int = 0
    is_header: bool = False

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
