"""Citations as CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), for pandoc and Zotero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.services.exporting.citation import Citation, CitationKind

if TYPE_CHECKING:
    from tui_reader.text.person_names import PersonName

#: CSL 1.0.2 calls a preprint an article without a container.
_TYPES = {
    CitationKind.ARTICLE: "article-journal",
    CitationKind.CONFERENCE: "paper-conference",
    CitationKind.PREPRINT: "article",
    CitationKind.PAGE: "webpage",
}


def item(citation: Citation, key: str) -> dict[str, Any]:
    """One item; what is not known is left out."""
    publication = citation.publication
    parts = [part for part in (citation.year, citation.month, citation.day) if part]
    is_preprint = citation.kind is CitationKind.PREPRINT
    found: dict[str, Any] = {
        "id": key,
        "type": _TYPES[citation.kind],
        "title": citation.plain_title,
        "author": [_name(person) for person in citation.authors],
        "issued": {"date-parts": [parts]} if citation.year else None,
        "container-title": citation.site if citation.kind is CitationKind.PAGE else publication.name,
        "volume": publication.volume,
        "issue": publication.number,
        "page": publication.pages.replace("--", "-"),
        "DOI": citation.doi,
        "URL": citation.url,
        "publisher": "arXiv" if is_preprint and citation.eprint else "",
        "number": f"arXiv:{citation.eprint}" if is_preprint and citation.eprint else "",
        "genre": "preprint" if is_preprint else "",
        "abstract": citation.plain_abstract,
        "note": _note(citation),
        "keyword": ", ".join(citation.keywords),
    }
    return {name: value for name, value in found.items() if value}


def _note(citation: Citation) -> str:
    """The arXiv number of what appeared elsewhere, as Zotero writes it in "extra", and the user's note."""
    is_elsewhere = citation.eprint and citation.kind is not CitationKind.PREPRINT
    primary = f" [{citation.primary_class}]" if citation.primary_class else ""
    number = f"arXiv:{citation.eprint}{primary}" if is_elsewhere else ""
    return "\n".join(part for part in (number, citation.note) if part)


def _name(person: PersonName) -> dict[str, str]:
    if person.is_whole:
        return {"literal": person.family}
    parts = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.particle,
        "suffix": person.suffix,
    }
    return {name: part for name, part in parts.items() if part}
