"""What arXiv's formats have in common: numbers with versions, wrapped abstracts, authors in one string."""

from __future__ import annotations

import re

from tui_reader.domain.papers import Author
from tui_reader.text.addresses import arxiv_id_of
from tui_reader.text.sanitise import clean_line, clean_text

_NUMBER = re.compile(r"(?:arxiv:)?((?:[a-z-]+(?:\.[a-z-]{2,8})?/\d{7}|\d{4}\.\d{4,5}))(?:v(\d{1,3}))?$", re.IGNORECASE)
_VERSION = re.compile(r"(?:\d{4}\.\d{4,5}|/\d{7})v(\d{1,3})(?!\d)")
#: A category of arXiv's; in the old API the subject classes of journals stand among them.
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,})?")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]{2,}\S)")
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


def authors_of(line: str) -> tuple[Author, ...]:
    """Authors from one string, joined by commas; what stands in parentheses after a name is an affiliation."""
    authors: list[Author] = []
    for part in _split_outside_parentheses(clean_line(line)):
        if authors and _SUFFIX.fullmatch(part):
            authors[-1] = Author(f"{authors[-1].name}, {part}", authors[-1].affiliation)
            continue
        name, bracket, rest = part.partition("(")
        affiliation = rest.rstrip(") ").strip() if bracket else ""
        if name.strip():
            authors.append(Author(name.strip(), affiliation))
    return tuple(authors)


def _split_outside_parentheses(line: str) -> list[str]:
    parts: list[str] = []
    depth = 0
    start = 0
    for position, character in enumerate(line):
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character == "," and depth == 0:
            parts.append(line[start:position])
            start = position + 1
    parts.append(line[start:])
    # "A. One and B. Two" closes a list in some records; a name never holds " and ".
    return [name for part in parts for p in re.split(r"\s+and\s+", part) if (name := p.strip())]
