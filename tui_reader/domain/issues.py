"""An issue of The Inference Report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.items import issue_key

if TYPE_CHECKING:
    from tui_reader.domain.boards import Snapshot
    from tui_reader.domain.papers import Paper
    from tui_reader.domain.repos import Repo

#: The sections an issue has, by the name JSON and `missing` use, with the words its heading begins with.
SECTIONS = {
    "labs": "AI Labs",
    "wire": "From the Wire",
    "papers": "Research Papers",
    "benchmarks": "Benchmarks",
    "trending": "Trending",
}


class SourcedLink(Struct, frozen=True):
    """A link of the AI Labs or the Wire section; `source` is who published it ("TechCrunch")."""

    source: str
    title: str
    url: str


class Section(Struct, frozen=True):
    """A section; `title` is its heading as printed ("Research Papers — Focused"), `url` its page of the day or ""
    (absolute), `author` and `essay` come from that page and stay empty until it was fetched."""

    name: str
    title: str
    url: str = ""
    author: str = ""
    essay: tuple[str, ...] = ()


class Issue(Struct, frozen=True):
    """One day's issue. `essay` is its paragraphs as Markdown up to the byline, `missing` the names of SECTIONS that
    were not found."""

    day: date
    title: str
    essay: tuple[str, ...] = ()
    author: str = ""
    url: str = ""
    sections: tuple[Section, ...] = ()
    labs: tuple[SourcedLink, ...] = ()
    wire: tuple[SourcedLink, ...] = ()
    papers: tuple[Paper, ...] = ()
    tables: tuple[Snapshot, ...] = ()
    trending: tuple[Repo, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """`issue:2026-04-21`."""
        return issue_key(self.day)
