"""Bibliographies: BibTeX, RIS and CSL JSON, as reference managers export them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from tui_reader.domain.bibliography import Work
from tui_reader.domain.errors import ParseError
from tui_reader.domain.items import ARXIV_ID
from tui_reader.text.addresses import arxiv_id_of
from tui_reader.text.author_names import plain_name
from tui_reader.text.charset import decode
from tui_reader.text.json_values import load_json
from tui_reader.text.latex import to_unicode
from tui_reader.text.sanitise import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The types of what is no paper, in BibTeX, RIS, CSL and Zotero.
PAGES = frozenset(("online", "www", "electronic", "elec", "blog", "webpage", "post", "post-weblog", "blogpost"))
_NO_WORKS = frozenset(("attachment", "note", "annotation"))
_ARXIV = re.compile(rf"(?i)\barxiv[\s:.]{{1,2}}({ARXIV_ID.pattern})")
_ARXIV_DOI = re.compile(r"(?i)10\.48550/arxiv\.(.+)")
_KEY = re.compile(r"[^\s\"#%'(),={}\\~/]{1,100}")
_KEY_IN_EXTRA = re.compile(r"(?im)^\s*(?:citation key|bibtex)\s*:\s*(\S+)\s*$")
#: What Zotero sets titles with.
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span|em|strong)(?:\s[^<>]*)?>")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_bibliography(data: bytes) -> tuple[Work, ...]:
    """The works in a file, recognised by what is in it. Raises ParseError for what is no bibliography."""
    text = decode(data).lstrip("\ufeff \t\r\n")
    if text[:1] in ("[", "{"):
        found = _of_csl(text)
    elif re.search(r"(?m)^TY {1,2}- ?\S", text):
        found = _of_ris(text)
    elif re.search(r"(?m)^\s*@\w+\s*[{(]", text):
        found = _of_bibtex(text)
    else:
        raise ParseError("this is no bibliography", "Give BibTeX, RIS or CSL JSON, or Zotero's zotero.sqlite.")
    works = tuple(work for work in found if work.title)
    if not works:
        raise ParseError("there is no work with a title in it", "Export the library again.")
    return works


def work_of(fields: dict[str, str], kind: str, authors: Iterable[str], tags: Iterable[str], key: str = "") -> Work:
    """A work from what its fields say, by the names that CSL has; `extra` may name its arXiv number and its key."""
    extra, url, doi = (fields.get(name, "") for name in ("extra", "URL", "DOI"))
    number = arxiv_id_of(url) or _number(fields.get("archive", ""), doi, fields.get("number", ""), extra)
    found = _KEY_IN_EXTRA.search(extra)
    year, month, day = _day(fields.get("issued", ""))
    return Work(
        title=clean_line(_MARKUP.sub("", fields.get("title", ""))),
        authors=tuple(name for author in authors if (name := clean_line(plain_name(author)))),
        abstract=clean_text(fields.get("abstract", "")).strip(),
        year=year,
        month=month,
        day=day,
        arxiv_id=number,
        doi="" if _ARXIV_DOI.search(doi) else clean_line(doi),
        url=clean_line(url) if url.lower().startswith(("http://", "https://")) else "",
        journal=clean_line(fields.get("journal", "")),
        tags=tuple(dict.fromkeys(tag for t in tags if (tag := clean_line(t)))),
        citation_key=_key(key) or _key(found[1] if found else ""),
        is_page=kind.lower() in PAGES and not number,
    )


def _of_csl(text: str) -> Iterator[Work]:
    loaded = load_json(text)
    listed = loaded.get("items", loaded) if isinstance(loaded, dict) else loaded
    for told in listed if isinstance(listed, list) else ():
        if not isinstance(told, dict) or told.get("type") in _NO_WORKS or told.get("itemType") in _NO_WORKS:
            continue
        said = {name: str(value) for name, value in told.items() if isinstance(value, (str, int))}
        own, journal = said.get("id", ""), said.get("container-title", "")
        is_key = not own.isdigit()
        fields = {**said, "extra": said.get("note", ""), "journal": journal, "issued": _parts(told.get("issued"))}
        authors = [_csl_name(a) for a in told.get("author") or () if isinstance(a, dict)]
        keywords = re.split(r"\s*[,;]\s*", said.get("keyword", ""))
        yield work_of(fields, said.get("type", ""), authors, keywords, said.get("citation-key", own if is_key else ""))


def _csl_name(told: dict[str, Any]) -> str:
    if told.get("literal"):
        return str(told["literal"])
    particle = told.get("non-dropping-particle") or told.get("dropping-particle") or ""
    return " ".join(str(part) for part in (told.get("given"), particle, told.get("family"), told.get("suffix")) if part)


def _parts(told: object) -> str:
    """A date of CSL as `2020-01-31`."""
    if not isinstance(told, dict):
        return ""
    parts = told.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list):
        return "-".join(str(part).zfill(2) for part in first)
    return str(told.get("literal") or told.get("raw") or "")


def _of_ris(text: str) -> Iterator[Work]:
    import rispy

    try:
        references = rispy.loads(text)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise ParseError(f"this is damaged RIS: {clean_line(str(error))[:120]}", "Export it again.") from None
    for told in references:
        fields = {name: str(value) for name, value in told.items() if isinstance(value, str)}
        fields |= {
            "title": fields.get("title") or fields.get("primary_title", ""),
            "URL": str((told.get("urls") or [""])[0]),
            "DOI": fields.get("doi", ""),
            "archive": fields.get("accession_number", ""),
            "extra": "\n".join(map(str, told.get("notes") or ())),
            "journal": fields.get("journal_name") or fields.get("secondary_title", ""),
            "issued": fields.get("date") or fields.get("year", ""),
            "abstract": fields.get("abstract") or fields.get("notes_abstract", ""),
        }
        authors = told.get("authors") or told.get("first_authors") or ()
        yield work_of(fields, fields.get("type_of_reference", ""), map(_turned, authors), told.get("keywords") or ())


def _of_bibtex(text: str) -> Iterator[Work]:
    from bibtexparser.entrypoint import parse_string

    # Months without quotes are macros, which every style defines.
    for entry in parse_string(text).entries:
        told = {name.lower(): str(field.value) for name, field in entry.fields_dict.items()}
        names = ("title", "abstract", "journal", "booktitle", "journaltitle")
        plain = {name: _of_latex(told.get(name, "")) for name in names}
        eprint = told.get("eprint", "")
        is_arxiv = "arxiv" in told.get("archiveprefix", told.get("eprinttype", "arxiv")).lower()
        month = told.get("month", "").strip("{} ").lower()[:3]
        fields = {
            "title": plain["title"],
            "abstract": plain["abstract"],
            "journal": plain["journal"] or plain["booktitle"] or plain["journaltitle"],
            "URL": told.get("url", ""),
            "DOI": told.get("doi", ""),
            "archive": f"arXiv:{eprint}" if eprint and is_arxiv else told.get("note", ""),
            "extra": told.get("note", ""),
            "issued": told.get("date")
            or told.get("year", "")
            + (f"-{_MONTHS.index(month) + 1:02}" if month in _MONTHS else f"-{month:0>2}" if month.isdigit() else ""),
        }
        authors = [_turned(name) for name in re.split(r"\s+and\s+", told.get("author", "")) if name.strip()]
        yield work_of(fields, entry.entry_type, authors, re.split(r"\s*[,;]\s*", told.get("keywords", "")), entry.key)


def _of_latex(text: str) -> str:
    """A field of BibTeX as text: its braces and commands are LaTeX's, its formulas in Unicode."""
    if not re.search(r"[\\\\{}$~`'-]", text):
        return text
    from pylatexenc.latex2text import LatexNodes2Text

    signs = text.replace(r"\textbraceleft", r"\{").replace(r"\textbraceright", r"\}")
    try:
        plain = LatexNodes2Text(math_mode="verbatim").latex_to_text(signs)
    except (ValueError, IndexError, RecursionError):  # LaTeX that is none
        return text.replace("{", "").replace("}", "")
    return to_unicode(str(plain))


def _turned(name: str) -> str:
    """`Last, First` as `First Last`."""
    family, comma, given = name.strip().strip("{}").partition(",")
    return f"{given.rpartition(',')[2].strip()} {family.strip()}".strip() if comma else family


def _number(archive: str, doi: str, number: str, extra: str) -> str:
    if found := _ARXIV_DOI.search(doi):
        return arxiv_id_of(f"https://arxiv.org/abs/{found[1]}") or ""
    for text in (archive, number, extra):
        if found := _ARXIV.search(text):
            return arxiv_id_of(f"https://arxiv.org/abs/{found[1]}") or ""
    return ""


def _day(text: str) -> tuple[int, int, int]:
    """Year, month and day as far as they are said: `2020-01-31`, `2020/01//`, Zotero's `2020-00-00 2020`."""
    found = re.match(r"\s*(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?", text)
    if found is None:
        bare = re.search(r"\b(1[5-9]\d\d|20\d\d)\b", text)
        return (int(bare[1]), 0, 0) if bare else (0, 0, 0)
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return year, 0, 0
    return year, month, day if month else 0


def _key(text: str) -> str:
    return text if _KEY.fullmatch(text) else ""
