"""Blocks of Markdown as they are collected from a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.html.inline import PLAIN, Run, Style, write_inline
from tui_reader.text.markdown import prefixed
from tui_reader.text.sanitise import clean_text
from tui_reader.text.tex_in_text import raw_formulas

_ANCHOR = '<a id="'
ANCHOR_NAME = re.compile(r"[\w.:+-]{1,200}")
"""A name of a place that needs no quoting where it stands; LaTeXML's own are such."""
_SPACES = re.compile(r"\s+")
# A list may follow its item's text without an empty line only if it can interrupt a paragraph (CommonMark 0.31, 5.3).
_BLANK_LINE = re.compile(r"(\n[ \t]*\n\s*)")
# What an environment of formulas says of its columns: `{rCl}`.
_COLUMNS = re.compile(r"^[lcrLCRsI|]{1,8}(?=\s)")
_INTERRUPTS = re.compile(r"[-*] |1[.)] ")


class Written(Struct, frozen=True):
    """A block of Markdown as it is written; of a list it is remembered that it is one, and with which marker."""

    markdown: str
    list_marker: str = ""


@dataclass(slots=True)
class Flow:
    """Collects what a container holds: finished blocks, and the runs of the paragraph being written.

    With `has_formulas` they are written between dollars, and a dollar of the text is escaped. `lead` is a title that
    runs into the next paragraph ("Theorem 1.").
    """

    in_table: bool = False
    has_formulas: bool = False
    blocks: list[Written] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    lead: list[Run] = field(default_factory=list)
    source: str = ""
    """`begins` or `goes on` while what comes is TeX that its converter did not understand."""

    def text(self, text: str, style: Style = PLAIN) -> None:
        """Add text as the parser gives it; it is cleaned here."""
        if self.source:
            text = self._source_text(text, style)
        if self.has_formulas and "$" in text and not style.code:
            for number, part in enumerate(text.split("$")):
                if number:
                    self.raw("\\$", style.link)
                self._plain(part, style)
        elif ("\\" in text or "$" in text) and not self.has_formulas and not style.code:
            for part, is_display in raw_formulas(text):
                if is_display and not self.in_table:
                    self.flush()
                    self._plain(part, style)
                    self.flush()
                else:
                    self._plain(part, style)
        else:
            self._plain(text, style)

    def _plain(self, text: str, style: Style) -> None:
        text = _SPACES.sub(" ", clean_text(text))
        if text:
            self.runs.append(Run(text, style))

    def begin_source(self) -> None:
        """What follows is TeX that the converter did not understand, to the next empty line: it stands alone."""
        self.flush()
        self.source = "begins"

    def _source_text(self, text: str, style: Style) -> str:
        """Write what of a text is still source; the rest of it."""
        if self.source == "begins":
            text, self.source = _COLUMNS.sub("", text), "goes on"
        if not _BLANK_LINE.search(text):
            return text.replace("&", "")  # marks the column that lines are set to
        source, _, rest = _BLANK_LINE.split(text, maxsplit=1)
        self.source = ""
        self.text(source.replace("&", ""), style)
        self.flush()
        return rest

    def raw(self, markdown: str, link: str = "") -> None:
        """Add a piece of a line that is Markdown already."""
        self.runs.append(Run(markdown, Style(link=link, raw=True)))

    def anchor(self, name: str) -> None:
        """Let links lead to what comes next; `name` is an ANCHOR_NAME."""
        self.raw(f'{_ANCHOR}{name}"></a>')

    def run_in(self, inner: Flow) -> None:
        """Keep the runs of a title for the paragraph that follows it."""
        if inner.runs:
            self.lead += [*([Run(" ")] if self.lead else []), *inner.runs]

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
        if self.lead and any(run.text.strip() and not run.text.startswith(_ANCHOR) for run in self.runs):
            self._begin_with_lead()
        if self.runs:
            markdown = write_inline(self.runs, in_table=self.in_table)
            self.runs.clear()
            if markdown:
                self.blocks.append(Written(markdown))

    def add(self, markdown: str, list_marker: str = "") -> None:
        """End the paragraph and add a block; a title that waits for a paragraph becomes one."""
        self.finish()
        if markdown:
            self.blocks.append(Written(markdown, list_marker))

    def finish(self) -> None:
        """End what is still open."""
        if self.lead:
            self._begin_with_lead()
        self.flush()

    def _begin_with_lead(self) -> None:
        self.runs[:0] = [*self.lead, Run(" ")]
        self.lead = []

    def marker_of_last_list(self) -> str:
        """The marker of the list that the next block would touch; "" when the last block is none."""
        self.flush()
        return self.blocks[-1].list_marker if self.blocks else ""

    def markdown(self) -> str:
        """Everything so far, blocks parted by an empty line."""
        self.finish()
        return "\n\n".join(block.markdown for block in self.blocks)

    def line(self) -> str:
        """Everything so far as inline Markdown on one line, for headings and cells."""
        self.finish()
        return " ".join(" ".join(block.markdown.replace("\\\n", " ").split()) for block in self.blocks)

    def unbold(self) -> None:
        """Take the boldness from the paragraph being written."""
        self.runs = [replace(run, style=replace(run.style, strong=False)) for run in self.runs]


def write_list(items: list[tuple[str, list[Written]]]) -> str:
    """A list out of (marker, blocks) pairs; tight when no item has more than a paragraph and lists below it."""
    tight = all(not any(not block.list_marker for block in blocks[1:]) for _, blocks in items)
    written = []
    for marker, blocks in items:
        text = blocks[0].markdown
        for block in blocks[1:]:
            text += ("\n" if tight and _INTERRUPTS.match(block.markdown) else "\n\n") + block.markdown
        written.append(prefixed(text, f"{marker} ", " " * (len(marker) + 1)))
    return ("\n" if tight else "\n\n").join(written)
