"""Joining two descriptions of the same thing. Pure: a field that is known is never lost to one that is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.model_identity import name_key
from tui_reader.domain.papers import AnnounceType, Author, Paper
from tui_reader.domain.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from datetime import date

T = TypeVar("T")

_NEWS = (AnnounceType.NEW, AnnounceType.CROSS, AnnounceType.REPLACE, AnnounceType.REPLACE_CROSS)


def merge_papers(old: Paper, new: Paper) -> Paper:
    """One paper of two. The newer version's words win; of the same version, those that are known to be later (an
    announcement has no date of the version, and leaves the comment of the one before); else those that say more."""
    is_older = bool(old.version and new.version and new.version < old.version)
    is_newer = bool(new.version and (not old.version or new.version > old.version)) or bool(
        new.version == old.version and new.updated and (not old.updated or new.updated > old.updated)
    )
    first, second = (new, old) if is_newer else (old, new)
    announced_on, announce_type = _announcement(old, new)
    return Paper(
        title=first.title or second.title,
        arxiv_id=old.arxiv_id or new.arxiv_id,
        abstract=first.abstract if first.abstract and (is_newer or is_older) else fuller(old.abstract, new.abstract),
        authors=first.authors if is_newer and first.authors else _authors(old, new),
        primary_category=first.primary_category or second.primary_category,
        categories=union(first.categories, second.categories),
        published=min(filter(None, (old.published, new.published)), default=None),
        updated=max(filter(None, (old.updated, new.updated)), default=None),
        announced_on=announced_on,
        announce_type=announce_type,
        version=max(filter(None, (old.version, new.version)), default=None),
        comment=first.comment or second.comment,
        doi=first.doi or second.doi,
        journal_ref=first.journal_ref or second.journal_ref,
        url=_address(old, new),
        pdf_url=first.pdf_url or second.pdf_url,
    )


def _announcement(old: Paper, new: Paper) -> tuple[date | None, AnnounceType | None]:
    """The later announcement; of the same day, the one that is more of a news."""
    days = [p.announced_on for p in (old, new) if p.announced_on is not None]
    latest = max(days, default=None)
    types = [p.announce_type for p in (old, new) if p.announced_on == latest and p.announce_type is not None]
    return latest, min(types, key=_NEWS.index, default=old.announce_type or new.announce_type)


def _authors(old: Paper, new: Paper) -> tuple[Author, ...]:
    # A longer list was not cut off; of equal ones, that with affiliations says more.
    def weight(authors: tuple[Author, ...]) -> tuple[int, int]:
        return len(authors), sum(bool(a.affiliation) for a in authors)

    return new.authors if weight(new.authors) > weight(old.authors) else old.authors


def _address(old: Paper, new: Paper) -> str:
    # The address at arXiv stays the same; what an issue or a digest links may be a mirror.
    for paper in (old, new):
        if "arxiv.org/" in paper.url:
            return paper.url
    return old.url or new.url


def fuller(old: str, new: str) -> str:
    """The text that says more."""
    return new if len(new) > len(old) else old


def union(first: Sequence[T], second: Sequence[T]) -> tuple[T, ...]:
    """The members of both, each once, in the order of the first."""
    return tuple(dict.fromkeys((*first, *second)))


def join_lists(
    old: Sequence[T], new: Sequence[T], names: Callable[[T], Sequence[Hashable]], merge: Callable[[T, T], T]
) -> tuple[T, ...]:
    """The longer list (the old one, of equals), its members merged with those of the other that share one of their
    names, and after it the members that only the other has."""
    base, other = (new, old) if len(new) > len(old) else (old, new)
    out: list[T] = []
    at: dict[Hashable, int] = {}
    for member in (*base, *other):
        known = next((at[n] for n in names(member) if n in at), None)
        if known is None:
            known = len(out)
            out.append(member)
        else:
            out[known] = merge(out[known], member)
        for name in names(out[known]):
            at.setdefault(name, known)
    return tuple(out)


def merge_snapshots(old: Snapshot, new: Snapshot) -> Snapshot:
    """One table of two of the same board, day and source.

    What comes later corrects. A whole table takes the other's place. Of two parts (an issue, and the page of its
    section) the longer says which models stand there and in which order, the later one of equals; a figure is that of
    the later part, if it has one.
    """
    if new.complete or not old.rows:
        return _titled(new, old)
    if old.complete:
        return old
    mine, later = _by_name(old.rows), _by_name(new.rows)
    longer = mine if len(mine) > len(later) else later
    rows = tuple(_merge_rows(later.get(name), mine.get(name), row) for name, row in longer.items())
    return _titled(replace(new, rows=rows), old)


def _by_name(rows: Iterable[BoardRow]) -> dict[str, BoardRow]:
    """Rows by what their name says, or by the name as it stands where another row's says the same."""
    found: dict[str, BoardRow] = {}
    for row in rows:
        key = name_key(row.model)
        found[key if key not in found else f"{row.model} {row.model_id} {len(found)}"] = row
    return found


def _titled(table: Snapshot, other: Snapshot) -> Snapshot:
    """A table with what only the other one says of it."""
    return replace(
        table,
        title=table.title or other.title,
        metric=table.metric or other.metric,
        description=table.description or other.description,
        index_version=table.index_version or other.index_version,
        better=table.better or other.better,
        columns=table.columns or other.columns,
        ceiling=other.ceiling if table.ceiling is None else table.ceiling,
        held_until=table.held_until or other.held_until,
    )


def _merge_rows(later: BoardRow | None, old: BoardRow | None, named: BoardRow) -> BoardRow:
    if later is None or old is None:
        return later or old or named

    def known(name: str) -> Any:
        value = getattr(later, name)
        return getattr(old, name) if value is None else value

    return BoardRow(
        model=named.model,
        rank=known("rank"),
        score=known("score"),
        tok_s=known("tok_s"),
        usd_per_1m=known("usd_per_1m"),
        model_id=later.model_id or old.model_id,
        window=later.window or old.window,
        sem=known("sem"),
        low=known("low"),
        high=known("high"),
        values=later.values or old.values,
    )


def merge_repos(one: Repo, other: Repo) -> Repo:
    """One repository of two descriptions."""
    return Repo(
        one.name or other.name,
        fuller(one.description, other.description),
        one.language or other.language,
        other.stars if one.stars is None else one.stars,
        one.url or other.url,
    )
