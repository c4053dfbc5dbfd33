"""Repositories that an issue, a digest or a trending list names, with their stars by date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tui_reader.domain.items import Kind
from tui_reader.domain.repos import Repo
from tui_reader.domain.rows import RepoDetail
from tui_reader.storage.item_writer import ItemWriter
from tui_reader.storage.keys import find, load_note
from tui_reader.storage.lists import load_row
from tui_reader.storage.new_items import NewItem
from tui_reader.storage.sort_keys import seconds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.domain.items import Seen
    from tui_reader.domain.rows import Stored
    from tui_reader.storage.db import Db


class Repos:
    """Repositories."""

    def __init__(self, items: ItemWriter) -> None:
        self._items = items
        self._db = items.db

    def get(self, key: str) -> RepoDetail | None:
        """A repository with all that is known."""
        db, item_id = self._db, find(self._db, key)
        if item_id is None:
            return None
        line, told = load_row(db, item_id), _load_repo(db, item_id)
        if line is None or told is None:
            return None
        stars = _star_counts(db, item_id)
        return RepoDetail(line, told.description, told.language, told.stars, load_note(db, item_id), stars)

    def store(self, repos: Sequence[Repo], seen: Seen) -> Stored:
        """Store repositories seen in one place, on a day."""
        return self._items.in_steps(repos, lambda step: [store_repo(self._items, r, seen) for r in step])


def _load_repo(db: Db, item_id: int) -> Repo | None:
    row = db.one(
        "SELECT i.title, r.description, r.language, i.stars, i.url FROM repos r JOIN items i ON i.id = r.id "
        "WHERE r.id = ?",
        (item_id,),
    )
    return Repo(*row) if row else None


def store_repo(items: ItemWriter, repo: Repo, seen: Seen) -> tuple[str, str]:
    """Store a repository: its key and `new`, `updated` or `same`; ("", "same") for one without owner and name."""
    if "/" not in repo.name.strip("/ "):
        return "", "same"
    item_id = items.find(repo.key)
    if item_id is None:
        item_id = items.add(
            NewItem(
                key=repo.key,
                kind=Kind.REPO,
                title=repo.name,
                url=repo.url or f"https://github.com/{repo.name.strip().strip('/')}",
                source=seen.source,
                seconds=seconds_of(seen.seen_on),
                first_seen=seconds_of(seen.now),
                category=repo.language,
                stars=repo.stars,
                origin="inbox" if seen.inbox else "none",
                text=repo.description,
            )
        )
        outcome = "new"
        items.db.run("INSERT INTO repos VALUES(?,?,?)", (item_id, repo.description, repo.language))
    else:
        outcome = "updated" if _merge_repo(items, item_id, repo, seen) else "same"
    items.see(item_id, seen.source, seen.kind, seen.where, seen.seen_on, seen.text, seen.via)
    _count_stars(items.db, item_id, seen.seen_on, repo.stars, repo.gained)
    return repo.key, outcome


def _merge_repo(items: ItemWriter, item_id: int, repo: Repo, seen: Seen) -> bool:
    old = _load_repo(items.db, item_id) or Repo(repo.name)
    before: date | None = _day(items, item_id)
    is_later = seen.seen_on is not None and (before is None or seen.seen_on >= before)
    # What was said last counts; a field it leaves out keeps what it was.
    first, second = (repo, old) if is_later else (old, repo)
    new = Repo(
        old.name,
        first.description or second.description,
        first.language or second.language,
        second.stars if first.stars is None else first.stars,
        old.url or repo.url,
    )
    changes = {"url": new.url, "category": new.language, "stars": new.stars}
    if is_later:
        changes["date"] = seconds_of(seen.seen_on)
    if seen.inbox:
        changes["origin"] = "inbox"
    items.db.run("INSERT OR REPLACE INTO repos VALUES(?,?,?)", (item_id, new.description, new.language))
    return items.change(item_id, changes, new.description) or new != old


def _day(items: ItemWriter, item_id: int) -> date | None:
    text = items.db.value("SELECT max(seen_on) FROM sightings WHERE id = ?", (item_id,))
    return date.fromisoformat(text) if text else None


def _count_stars(db: Db, item_id: int, day: date | None, stars: int | None, gained: int | None = None) -> None:
    """Note the stars of a day, and by how many they rose since the date before; where none is known, `gained` is what
    the list itself says. Of two counts of one day the higher is the later."""
    if stars is None or day is None:
        return
    db.run(
        "INSERT INTO star_counts VALUES(?,?,?) ON CONFLICT DO UPDATE SET stars = max(stars, excluded.stars)",
        (item_id, day.isoformat(), stars),
    )
    newest = db.all("SELECT day, stars FROM star_counts WHERE id = ? ORDER BY day DESC LIMIT 2", (item_id,))
    rose = newest[0][1] - newest[1][1] if len(newest) > 1 else gained
    if rose is not None:
        db.run("UPDATE items SET rose = ? WHERE id = ? AND rose IS NOT ?", (rose, item_id, rose))


def _star_counts(db: Db, item_id: int) -> tuple[tuple[date, int], ...]:
    """The stars of a repository by date, oldest first."""
    found = db.all("SELECT day, stars FROM star_counts WHERE id = ? ORDER BY day", (item_id,))
    return tuple((date.fromisoformat(day), stars) for day, stars in found)
