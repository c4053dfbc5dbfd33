"""A whole paper out of the HTML that arXiv makes of its LaTeX (https://info.arxiv.org/about/accessible_HTML.html).

The converter is LaTeXML (https://math.nist.gov/~BMiller/LaTeXML/), whose classes (`ltx_…`) say what everything is. The
paper becomes Markdown: formulas stay LaTeX between dollars, a displayed one in a paragraph of its own with its number
as `\\tag{…}`; a literal dollar is escaped; what links lead to has an anchor `<a id="…">`; footnotes stand at the end.
"""

from __future__ import annotations

import re
from urllib.parse import urldefrag

from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.html.flow import ANCHOR_NAME, Flow
from tui_reader.html.inline import PLAIN
from tui_reader.html.latexml.blocks import BLOCK_CLASSES, BLOCK_TAGS
from tui_reader.html.latexml.inline import INLINE_CLASSES, INLINE_TAGS
from tui_reader.html.markup import own_base, page_tree
from tui_reader.html.visible import Element, classes_of, visible_text
from tui_reader.html.walk import Walk, inside
from tui_reader.text.addresses import resolve
from tui_reader.text.charset import decode
from tui_reader.text.sanitise import clean_html_source

_BY_CLASS = BLOCK_CLASSES | INLINE_CLASSES
_BY_TAG = BLOCK_TAGS | INLINE_TAGS
_VERSION = re.compile(r"/(?:html|abs)/[\w.-]+(?:/\d+)?v(\d{1,3})(?:/|$)|arXiv:[\w./-]+?v(\d{1,3})\b")


class ParsedPaper(Struct, frozen=True):
    """A paper to read: `markdown` begins with its title as a heading; `version` is 0 where the page does not say."""

    markdown: str
    version: int = 0


def parse_whole_paper(data: bytes, url: str, charset: str = "") -> ParsedPaper:
    """The paper on a page that was fetched from `url`. Raises ParseError for a page that holds none."""
    root = page_tree(clean_html_source(decode(data, charset)))
    paper = _paper(root) if root is not None else None
    if root is None or paper is None:
        raise ParseError("this page holds no paper that arXiv has converted", "O opens the PDF in the browser.")
    page = urldefrag(url)[0].rstrip("/")
    base = own_base(root, page) or f"{page}/"
    walk = Walk(base, _BY_TAG, _BY_CLASS, page, _wanted(root, base, page))
    flow = walk.flow()
    walk.children(paper, flow, PLAIN, 0)
    flow.finish()
    _add_notes(walk, flow)
    return ParsedPaper(flow.markdown(), _version(root, base))


def _paper(root: Element) -> Element | None:
    """The element that holds the paper. arXiv's notices above it have the class `ltx_document` too."""
    articles = (article for article in root.iter("article") if "ltx_document" in classes_of(article))
    contents = (element for element in root.iter("div", "main") if "ltx_page_content" in classes_of(element))
    paper = next(articles, None)
    return paper if paper is not None else next(contents, None)


def _wanted(root: Element, base: str, page: str) -> frozenset[str]:
    """The fragments that links of the page lead to and that are there."""
    linked: set[str] = set()
    for link in root.iter("a"):
        href = link.get("href", "").strip()
        if href.startswith("#"):
            linked.add(href[1:])
        elif "#" in href and (fragment := inside(resolve(base, href), page)):
            linked.add(fragment)
    names = (element.get("id", "") for element in root.iter() if isinstance(element.tag, str))
    return frozenset(name for name in names if name in linked and ANCHOR_NAME.fullmatch(name))


def _add_notes(walk: Walk, flow: Flow) -> None:
    if walk.notes:
        flow.add("## Footnotes")
    for note in walk.notes:
        flow.add(note)


def _version(root: Element, base: str) -> int:
    """The version that the page names in its base address or in its mark at the margin."""
    mark = root.find(".//*[@id='watermark-tr']")
    for place in (base, visible_text(mark) if mark is not None else ""):
        if match := _VERSION.search(place):
            return int(match[1] or match[2])
    return 0
