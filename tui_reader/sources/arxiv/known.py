"""Files of arXiv papers: announcements, answers of the query API, OAI-PMH records, saved pages, whichever it is."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.items import Seen
from tui_reader.domain.papers import Paper
from tui_reader.domain.whole_papers import WholePaper
from tui_reader.sources.arxiv.announcements import parse_announcements
from tui_reader.sources.arxiv.oai import parse_oai
from tui_reader.sources.arxiv.query import parse_query_page
from tui_reader.sources.arxiv.saved_page import is_saved_page, parse_saved_page
from tui_reader.sources.arxiv.sync import ArxivSource
from tui_reader.sources.arxiv.whole_paper import is_whole_paper, parse_saved_paper
from tui_reader.sources.base import subscription
from tui_reader.sources.imported import FileKind, Imported
from tui_reader.text.packed import unpack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui_reader.domain.rows import Stored
    from tui_reader.sources.imported import ImportContext, ImportLibrary
    from tui_reader.sources.sample import Sample

_BEGINNING, _HEAD = 64_000, 6_000
_FEED_ROOTS = ("rss", "feed", "rdf", "channel", "entry")
_SAYS_ARXIV = re.compile(r"arxiv\.org/(?:abs|api)/|schemas/atom|<OAI-PMH|openarchives\.org/OAI", re.IGNORECASE)

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


# -- among files -----------------------------------------------------------
def is_page(sample: Sample) -> bool:
    """A page of arxiv.org that was saved: of papers, or the text of one."""
    head = sample.data[:_BEGINNING]
    return sample.is_markup and (is_saved_page(head) or is_whole_paper(head))


def is_list(sample: Sample) -> bool:
    """An announcement, or an answer of the query API or of OAI-PMH."""
    head = sample.text[:_HEAD]
    if sample.root in _FEED_ROOTS:
        from_api = "opensearch" in head.lower() and re.search(r"//(?:export\.)?arxiv\.org/", head)
        return bool(from_api) or is_announcements(head.encode())
    return sample.root == "oai-pmh" or (sample.root == "articles" and bool(_SAYS_ARXIV.search(head)))


def take_papers(data: bytes, path: Path, context: ImportContext) -> Imported:
    """Store its papers. As if fetched: what is announced in the categories and types that the user follows asks to be
    decided on."""
    arxiv, source = context.settings.arxiv, ArxivSource(context.settings.arxiv)
    context.store(lambda library: library.sources.upsert(subscription(source), source.kind))
    if is_whole_paper(data[:_BEGINNING]):
        return _take_whole_paper(data, path, context)
    papers = parse_any(data)
    announced, followed = papers.where_kind == "announcement", set(arxiv.categories)
    groups: dict[bool, list[int]] = {True: [], False: []}
    for number, paper in enumerate(papers.papers):
        groups[announced and not followed.isdisjoint(paper.categories)].append(number)
    keys = [""] * len(papers.papers)
    for inbox, numbers in groups.items():
        chosen = [papers.papers[number] for number in numbers]
        seen = Seen("arxiv", papers.where_kind, "", None, context.now, inbox=inbox, include=arxiv.include)
        stored = context.store(partial(_store, papers=chosen, seen=seen))
        for number, key in zip(numbers, stored.keys, strict=True):
            keys[number] = key
    return Imported(tuple(keys), len(keys), papers.note)


def _take_whole_paper(data: bytes, path: Path, context: ImportContext) -> Imported:
    """A saved page of a paper's text, kept with that paper; one that is not known yet becomes known by it."""
    saved = parse_saved_paper(data, path.name)
    number = saved.arxiv_id
    paper = Paper(title=saved.title, arxiv_id=number, url=f"https://arxiv.org/abs/{number}" if number else "")
    whole = WholePaper(saved.paper.markdown, saved.paper.version, saved.url or path.resolve().as_uri(), context.now)

    def keep(library: ImportLibrary) -> str:
        known = library.papers.get(paper.key)
        if known is None:
            # Such a page has no date: the paper stands under the day on which it is first seen.
            library.papers.store([paper], Seen("arxiv", "import", "", context.now.date(), context.now))
            known = library.papers.get(paper.key)
        key = known.row.key if known is not None else paper.key
        library.whole_papers.set(key, whole)
        return key

    note = "the text of this paper" if number else "the text of this paper, known by its title"
    return Imported((context.store(keep),), 1, note)


def _store(library: ImportLibrary, papers: Sequence[Paper], seen: Seen) -> Stored:
    return library.papers.store(papers, seen)


PAGES = FileKind("arxiv", is_page, take_papers)
LISTS = FileKind("arxiv", is_list, take_papers)
