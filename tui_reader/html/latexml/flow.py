"""The blocks of a whole paper as they are collected: paragraphs with formulas, anchors and run-in titles."""

from __future__ import annotations

import re

from tui_reader.html.flow import Flow
from tui_reader.html.inline import PLAIN, Run, Style

_ANCHOR = '<a id="'
_BLANK_LINE = re.compile(r"(\n[ \t]*\n\s*)")
# What an environment of formulas says of its columns: `{rCl}`.
_COLUMNS = re.compile(r"^[lcrLCRsI|]{1,8}(?=\s)")
ANCHOR_NAME = re.compile(r"[\w.:+-]{1,200}")
"""A name that needs no quoting where it stands; LaTeXML's own are such."""


class PaperFlow(Flow):
    """A flow in which a dollar stands for itself, since formulas are written between dollars.

    `lead` is a title that runs into the next paragraph ("Theorem 1.").
    """

    def __init__(self, in_table: bool = False) -> None:
        super().__init__(in_table)
        self.lead: list[Run] = []
        self._is_source = False
        self._is_new = False

    def text(self, text: str, style: Style = PLAIN) -> None:
        """Add text as the parser gives it."""
        if self._is_source:
            text = self._source_text(text, style)
        if "$" not in text or style.code:
            super().text(text, style)
            return
        first, *others = text.split("$")
        super().text(first, style)
        for other in others:
            self.raw("\\$", style.link)
            super().text(other, style)

    def begin_source(self) -> None:
        """What follows is TeX that the converter did not understand, to the next empty line: it stands alone."""
        self.flush()
        self._is_source = self._is_new = True

    def _source_text(self, text: str, style: Style) -> str:
        """Write what of a text is still source; the rest of it."""
        if self._is_new:
            text, self._is_new = _COLUMNS.sub("", text), False
        source, end, rest = _BLANK_LINE.split(text, maxsplit=1) if _BLANK_LINE.search(text) else (text, "", "")
        if not end:
            return source
        self._is_source = False
        self.text(source, style)
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
