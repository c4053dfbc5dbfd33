"""What a paper in LaTeXML's HTML holds, counted in the HTML itself, and what of it is missing in the document shown.

The HTML is read here with a few plain rules and none of the program's own code, so that both can be compared.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tui_reader.sources.arxiv.whole_paper import parse_whole_paper
from tui_reader.text.document.model import BlockKind, Document
from tui_reader.text.document.parse import parse
from tui_reader.text.latex import math_to_unicode
from tui_reader.text.latex_display import display_to_unicode

_WORD = re.compile(r"[^\W_]+")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
# What an environment that the converter did not know says of its columns; the document leaves it out.
_COLUMNS = re.compile(r"^[lcr]+(?=\s)", re.IGNORECASE)
_SKIPPED = {"ltx_note", "ltx_ERROR"}
_DROPPED = "ltx_TOC|ltx_page_navbar|ltx_page_footer|ltx_listing_data|ltx_note_type|ltx_ERROR|ltx_page_header"


@dataclass(frozen=True)
class Count:
    """One kind of thing: how many the page has, and those that the document lacks."""

    kind: str
    there: int
    missing: tuple[str, ...]


def page(path: Path) -> tuple[etree._Element, Document]:
    """The page's own tree, and the document that the program makes of it."""
    data = path.read_bytes()
    parsed = parse_whole_paper(data, "https://arxiv.org/html/2604.00001")
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8")), parse(parsed.markdown)


def compare(tree: etree._Element, document: Document) -> list[Count]:
    """Every section, table, caption, formula and reference of the page, against the document."""
    return [
        _sections(tree, document),
        _tables(tree, document),
        _captions(tree, document),
        _formulas(tree, document),
        _numbers(tree, document),
        _references(tree, document),
        _notes(tree, document),
        _jumps(tree, document),
        _words(tree, document),
    ]


def _with(tree: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in tree.iter() if isinstance(e.tag, str) and name in e.get("class", "").split()]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _plain(element: etree._Element) -> str:
    """The words of an element without formulas, footnotes and commands that the converter did not know."""
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag != "math" and not _SKIPPED & set(child.get("class", "").split()):
            text += _plain(child)
        text += child.tail or ""
    return text


def _text(document: Document) -> str:
    return _squeezed("".join(block.text for block in document.blocks))


def _sections(tree: etree._Element, document: Document) -> Count:
    titles = [
        _squeezed(_plain(e))
        for e in _with(tree, "ltx_title")
        if not {"ltx_runin", "ltx_title_theorem", "ltx_title_proof"} & set(e.get("class", "").split())
    ]
    shown = Counter(_squeezed(re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹†‡*]+$", "", heading.title)) for heading in document.toc)
    return _missing("sections", Counter(titles), shown)


def _tables(tree: etree._Element, document: Document) -> Count:
    """Tables by the words of their cells; those inside a cell of another are part of that."""
    outer = [
        table
        for table in _with(tree, "ltx_tabular")
        if not any("ltx_tabular" in up.get("class", "").split() for up in table.iterancestors())
    ]
    text = _text(document)
    missing = [
        word
        for table in outer
        for cell in table.iter("td", "th")
        for word in _WORD.findall(_squeezed(_plain(cell)))
        if word not in text
    ]
    return Count("tables", len(outer), tuple(missing))


def _captions(tree: etree._Element, document: Document) -> Count:
    captions = [_squeezed(_plain(e)) for e in _with(tree, "ltx_caption")]
    blocks = [_squeezed(block.text) for block in document.blocks]
    return Count("captions", len(captions), tuple(c for c in captions if not any(_in_order(c, b) for b in blocks)))


def _in_order(needle: str, text: str) -> bool:
    """Whether all words of the needle stand in the text, one after the other."""
    at = 0
    for word in _WORD.findall(needle):
        at = text.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True


def _formulas(tree: etree._Element, document: Document) -> Count:
    """Formulas by what they look like, each as often as the page has it."""
    text = _squeezed("".join(block.text.replace("\t", "") for block in document.blocks))
    wanted: Counter[str] = Counter()
    for math in tree.iter("math"):
        source = re.sub(r"%\s*\n\s*", "", math.get("alttext", ""))
        lines = display_to_unicode(source) if "\\begin{" in source else []
        for line in [one.text for one in lines] or [math_to_unicode(" ".join(source.split()))]:
            wanted[_squeezed(line)] += 1
    missing = [f"{formula} ({text.count(formula)} of {n})" for formula, n in wanted.items() if text.count(formula) < n]
    return Count("formulas", sum(wanted.values()), tuple(missing))


def _numbers(tree: etree._Element, document: Document) -> Count:
    numbers = [_squeezed(_plain(e)) for e in _with(tree, "ltx_tag_equation")]
    shown: Counter[str] = Counter()
    for block in document.blocks:
        if block.kind is BlockKind.FORMULA:
            shown.update(line.partition("\t")[2] for line in block.text.split("\n"))
    return _missing("formula numbers", Counter(numbers), shown)


def _references(tree: etree._Element, document: Document) -> Count:
    items = [" ".join(_plain(e).split()) for e in _with(tree, "ltx_bibitem")]
    blocks = [block.text for block in document.blocks]
    missing = [item for item in items if not any(_in_order(item, block) for block in blocks)]
    missing += [block for block in blocks if re.match(r"\[\d+\][^\s]", block)]
    return Count("references", len(items), tuple(missing))


def _notes(tree: etree._Element, document: Document) -> Count:
    text = "".join(_WORD.findall(_text(document)))
    notes = []
    for content in _with(tree, "ltx_note_content"):
        parts = [part for part in content.iter() if "ltx_note_type" in part.get("class", "") or part.tag == "sup"]
        for part in parts:
            part.text = ""
        notes.append("".join(_WORD.findall("".join(str(text) for text in content.itertext()))).lstrip("0123456789"))
    return Count("footnotes", len(notes), tuple(note for note in notes if note not in text))


def _jumps(tree: etree._Element, document: Document) -> Count:
    """Links inside the page to things that are there."""
    ids = {e.get("id") for e in tree.iter() if isinstance(e.tag, str)}
    links = [
        a.get("href", "")[1:]
        for a in tree.iter("a")
        if a.get("href", "").startswith("#")
        and not any("ltx_page_navbar" in u.get("class", "") for u in a.iterancestors())
    ]
    wanted = [link for link in links if link in ids]
    return Count("links inside", len(wanted), tuple(link for link in wanted if link not in document.anchors))


def _words(tree: etree._Element, document: Document) -> Count:
    """Every word of the page, as often as it stands there."""
    wanted: Counter[str] = Counter()
    articles = list(tree.iter("article")) or [tree]
    for node in articles[0].iter("*"):
        if not _is_dropped(node):
            wanted.update(_WORD.findall(node.text or ""))
        if node is not articles[0] and not _is_dropped(node.getparent()):
            is_environment = "ltx_ERROR" in node.get("class", "") and (node.text or "").startswith("{")
            tail = _COLUMNS.sub("", node.tail or "") if is_environment else node.tail or ""
            wanted.update(_WORD.findall(tail))
    shown = Counter(_WORD.findall(_RAISED.sub(" ", "\n".join(block.text for block in document.blocks))))
    missing = [word for word, n in (wanted - shown).items() if len(word) > 2 and not word.isdigit()]
    return Count("words", sum(wanted.values()), tuple(missing))


def _is_dropped(node: etree._Element | None) -> bool:
    while node is not None:
        if node.tag in {"math", "script", "style"} or re.search(_DROPPED, node.get("class", "")):
            return True
        node = node.getparent()
    return False


def _missing(kind: str, wanted: Counter[str], shown: Counter[str]) -> Count:
    return Count(kind, sum(wanted.values()), tuple((wanted - shown).elements()))
