"""Walking a parsed page: which element is handed to whom, and how deep a page may go."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from tui_reader.html.flow import Flow
from tui_reader.html.inline import Style
from tui_reader.html.rules import BLOCKS, DROPPED, is_hidden
from tui_reader.html.text import visible_text
from tui_reader.text.addresses import resolve

Element = etree._Element  # noqa: SLF001 (lxml has no public name for the type)

# Deeper than any page a person wrote; below it only the text is kept, so that no page can exhaust the stack.
MAX_DEPTH = 90
# Lists and quotes are indented again at every level around them, so these must be few.
MAX_NESTING = 12

_MAIL = re.compile(r"mailto:[\w.+%-]+@[\w.-]+", re.IGNORECASE | re.ASCII)


@dataclass(slots=True)
class Walk:
    """One page being written.

    `base_url` resolves addresses, `handlers` write the elements that are more than their text, `captions` are those of
    the figures around, `nesting` counts the lists and quotes around.
    """

    base_url: str
    handlers: Mapping[str, Handler]
    captions: list[str] = field(default_factory=list)
    nesting: int = 0

    def children(self, element: Element, flow: Flow, style: Style, depth: int) -> None:
        """Write what an element holds."""
        if element.text:
            flow.text(element.text, style)
        for child in element:
            self.element(child, flow, style, depth + 1)
            if child.tail:
                flow.text(child.tail, style)

    def element(self, element: Element, flow: Flow, style: Style, depth: int) -> None:
        """Write an element, if it is meant to be seen."""
        tag = element.tag
        attributes = element.attrib
        if tag in DROPPED:
            if tag == "input" and attributes.get("type") == "checkbox":
                flow.text("☑ " if "checked" in attributes else "☐ ", style)
            return
        # Pages hide their body until a script has run, and their formulas behind pictures of them.
        if attributes and tag not in {"html", "body", "math"} and is_hidden(attributes):
            return
        if depth > MAX_DEPTH:
            flow.text(f" {visible_text(element)} ", style)
            return
        handler = self.handlers.get(tag)
        if handler is not None:
            handler(self, element, flow, style, depth)
        elif tag in BLOCKS:
            self.block(element, flow, style, depth)
        else:
            self.children(element, flow, style, depth)

    def block(self, element: Element, flow: Flow, style: Style, depth: int) -> None:
        """Write what an element holds, as paragraphs of their own."""
        flow.flush()
        self.children(element, flow, style, depth)
        flow.flush()

    def apart(self, element: Element, style: Style, depth: int) -> Flow:
        """What a list, a quote or a note holds, written apart from what is around it."""
        self.nesting += 1
        inner = Flow()
        self.children(element, inner, style, depth)
        self.nesting -= 1
        inner.flush()
        return inner

    def may_nest(self, flow: Flow) -> bool:
        """Whether a list or a quote can stand here: not in a cell, and not in too many others."""
        return self.nesting < MAX_NESTING and not flow.in_table

    def address(self, href: str) -> str:
        """Where a link leads, "" when nowhere that a reader can go."""
        if mail := _MAIL.match(href):
            return mail[0]
        return resolve(self.base_url, href)


Handler = Callable[[Walk, Element, Flow, Style, int], None]
