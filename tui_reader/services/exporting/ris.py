"""Citations as RIS, as Zotero, Mendeley and EndNote read it; written by rispy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.services.exporting.citation import Citation, CitationKind

if TYPE_CHECKING:
    from tui_reader.text.person_names import PersonName

#: UNPB is unpublished work, which is what a preprint is to RIS; ELEC a page of the web.
_TYPES = {
    CitationKind.ARTICLE: "JOUR",
    CitationKind.CONFERENCE: "CPAPER",
    CitationKind.PREPRINT: "UNPB",
    CitationKind.PAGE: "ELEC",
}


def reference_text(citation: Citation, key: str) -> str:
    """One reference with the blank line after it."""
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
        """Without the number that is no part of the format."""

        def set_header(self, count: int) -> str:
            return ""

    return str(rispy.dumps([_reference(citation, key)], implementation=Writer)) + "\n"


def _reference(citation: Citation, key: str) -> dict[str, Any]:
    publication = citation.publication
    start, _, end = publication.pages.partition("--")
    reference: dict[str, Any] = {
        "type_of_reference": _TYPES[citation.kind],
        "id": key,
        "title": _line(citation.plain_title),
        "authors": [_name(person) for person in citation.authors],
        "year": str(citation.year) if citation.year else "",
        "date": _date(citation),
        "secondary_title": _line(publication.name),
        "volume": publication.volume,
        "number": publication.number,
        "start_page": start,
        "end_page": end,
        "doi": _line(citation.doi),
        "urls": [_line(citation.url)] if citation.url else [],
        "abstract": _line(citation.plain_abstract),
        "keywords": [_line(word) for word in citation.keywords],
        "notes": [_line(citation.note)] if citation.note else [],
    }
    if citation.eprint:
        reference["accession_number"] = f"arXiv:{citation.eprint}"
    if citation.kind is CitationKind.PREPRINT:
        reference["publisher"] = "arXiv" if citation.eprint else ""
    if citation.kind is CitationKind.PAGE:
        reference["secondary_title"] = _line(citation.site)
    return {name: value for name, value in reference.items() if value}


def _name(person: PersonName) -> str:
    """`Last, First, Suffix`."""
    family = " ".join(part for part in (person.particle, person.family) if part).replace(",", " ")
    return ", ".join(part for part in (family, person.given.replace(",", " "), person.suffix) if part)


def _date(citation: Citation) -> str:
    """`YYYY/MM/DD/`, with what is not known left empty."""
    if not citation.year or not citation.month:
        return ""
    day = f"{citation.day:02}" if citation.day else ""
    return f"{citation.year}/{citation.month:02}/{day}/"


def _line(text: str) -> str:
    # A line break would begin what looks like another tag.
    return " ".join(text.split())
