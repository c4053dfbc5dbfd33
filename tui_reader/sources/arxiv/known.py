"""Files of arXiv papers: announcements, answers of the query API, OAI-PMH records, whichever it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from msgspec import Struct

from tui_reader.domain.errors import ParseError
from tui_reader.domain.papers import Author, Paper
from tui_reader.html.markup import all_text, local, xml_tree
from tui_reader.sources.arxiv.announcements import parse_announcements
from tui_reader.sources.arxiv.query import parse_query_page
from tui_reader.sources.arxiv.text import abstract_of, categories_of, number_of
from tui_reader.text.charset import decode
from tui_reader.text.dates import parse_date
from tui_reader.text.packed import unpack
from tui_reader.text.sanitise import clean_line

_ENTRY = re.compile(rb"<entry[\s>].*", re.DOTALL)


class ArxivFile(Struct, frozen=True):
    """The papers of a file. `where_kind` is the kind of sighting they make: `announcement`, else `import`."""

    papers: tuple[Paper, ...]
    where_kind: str
    note: str = ""


def parse_any(data: bytes) -> ArxivFile:
    """The papers in a file of arXiv's. Raises ParseError (RateLimited for a recorded soft error)."""
    data = unpack(data)
    head = data[:6000]
    if b"<OAI-PMH" in head or b"openarchives.org/OAI" in head:
        return _oai(decode(data))
    if is_announcements(head):
        day = parse_announcements(data)
        return ArxivFile(day.papers, "announcement", day.note)
    if re.search(rb"<articles[\s>]", head):  # a list of entries, each as the API gives it
        data = b'<feed xmlns="http://www.w3.org/2005/Atom">' + _entries(data) + b"</feed>"
    page = parse_query_page(data)
    return ArxivFile(page.papers, "import", "" if page.papers else "no paper matched the query")


def _entries(data: bytes) -> bytes:
    # Not one expression from <entry to </entry>: without the closing tags it would search to the end for each.
    parts = (_ENTRY.search(part) for part in data.split(b"</entry>")[:-1])
    return b"".join(part[0] + b"</entry>" for part in parts if part)


def is_announcements(head: bytes) -> bool:
    """Whether the beginning of a document is one of arXiv's daily feeds."""
    return any(sign in head for sign in (b"updates on arXiv.org", b"rss.arxiv.org/", b"announce_type>"))


def _oai(text: str) -> ArxivFile:
    """Records of OAI-PMH in arXiv's own format (https://info.arxiv.org/help/oa/index.html)."""
    root = xml_tree(text)
    if root is None:
        raise ParseError("these OAI records are damaged", "Get the file again.")
    error = next((clean_line(all_text(e)) for e in root if local(e) == "error"), "")
    papers = tuple(p for record in root.iter("{*}arXiv") if (p := _record(record)) is not None)
    if error and not papers:
        raise ParseError(f"arXiv: {error}", "Check the request that made this file.")
    return ArxivFile(papers, "import", "" if papers else "there are no records in it")


def _record(record: etree._Element) -> Paper | None:
    fields = {local(child): child for child in record}

    def text(name: str) -> str:
        return all_text(fields.get(name))

    number, _ = number_of(clean_line(text("id")))
    title = clean_line(text("title"))
    if not number or not title:
        return None
    categories = categories_of(text("categories").split())
    return Paper(
        title=title,
        arxiv_id=number,
        abstract=abstract_of(text("abstract")),
        authors=tuple(_authors(fields.get("authors"))),
        primary_category=categories[0] if categories else "",
        categories=categories,
        published=parse_date(clean_line(text("created"))),
        updated=parse_date(clean_line(text("updated"))),
        comment=clean_line(text("comments")),
        doi=clean_line(text("doi")),
        journal_ref=clean_line(text("journal-ref")),
        url=f"https://arxiv.org/abs/{number}",
        pdf_url=f"https://arxiv.org/pdf/{number}",
    )


def _authors(authors: etree._Element | None) -> Iterable[Author]:
    for author in authors if authors is not None else ():
        parts = {local(child): clean_line(all_text(child)) for child in author}
        name = " ".join(filter(None, (parts.get("forenames"), parts.get("keyname"), parts.get("suffix"))))
        if name:
            yield Author(name, parts.get("affiliation", ""))
