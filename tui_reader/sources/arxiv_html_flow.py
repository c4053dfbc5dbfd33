"""The blocks of a whole paper as they are collected: paragraphs with formulas, anchors and run-in titles."""

from __future__ import annotations

import re

from tui_reader.text.html_flow import Flow
from tui_reader.text.html_inline import PLAIN, Run, Style

_ANCHOR = '<a id="'
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
ANCHOR_NAME = re.compile(r"[\w.:+-]{1,200}")
"""A name that needs no quoting where it stands; LaTeXML's own are such."""


class PaperFlow(Flow):
    """A flow in which a dollar stands for itself, since formulas are written between dollars.

    `lead` is a title that runs into the next paragraph ("Theorem 1."); `breaks` is on where an empty line of the
    source ends a paragraph, as it does in TeX that the converter did not understand.
    """

    def __init__(self, in_table: bool = False) -> None:
        super().__init__(in_table)
        self.lead: list[Run] = []
        self.breaks = False

    def text(self, text: str, style: Style = PLAIN) -> None:
        """Add text as the parser gives it."""
        if self.breaks and (parts := _BLANK_LINE.split(text, maxsplit=1))[1:]:
            self.text(parts[0], style)
            self.breaks = False
            self.flush()
            text = parts[1]
        if "$" not in text or style.code:
            super().text(text, style)
            return
        first, *others = text.split("$")
        super().text(first, style)
        for other in others:
            self.raw("\\$", style.link)
            super().text(other, style)

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

    def flush(self) -> None:
        """End the paragraph."""
        if self.lead and any(run.text.strip() and not run.text.startswith(_ANCHOR) for run in self.runs):
            self._begin_with_lead()
        super().flush()

    def add(self, markdown: str, list_marker: str = "") -> None:
        """End the paragraph and add a block; a title that waits for a paragraph becomes one."""
        if self.lead:
            self._begin_with_lead()
        super().add(markdown, list_marker)

    def finish(self) -> None:
        """End what is still open."""
        if self.lead:
            self._begin_with_lead()
        self.flush()

    def _begin_with_lead(self) -> None:
        self.runs[:0] = [*self.lead, Run(" ")]
        self.lead = []
