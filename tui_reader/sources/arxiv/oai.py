"""Records of OAI-PMH: arXiv's own two formats, and Dublin Core (https://info.arxiv.org/help/oa/index.html)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from tui_reader.domain.errors import ParseError
from tui_reader.domain.papers import Author, Paper
from tui_reader.html.markup import all_text, local, xml_tree
from tui_reader.sources.arxiv.text import abstract_of, authors_of, categories_of, doi_and_comment, number_of
from tui_reader.text.author_names import plain_name
from tui_reader.text.charset import decode
from tui_reader.text.dates import parse_date
from tui_reader.text.sanitise import clean_line

_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)(10\.\S+)", re.IGNORECASE)
_COMMENT = re.compile(r"\s*Comments?:\s*", re.IGNORECASE)
#: A set is a category where it names all of it: `cs:cs:LG`, `physics:hep-ex`.
_SET = re.compile(r"[a-z-]+:(?P<archive>[a-z-]+)(?::(?P<subject>[A-Za-z-]+))?")


def parse_oai(data: bytes) -> tuple[Paper, ...]:
    """The papers of an answer, deleted ones left out. Raises ParseError for what is damaged, or arXiv's own error."""
    root = xml_tree(decode(data))
    if root is None:
        raise ParseError("these OAI records are damaged", "Get the file again.")
    error = next((clean_line(all_text(e)) for e in root if local(e) == "error"), "")
    makers = {"arxiv": _own, "arxivraw": _raw, "dc": _dublin}
    records = (e for e in root.iter("{*}arXiv", "{*}arXivRaw", "{*}dc"))
    papers = tuple(p for record in records if (p := makers[local(record)](record)) is not None)
    if error and not papers:
        raise ParseError(f"arXiv: {error}", "Check the request that made this file.")
    return papers


def _fields(record: etree._Element) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for child in record:
        fields.setdefault(local(child), []).append(all_text(child))
    return fields


def _paper(fields: dict[str, list[str]], authors: Iterable[Author]) -> Paper | None:
    """What both of arXiv's formats say alike."""

    def text(name: str) -> str:
        return "".join(fields.get(name, [])[:1])

    number, _ = number_of(clean_line(text("id")))
    title = clean_line(text("title"))
    if not number or not title:
        return None
    categories = categories_of(text("categories").split())
    doi, comment = doi_and_comment(text("doi"), text("comments"))
    return Paper(
        title=title,
        arxiv_id=number,
        abstract=abstract_of(text("abstract")),
        authors=tuple(authors),
        primary_category=categories[0] if categories else "",
        categories=categories,
        published=parse_date(clean_line(text("created"))),
        updated=parse_date(clean_line(text("updated"))),
        comment=comment,
        doi=doi,
        journal_ref=clean_line(text("journal-ref")),
        url=f"https://arxiv.org/abs/{number}",
        pdf_url=f"https://arxiv.org/pdf/{number}",
    )


def _own(record: etree._Element) -> Paper | None:
    """`arXiv`: names in parts, the days of the first version and of the last."""
    authors = next((child for child in record if local(child) == "authors"), None)
    return _paper(_fields(record), _parted(authors))


def _parted(authors: etree._Element | None) -> Iterable[Author]:
    for author in authors if authors is not None else ():
        parts = {local(child): clean_line(all_text(child)) for child in author}
        name = " ".join(filter(None, (parts.get("forenames"), parts.get("keyname"), parts.get("suffix"))))
        if any(c.isalnum() for c in name):
            yield Author(plain_name(name) or name, plain_name(parts.get("affiliation", "")))


def _raw(record: etree._Element) -> Paper | None:
    """`arXivRaw`: the authors as they were typed, and each version with its time."""
    from msgspec.structs import replace

    fields = _fields(record)
    versions = [child for child in record if local(child) == "version"]
    dates = [
        next((parse_date(clean_line(all_text(e))) for e in version if local(e) == "date"), None) for version in versions
    ]
    number = re.fullmatch(r"v(\d{1,3})", versions[-1].get("version", "")) if versions else None
    paper = _paper(fields, authors_of("".join(fields.get("authors", [])[:1])))
    if paper is None:
        return None
    return replace(
        paper,
        version=int(number[1]) if number else None,
        published=dates[0] if dates else None,
        updated=dates[-1] if dates else None,
    )


def _dublin(record: etree._Element) -> Paper | None:
    """`oai_dc`: family names first; the comment is a second description; categories stand in the header, if at all."""
    fields = _fields(record)
    identifiers = [clean_line(text) for text in fields.get("identifier", [])]
    number, version = next(
        (found for i in identifiers if "arxiv" in i.lower() and (found := number_of(i))[0]), ("", None)
    )
    title = clean_line("".join(fields.get("title", [])[:1]))
    if not number or not title:
        return None
    said = fields.get("description", [])
    comment = next((text[match.end() :] for text in said if (match := _COMMENT.match(text))), "")
    days = [day for text in fields.get("date", []) if (day := parse_date(clean_line(text))) is not None]
    categories = categories_of(_sets(record))
    return Paper(
        title=title,
        arxiv_id=number,
        abstract=abstract_of(next((text for text in said if not _COMMENT.match(text)), "")),
        authors=tuple(Author(name) for text in fields.get("creator", []) if (name := given_first(clean_line(text)))),
        primary_category=categories[0] if len(categories) == 1 else "",
        categories=categories,
        published=min(days, default=None),
        updated=max(days, default=None),
        version=version,
        comment=clean_line(comment),
        doi=next((match[1] for i in identifiers if (match := _DOI.match(i))), ""),
        journal_ref=next((i for i in identifiers if " " in i and not _DOI.match(i)), ""),
        url=f"https://arxiv.org/abs/{number}",
        pdf_url=f"https://arxiv.org/pdf/{number}",
    )


def given_first(name: str) -> str:
    """`Example, Ada` and `Example, Ada, Jr.` as they are spoken."""
    family, *rest = (part.strip() for part in name.split(","))
    return plain_name(" ".join(filter(None, [*rest[:1], family, *rest[1:]])))


def _sets(record: etree._Element) -> list[str]:
    entry = next((e for e in record.iterancestors() if local(e) == "record"), None)
    names = (clean_line(all_text(e)) for e in entry.iter("{*}setSpec")) if entry is not None else ()
    found = [match for name in names if (match := _SET.fullmatch(name))]
    return [m["archive"] + (f".{m['subject']}" if m["subject"] else "") for m in found]
