"""A citation as an item of Zotero (its schema: https://api.zotero.org/schema)."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tui_reader.services.exporting.citation import Citation, CitationKind

if TYPE_CHECKING:
    from tui_reader.text.person_names import PersonName

_TYPES = {
    CitationKind.ARTICLE: "journalArticle",
    CitationKind.CONFERENCE: "conferencePaper",
    CitationKind.PREPRINT: "preprint",
    CitationKind.PAGE: "webpage",
}


class Wanted(Struct, frozen=True):
    """An item to be put into Zotero: how it is cited, the key manuscripts have for it, and its PDF if one is kept."""

    citation: Citation
    citation_key: str = ""
    pdf: Path | None = None


def item_of(citation: Citation, citation_key: str = "") -> dict[str, Any]:
    """One item; what is not known is left out. A key that manuscripts cite it by stands in `extra`, where Better BibTeX
    takes it for a pinned one. Tags are no part of it: those of an item that comes so would count as automatic."""
    publication, kind = citation.publication, citation.kind
    date = "-".join(
        f"{part:02}" for part in (citation.year, citation.month, citation.day if citation.month else None) if part
    )
    number = f"arXiv:{citation.eprint}" if citation.eprint else ""
    primary = f" [{citation.primary_class}]" if citation.primary_class and number else ""
    extra = [number + primary, f"Citation Key: {citation_key}" if citation_key else ""]
    item: dict[str, Any] = {
        "id": citation.item_key,
        "itemType": _TYPES[kind],
        "title": citation.plain_title,
        "creators": [_creator(person) for person in citation.authors],
        "abstractNote": citation.plain_abstract,
        "date": date,
        "url": citation.url,
        "extra": "\n".join(part for part in extra if part),
        "notes": [{"note": note_of(citation.note)}] if citation.note else [],
    }
    if kind is CitationKind.PAGE:
        item["websiteTitle"] = citation.site
    elif kind is CitationKind.PREPRINT:
        item |= {"repository": "arXiv" if number else "", "archiveID": number, "DOI": citation.doi}
    else:
        name = "publicationTitle" if kind is CitationKind.ARTICLE else "proceedingsTitle"
        item |= {name: publication.name, "volume": publication.volume, "DOI": citation.doi}
        item["pages"] = publication.pages.replace("--", "-")
        if kind is CitationKind.ARTICLE:
            item["issue"] = publication.number
    return {name: value for name, value in item.items() if value or name == "creators"}


def note_of(text: str) -> str:
    """A note as Zotero keeps it, in HTML."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _creator(person: PersonName) -> dict[str, Any]:
    if person.is_whole or not person.given:
        return {"creatorType": "author", "lastName": person.family, "fieldMode": 1}
    last = f"{person.particle} {person.family}".strip()
    first = f"{person.given}, {person.suffix}" if person.suffix else person.given
    return {"creatorType": "author", "lastName": last, "firstName": first}
