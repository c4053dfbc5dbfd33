"""What a digest is taken apart from: headings, list items and paragraphs, made of runs of text with their links.

HTML and plain text come to the same blocks, so that both forms of a digest give the same items.
"""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

from tui_reader.text.markdown import escape, escape_inline, heading, link

#: A digest of more blocks is read up to here; ten times what the longest known ones have.
MOST_BLOCKS = 5_000


class BlockKind(StrEnum):
    """What a block is. RULE divides a text and holds nothing."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    RULE = "rule"


class Run(Struct, frozen=True):
    """A run of text, with the absolute address it links to, or ""."""

    text: str
    url: str = ""
    is_strong: bool = False


class Block(Struct, frozen=True):
    """A block. `level` is a heading's, 1 to 6; `depth` how many lists it lies in (an ITEM begins an item, a TEXT of
    depth 1 goes on with one); `number` the number of an item in a numbered list, else 0."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    depth: int = 0
    number: int = 0

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join("".join(run.text for run in self.runs).split())


def inline(runs: tuple[Run, ...] | list[Run]) -> str:
    """Runs as Markdown on one line."""
    parts: list[str] = []
    for run in runs:
        text = " ".join(run.text.split())
        before, after = run.text[:1].isspace(), run.text[-1:].isspace()
        if not text:
            parts.append(" ")
            continue
        written = escape_inline(text) if parts else escape(text)
        if run.url:
            written = f"<{run.url}>" if text == run.url else link(written, run.url)
        elif run.is_strong:
            written = f"**{written}**"
        parts.append((" " if before and parts else "") + written + (" " if after else ""))
    return re.sub(" {2,}", " ", "".join(parts)).strip()


def to_markdown(blocks: list[Block] | tuple[Block, ...]) -> str:
    """Blocks as Markdown. Lists are tight."""
    out: list[str] = []
    in_list = False
    for block in blocks:
        if block.kind is BlockKind.RULE:
            written, is_line = "___", False
        elif block.kind is BlockKind.HEADING:
            written, is_line = heading(block.level, inline(block.runs)), False
        elif block.kind is BlockKind.ITEM:
            marker = f"{block.number}. " if block.number else "- "
            written, is_line = "  " * (block.depth - 1) + marker + inline(block.runs), True
        elif block.depth:
            written, is_line = "  " * block.depth + inline(block.runs), False
        else:
            written, is_line = inline(block.runs), False
        if not written.strip():
            continue
        out.append(("\n" if in_list and is_line else "\n\n") + written)
        in_list = is_line
    return "".join(out).strip("\n")
