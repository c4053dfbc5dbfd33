"""Blocks of Markdown as they are collected from a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.html.inline import PLAIN, Run, Style, write_inline
from tui_reader.text.markdown import prefixed
from tui_reader.text.sanitise import clean_text

_SPACES = re.compile(r"\s+")
# A list may follow its item's text without an empty line only if it can interrupt a paragraph (CommonMark 0.31, 5.3).
_INTERRUPTS = re.compile(r"[-*] |1[.)] ")


class Block(Struct, frozen=True):
    """One block of Markdown; of a list it is remembered that it is one, and with which marker."""

    markdown: str
    list_marker: str = ""


@dataclass(slots=True)
class Flow:
    """Collects what a container holds: finished blocks, and the runs of the paragraph being written."""

    in_table: bool = False
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def text(self, text: str, style: Style = PLAIN) -> None:
        """Add text as the parser gives it; it is cleaned here."""
        text = _SPACES.sub(" ", clean_text(text))
        if text:
            self.runs.append(Run(text, style))

    def line_break(self) -> None:
        """A `br`; two in a row end the paragraph."""
        for run in reversed(self.runs):
            if run.text == "\n":
                self.flush()
                return
            if not run.text.isspace():
                break
        self.runs.append(Run("\n"))

    def flush(self) -> None:
        """End the paragraph."""
        if self.runs:
            markdown = write_inline(self.runs, in_table=self.in_table)
            self.runs.clear()
            if markdown:
                self.blocks.append(Block(markdown))

    def add(self, markdown: str, list_marker: str = "") -> None:
        """End the paragraph and add a block."""
        self.flush()
        if markdown:
            self.blocks.append(Block(markdown, list_marker))

    def marker_of_last_list(self) -> str:
        """The marker of the list that the next block would touch; "" when the last block is none."""
        self.flush()
        return self.blocks[-1].list_marker if self.blocks else ""

    def markdown(self) -> str:
        """Everything so far, blocks parted by an empty line."""
        self.flush()
        return "\n\n".join(block.markdown for block in self.blocks)

    def line(self) -> str:
        """Everything so far as inline Markdown on one line, for headings and cells."""
        self.flush()
        return " ".join(" ".join(block.markdown.replace("\\\n", " ").split()) for block in self.blocks)

    def unbold(self) -> None:
        """Take the boldness from the paragraph being written."""
        self.runs = [replace(run, style=replace(run.style, strong=False)) for run in self.runs]


def write_list(items: list[tuple[str, list[Block]]]) -> str:
    """A list out of (marker, blocks) pairs; tight when no item has more than a paragraph and lists below it."""
    tight = all(not any(not block.list_marker for block in blocks[1:]) for _, blocks in items)
    written = []
    for marker, blocks in items:
        text = blocks[0].markdown
        for block in blocks[1:]:
            text += ("\n" if tight and _INTERRUPTS.match(block.markdown) else "\n\n") + block.markdown
        written.append(prefixed(text, f"{marker} ", " " * (len(marker) + 1)))
    return ("\n" if tight else "\n\n").join(written)
