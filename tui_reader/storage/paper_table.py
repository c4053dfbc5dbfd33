"""Papers: storing what several places say about one, and reading it back."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tui_reader.domain.items import Kind, Seen, title_key
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.storage.earlier import keep_earlier
from tui_reader.storage.item_writer import ItemWriter, not_future
from tui_reader.storage.keys import title_number
from tui_reader.storage.lists import ROW_COLUMNS, to_row
from tui_reader.storage.marks import apply_marks
from tui_reader.storage.merging import merge_papers
from tui_reader.storage.new_items import NewItem
from tui_reader.storage.paper_pages import take_pages
from tui_reader.storage.sort_keys import moment_of, seconds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.rows import Row
    from tui_reader.storage.db import Db, Record

_TYPE = {kind.value: kind for kind in AnnounceType}
_COLUMNS = (
    "i.title, i.url, i.authors, i.category, i.badge, p.arxiv_id, p.authors, p.categories, p.published, p.updated, "
    "p.announced_on, p.version, p.comment, p.doi, p.journal_ref, p.pdf_url, coalesce(t.text, '')"
)
_WIDTH = 17
"""How many columns these are."""


def load_paper(db: Db, item_id: int) -> Paper | None:
    """A paper as it is stored."""
    row = db.one(
        f"SELECT {_COLUMNS} FROM papers p JOIN items i ON i.id = p.id LEFT JOIN texts t ON t.id = p.id WHERE p.id = ?",
        (item_id,),
    )
    return _paper(row) if row else None


def load_papers(db: Db, wanted: Sequence[int]) -> list[tuple[Row, Paper]]:
    """Papers with their rows, by their row ids and in that order, at most some hundred at once."""
    marks = ",".join("?" * len(wanted))
    records = db.all(
        f"SELECT {_COLUMNS}, {ROW_COLUMNS} FROM items i JOIN papers p ON p.id = i.id LEFT JOIN texts t ON t.id = i.id "
        f"LEFT JOIN sources s ON s.id = i.source WHERE i.id IN ({marks})",
        wanted,
    )
    found = {record[_WIDTH]: record for record in records}
    return [(to_row(r[_WIDTH:]), _paper(r[:_WIDTH])) for i in wanted if (r := found.get(i)) is not None]


def _paper(row: Record) -> Paper:
    (title, url, names, category, badge, arxiv_id, authors, categories, published, updated, announced_on, version,
     comment, doi, journal_ref, pdf_url, abstract) = row  # fmt: skip
    return Paper(
        title="" if title == f"arxiv:{arxiv_id}" else title,
        arxiv_id=arxiv_id,
        abstract=abstract,
        authors=_unpacked(names, authors),
        primary_category=category,
        categories=tuple(categories.split()),
        published=moment_of(published),
        updated=moment_of(updated),
        announced_on=date.fromisoformat(announced_on) if announced_on else None,
        announce_type=_TYPE.get(badge),
        version=version,
        comment=comment,
        doi=doi,
        journal_ref=journal_ref,
        url=url,
        pdf_url=pdf_url,
    )


def _names(paper: Paper) -> str:
    return ", ".join(a.name for a in paper.authors)


def _packed(paper: Paper) -> str:
    """The authors where their joined names do not tell all; "" where they do."""
    if all(not a.affiliation and ", " not in a.name and a.name for a in paper.authors):
        return ""
    return json.dumps([[a.name, a.affiliation] for a in paper.authors], ensure_ascii=False)


def _unpacked(names: str, packed: str) -> tuple[Author, ...]:
    if packed:
        found = tuple(Author(str(name), str(affiliation)) for name, affiliation in json.loads(packed))
    else:
        found = tuple(map(Author, names.split(", "))) if names else ()
    return _plain(found) if "\\" in names or "\\" in packed else found


def _plain(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Names that were stored as their source had them, without LaTeX."""
    from tui_reader.text.author_names import plain_name

    return tuple(Author(plain_name(a.name) or a.name, plain_name(a.affiliation)) for a in authors)


def store_paper(items: ItemWriter, paper: Paper, seen: Seen) -> tuple[str, str]:
    """Store one paper, within a transaction of the caller's: its key and `new`, `updated` or `same`. A paper with
    neither number nor a title of letters is passed over: ("", "same")."""
    number = title_number(paper.title)
    if not paper.arxiv_id and number is None:
        return "", "same"
    item_id = _find(items, paper)
    if item_id is None:
        item_id, outcome = _add(items, paper, seen, number), "new"
    else:
        outcome = "updated" if _merge(items, item_id, paper, seen, number) else "same"
    where = seen.where or (paper.announce_type.value if seen.kind == "announcement" and paper.announce_type else "")
    day = paper.announced_on or seen.seen_on or seen.now.date()
    items.see(item_id, seen.source, seen.kind, where, day, seen.text, seen.via)
    return items.key(item_id), outcome


def complete_paper(items: ItemWriter, paper: Paper, now: datetime) -> tuple[str, str]:
    """Add what arXiv tells to a paper that is known, by its number or by its title alone, within a transaction of the
    caller's; one that is not known is passed over: ("", "same"). Being asked about is no place to be seen in."""
    known = items.find(paper.key) is not None or items.find(title_key(paper.title)) is not None
    item_id = _find(items, paper) if known and paper.arxiv_id else None
    if item_id is None:
        return "", "same"
    seen = Seen("arxiv", "search", "", None, now, inbox=False)
    outcome = "updated" if _merge(items, item_id, paper, seen, title_number(paper.title)) else "same"
    return items.key(item_id), outcome


def _find(items: ItemWriter, paper: Paper) -> int | None:
    by_key = items.find(paper.key)
    if not paper.arxiv_id:
        return by_key  # by number of its title, whatever its key is now
    by_title = items.db.value("SELECT id FROM items WHERE key = ? AND kind = 'paper'", (title_key(paper.title),))
    if by_title is None or by_title == by_key:
        return by_key
    if by_key is None:
        items.rename(by_title, paper.key)
        items.db.run("UPDATE papers SET arxiv_id = ? WHERE id = ?", (paper.arxiv_id, by_title))
        return int(by_title)
    _join(items, by_key, by_title)
    return by_key


def _join(items: ItemWriter, item_id: int, gone_id: int) -> None:
    # The words of the one that goes are merged first; a paper known by its title may carry what the other lacks.
    gone = load_paper(items.db, gone_id)
    items.absorb(item_id, gone_id)
    kept = load_paper(items.db, item_id)
    if gone is not None and kept is not None:
        _save(items, item_id, merge_papers(kept, gone), {})


def _add(items: ItemWriter, paper: Paper, seen: Seen, number: int | None) -> int:
    item_id = items.add(
        NewItem(
            key=paper.key,
            kind=Kind.PAPER,
            title=paper.title or paper.key,
            url=paper.url or (f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else ""),
            source=seen.source,
            seconds=not_future(_day(paper, seen), seen.now),
            first_seen=seconds_of(seen.now),
            authors=_names(paper),
            category=paper.primary_category,
            badge=paper.announce_type.value if paper.announce_type else "",
            title_id=number,
            origin="inbox" if seen.asks(paper.announce_type) else "none",
            text=paper.abstract,
        )
    )
    _write(items.db, item_id, paper, seconds_of(seen.now))
    items.list_under(item_id, _categories(paper))
    if paper.arxiv_id:
        take_pages(items, item_id, paper.arxiv_id, paper.title, paper.abstract)
    return item_id


def _day(paper: Paper, seen: Seen) -> date | datetime | None:
    """The day a paper stands under: of its announcement; else, where it asks for a decision, of the issue or digest
    that named it; else of its first version."""
    asked_on = seen.seen_on if seen.asks(paper.announce_type) else None
    return paper.announced_on or asked_on or paper.published or seen.seen_on


def _merge(items: ItemWriter, item_id: int, paper: Paper, seen: Seen, number: int | None) -> bool:
    old = load_paper(items.db, item_id)
    if old is None:  # known so far as a link with nothing but the paper's title
        old = Paper(paper.title)
        items.change(item_id, {"kind": Kind.PAPER.value, "title_id": number})
        _write(items.db, item_id, old, None)
    new = merge_papers(old, paper)
    changes: dict[str, Any] = {}
    if number is not None and new.title != old.title:
        changes["title_id"] = title_number(new.title)
    asked_before = items.db.value("SELECT origin FROM items WHERE id = ?", (item_id,)) == "inbox"
    if seen.asks(paper.announce_type):
        changes["origin"] = "inbox"
    if paper.announced_on and (old.announced_on is None or paper.announced_on < old.announced_on):
        changes["date"] = not_future(paper.announced_on, seen.now)
    elif not old.announced_on and not paper.announced_on and not asked_before:
        if seen.asks(paper.announce_type) and seen.seen_on:
            changes["date"] = not_future(seen.seen_on, seen.now)
        elif new.published and new.published != old.published:
            changes["date"] = not_future(new.published, seen.now)
    keep_earlier(items.db, item_id, old, new, seen.now)
    changed = _save(items, item_id, new, changes, seen.now if (new.version or 0) > (old.version or 0) else None)
    if new.version != old.version or new.announced_on != old.announced_on:
        apply_marks(items.db, item_id)
        is_flagged = items.db.value("SELECT is_updated FROM items WHERE id = ?", (item_id,))
        if is_flagged and paper.announced_on and paper.announced_on == new.announced_on:
            # What changed on a kept paper is news of today.
            items.change(item_id, {"date": not_future(paper.announced_on, seen.now)})
    return changed


def _save(
    items: ItemWriter, item_id: int, paper: Paper, changes: dict[str, Any], version_at: datetime | None = None
) -> bool:
    old = load_paper(items.db, item_id)
    columns = {
        "title": paper.title or paper.key,
        "url": paper.url or (f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else ""),
        "authors": _names(paper),
        "category": paper.primary_category,
        "badge": paper.announce_type.value if paper.announce_type else "",
        **changes,
    }
    is_listed_anew = old is None or _categories(old) != _categories(paper)
    if is_listed_anew:
        items.unlist(item_id)
    changed = items.change(item_id, columns, paper.abstract)
    if old == paper:
        return changed
    _write(items.db, item_id, paper, seconds_of(version_at))
    if is_listed_anew:
        items.list_under(item_id, _categories(paper))
    return True


def _categories(paper: Paper) -> set[str]:
    return {paper.primary_category, *paper.categories} - {""}


def _write(db: Db, item_id: int, paper: Paper, version_at: int | None) -> None:
    db.run(
        "INSERT INTO papers VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET "
        "arxiv_id = excluded.arxiv_id, authors = excluded.authors, categories = excluded.categories, "
        "published = excluded.published, updated = excluded.updated, announced_on = excluded.announced_on, "
        "version = excluded.version, version_at = coalesce(excluded.version_at, version_at), "
        "comment = excluded.comment, doi = excluded.doi, journal_ref = excluded.journal_ref, "
        "pdf_url = excluded.pdf_url",
        (
            item_id, paper.arxiv_id, _packed(paper), " ".join(paper.categories), seconds_of(paper.published),
            seconds_of(paper.updated), paper.announced_on.isoformat() if paper.announced_on else None, paper.version,
            version_at, paper.comment, paper.doi, paper.journal_ref, paper.pdf_url,
        ),
    )  # fmt: skip
