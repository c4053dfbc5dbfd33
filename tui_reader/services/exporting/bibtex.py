"""Citations as BibTeX, written by bibtexparser; good for old BibTeX and for biber."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.services.exporting.citation import Citation, CitationKind
from tui_reader.text.bibtex import of_address, of_latex, of_plain

if TYPE_CHECKING:
    from bibtexparser.writer import BibtexFormat

    from tui_reader.text.person_names import PersonName

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTING = re.compile(r"([\\:;])")
_TYPES = {CitationKind.ARTICLE: "article", CitationKind.CONFERENCE: "inproceedings"}


def entry_text(citation: Citation, key: str, *, with_abstract: bool = True) -> str:
    """One entry with the blank line after it."""
    from bibtexparser.library import Library
    from bibtexparser.middlewares import AddEnclosingMiddleware
    from bibtexparser.model import Entry, Field
    from bibtexparser.writer import write

    entry = Entry(
        _TYPES.get(citation.kind, "misc"),
        key,
        [Field(name, value) for name, value in _fields(citation, with_abstract).items() if value],
    )
    enclose = AddEnclosingMiddleware(
        reuse_previous_enclosing=False, default_enclosing="{", enclose_integers=True, allow_inplace_modification=True
    )
    library = enclose.transform(Library([entry]))
    if citation.month is not None:
        # A macro without braces, which every style prints in its own language.
        entry.fields_dict["month"].value = _MONTHS[citation.month - 1]
    return str(write(library, _layout())) + "\n"


def _layout() -> BibtexFormat:
    from bibtexparser.writer import BibtexFormat

    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.trailing_comma = True
    return layout


def _fields(citation: Citation, with_abstract: bool) -> dict[str, str]:
    written = of_latex if citation.is_latex else of_plain
    publication = citation.publication
    fields = {"title": written(citation.title, protect=True), "author": _authors(citation)}
    if not citation.authors:
        fields["key"] = of_plain(citation.plain_title[:40])  # what BibTeX sorts by where nobody is named
    if citation.kind is CitationKind.ARTICLE:
        fields["journal"] = of_plain(publication.name)
    elif citation.kind is CitationKind.CONFERENCE:
        fields["booktitle"] = of_plain(publication.name)
    fields |= {"volume": publication.volume, "number": publication.number, "pages": publication.pages}
    fields["year"] = str(citation.year) if citation.year else ""
    fields["month"] = _MONTHS[citation.month - 1] if citation.month else ""
    fields["doi"] = of_address(citation.doi)
    if citation.eprint:
        fields |= {
            "eprint": of_address(citation.eprint),
            "archiveprefix": "arXiv",
            "primaryclass": of_plain(citation.primary_class),
        }
    if citation.kind is CitationKind.PAGE:
        fields["howpublished"] = of_plain(citation.site)
    fields["url"] = of_address(citation.url)
    fields["keywords"] = of_plain(", ".join(citation.keywords))
    if with_abstract:
        fields["abstract"] = written(" ".join(citation.abstract.split()))
        fields["file"] = _file(citation.file)
        fields["annote"] = of_plain(" ".join(citation.note.split()))
    return fields


def _file(path: str) -> str:
    """A path as JabRef and Zotero write and read it: `title:path:type`, with a backslash before what they part by. One
    that would end the field is left out."""
    if not path or any(sign in path for sign in "{}\r\n"):
        return ""
    return "PDF:" + _PARTING.sub(r"\\\1", path) + ":application/pdf"


def _authors(citation: Citation) -> str:
    names = [_name(person) for person in citation.authors]
    return " and ".join([*names, "others"] if citation.others and names else names)


def _name(person: PersonName) -> str:
    """`von Last, Jr, First`, the form that leaves nothing to guess (btxdoc, "Name specifications")."""
    family = _part(person.family)
    if person.is_whole:
        # One word is a family name by itself; of several, braces make one.
        return f"{{{family}}}" if " " in family and not family.startswith("{") else family
    if any(word[:1].islower() for word in person.family.split()[:-1]):
        family = f"{{{family}}}"  # else what stands before a small word inside would be taken for the particle
    parts = [" ".join(part for part in (_part(person.particle), family) if part)]
    parts += [part for part in (_part(person.suffix), _part(person.given)) if part]
    return ", ".join(parts)


def _part(text: str) -> str:
    written = of_plain(text)
    has_and = any(word.lower() == "and" for word in text.split())
    return f"{{{written}}}" if has_and or "," in text or text.lower() == "others" else written
