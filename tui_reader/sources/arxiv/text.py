"""What arXiv's formats have in common: numbers with versions, wrapped abstracts, authors in one string."""

from __future__ import annotations

import re

from tui_reader.domain.papers import Author
from tui_reader.text.addresses import arxiv_id_of
from tui_reader.text.author_names import plain_name
from tui_reader.text.sanitise import clean_line, clean_text

_NUMBER = re.compile(r"(?:arxiv:)?((?:[a-z-]+(?:\.[a-z-]{2,8})?/\d{7}|\d{4}\.\d{4,5}))(?:v(\d{1,3}))?$", re.IGNORECASE)
_VERSION = re.compile(r"(?:\d{4}\.\d{4,5}|/\d{7})v(\d{1,3})(?!\d)")
#: A category of arXiv's; in the old API the subject classes of journals stand among them.
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,})?")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]{2,}\S)")
#: "A. One and B. Two" closes a list in some records; a name never holds " and ".
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+(?:and|&)\s+")
#: What is one though it says "and": the ATLAS and CMS Collaborations.
_TOGETHER = re.compile(r"\w[\w-]*\s+(?:Collaborations|Consortia|Teams|Groups)\b")
#: Affiliations by number, at the end of a list of authors.
_LEGEND = re.compile(r"\((\d{1,3}|[a-z*†‡§])\)\s*((?:[^()]|\((?!(?:\d{1,3}|[a-z*†‡§])\))[^()]*\))+)")
#: What leads to a note, and is no part of a name.
_MARK = re.compile(r"\$\s*(?:\{\})?\s*\^\s*(?:\{[\w\s,*†‡\\]{1,20}\}|\\?\w{1,8}|\*)\s*\$")
_MARKS = re.compile(r"(?<=\w)[\s,]*(?:[*†‡§¶⋆∗✉]|[¹²³⁴⁵⁶⁷⁸⁹⁰])+$")
_AND_OTHERS = re.compile(r",?\s+et\.? al\.?(?=\s*(?:\(|$))", re.IGNORECASE)
_MOST_BRACKETS = 8
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D)\.?", re.IGNORECASE)


def ends_with(data: bytes, element: bytes) -> bool:
    """Whether a document of arXiv's goes on to the end of its outermost element. One without a length that is cut off
    looks like any other, and what can be read of it would pass for all there is."""
    end = re.search(rb"</(?:[A-Za-z]+:)?([A-Za-z]+)\s*>\s*(?:<!--.{0,1000}-->\s*)?$", data[-2000:], re.DOTALL)
    return end is not None and end[1].lower() == element


def number_of(text: str) -> tuple[str, int | None]:
    """An arXiv number without version, and the version, in an address, an OAI identifier or by itself; `("", None)`
    if there is none."""
    text = text.strip()[:300]
    version = _VERSION.search(text)
    if match := _NUMBER.match(text):
        # Subject classes of old numbers are dropped: math.GT/0309136 and math/0309136 are one paper.
        return re.sub(r"\.[a-z-]+/", "/", match[1].lower()), int(match[2]) if match[2] else None
    number = arxiv_id_of(text)
    return (number, int(version[1]) if version else None) if number else ("", None)


def abstract_of(text: str) -> str:
    """An abstract with its lines joined and its paragraphs kept (arXiv begins one with two spaces); LaTeX stays."""
    paragraphs = (clean_line(p) for p in _PARAGRAPH.split(clean_text(text).strip()))
    return "\n\n".join(p for p in paragraphs if p)


def categories_of(terms: list[str]) -> tuple[str, ...]:
    """The arXiv categories among subject classes, each once, the primary one first as arXiv lists them."""
    return tuple(dict.fromkeys(t for term in terms if _CATEGORY.fullmatch(t := clean_line(term))))


def doi_and_comment(dois: str, comment: str) -> tuple[str, str]:
    """The first of the DOIs that a record has (journals and their translations have one each), and the comment with the
    others."""
    first, *others = clean_line(dois).replace(";", " ").replace(", ", " ").split() or [""]
    also = f"also doi:{', doi:'.join(others)}" if others else ""
    return first.removeprefix("doi:"), "; ".join(filter(None, (clean_line(comment), also)))


def authors_of(line: str) -> tuple[Author, ...]:
    """Authors from one string, joined by commas; what stands in parentheses after a name is an affiliation, one or
    more numbers there are affiliations of the list that closes the line: `A. One (1 and 2), B. Two (1) ((1) Here,
    (2) There)`."""
    line = _AND_OTHERS.sub("", _MARK.sub("", clean_line(line)).replace("（", " (").replace("）", ")"))
    if ";" in line and (turned := _family_first(line)):
        line = turned
    closing = _pairs(line)
    legend: dict[str, str] = {}
    if line.endswith(")") and (start := closing.get(len(line) - 1)) is not None and line.startswith("((", start):
        legend = {key: clean_line(what).strip(" ,;.") for key, what in _LEGEND.findall(line[start + 1 : -1])}
        if legend and "(" in line[:start]:
            line = line[:start]
    authors: list[Author] = []
    for part in _split_outside_brackets(line):
        if authors and part.startswith("(") and part.endswith(")"):  # set off by a comma
            authors[-1] = Author(authors[-1].name, authors[-1].affiliation or part[1:-1].strip())
        elif authors and _SUFFIX.fullmatch(part):
            authors[-1] = Author(f"{authors[-1].name}, {part}", authors[-1].affiliation)
        else:
            authors += authors_named(part)
    return tuple(Author(author.name, _affiliation(author.affiliation, legend)) for author in authors)


def _family_first(line: str) -> str:
    """`One, Ada; Two, Ben` with the names in their order; "" for what is no such list."""
    names = [part.strip() for part in line.split(";") if part.strip()]
    if not all(name.count(",") == 1 and "(" not in name for name in names):
        return ""
    turned = [" ".join(reversed([part.strip() for part in name.split(",")])) for name in names]
    return "" if any(_SUFFIX.fullmatch(name.split(" ")[0]) for name in turned) else ", ".join(turned)


def authors_named(name: str, affiliation: str = "") -> list[Author]:
    """What one name of a list says: `TOY Collaboration: A. One` names two, and `:` nobody. Brackets at the end are an
    affiliation or say for whom; those inside are a nickname and stay."""
    found: list[Author] = []
    for part in re.split(r"\s*:(?:\s+|$)", name.strip()):
        if not any(c.isalnum() for c in part):
            continue
        bare = _MARKS.sub("", part.strip())
        said: list[str] = []
        pairs = _pairs(bare)
        while bare.endswith(")") and len(said) < _MOST_BRACKETS and (start := pairs.get(len(bare) - 1)):
            said.append(bare[start + 1 : -1].strip())
            bare = bare[:start].rstrip()
        if any(c.isalnum() for c in bare):
            where = "; ".join(filter(None, [*reversed(said), affiliation]))
            found.append(Author(plain_name(bare) or bare, plain_name(where)))
    return found


def _affiliation(said: str, legend: dict[str, str]) -> str:
    keys = re.split(r"\s*(?:,|;|&|\band\b)\s*", said)
    known = [legend[key] for key in keys if key in legend]
    return "; ".join(known) if legend and len(known) == len(keys) else said


def _pairs(line: str) -> dict[int, int]:
    """Where the bracket is opened that is closed at a place."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for place, character in enumerate(line):
        if character == "(":
            opened.append(place)
        elif character == ")" and opened:
            pairs[place] = opened.pop()
    return pairs


def _split_outside_brackets(line: str) -> list[str]:
    """The names of a list. A bracket that is never closed parts nothing."""
    pairs = _pairs(line)
    inside = bytearray(len(line))
    end = 0
    for close, start in sorted(pairs.items(), key=lambda pair: pair[1]):
        if start >= end:  # the outermost
            inside[start : close + 1] = b"\1" * (close + 1 - start)
            end = close
    parts: list[str] = []
    start = 0
    for found in _BETWEEN_NAMES.finditer(line):
        if not inside[found.start()] and not _TOGETHER.match(line, found.end()):
            parts.append(line[start : found.start()])
            start = found.end()
    parts.append(line[start:])
    return [name for part in parts if (name := part.strip(" ,"))]
