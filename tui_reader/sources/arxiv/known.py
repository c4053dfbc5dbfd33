"""Files of arXiv papers: announcements, answers of the query API, OAI-PMH records, saved pages, whichever it is."""

from __future__ import annotations

import re

from msgspec import Struct

from tui_reader.domain.papers import Paper
from tui_reader.sources.arxiv.announcements import parse_announcements
from tui_reader.sources.arxiv.oai import parse_oai
from tui_reader.sources.arxiv.query import parse_query_page
from tui_reader.sources.arxiv.saved_page import is_saved_page, parse_saved_page
from tui_reader.text.packed import unpack

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
        found = parse_oai(data)
        return ArxivFile(found, "import", "" if found else "there are no records in it")
    if is_saved_page(head):
        saved = parse_saved_page(data)
        return ArxivFile(saved.papers, "announcement" if saved.is_new else "import")
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
