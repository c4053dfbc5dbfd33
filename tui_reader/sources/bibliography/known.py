"""A bibliography among files: its papers are stored as papers, so that what was kept elsewhere is here, too."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader.domain.feeds import Subscription
from tui_reader.domain.items import Seen
from tui_reader.domain.papers import Author, Paper
from tui_reader.domain.sources import SourceKind
from tui_reader.sources.bibliography.parse import parse_bibliography
from tui_reader.sources.imported import FileKind, Imported, counted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tui_reader.domain.bibliography import Work
    from tui_reader.sources.imported import ImportContext
    from tui_reader.sources.sample import Sample

SOURCE = Subscription("zotero", "Zotero", "", "Imported")


def is_bibliography(sample: Sample) -> bool:
    """Never by itself: that its works were kept is for the user to say (`--as zotero`)."""
    del sample
    return False


def take_works(data: bytes, path: Path, context: ImportContext) -> Imported:
    """Store its papers; pages of the web are known by their addresses alone."""
    del path
    papers = [paper_of(work) for work in parse_bibliography(data) if not work.is_page]
    context.store(lambda library: library.sources.upsert(SOURCE, SourceKind.FEED))
    seen = Seen(SOURCE.source_id, "import", "", None, context.now)
    return counted(context.store(lambda library: library.papers.store(papers, seen)))


def paper_of(work: Work) -> Paper:
    """A work as a paper. When arXiv's first version came is for arXiv to say."""
    published = None
    if work.year and not work.arxiv_id:
        published = datetime(work.year, work.month or 1, work.day or 1, tzinfo=UTC)
    return Paper(
        title=work.title,
        arxiv_id=work.arxiv_id,
        abstract=work.abstract,
        authors=tuple(map(Author, work.authors)),
        published=published,
        doi=work.doi,
        journal_ref=f"{work.journal} ({work.year})" if work.journal and work.year else work.journal,
        url="" if work.arxiv_id else work.url,
    )


def csl_of(works: Iterable[Work]) -> bytes:
    """Works as CSL JSON, which `parse_bibliography` reads back: what is kept of a library that is no single file."""
    return json.dumps([_csl(work) for work in works], ensure_ascii=False, indent=0).encode("utf-8", "replace")


def _csl(work: Work) -> dict[str, object]:
    told: dict[str, object] = {
        "type": "webpage" if work.is_page else "article-journal" if work.journal else "article",
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "abstract": work.abstract,
        "issued": {"date-parts": [[p for p in (work.year, work.month, work.day) if p]]} if work.year else None,
        "number": f"arXiv:{work.arxiv_id}" if work.arxiv_id else "",
        "DOI": work.doi,
        "URL": work.url,
        "container-title": work.journal,
        "keyword": "; ".join(work.tags),
        "citation-key": work.citation_key,
    }
    return {name: value for name, value in told.items() if value}


BIBLIOGRAPHIES = FileKind("zotero", is_bibliography, take_works)
