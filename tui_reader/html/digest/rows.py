"""Rows of tables as items: which cell is the title, where its address stands, and what the others say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui_reader.html.block_types import Block, BlockKind, Piece
from tui_reader.html.digest.items import LONGEST_TITLE
from tui_reader.html.digest.words import SIDE_LABEL
from tui_reader.text.addresses import arxiv_id_of, host
from tui_reader.text.sanitise import clean_line

#: Heads of the column that names what a row of a table is about.
_TITLE_COLUMNS = frozenset(
    (
        "title", "paper", "paper title", "name", "article", "project", "repository", "repo", "model", "story", "tool",
        "resource", "topic", "标题", "论文", "题目", "名称", "项目",
    )
)  # fmt: skip
_NOTHING = frozenset(("", "null", "none", "-", "–", "—", "n/a"))
_LETTERS = re.compile(r"[^\W\d_]{2}")

Cell = tuple[Piece, ...]


def column_names(cells: Sequence[Cell]) -> list[str]:
    """What a row of heads calls its columns."""
    return ["".join(piece.text for piece in cell).strip("*_ ").lower() for cell in cells]


def row_item(cells: Sequence[Cell], columns: Sequence[str]) -> Block | None:
    """A row as a list item has it: the title as a link, the links beside it, the words. None for one without an
    address, or without a title."""
    address = next((piece for cell in cells for piece in cell if piece.href), None)
    if address is None:
        return None
    named = zip(columns, range(len(cells)), strict=False)
    at = next((n for name, n in named if name in _TITLE_COLUMNS and _words(cells[n])), None)
    if at is None:
        at = next(n for n, cell in enumerate(cells) if address in cell)
        if _is_label(_words(cells[at])):
            # The first that says enough is the title; what is longer speaks of it.
            plain = [
                n for n, cell in enumerate(cells) if not any(p.href for p in cell) and _LETTERS.search(_words(cell))
            ]
            at = next(
                (n for n in plain if _names(_words(cells[n]))),
                max(plain, key=lambda n: len(_words(cells[n])), default=at),
            )
    own = next((piece for piece in cells[at] if piece.href), None) or _main(cells) or address
    title = _words(cells[at])
    if not title or len(title) > LONGEST_TITLE:
        return None
    rest = [
        text
        for n, cell in enumerate(cells)
        if n != at
        and not any(piece.href for piece in cell)
        and (text := _words(cell)).lower().strip(" *") not in _NOTHING
    ]
    said = [text for text in rest if _LETTERS.search(text)]
    links = [p for n, cell in enumerate(cells) if n != at for p in cell if p.href and p.href != own.href]
    beside = [part for link in links for part in (Piece(" "), link)]
    pieces = (Piece(title, own.href), *beside, Piece(" — " + " · ".join(rest if said else [])))
    return Block(BlockKind.ITEM, pieces, depth=1)


def _main(cells: Sequence[Cell]) -> Piece | None:
    """The link that leads to the thing itself: a paper's before its code's."""
    links = [piece for cell in cells for piece in cell if piece.href]
    return next((piece for piece in links if arxiv_id_of(piece.href)), links[0] if links else None)


def _words(cell: Cell) -> str:
    return clean_line("".join(piece.text for piece in cell)).strip()


def _is_label(text: str) -> bool:
    """Whether a link's words say nothing of what it leads to."""
    bare = text.strip(" []()→»")
    return bool(SIDE_LABEL.fullmatch(bare) or arxiv_id_of(bare) or host(bare) or not _LETTERS.search(bare))


def _names(text: str) -> bool:
    """Whether words may be a title: some, and no date."""
    return text.count(" ") >= 2 and _LETTERS.search(text) is not None
