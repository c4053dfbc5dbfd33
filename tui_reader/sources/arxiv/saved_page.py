"""Pages of arxiv.org that were saved: a paper's own page (`/abs/…`) and the listings (`/list/…`)."""

from __future__ import annotations

import re
from datetime import date

from lxml import etree
from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.html.markup import all_text, page_tree
from tui_reader.sources.arxiv.oai import given_first
from tui_reader.sources.arxiv.text import abstract_of, authors_of, categories_of, doi_and_comment, number_of
from tui_reader.text.charset import decode
from tui_reader.text.dates import parse_date
from tui_reader.text.sanitise import clean_html_source, clean_line

#: An arXiv page says of which paper it is, or lists some; those of its search are named only.
_ABSTRACT_PAGE = re.compile(rb"""<meta\s[^>]{0,80}citation_arxiv_id""", re.IGNORECASE)
#: Saved by other programs, and before 2011, it says so in its title alone.
_TITLED = re.compile(
    r"\s*(?:arXiv:)?\[(?:arXiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d{1,3})?\]\s*\S", re.IGNORECASE
)
_TITLED_PAGE = re.compile(rb"<title>" + _TITLED.pattern.encode(), re.IGNORECASE)
_LISTING = re.compile(rb"""class\s*=\s*["']?list-(?:title|authors)|<dl\s[^>]{0,40}["']articles["']|id=["']dlpage["']""")
_SEARCH = re.compile(rb"""class\s*=\s*["']?arxiv-result\b""")
_CODE = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_THIS_VERSION = re.compile(r"this version,?\s*v(\d{1,3})|\(v(\d{1,3})\)\s*$")
_TO_NUMBER = re.compile(r"^.{0,40}?/(?:abs|pdf|html)/")
#: Old pages have the word that describes a part in its text.
_DESCRIBED = re.compile(r"^\s*(?:Title|Authors?|Comments?|Subjects?|Journal-ref|DOI|Abstract):\s*")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
#: What the headings of a listing begin with; "Cross-lists for …" and "Replacements for …" are older.
_GROUPS = (
    ("new submissions", AnnounceType.NEW),
    ("cross", AnnounceType.CROSS),
    ("replacement", AnnounceType.REPLACE),
)


class SavedPage(Struct, frozen=True):
    """The papers of a page; `is_new` tells that it lists what was announced on a day."""

    papers: tuple[Paper, ...]
    is_new: bool = False


def is_saved_page(head: bytes) -> bool:
    """Whether the beginning of a document is a page of arXiv's that names papers."""
    return b"<" in head[:200] and any(sign.search(head) for sign in (_ABSTRACT_PAGE, _TITLED_PAGE, _LISTING, _SEARCH))


def parse_saved_page(data: bytes) -> SavedPage:
    """The paper of an abstract page, the papers of a listing. Raises ParseError, which says what another page is."""
    root = page_tree(clean_html_source(decode(data)))
    if root is None:
        raise ParseError("this page of arXiv's is damaged", "Save it again.")
    titled = _TITLED.match("".join(all_text(title) for title in root.iter("title")))
    if root.find(".//meta[@name='citation_arxiv_id']") is not None or (titled and _text(root, "abstract")):
        return SavedPage((_own_page(root, titled[1] + (titled[2] or "") if titled else ""),))
    if any("arxiv-result" in (e.get("class") or "").split() for e in root.iter("li")):
        raise ParseError(
            "this is a page of arXiv's search, which is not read", "Save the page of the paper, or look in the reader."
        )
    return _listing(root)


def _own_page(root: etree._Element, named: str) -> Paper:
    facts: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        facts.setdefault(meta.get("name") or "", []).append(meta.get("content") or "")

    def fact(name: str) -> str:
        return "".join(facts.get(f"citation_{name}", [])[:1])

    number, version = number_of(clean_line(fact("arxiv_id")) or named)
    title = clean_line(fact("title")) or _text(root, "title")
    if not number or not title:
        raise ParseError("this page of arXiv's does not say of which paper it is", "Save it again.")
    told = _THIS_VERSION.search(_text(root, "dateline")) or _THIS_VERSION.search(_text(root, "submission-history"))
    authors = authors_of(_text(root, "authors"))
    if not authors:
        authors = tuple(Author(name) for text in facts.get("citation_author", []) if (name := given_first(text)))
    days = [when for day in _DAY.findall(_text(root, "dateline")) if (when := parse_date(day))]
    subjects = _text(root, "subjects")
    categories = categories_of(_CODE.findall(subjects))
    doi, comment = doi_and_comment(_text(root, "doi").partition("(")[0] or fact("doi"), _text(root, "comments"))
    return Paper(
        title=title,
        arxiv_id=number,
        abstract=abstract_of(_of_class(root, "abstract", raw=True) or fact("abstract")),
        authors=authors,
        primary_category=categories[0] if categories else "",
        categories=categories,
        published=parse_date(fact("date")) or (days[0] if days else None),
        updated=parse_date(fact("online_date") or fact("date")) or (days[-1] if days else None),
        version=version or (int(told[1] or told[2]) if told else None),
        comment=comment,
        doi=doi.removeprefix("https://doi.org/"),
        journal_ref=_text(root, "jref"),
        url=f"https://arxiv.org/abs/{number}",
        pdf_url=f"https://arxiv.org/pdf/{number}",
    )


def _listing(root: etree._Element) -> SavedPage:
    said = next((clean_line(all_text(e)) for e in root.iter("h3", "h2") if "listings for" in all_text(e)), "")
    day = _day(said)
    is_new = "new listings for" in said
    papers: list[Paper] = []
    kind: AnnounceType | None = None
    term: etree._Element | None = None
    for element in root.iter("h3", "dt", "dd"):
        if element.tag == "h3":
            heading = clean_line(all_text(element))
            kind = next((k for words, k in _GROUPS if heading.lower().startswith(words)), None if not is_new else kind)
            if not is_new:
                day = _day(heading) or day
        elif element.tag == "dt":
            term = element
        elif term is not None and (paper := _listed(term, element, day, kind)) is not None:
            papers.append(paper)
            term = None
    if not papers:
        raise ParseError("this listing of arXiv's names no papers", "It may be of a day without any.")
    return SavedPage(tuple(papers), is_new)


def _listed(term: etree._Element, said: etree._Element, day: date | None, kind: AnnounceType | None) -> Paper | None:
    addresses = [_TO_NUMBER.sub("", a.get("href", "").strip()) for a in term.iter("a")]
    found = [pair for address in addresses if (pair := number_of(address))[0]]
    title = _text(said, "list-title")
    if not found or not title:
        return None
    number = found[0][0]
    categories = categories_of(_CODE.findall(_text(said, "list-subjects")))
    abstract = next((all_text(p) for p in said.iter("p") if "mathjax" in (p.get("class") or "")), "")
    doi, comment = doi_and_comment(_text(said, "list-doi"), _text(said, "list-comments"))
    is_cross = kind is AnnounceType.REPLACE and "(cross-list from" in all_text(term)
    return Paper(
        title=title,
        arxiv_id=number,
        abstract=abstract_of(abstract),
        authors=authors_of(_text(said, "list-authors")),
        primary_category=categories[0] if categories else "",
        categories=categories,
        announced_on=day,
        announce_type=AnnounceType.REPLACE_CROSS if is_cross else kind,
        version=next((version for other, version in found if version and other == number), None),
        comment=comment,
        doi=doi,
        journal_ref=_text(said, "list-journal-ref"),
        url=f"https://arxiv.org/abs/{number}",
        pdf_url=f"https://arxiv.org/pdf/{number}",
    )


def _text(root: etree._Element, name: str) -> str:
    return clean_line(_of_class(root, name))


def _of_class(root: etree._Element, name: str, *, raw: bool = False) -> str:
    """The text of the first element of a class, without the word that describes it ("Authors:")."""
    for element in root.iter():
        if not isinstance(element.tag, str) or name not in (element.get("class") or "").split():
            continue
        if element.tag == "td" and "label" in (element.get("class") or "").split():
            continue
        text = all_text(element)
        for part in element.iter("span"):
            if "descriptor" in (part.get("class") or "").split():
                text = text.replace(all_text(part), "", 1)
                break
        text = _DESCRIBED.sub("", text, count=1)
        return text if raw else text.strip()
    return ""


def _day(text: str) -> date | None:
    match = _DAY.search(text)
    when = parse_date(match[0]) if match else None
    return when.date() if when else None
