"""Walking a parsed page: which element is handed to whom, and how deep a page may go."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from tui_reader.html.flow import Flow
from tui_reader.html.inline import Style
from tui_reader.html.visible import BLOCKS, DROPPED, Element, classes_of, is_hidden, visible_text
from tui_reader.text.addresses import resolve

# Deeper than any page a person wrote; below it only the text is kept, so that no page can exhaust the stack.
MAX_DEPTH = 90
# Lists and quotes are indented again at every level around them, so these must be few.
MAX_NESTING = 12

_MAIL = re.compile(r"mailto:[\w.+%-]+@[\w.-]+", re.IGNORECASE | re.ASCII)
_BLOCK_CLASSES = frozenset({"ltx_para", "ltx_p", "ltx_block", "ltx_logical-block", "ltx_creator", "ltx_item"})
_VERSION = re.compile(r"v\d+$")


@dataclass(slots=True)
class Walk:
    """One page being written.

    `base_url` resolves addresses; `by_tag` and `by_class` write the elements that are more than their text. Of a paper,
    `page` is its own address (links into it stay inside), `wanted` the fragments that links lead to, and `notes`
    collects its footnotes in Markdown. `captions` are those of the figures around, `nesting` counts what indents.
    """

    base_url: str
    by_tag: Mapping[str, Handler]
    by_class: Mapping[str, Handler] = field(default_factory=dict)
    page: str = ""
    wanted: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    nesting: int = 0

    def flow(self, *, in_table: bool = False) -> Flow:
        """An empty flow: in a paper, whose handlers go by class, formulas stay what they are."""
        return Flow(in_table, bool(self.by_class))

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
        tag = str(element.tag)  # comments and processing instructions, whose tag is none, are gone already
        names = classes_of(element) if self.by_class else ()
        # LaTeXML names the kind first and then the sort: `ltx_tag ltx_tag_note`.
        handler = next((self.by_class[name] for name in reversed(names) if name in self.by_class), None)
        handler = handler or self.by_tag.get(tag) or (self.by_tag.get("-") if "-" in tag else None)
        if (handler is None and tag in DROPPED) or is_hidden(element):
            return
        if depth > MAX_DEPTH:
            flow.text(f" {visible_text(element)} ", style)
            return
        is_block = tag in BLOCKS or (names and not _BLOCK_CLASSES.isdisjoint(names))
        if is_block:
            flow.flush()
        if self.wanted:
            self.note_anchor(element, flow)
        if handler is not None:
            handler(self, element, flow, style, depth)
        else:
            self.children(element, flow, style, depth)
        if is_block:
            flow.flush()

    def block(self, element: Element, flow: Flow, style: Style, depth: int) -> None:
        """Write what an element holds, as paragraphs of their own."""
        flow.flush()
        self.children(element, flow, style, depth)
        flow.flush()

    def apart(self, element: Element, style: Style, depth: int) -> Flow:
        """What a list, a quote or a note holds, written apart from what is around it."""
        self.nesting += 1
        inner = self.flow()
        self.children(element, inner, style, depth)
        self.nesting -= 1
        inner.finish()
        return inner

    def line(self, element: Element, style: Style, depth: int) -> str:
        """What an element holds as inline Markdown on one line, for cells."""
        inner = self.flow(in_table=True)
        self.children(element, inner, style, depth)
        return inner.line()

    def may_nest(self, flow: Flow) -> bool:
        """Whether a list or a quote can stand here: not in a cell, and not in too many others."""
        return self.nesting < MAX_NESTING and not flow.in_table

    def note_anchors(self, element: Element, flow: Flow) -> None:
        """Let links lead to all that an element holds and that is not written one by one."""
        for inner in element.iter():
            self.note_anchor(inner, flow)

    def note_anchor(self, element: Element, flow: Flow) -> None:
        """Let links lead to an element."""
        name = element.get("id")
        if name and name in self.wanted:
            flow.anchor(name)

    def address(self, href: str) -> str:
        """Where a link leads: an absolute address, `#fragment` inside this paper, "" when nowhere a reader can go."""
        href = href.strip()
        if mail := _MAIL.match(href):
            return mail[0]
        if href.startswith("#"):
            return href if href[1:] in self.wanted else ""
        address = resolve(self.base_url, href)
        if self.page and (fragment := inside(address, self.page)):
            return f"#{fragment}" if fragment in self.wanted else ""
        return address


Handler = Callable[[Walk, Element, Flow, Style, int], None]


def inside(address: str, page: str) -> str:
    """The fragment of an address that lies in the paper at `page`, whatever version either names; "" of any other."""
    where, fragment = urldefrag(address)
    if not fragment or not page:
        return ""
    one, two = urlsplit(where), urlsplit(page)
    # A copy of arXiv keeps the links to arxiv.org.
    if one.netloc != two.netloc and one.netloc.removeprefix("www.") != "arxiv.org":
        return ""
    same = _VERSION.sub("", one.path.rstrip("/")) == _VERSION.sub("", two.path.rstrip("/"))
    return fragment if same else ""
