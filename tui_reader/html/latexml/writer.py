"""Walking LaTeXML's HTML: which element is handed to whom, by its class first, by its tag where that says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from lxml import etree

from tui_reader.html.inline import Style
from tui_reader.html.latexml.flow import PaperFlow
from tui_reader.html.rules import BLOCKS, DROPPED, is_hidden
from tui_reader.html.text import visible_text
from tui_reader.text.addresses import resolve

Element = etree._Element  # noqa: SLF001 (lxml has no public name for the type)

# As for any page: deeper than this only the text is kept, so that no page can exhaust the stack.
MAX_DEPTH = 90
# Lists, quotes and theorems are indented again at every level around them.
MAX_NESTING = 8

_BLOCK_CLASSES = frozenset({"ltx_para", "ltx_p", "ltx_block", "ltx_logical-block", "ltx_creator", "ltx_item"})
_VERSION = re.compile(r"v\d+$")


@dataclass(slots=True)
class Writer:
    """One paper being written.

    `base_url` resolves addresses, `page` is the address of the paper itself (links into it stay inside), `wanted` the
    fragments that links lead to. `notes` collects footnotes in Markdown; `nesting` counts what indents.
    """

    base_url: str
    page: str
    by_class: Mapping[str, Handler]
    by_tag: Mapping[str, Handler]
    wanted: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    nesting: int = 0

    def children(self, element: Element, flow: PaperFlow, style: Style, depth: int) -> None:
        """Write what an element holds."""
        if element.text:
            flow.text(element.text, style)
        for child in element:
            self.element(child, flow, style, depth + 1)
            if child.tail:
                flow.text(child.tail, style)

    def element(self, element: Element, flow: PaperFlow, style: Style, depth: int) -> None:
        """Write an element, if it is meant to be seen."""
        tag = str(element.tag)  # comments and processing instructions, whose tag is none, are gone already
        names = classes_of(element)
        # LaTeXML names the kind first and then the sort: `ltx_tag ltx_tag_note`.
        handler = next((self.by_class[name] for name in reversed(names) if name in self.by_class), self.by_tag.get(tag))
        if handler is None and (tag in DROPPED or is_hidden(element.attrib)):
            return
        if depth > MAX_DEPTH:
            flow.text(f" {visible_text(element)} ", style)
            return
        is_block = tag in BLOCKS or not _BLOCK_CLASSES.isdisjoint(names)
        if is_block:
            flow.flush()
        self.note_anchor(element, flow)
        if handler is not None:
            handler(self, element, flow, style, depth)
        else:
            self.children(element, flow, style, depth)
        if is_block:
            flow.flush()

    def block(self, element: Element, flow: PaperFlow, style: Style, depth: int) -> None:
        """Write what an element holds, as paragraphs of their own."""
        flow.flush()
        self.children(element, flow, style, depth)
        flow.flush()

    def apart(self, elements: Iterable[Element], style: Style, depth: int) -> PaperFlow:
        """What a list item, a quote or a note holds, written apart from what is around it."""
        self.nesting += 1
        inner = PaperFlow()
        for element in elements:
            self.children(element, inner, style, depth)
        self.nesting -= 1
        inner.finish()
        return inner

    def line(self, element: Element, style: Style, depth: int) -> str:
        """What an element holds as inline Markdown on one line, for cells."""
        inner = PaperFlow(in_table=True)
        self.children(element, inner, style, depth)
        inner.finish()
        return inner.line()

    def may_nest(self, flow: PaperFlow) -> bool:
        """Whether a list or a quote can stand here: not in a cell, and not in too many others."""
        return self.nesting < MAX_NESTING and not flow.in_table

    def note_anchors(self, element: Element, flow: PaperFlow) -> None:
        """Let links lead to all that an element holds and that is not written one by one."""
        for inner in element.iter():
            if isinstance(inner.tag, str):
                self.note_anchor(inner, flow)

    def note_anchor(self, element: Element, flow: PaperFlow) -> None:
        """Let links lead to an element."""
        name = element.get("id")
        if name and name in self.wanted:
            flow.anchor(name)

    def address(self, href: str) -> str:
        """Where a link leads: an absolute address, `#fragment` inside this paper, "" when nowhere to go."""
        href = href.strip()
        if href.startswith("#"):
            return href if href[1:] in self.wanted else ""
        address = resolve(self.base_url, href)
        if fragment := inside(address, self.page):
            return f"#{fragment}" if fragment in self.wanted else ""
        return address


Handler = Callable[[Writer, Element, PaperFlow, Style, int], None]


def classes_of(element: Element) -> list[str]:
    """The classes of an element."""
    return element.get("class", "").split() if isinstance(element.tag, str) else []


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
