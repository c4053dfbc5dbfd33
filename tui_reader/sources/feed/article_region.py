"""Where on a page a given text stands: the element that holds it, without what stands between and is no part of it."""

from __future__ import annotations

import re

from lxml import etree

from tui_reader.html.visible import is_hidden, take_out

_BLOCKS = frozenset(
    ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "td", "th", "dd", "dt", "figcaption", "div")
)
_NEVER = frozenset(
    ("script", "style", "noscript", "template", "nav", "footer", "form", "button", "input", "select", "svg",
     "textarea", "dialog", "menu", "iframe", "object", "embed", "link", "meta")
)  # fmt: skip
#: What may be a list of links to elsewhere: with so many links, and little but links.
_CROWDS = frozenset(("div", "section", "ul", "ol"))
_CROWD = 3
_AROUND = re.compile(
    r"(?i)(?:^|[\s_-])(?:share|sharing|social|related|recommended|recirc\w*|newsletter|subscri\w+|signup|sign-up|comments?"
    r"|disqus|promo\w*|advert\w*|ads?|sponsor\w*|cookies?|consent|breadcrumbs?|sidebar|toolbar|popup|modal|paywall"
    r"|nav\w*|menu|footer|byline|author-?(?:bio|box|card)|tags?|pagination|pager|toc|print|login|banner)(?:$|[\s_-])"
)
#: What a remark is called that belongs to the text: a callout, an admonition, a note of the foot or the side.
_NOTE = re.compile(
    r"(?i)(?:^|[\s_-])(?:note|(?:foot|side|margin|end)-?notes?|notice|callout|admonition|tip|hint|warning|info|important"
    r"|caution|epigraph|pull-?quote|definition|example|remark)(?:$|[\s_-])"
)
#: Sites whose frames are a part of what is told.
_HELD = re.compile(
    r"(?i)//(?:[\w-]+\.)*(?:youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|dailymotion\.com|ted\.com|loom\.com|wistia\.|twitch\.tv"
    r"|bilibili\.com|open\.spotify\.com|w\.soundcloud\.com|embed\.podcasts\.apple\.com|gist\.github\.com|codepen\.io"
    r"|codesandbox\.io|colab\.research\.google\.com|observablehq\.com|datawrapper\.dwcdn\.net|flourish\.studio|plotly\.com"
    r"|huggingface\.co|[\w-]+\.hf\.space|asciinema\.org|speakerdeck\.com|slideshare\.net|docs\.google\.com|embedly\.com"
    r"|platform\.twitter\.com/embed|embed\.bsky\.app)"
)
#: So much of the text must stand in an element for it to hold the article.
_MOST = 0.92
#: So much may stand in it that is not of the text; with more, it is not the article's own element.
_LITTLE = 0.5
#: So much of the text must be found on the page again.
_ENOUGH = 0.75
#: A piece found further on than this may be another of the same words.
_NEAR = 4000
#: Elements of a page and characters of a text that are looked through; a book is taken as trafilatura gives it.
_LONGEST_PAGE = 60_000
_LONGEST_TEXT = 400_000


def region_of(root: etree._Element, text: str) -> str:
    """The markup of the element in which nearly all of `text` stands, pruned; "" when there is no such element, and
    for a page of too many elements."""
    body = root.find("body")
    if body is None or len(text) > _LONGEST_TEXT or sum(1 for _ in body.iter()) > _LONGEST_PAGE:
        return ""
    found = _Words(text)
    own = _own_lengths(body, found)
    total = sum(own.values())
    if total < _ENOUGH * len(found.text):
        return ""
    sums = _sums(body, own)
    holder = body
    while (inner := next((c for c in _elements(holder) if sums.get(c, 0) >= _MOST * sums[body]), None)) is not None:
        if inner.tag in _BLOCKS - {"div"}:
            break
        holder = inner
    _prune(holder, sums)
    kept = len(_words_of(holder))
    if kept > total * (1 + _LITTLE):
        return ""
    return str(etree.tostring(holder, encoding="unicode", method="html", with_tail=False))


class _Words:
    """A text to look pieces up in, without regard to white space."""

    def __init__(self, text: str) -> None:
        self.text = _squeezed(text)
        self._at = 0

    def __contains__(self, piece: str) -> bool:
        # Pieces come in the order of the text, so most are found where the last one ended.
        found = self.text.find(piece, self._at)
        if found < 0:
            return piece in self.text
        self._at = found + len(piece) if found - self._at < _NEAR else self._at
        return True


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _words_of(element: etree._Element) -> str:
    return _squeezed("".join(str(piece) for piece in element.itertext()))


def _elements(parent: etree._Element) -> list[etree._Element]:
    return [child for child in parent if isinstance(child.tag, str)]


def _own_lengths(body: etree._Element, found: _Words) -> dict[etree._Element, int]:
    """The innermost blocks whose words stand in the text, with how many characters those are."""
    own: dict[etree._Element, int] = {}
    for element in body.iter(*_BLOCKS):
        if any(child.tag in _BLOCKS for child in element.iterdescendants(*_BLOCKS)):
            # Words of its own between its blocks, as in `<div>text<p>…</p>text</div>`.
            piece = _squeezed(element.text or "")
        else:
            piece = _words_of(element)
        if len(piece) > 2 and piece in found:
            own[element] = len(piece)
    return own


def _sums(body: etree._Element, own: dict[etree._Element, int]) -> dict[etree._Element, int]:
    """How much of the text stands in each element that holds any of it."""
    sums: dict[etree._Element, int] = {}
    for element, length in own.items():
        at: etree._Element | None = element
        while at is not None:
            sums[at] = sums.get(at, 0) + length
            if at is body:
                break
            at = at.getparent()
    return sums


def _prune(holder: etree._Element, sums: dict[etree._Element, int]) -> None:
    """Take out what never belongs to an article, and what holds nothing of the text and looks like the page around."""
    waiting = _elements(holder)
    while waiting:
        element = waiting.pop()
        if (
            (element.tag in _NEVER and not _is_held(element))
            or (element not in sums and _is_around(element))
            or _is_beside(element)
        ):
            take_out(element)
        else:
            waiting += _elements(element)


def _is_held(element: etree._Element) -> bool:
    """Whether what is mostly of the page around belongs to its article: a recording, code or a chart of another site,
    whoever is quoted below a quotation."""
    parent = element.getparent()
    if element.tag == "footer":
        return parent is not None and parent.tag == "blockquote"
    if element.tag not in ("iframe", "object", "embed"):
        return False
    address = element.get("src") or element.get("data-src") or element.get("data") or ""
    return (parent is not None and parent.tag == "figure") or _HELD.search(address) is not None


def _is_beside(element: etree._Element) -> bool:
    """Whether an element stands beside the article; a note that belongs to its text is an `aside` too."""
    if element.tag != "aside":
        return False
    said = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    return not _NOTE.search(said) or bool(_AROUND.search(said)) or _is_crowd(element)


def _is_around(element: etree._Element) -> bool:
    if element.tag == "header" or is_hidden(element):
        return True
    if element.get("role") in ("navigation", "complementary", "banner", "contentinfo", "dialog", "search"):
        return True
    if _AROUND.search(f"{element.get('class', '')} {element.get('id', '')}"):
        return True
    return element.tag in _CROWDS and _is_crowd(element)


def _is_crowd(element: etree._Element) -> bool:
    """Whether an element is little but links."""
    found = [len(_words_of(a)) for a in element.iter("a")]
    words = len(_words_of(element))
    return len(found) >= _CROWD and sum(found) > 0.6 * words
