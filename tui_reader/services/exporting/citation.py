"""What is cited of an item, whatever the format: BibTeX, RIS and CSL are written from it."""

from __future__ import annotations

import re
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.services.exporting.journal_ref import UNPUBLISHED, Publication, read_journal_ref
from tui_reader.text.author_names import plain_name
from tui_reader.text.latex import to_unicode
from tui_reader.text.latex_doing import harmless
from tui_reader.text.person_names import PersonName, is_others, split_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tui_reader.domain.papers import Paper
    from tui_reader.domain.rows import EntryDetail, PaperDetail, Row


class CitationKind(StrEnum):
    """What sort of publication it is."""

    ARTICLE = "article"
    CONFERENCE = "conference"
    PREPRINT = "preprint"
    PAGE = "page"


class Citation(Struct, frozen=True):
    """An item as it is cited.

    `title` and `abstract` are LaTeX if `is_latex`, else plain text; `others` that the list of authors goes on;
    `year`, `month` and `day` are of the publication where there is one, else of the preprint or page; `first_year` is
    when it first appeared, which never changes and so makes the key; `site` is who published a page; `file` is where
    its PDF is on this machine.
    """

    item_key: str
    kind: CitationKind
    title: str
    is_latex: bool = False
    authors: tuple[PersonName, ...] = ()
    others: bool = False
    year: int | None = None
    month: int | None = None
    day: int | None = None
    first_year: int | None = None
    publication: Publication = UNPUBLISHED
    doi: str = ""
    eprint: str = ""
    primary_class: str = ""
    site: str = ""
    url: str = ""
    pdf_url: str = ""
    abstract: str = ""
    note: str = ""
    keywords: tuple[str, ...] = ()
    file: str = ""

    @property
    def plain_title(self) -> str:
        """The title without any LaTeX; what would be a command in LaTeX is none."""
        return harmless(to_unicode(self.title) if self.is_latex else self.title)

    @property
    def plain_abstract(self) -> str:
        """The abstract without any LaTeX; what would be a command in LaTeX is none."""
        return harmless(to_unicode(self.abstract) if self.is_latex else self.abstract)


_NEW_NUMBER = re.compile(r"(\d\d)(\d\d)\.\d{4,5}")
_OLD_NUMBER = re.compile(r"[a-z-]+(?:\.[A-Z]{2})?/(\d\d)(\d\d)\d{3}")
_ARXIV_DOI = re.compile(r"(?i)10\.48550/")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def of_paper(detail: PaperDetail, file: str = "") -> Citation:
    """A paper: in a journal or at a conference if it says so, else a preprint. `file` is where its PDF is."""
    paper, row = detail.paper, detail.row
    year, month, day = _appeared(paper)
    first_year = year
    publication = read_journal_ref(harmless(to_unicode(paper.journal_ref)))
    kind = CitationKind.PREPRINT
    if publication.name:
        kind = CitationKind.CONFERENCE if publication.is_conference else CitationKind.ARTICLE
        # Month and day are those of the preprint.
        year, month, day = publication.year or year, None, None
    authors, others = _authors(author.name for author in paper.authors)
    return Citation(
        item_key=row.key,
        kind=kind,
        title=paper.title or row.title,
        is_latex=True,
        authors=authors,
        others=others,
        year=year,
        month=month,
        day=day,
        first_year=first_year,
        publication=publication,
        doi=_doi(paper.doi),
        eprint=paper.arxiv_id,
        primary_class=paper.primary_category,
        url=paper.url or row.url or (f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else ""),
        pdf_url=paper.pdf_url,
        abstract=paper.abstract,
        note=detail.note,
        keywords=row.tags,
        file=file,
    )


def of_entry(detail: EntryDetail) -> Citation:
    """A feed entry or linked article: a page of its site."""
    return _page(detail.row, (detail.author,), detail.published or detail.updated, detail.summary, detail.note)


def of_row(row: Row) -> Citation:
    """Anything else with a title and an address: an issue, a repository."""
    return _page(row, tuple(row.authors.split(", ")), row.date, "", "")


def _page(row: Row, authors: tuple[str, ...], when: date | datetime | None, abstract: str, note: str) -> Citation:
    people, others = _authors(name for field in authors for name in re.split(r"\s+(?:and|&)\s+|[,;]\s*", field))
    year, month, day = (when.year, when.month, when.day) if when else (None, None, None)
    return Citation(
        item_key=row.key,
        kind=CitationKind.PAGE,
        title=row.title,
        authors=people,
        others=others,
        year=year,
        month=month,
        day=day,
        first_year=year,
        site=harmless(row.source_title),
        url=row.url,
        abstract=abstract,
        note=note,
        keywords=row.tags,
    )


def _authors(names: Iterable[str]) -> tuple[tuple[PersonName, ...], bool]:
    given = [harmless(plain_name(name).strip()) for name in names]
    people = [split_name(name) for name in given if name and not is_others(name)]
    return tuple(person for person in people if person.family), any(is_others(name) for name in given)


def _appeared(paper: Paper) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of the first version. An arXiv number tells year and month where nothing else does
    (https://info.arxiv.org/help/arxiv_identifier.html)."""
    if paper.published is not None:
        when = paper.published.astimezone(UTC)
        return when.year, when.month, when.day
    found = _NEW_NUMBER.fullmatch(paper.arxiv_id) or _OLD_NUMBER.fullmatch(paper.arxiv_id)
    if found is not None and 1 <= int(found[2]) <= 12:
        # The archive began in 1991, so that an old number's 91 to 99 are of the last century.
        century = 1900 if "/" in paper.arxiv_id and int(found[1]) >= 91 else 2000
        return century + int(found[1]), int(found[2]), None
    if paper.announced_on is not None:
        return paper.announced_on.year, paper.announced_on.month, None
    return None, None, None


def _doi(text: str) -> str:
    """The DOI of the publication: the first of several; not the one that arXiv gives every preprint."""
    found = _DOI.search(text)
    return found[0].rstrip(".,;") if found and not _ARXIV_DOI.match(found[0]) else ""
