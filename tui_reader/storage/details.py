"""Whole items for documents, and where they were seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tui_reader.domain.rows import EntryDetail, PaperDetail, RepoDetail, SightingView
from tui_reader.storage.digests import load_digest, read_links
from tui_reader.storage.entries import load_body, load_entry
from tui_reader.storage.keys import find
from tui_reader.storage.links import load_repo
from tui_reader.storage.papers import load_paper, load_papers
from tui_reader.storage.reads import row
from tui_reader.storage.stars import star_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.storage.db import Db

_PAGE = 500


def _note(db: Db, item_id: int) -> str:
    return str(db.value("SELECT text FROM notes WHERE id = ?", (item_id,)) or "")


def entry(db: Db, item_id: int) -> EntryDetail | None:
    """An entry; of a mere link, what the place that named it said."""
    line = row(db, item_id)
    if line is None or line.kind != "entry":
        return None
    told = load_entry(db, item_id)
    group = db.value(
        "SELECT g.group_name FROM sightings s JOIN sources g ON g.id = s.source WHERE s.id = ? "
        "ORDER BY s.source <> ?, s.seen_on LIMIT 1",
        (item_id, line.source),
    )
    digest = load_digest(db, item_id)
    return EntryDetail(
        row=line,
        group=group or "",
        author=told.author if told else "",
        published=told.published if told else None,
        updated=told.updated if told else None,
        summary=told.summary if told else "",
        body=load_body(db, item_id),
        note=_note(db, item_id),
        items=tuple(named.key for named in digest.lines) if digest else (),
        comments_url=told.comments_url if told else "",
        enclosures=told.enclosures if told else (),
    )


def paper(db: Db, item_id: int) -> PaperDetail | None:
    """A paper."""
    line, told = row(db, item_id), load_paper(db, item_id)
    if line is None or told is None:
        return None
    seen = db.value("SELECT count(*) FROM sightings WHERE id = ?", (item_id,))
    return PaperDetail(line, told, _note(db, item_id), seen)


def papers(db: Db, wanted: Sequence[int]) -> list[PaperDetail]:
    """Papers by their row ids, in that order."""
    found: list[PaperDetail] = []
    for start in range(0, len(wanted), _PAGE):
        page = list(wanted[start : start + _PAGE])
        marks = ",".join("?" * len(page))
        seen: dict[int, int] = dict(
            db.all(f"SELECT id, count(*) FROM sightings WHERE id IN ({marks}) GROUP BY id", page)
        )
        notes: dict[int, str] = dict(db.all(f"SELECT id, text FROM notes WHERE id IN ({marks})", page))
        found += (
            PaperDetail(line, told, notes.get(line.id, ""), seen.get(line.id, 0))
            for line, told in load_papers(db, page)
        )
    return found


def repo(db: Db, item_id: int) -> RepoDetail | None:
    """A repository."""
    line, told = row(db, item_id), load_repo(db, item_id)
    if line is None or told is None:
        return None
    return RepoDetail(line, told.description, told.language, told.stars, _note(db, item_id), star_counts(db, item_id))


def sightings(db: Db, item_id: int) -> list[SightingView]:
    """Where an item was seen, oldest first. A place that is an item itself (an issue, a digest) has its key."""
    views = []
    for source, kind, where, seen_on, text, via, source_title, links, is_cut in db.all(
        "SELECT s.source, s.kind, s.place, s.seen_on, s.text, s.via, coalesce(g.title, ''), d.links, d.is_cut "
        "FROM sightings s LEFT JOIN sources g ON g.id = s.source "
        "LEFT JOIN digest_items d ON s.via <> 0 AND d.digest = s.via AND d.item = s.id "
        "WHERE s.id = ? ORDER BY s.seen_on = '', s.seen_on, s.source, s.place",
        (item_id,),
    ):
        place = via or (find(db, source) if ":" in source else None)
        line = row(db, place) if place is not None else None
        views.append(
            SightingView(
                source=source,
                kind=kind,
                title=line.title if line else source_title or source,
                where=where,
                seen_on=date.fromisoformat(seen_on) if seen_on else None,
                key=line.key if line else "",
                text=text,
                links=read_links(links),
                is_cut=bool(is_cut),
            )
        )
    return views
