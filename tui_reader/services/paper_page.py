"""The page of a paper: its abstract with all that is known of it, and what a new version changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.items import State
from tui_reader.domain.withdrawal import withdrawal_of
from tui_reader.services.page_text import day_text, escape_text
from tui_reader.text.word_diff import Change, Piece, shortened, word_diff

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from tui_reader.domain.papers import Paper
    from tui_reader.domain.rows import EarlierText, PaperDetail

#: How a change reads without colour or weight.
_SIGNS = {Change.OUT: ("~~", "[-", "-]"), Change.IN: ("**", "{+", "+}")}


def paper_markdown(
    detail: PaperDetail, earlier: EarlierText | None, seen_in: str, write: Callable[[str], str], told: str = ""
) -> str:
    """The document of a paper. `earlier` is what it said when it was kept, if that has changed; `seen_in` a line of
    Markdown, `told` what digests say of it; `write` makes Markdown of what may hold LaTeX."""
    paper, row = detail.paper, detail.row
    is_held = row.state in (State.KEPT, State.LATER)
    abstract = "\n\n".join(write(part) for part in paper.abstract.split("\n\n"))
    if not abstract and not told:
        abstract = "*No abstract was given here.*"
    links = _links(paper, row.url)
    parts = [
        f"# {write(paper.title or row.title)}",
        _authors(paper, write),
        "  \n".join(line for line in _facts(paper, write) if line),
        _marks(detail),
        _notices(detail, earlier, write),
        abstract,
        told,
        _changes(paper, earlier) if earlier is not None and is_held else "",
        "---" if links or seen_in else "",
        links,
        seen_in,
    ]
    return "\n\n".join(part for part in parts if part)


def _authors(paper: Paper, write: Callable[[str], str]) -> str:
    return ", ".join(
        f"{write(a.name)} ({write(a.affiliation)})" if a.affiliation else write(a.name) for a in paper.authors
    )


def _facts(paper: Paper, write: Callable[[str], str]) -> list[str]:
    others = [c for c in dict.fromkeys(paper.categories) if c != paper.primary_category]
    subject = " ".join([paper.primary_category] if paper.primary_category else others)
    also = f"also {' '.join(others)}" if paper.primary_category and others else ""
    number = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    version = f"version {paper.version}" if paper.version else ""
    doi = f"[doi:{escape_text(paper.doi)}](<{_address(f'https://doi.org/{paper.doi}')}>)" if paper.doi else ""
    return [
        f"*{_joined(escape_text(subject), escape_text(also), number, version)}*" if subject or number else "",
        f"*{_dates(paper)}*" if _dates(paper) else "",
        write(paper.comment),
        _joined(write(paper.journal_ref), doi),
    ]


def _dates(paper: Paper) -> str:
    kind = f" ({paper.announce_type.value})" if paper.announce_type else ""
    announced = f"announced {day_text(paper.announced_on)}{kind}" if paper.announced_on else ""
    submitted = f"submitted {day_text(paper.published)}" if paper.published else ""
    is_later = paper.updated is not None and _day(paper.updated) != _day(paper.published)
    return _joined(announced, submitted, f"updated {day_text(paper.updated)}" if is_later else "")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def _marks(detail: PaperDetail) -> str:
    tags = " ".join(f"#{tag}" if " " not in tag else f'#"{tag}"' for tag in detail.row.tags)
    note = "  \n".join(escape_text(line) for line in detail.note.splitlines())
    return "\n\n".join(
        part
        for part in (f"**Tags.** {escape_text(tags)}" if tags else "", f"> **Note.** {note}" if note else "")
        if part
    )


def _notices(detail: PaperDetail, earlier: EarlierText | None, write: Callable[[str], str]) -> str:
    notices = []
    said = withdrawal_of(detail.paper.comment, detail.paper.abstract)
    if said:
        notices.append(f"> **Probably withdrawn** (a guess from its own words: {write(said)})")
    if detail.row.is_updated:
        version = f" v{detail.paper.version}" if detail.paper.version else ""
        what = "what changed stands below the abstract" if earlier else "no change of title or abstract is known"
        notices.append(f"> **↻ New version{version}** since you kept it: {what}.")
    return "\n\n".join(notices)


def _changes(paper: Paper, earlier: EarlierText) -> str:
    since = f"version {earlier.version}" if earlier.version else "the version you kept"
    key = f"{_piece(Piece(Change.OUT, 'taken out'))} {_piece(Piece(Change.IN, 'put in'))}"
    lines = [f"## What changed since {since}", f"*{key}*"]
    if earlier.title and earlier.title != paper.title:
        lines.append(f"Title: {_diff(earlier.title, paper.title)}")
    if earlier.abstract.split() != paper.abstract.split():
        lines.append(_diff(earlier.abstract, paper.abstract))
    return "\n\n".join(lines)


def _diff(old: str, new: str) -> str:
    from tui_reader.text.latex import to_unicode

    return " ".join(map(_piece, shortened(word_diff(to_unicode(old), to_unicode(new)))))


def _piece(piece: Piece) -> str:
    if piece.change is Change.SAME:
        return escape_text(piece.text)
    style, opening, closing = _SIGNS[piece.change]
    return f"{style}{escape_text(opening + piece.text + closing)}{style}"


def _links(paper: Paper, url: str) -> str:
    number = paper.arxiv_id
    page = paper.url or url
    found = {
        "abstract": f"https://arxiv.org/abs/{number}" if number else page,
        "PDF": paper.pdf_url or (f"https://arxiv.org/pdf/{number}" if number else ""),
        "HTML": f"https://arxiv.org/html/{number}" if number else "",
        "DOI": f"https://doi.org/{paper.doi}" if paper.doi else "",
        "page": page if number and page and "arxiv.org/" not in page else "",
    }
    return _joined(*(f"[{name}](<{_address(address)}>)" for name, address in found.items() if address))


def _address(url: str) -> str:
    """An address that cannot end the angle brackets it stands in."""
    return "".join(f"%{ord(c):02X}" if c in "<>\\" or c.isspace() else c for c in url)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
