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
from tui_reader.text.sanitise import clean_html_source, clean_line

_BY_CLASS = BLOCK_CLASSES | INLINE_CLASSES
_BY_TAG = BLOCK_TAGS | INLINE_TAGS
_VERSION = re.compile(r"/(?:html|abs)/[\w.-]+(?:/\d+)?v(\d{1,3})(?:/|$)|arXiv:[\w./-]+?v(\d{1,3})\b")
_PAPER_MARK = re.compile(rb"""<(?:article|div|main|section)\s[^<>]{0,200}\bltx_(?:document|page_content)\b""")
#: A number in an address, a mark or a title, with its version.
_IN_PLACE = re.compile(
    r"(?<![\w.])(?:arXiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d{1,3}))?(?![\w-])", re.IGNORECASE
)


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


class SavedPaper(Struct, frozen=True):
    """A saved page of a whole paper: its text, and which paper it is. `arxiv_id` is "" where neither the page nor the
    name of the file says it; `url` is the page it was saved from, else that of arXiv's."""

    title: str
    arxiv_id: str
    paper: ParsedPaper
    url: str


def is_whole_paper(head: bytes) -> bool:
    """Whether the beginning of a document is a page of LaTeXML's that holds a paper, of arXiv's or ar5iv's."""
    return _PAPER_MARK.search(head) is not None


def parse_saved_paper(data: bytes, name: str = "") -> SavedPaper:
    """A saved page of arXiv's, of ar5iv's or of LaTeXML itself; `name` is that of the file. Raises ParseError."""
    text = clean_html_source(decode(data))
    root = page_tree(text)
    paper = _paper(root) if root is not None else None
    if root is None or paper is None:
        raise ParseError("this page holds no paper that LaTeXML has converted", "Save the page of the paper itself.")
    title = next((visible_text(e) for e in paper.iter("h1") if "ltx_title_document" in classes_of(e)), "")
    title = clean_line(title) or clean_line(root.findtext(".//title") or "")
    number, version = _number_on(root, paper, name)
    found = parse_whole_paper(data, f"https://arxiv.org/html/{number}" if number else "https://arxiv.org/html/")
    if not found.markdown or not title:
        raise ParseError("this page of a paper is empty", "Save the page of the paper itself.")
    page = f"https://arxiv.org/html/{number}" + (f"v{found.version or version}" if found.version or version else "")
    return SavedPaper(title, number, ParsedPaper(found.markdown, found.version or version or 0), page if number else "")


def _number_on(root: Element, paper: Element, name: str) -> tuple[str, int | None]:
    """The paper's number as the page says it: in its base address, its mark at the margin, its address, its title
    (ar5iv), the links around the paper; else as the file is called."""
    places = [own_base(root, "https://arxiv.org/html/")]
    mark = root.find(".//*[@id='watermark-tr']")
    places += [visible_text(mark)] if mark is not None else []
    places += [e.get("href", "") for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    places += [e.get("content", "") for e in root.iter("meta") if e.get("property") == "og:url"]
    places += re.findall(r"^\s*\[([^\[\]]{7,24})\]", root.findtext(".//title") or "")
    inside = set(paper.iter("a"))
    places += [a.get("href", "") for a in root.iter("a") if a not in inside and "/abs/" in a.get("href", "")]
    for place in (*places, re.sub(r"(?:\.(?:html?|gz))+$", "", name).replace("_", "/")):
        if match := _IN_PLACE.search(place):
            return match[1].lower(), int(match[2]) if match[2] else None
    return "", None
