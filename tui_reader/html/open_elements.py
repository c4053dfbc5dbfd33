"""What holds inside an open element of a page, and which elements are passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tui_reader.html.block_types import BlockKind
from tui_reader.html.markup import local
from tui_reader.html.visible import DROPPED, is_hidden
from tui_reader.text.sanitise import clean_line


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SKIPPED = (DROPPED | _words("iframe video audio rt")) - {"button"}
SKIPPED_IN_POSTS = _words("form button aside footer figure figcaption")
_SKIPPED_ROLES = _words("navigation dialog alertdialog search menu menubar tooltip")
INLINE = _words(
    "a span b strong i em u s code small sub sup mark abbr cite q time label font kbd var samp del ins wbr tt data bdi"
    " bdo ruby rb img picture source acronym big button math"
)
_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "tt": "code"}
_ITEMS = _words("li article tr dd")
# Where a button is only the handle of the words on it.
_BUTTON_HOLDERS = _words("h1 h2 h3 h4 h5 h6 th summary")


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
