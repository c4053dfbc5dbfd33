"""A post, or a whole page, as the blocks of a digest. Importing this imports lxml."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from tui_reader.html.block_types import Block, BlockKind, Piece
from tui_reader.html.blocks import Reader
from tui_reader.html.digest.tables import list_tables
from tui_reader.html.markup import html_tree
from tui_reader.html.page_facts import page_facts
from tui_reader.text.addresses import resolve

#: A paragraph of a post in bold with no more words than this stands for a heading.
_BOLD_HEADING = 80


def html_blocks(source: str, base_url: str, *, rows: bool = False) -> list[Block]:
    """The blocks of a piece of HTML, however broken; addresses are absolute. With `rows`, a row of a table that lists
    things is an item."""
    root = html_tree(source)
    if root is not None and rows:
        list_tables(root)
    return [] if root is None else _post(root, base_url)


def page_blocks(source: str, url: str, *, rows: bool = False) -> tuple[list[Block], dict[str, str]]:
    """The blocks of the article in a whole page, and what the page says of itself: `title`, `site`, `url`, `date`. With
    `rows`, a row of a table that lists things is an item."""
    root = html_tree(source)
    if root is None:
        return [], {}
    if rows:
        list_tables(root)
    facts = page_facts(root)
    if "://" in facts.get("url", ""):
        url = url or facts["url"]
    return _post(_article(root), url), facts


def _post(root: etree._Element, base_url: str) -> list[Block]:
    """The blocks of a post: list items with their depth, short bold paragraphs as headings, addresses absolute."""
    return [_of_post(block, base_url) for block in Reader(root, is_post=True).read()]


def _of_post(block: Block, base_url: str) -> Block:
    pieces = tuple(_joined(block.pieces, base_url))
    if block.kind is BlockKind.TEXT and not block.depth:
        words = "".join(piece.text for piece in pieces).strip()
        is_bold = all(p.is_strong or not p.text.strip() for p in pieces) and not any(p.href for p in pieces)
        if is_bold and len(words) <= _BOLD_HEADING and words[-1] not in ".,;!?":
            return Block(BlockKind.HEADING, pieces, 6)
    return Block(block.kind, pieces, block.level, 0, False, block.depth, block.number)


def _joined(pieces: tuple[Piece, ...], base_url: str) -> Iterator[Piece]:
    """Pieces of the same style as one. A place on the page itself leads nowhere else."""
    styles = groupby((p for p in pieces if p.text), lambda p: (p.href, p.mark if p.is_strong else ""))
    for (href, mark), alike in styles:
        address = "" if not href or href.startswith("#") else resolve(base_url, href)
        yield Piece("".join(p.text for p in alike), address, mark)


def _article(root: etree._Element) -> etree._Element:
    """The one article of a page, else its main part, else all of it."""
    for name in ("article", "main"):
        found = list(root.iter(name))
        if len(found) == 1:
            return found[0]
    body = root.find(".//body")
    return root if body is None else body
