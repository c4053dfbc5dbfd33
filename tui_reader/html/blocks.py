"""A page, or a post of a feed, as a stream of blocks: headings, paragraphs, list items, table rows, each made of pieces
with their links.

What a reader does not read is left out: what is hidden, navigation, sign-up forms. Class names mean nothing beyond
that; only elements, their order and their nesting do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tui_reader.html.block_types import MOST_BLOCKS, MOST_POST_BLOCKS, Block, BlockKind, Page, Piece
from tui_reader.html.formulas import latex_of
from tui_reader.html.markup import all_text, html_tree, local
from tui_reader.html.visible import DROPPED, is_hidden, visible_text
from tui_reader.text.sanitise import clean_line, clean_text
from tui_reader.text.word_set import word_set

_LEAVES = frozenset(("span", "div", "p", "td", "data", "dd"))
_CELL_ROLES = frozenset(("cell", "gridcell", "columnheader", "rowheader"))
_SPACE = re.compile(r"\s+")
_LONGEST_CELL = 300


SKIPPED = (DROPPED | word_set("iframe video audio rt")) - {"button"}
SKIPPED_IN_POSTS = word_set("form button aside footer figure figcaption")
_SKIPPED_ROLES = word_set("navigation dialog alertdialog search menu menubar tooltip")
INLINE = word_set(
    "a span b strong i em u s code small sub sup mark abbr cite q time label font kbd var samp del ins wbr tt data bdi"
    " bdo ruby rb img picture source acronym big button math"
)
_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "tt": "code"}
_ITEMS = word_set("li article tr dd")
# Where a button is only the handle of the words on it.
_BUTTON_HOLDERS = word_set("h1 h2 h3 h4 h5 h6 th summary")


def html_page(source: str, url: str = "") -> Page:
    """The page in this HTML, however broken."""
    root = html_tree(source)
    if root is None:
        return Page((), url)
    title = canonical = base = ""
    for element in root.iter("title", "link", "base", "meta"):
        name = local(element)
        if name == "title" and not title:
            title = clean_line(all_text(element))
        elif name == "link" and "canonical" in (element.get("rel") or "").lower().split():
            canonical = canonical or clean_line(element.get("href") or "")
        elif name == "base":
            base = base or clean_line(element.get("href") or "")
        elif element.get("property") == "og:url":
            canonical = canonical or clean_line(element.get("content") or "")
    if "://" not in canonical:
        canonical = ""
    if "://" not in base:
        base = url or canonical
    return Page(tuple(Reader(root).read()), base, title, canonical)


@dataclass(slots=True)
class Reader:
    """One walk over a tree, with a stack of its own: nesting has no limit that recursion would set."""

    root: etree._Element
    is_post: bool = False
    pieces: list[Piece] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    breaks: int = 0
    terms: dict[tuple[int, ...], int] = field(default_factory=dict)
    counts: dict[tuple[int, ...], int] = field(default_factory=dict)
    begins_item: bool = False

    def read(self) -> list[Block]:
        """The blocks of the tree."""
        late = _late_parts(self.root)
        taken = {id(e) for e in late.values()}
        opened: set[str | None] = set()
        number = 0
        # Entries: an element to open with the frame around it, a text, or an element to close.
        stack: list[tuple[str, etree._Element | str, Frame]] = [("late", self.root, Frame())]
        most = MOST_POST_BLOCKS if self.is_post else MOST_BLOCKS
        while stack and len(self.blocks) < most:
            action, what, frame = stack.pop()
            if isinstance(what, str):
                self._text(what, frame)
                continue
            name = local(what)
            if action == "close":
                if name in _LEAVES and not len(what) and not (what.text or "").strip():
                    self._empty(what, name, frame)
                if name not in INLINE:
                    self._flush(frame)
                if name == "li":
                    self.begins_item = False
                continue
            if name == "template" and (part := late.get(what.get("id") or "")) is not None:
                # Once each: a part may hold the mark of its own place.
                if part.get("id") not in opened:
                    opened.add(part.get("id"))
                    stack.append(("late", part, frame))
                continue
            if name == "br":
                self._break(frame)
                continue
            if name == "math":
                self._text(_formula(what), frame)
                continue
            if not name or (action == "open" and (id(what) in taken or self._is_passed_over(what, name, frame))):
                continue
            number += 1
            inner = frame_of(what, name, number, frame)
            if name == "dt":
                inner.item = self.terms[frame.path] = number
            elif name == "dd":
                # What is said of a term is one thing with it.
                inner.item = self.terms.get(frame.path, number)
            if name not in INLINE:
                self._flush(frame)
            if self.is_post:
                self._open_in_post(name, frame, inner)
            elif (name == "tr" or what.get("role") == "row") and (row := _row(what, inner)) is not None:
                self.blocks.append(row)
                continue
            stack.append(("close", what, inner))
            for child in reversed(what):
                if child.tail:
                    stack.append(("text", child.tail, inner))
                stack.append(("open", child, inner))
            if what.text:
                stack.append(("text", what.text, inner))
        self._flush(Frame())
        return self.blocks

    def _open_in_post(self, name: str, outer: Frame, inner: Frame) -> None:
        """Say where in lists an element of a post stands."""
        if name in ("ul", "ol", "dl"):
            inner.depth, inner.number = outer.depth + 1, 0
            if name == "ol":
                self.counts[inner.path] = 0
        elif name in ("li", "dt"):
            inner.number = 0
            if name == "li" and outer.path in self.counts:
                inner.number = self.counts[outer.path] = self.counts[outer.path] + 1
            self.begins_item = True
        elif name == "summary":
            inner.kind, inner.level = BlockKind.HEADING, 6
        elif name == "hr":
            self.blocks.append(Block(BlockKind.RULE))

    def _is_passed_over(self, element: etree._Element, name: str, frame: Frame) -> bool:
        return (self.is_post and name in SKIPPED_IN_POSTS) or is_skipped(element, name, frame)

    def _text(self, text: str, frame: Frame) -> None:
        text = _SPACE.sub(" ", clean_text(text))
        if not text:
            return
        if text != " ":
            self.breaks = 0
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last.path == frame.path and last.href == frame.href:
            self.pieces[-1] = _piece(last.text + text, frame)
        elif text != " " or (self.is_post and last is not None and last.href != frame.href):
            self.pieces.append(_piece(text, frame))
        elif last is not None and not last.text.endswith(" "):
            self.pieces[-1] = Piece(last.text + " ", last.href, last.mark, last.when, last.path, last.is_author)

    def _break(self, frame: Frame) -> None:
        self.breaks += 1
        if self.breaks >= 2:
            self._flush(frame)
        else:
            self._text(" ", frame)

    def _empty(self, element: etree._Element, name: str, frame: Frame) -> None:
        if name == "span":
            self.pieces.append(_piece("", frame))
        else:
            self.blocks.append(Block(BlockKind.EMPTY, (_piece("", frame),), item=frame.item))

    def _flush(self, frame: Frame) -> None:
        pieces, self.pieces, self.breaks = self.pieces, [], 0
        if not any(p.words for p in pieces):
            return
        kind, depth, number = frame.kind, frame.depth, 0
        if self.is_post and kind is not BlockKind.HEADING:
            kind = BlockKind.TEXT
            if self.begins_item:
                kind, depth, number = BlockKind.ITEM, max(1, depth), frame.number
                self.begins_item = False
        self.blocks.append(Block(kind, tuple(pieces), frame.level, frame.item, False, depth, number))


def _piece(text: str, frame: Frame) -> Piece:
    return Piece(text, frame.href, frame.mark, frame.when, frame.path, frame.is_author)


def _late_parts(root: etree._Element) -> dict[str, etree._Element]:
    """What React streams behind the page: `<template id="B:0">` marks the place of `<div hidden id="S:0">`."""
    found = {}
    for element in root.iter("div"):
        name = element.get("id") or ""
        if element.get("hidden") is not None and name.startswith("S:"):
            found["B:" + name[2:]] = element
    return found


def _formula(element: etree._Element) -> str:
    source = clean_line(latex_of(element))
    return f"${source}$" if source else visible_text(element)


def _row(element: etree._Element, frame: Frame) -> Block | None:
    """A row of a table; None when it only lays out a part of the page."""
    cells = [e for e in element if local(e) in {"td", "th"} or e.get("role") in _CELL_ROLES]
    if not cells:
        cells = [e for e in element if local(e) and local(e) not in SKIPPED]
    if len(cells) < 2 or next(element.iter("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"), None) is not None:
        return None
    if sum(1 for _ in element.iter("tr")) > 1 or any(e.get("role") == "row" for e in element.iterdescendants()):
        return None
    pieces = []
    for cell in cells:
        piece = _cell(cell, frame)
        if len(piece.text) > _LONGEST_CELL:
            return None
        pieces.append(piece)
    is_header = all(local(e) == "th" or e.get("role") == "columnheader" for e in cells)
    return Block(BlockKind.ROW, tuple(pieces), item=frame.path[-1] if frame.path else 0, is_header=is_header)


def _cell(cell: etree._Element, frame: Frame) -> Piece:
    parts: list[str] = []
    href = clean_line(cell.get("href") or "")
    stack: list[etree._Element | str] = [cell]
    while stack:
        what = stack.pop()
        if isinstance(what, str):
            parts.append(what)
            continue
        name = local(what)
        inner = Frame(holds_button=True)
        if not name or (what is not cell and is_skipped(what, name, inner)):
            continue
        if name == "a" and what.get("href") and not href:
            href = clean_line(what.get("href") or "")
        space = "" if name in INLINE else " "
        stack.append(space)
        for child in reversed(what):
            stack.extend((child.tail or "", child))
        stack.append(space + (what.text or ""))
    return Piece(clean_line("".join(parts)), href, path=frame.path)


@dataclass(slots=True)
class Frame:
    """What holds inside an open element."""

    path: tuple[int, ...] = ()
    href: str = ""
    mark: str = ""
    when: str = ""
    kind: BlockKind = BlockKind.TEXT
    level: int = 0
    item: int = 0
    is_author: bool = False
    holds_button: bool = False
    depth: int = 0
    number: int = 0


def frame_of(element: etree._Element, name: str, number: int, outer: Frame) -> Frame:
    """What holds inside an element, the one of that number."""
    role = element.get("role") or ""
    kind, level = outer.kind, outer.level
    if len(name) == 2 and name[0] == "h" and name[1] in "123456":
        kind, level = BlockKind.HEADING, int(name[1])
    elif role == "heading":
        said = element.get("aria-level") or "2"
        kind, level = BlockKind.HEADING, int(said) if said in {"1", "2", "3", "4", "5", "6"} else 2
    elif name == "li" or role == "listitem":
        kind, level = BlockKind.ITEM, 0
    elif name not in INLINE:
        kind, level = BlockKind.TEXT, 0
    names_author = (
        "author" in (element.get("rel") or "").split()
        or element.get("itemprop") == "author"
        or name == "address"
        or bool({"byline", "author"} & set((element.get("class") or "").lower().split()))
    )
    href = outer.href
    if name == "a" and element.get("href"):
        href = clean_line(element.get("href") or "")
    return Frame(
        (*outer.path, number) if len(outer.path) < 400 else outer.path,
        href,
        outer.mark if outer.mark == "strong" else _MARKS.get(name, outer.mark),
        clean_line(element.get("datetime") or "") if name == "time" else outer.when,
        kind,
        level,
        number if name in _ITEMS or role in {"listitem", "row", "article"} else outer.item,
        outer.is_author or names_author,
        outer.holds_button or name in _BUTTON_HOLDERS or role in {"columnheader", "heading"},
        outer.depth,
        outer.number,
    )


def is_skipped(element: etree._Element, name: str, frame: Frame) -> bool:
    """Whether a reader does not read an element: it is hidden, or belongs to the page around a text."""
    if name in SKIPPED or is_hidden(element) or (element.get("role") or "").lower() in _SKIPPED_ROLES:
        return True
    if name == "button":
        return not frame.holds_button
    if name == "footer":
        # Of the page; that of an article may hold the byline.
        return not any(local(e) in {"article", "section", "blockquote"} for e in element.iterancestors())
    if name == "form":
        # Some sites put the whole page into one form: only a small one is a form to fill in.
        return sum(len(text.strip()) for text in _some_text(element, 1000)) < 400
    return False


def _some_text(element: etree._Element, most: int) -> Iterator[str]:
    seen = 0
    for text in element.itertext():
        yield str(text)
        seen += len(text)
        if seen > most:
            return
