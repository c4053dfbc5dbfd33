"""HTML as the blocks of a digest. Importing this imports lxml."""

from __future__ import annotations

import re
from itertools import groupby

from lxml import etree

from tui_reader.html.digest.blocks import MOST_BLOCKS, Block, BlockKind, Run
from tui_reader.html.markup import all_text, html_tree, local
from tui_reader.text.addresses import resolve
from tui_reader.text.sanitise import clean_line, clean_text


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _words(
    "script style template noscript nav svg iframe canvas video audio object embed select option textarea input form"
    " button dialog head map progress meter aside footer math figure figcaption picture img"
)
_INLINE = _words(
    "a span b strong i em u s code small sub sup mark abbr cite q time label font kbd var samp del ins wbr tt data bdi"
    " bdo ruby rb acronym big"
)
_SPACE = re.compile(r"\s+")
#: A paragraph in bold with no more words than this stands for a heading.
_BOLD_HEADING = 80


def html_blocks(source: str, base_url: str) -> list[Block]:
    """The blocks of a piece of HTML, however broken; addresses are absolute."""
    root = html_tree(source)
    return [] if root is None else _Reader(base_url).read(root)


def page_blocks(source: str, url: str) -> tuple[list[Block], dict[str, str]]:
    """The blocks of the article in a whole page, and what the page says of itself: `title`, `site`, `url`, `date`."""
    root = html_tree(source)
    if root is None:
        return [], {}
    facts = _facts(root)
    if "://" in facts.get("url", ""):
        url = url or facts["url"]
    return _Reader(url).read(_article(root)), facts


def _article(root: etree._Element) -> etree._Element:
    """The one article of a page, else its main part, else all of it."""
    for name in ("article", "main"):
        found = list(root.iter(name))
        if len(found) == 1:
            return found[0]
    body = root.find(".//body")
    return root if body is None else body


def _facts(root: etree._Element) -> dict[str, str]:
    facts: dict[str, str] = {}

    def keep(name: str, value: str | None) -> None:
        if value and (text := clean_line(value)):
            facts.setdefault(name, text[:400])

    names = {"og:title": "title", "og:site_name": "site", "og:url": "url", "article:published_time": "date"}
    for element in root.iter("meta"):
        name = names.get(element.get("property") or element.get("name") or "")
        if name:
            keep(name, element.get("content"))
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            keep("url", element.get("href"))
    for element in root.iter("time"):
        keep("date", element.get("datetime"))
    for name in ("h1", "title"):
        for element in root.iter(name):
            keep("title", all_text(element))
    return facts


class _Reader:
    """One walk over a tree."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._lists: list[tuple[bool, int]] = []
        self._kind, self._level = BlockKind.TEXT, 0
        self._number = 0
        self._begins_item = False
        self._hrefs: list[str] = []
        self._strong = 0
        self._breaks = 0

    def read(self, root: etree._Element) -> list[Block]:
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = 0
        for event, element in walk:
            if len(self._blocks) >= MOST_BLOCKS:
                break
            name = local(element)
            if event == "start":
                if skipped or (element is not root and (not name or name in _SKIPPED or _is_hidden(element))):
                    skipped += 1
                    continue
                self._open(element, name)
                self._text(element.text)
            elif skipped:
                skipped -= 1
                if not skipped and element is not root:
                    self._text(element.tail)
            else:
                self._close(name)
                if element is not root:
                    self._text(element.tail)
        self._flush()
        return self._blocks

    def _open(self, element: etree._Element, name: str) -> None:
        if name == "br":
            self._breaks += 1
            if self._breaks > 1:
                self._flush()
            else:
                self._runs.append(Run(" "))
            return
        if name == "a":
            href = element.get("href") or ""
            # A place on the page itself leads nowhere else.
            self._hrefs.append("" if href.startswith("#") else resolve(self._base, href))
        elif name in ("b", "strong"):
            self._strong += 1
        if name in _INLINE:
            return
        self._flush()
        if len(name) == 2 and name[0] == "h" and name[1] in "123456":
            self._kind, self._level = BlockKind.HEADING, int(name[1])
        elif name in ("ul", "ol"):
            self._lists.append((name == "ol", 0))
        elif name in ("li", "dt"):
            if self._lists and name == "li":
                is_numbered, count = self._lists[-1]
                self._lists[-1] = (is_numbered, count + 1)
                self._number = count + 1 if is_numbered else 0
            self._begins_item = True
        elif name == "hr":
            self._blocks.append(Block(BlockKind.RULE))

    def _close(self, name: str) -> None:
        if name == "a" and self._hrefs:
            self._hrefs.pop()
        elif name in ("b", "strong"):
            self._strong = max(0, self._strong - 1)
        if name in _INLINE or name == "br":
            return
        self._flush()
        if name in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif name == "li":
            self._begins_item = False
        elif len(name) == 2 and name[0] == "h":
            self._kind, self._level = BlockKind.TEXT, 0

    def _text(self, text: str | None) -> None:
        if not text:
            return
        text = _SPACE.sub(" ", clean_text(text))
        if text.strip():
            self._breaks = 0
        url = next((h for h in reversed(self._hrefs) if h), "")
        if text != " " or self._runs:
            self._runs.append(Run(text, url, self._strong > 0))

    def _flush(self) -> None:
        runs, self._runs, self._breaks = _joined(self._runs), [], 0
        if not any(run.text.strip() for run in runs):
            return
        depth = len(self._lists)
        if self._kind is BlockKind.HEADING:
            kind, level = BlockKind.HEADING, self._level
        elif self._begins_item:
            kind, level, depth = BlockKind.ITEM, 0, max(1, depth)
            self._begins_item = False
        else:
            kind, level = BlockKind.TEXT, 0
            is_bold = all(run.is_strong or not run.text.strip() for run in runs) and not any(run.url for run in runs)
            words = "".join(run.text for run in runs).strip()
            if is_bold and not depth and len(words) <= _BOLD_HEADING and words[-1] not in ".,;!?":
                kind, level = BlockKind.HEADING, 6
        number = self._number if kind is BlockKind.ITEM else 0
        self._blocks.append(Block(kind, tuple(runs), level, depth, number))


def _joined(runs: list[Run]) -> list[Run]:
    """Runs of the same style as one."""
    styles = groupby(runs, lambda run: (run.url, run.is_strong))
    return [Run("".join(run.text for run in alike), url, is_strong) for (url, is_strong), alike in styles]


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true"
