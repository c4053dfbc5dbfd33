"""Links and repositories that an issue, a digest or a trending list names, as items of their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tui_reader.domain.items import Kind, normalise_title, title_key, url_key
from tui_reader.domain.repos import Repo
from tui_reader.storage.items import Items, NewItem
from tui_reader.storage.sort_keys import seconds_of
from tui_reader.storage.stars import count_stars
from tui_reader.storage.texts import canonical

if TYPE_CHECKING:
    from tui_reader.domain.issues import SourcedLink
    from tui_reader.storage.db import Db
    from tui_reader.storage.papers import Seen


def store_link(items: Items, link: SourcedLink, seen: Seen) -> tuple[str, str]:
    """Store a link: its key and `new`, `updated` or `same`; ("", "same") for one that has neither address nor title.
    A link whose entry a feed has brought already is that entry."""
    address = canonical(link.url) if link.url else ""
    title = normalise_title(link.title)
    if not address and not title:
        return "", "same"
    by_address = items.find_address(link.url) if address else None
    by_title = items.find(title_key(link.title)) if title else None
    if by_address is not None and by_title not in (None, by_address) and _is_bare(items.db, by_title):
        items.absorb(by_address, by_title)
    item_id = by_address
    outcome = "same"
    if item_id is None and by_title is not None and (not address or _is_bare(items.db, by_title)):
        item_id = by_title
        if address:
            items.rename(item_id, url_key(address))
            items.change(item_id, {"url": link.url})
            outcome = "updated"
    if item_id is None:
        item_id, outcome = _add_link(items, link, address, seen), "new"
    elif seen.inbox and items.change(item_id, {"origin": "inbox"}):
        outcome = "updated"
    items.see(item_id, seen.source, seen.kind, seen.where, seen.seen_on, seen.text or link.title, seen.via)
    return items.key(item_id), outcome


def _is_bare(db: Db, item_id: int | None) -> bool:
    """Whether an item is a link known by its title alone."""
    return bool(db.one("SELECT 1 FROM items WHERE id = ? AND kind = 'link' AND key LIKE 'title:%'", (item_id,)))


def _add_link(items: Items, link: SourcedLink, address: str, seen: Seen) -> int:
    item_id = items.add(
        NewItem(
            key=url_key(address) if address else title_key(link.title),
            kind=Kind.ENTRY,
            is_link=True,
            title=link.title or link.url,
            url=link.url if address else "",
            source=seen.source,
            source_title=link.source,
            seconds=seconds_of(seen.seen_on),
            origin="inbox" if seen.inbox else "none",
        )
    )
    if address:
        items.know_by_address(item_id, link.url)
    return item_id


def load_repo(db: Db, item_id: int) -> Repo | None:
    """A repository as it is stored."""
    row = db.one(
        "SELECT i.title, r.description, r.language, i.stars, i.url FROM repos r JOIN items i ON i.id = r.id "
        "WHERE r.id = ?",
        (item_id,),
    )
    return Repo(*row) if row else None


def store_repo(items: Items, repo: Repo, seen: Seen) -> tuple[str, str]:
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
    count_stars(items.db, item_id, seen.seen_on, repo.stars, repo.gained)
    return repo.key, outcome


def _merge_repo(items: Items, item_id: int, repo: Repo, seen: Seen) -> bool:
    old = load_repo(items.db, item_id) or Repo(repo.name)
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


def _day(items: Items, item_id: int) -> date | None:
    text = items.db.value("SELECT max(seen_on) FROM sightings WHERE id = ?", (item_id,))
    return date.fromisoformat(text) if text else None
