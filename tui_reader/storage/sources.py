"""Sources, and how they have been doing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tui_reader.domain.errors import Problem
from tui_reader.domain.sources import SourceHealth, SourceKind
from tui_reader.storage.sort_keys import moment_of, seconds_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.domain.feeds import Subscription
    from tui_reader.domain.sources import Attempt
    from tui_reader.storage.db import Db, Record

_COLUMNS = (
    "id, kind, title, url, group_name, status, last_success, last_attempt, error, failures, not_before, retry_after, "
    "moved_to, failing_since"
)


class Sources:
    """The sources that are fetched."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def all(self) -> list[SourceHealth]:
        """All sources by kind, group and title, with how many items they brought and how many of those are unread."""
        items: dict[str, int] = dict(
            self._db.all("SELECT source, count(DISTINCT id) FROM sightings WHERE via = 0 GROUP BY source")
        )
        items |= self._tables()
        unread: dict[str, int] = dict(
            self._db.all(
                "SELECT s.source, count(DISTINCT s.id) FROM items i INDEXED BY items_unread CROSS JOIN sightings s "
                "ON s.id = i.id AND s.via = 0 WHERE i.read = 0 AND i.kind <> 'paper' AND i.kind = 'entry' "
                "GROUP BY s.source"
            )
        )
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM sources ORDER BY kind, group_name COLLATE NOCASE, title COLLATE NOCASE, id"
        )
        return [_health(row, items.get(row[0], 0), unread.get(row[0], 0)) for row in rows]

    def _tables(self) -> dict[str, int]:
        """What sources brought that are seen nowhere: issues, and the tables of leaderboards."""
        tables: dict[str, int] = dict(self._db.all("SELECT board, count(*) FROM snapshots GROUP BY board"))
        return tables | {str(SourceKind.ISSUES): int(self._db.value("SELECT count(*) FROM issues"))}

    def listed(self) -> dict[str, int]:
        """How many papers are listed under each arXiv category, as their primary one or another."""
        return dict(self._db.all("SELECT category, count(*) FROM categories GROUP BY category"))

    def addresses(self) -> dict[str, str]:
        """The addresses of all sources, followed or not, by their ids."""
        return dict(self._db.all("SELECT id, url FROM sources"))

    def follow(self, sources: Sequence[tuple[Subscription, SourceKind]]) -> None:
        """Make these known, as `upsert` does, as all that are followed: others that were fetched once are `removed`
        from now on, which is no trouble of theirs, and those that brought nothing are forgotten."""
        followed = {sub.source_id for sub, _ in sources}
        with self._db.transaction():
            for sub, kind in sources:
                self.upsert(sub, kind)
            for source_id, was_asked in self._db.all("SELECT id, last_attempt IS NOT NULL FROM sources"):
                if source_id in followed:
                    continue
                if was_asked:
                    self._db.run("UPDATE sources SET status = 'removed' WHERE id = ?", (source_id,))
                elif not self._db.value("SELECT EXISTS(SELECT 1 FROM sightings WHERE source = ?)", (source_id,)):
                    self._db.run("DELETE FROM sources WHERE id = ?", (source_id,))

    def troubled(self) -> list[SourceHealth]:
        """Those that fail, and those that said that they are gone for good; what they brought is not counted."""
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM sources WHERE status IN ('failing', 'retired') ORDER BY title COLLATE NOCASE, id"
        )
        return [_health(row, 0, 0) for row in rows]

    def get(self, source_id: str) -> SourceHealth | None:
        """One source."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM sources WHERE id = ?", (source_id,))
        if row is None:
            return None
        items = self._db.value("SELECT count(DISTINCT id) FROM sightings WHERE source = ? AND via = 0", (source_id,))
        if row[1] in (SourceKind.ISSUES, SourceKind.BOARD):
            items = self._tables().get(source_id, 0)
        unread = 0
        if row[1] == SourceKind.FEED:
            unread = self._db.value(
                "SELECT count(DISTINCT i.id) FROM sightings s JOIN items i ON i.id = s.id "
                "WHERE s.source = ? AND s.via = 0 AND i.read = 0",
                (source_id,),
            )
        return _health(row, items, unread)

    def followed(self) -> list[tuple[str, str, str, str]]:
        """Id, kind, title and group of every source, by group and title; what they brought is not counted."""
        return self._db.all(
            "SELECT id, kind, title, group_name FROM sources "
            "ORDER BY group_name COLLATE NOCASE, title COLLATE NOCASE, id"
        )

    def fetched(self) -> dict[str, str]:
        """The addresses of sources that were fetched before or brought something, by id."""
        return dict(
            self._db.all(
                "SELECT id, url FROM sources WHERE last_success IS NOT NULL "
                "OR EXISTS (SELECT 1 FROM sightings s WHERE s.source = sources.id AND s.via = 0)"
            )
        )

    def title(self, source_id: str) -> str:
        """What a source is called; "" for one that is not known."""
        return str(self._db.value("SELECT title FROM sources WHERE id = ?", (source_id,)) or "")

    def last_success(self) -> datetime | None:
        """When any source was last fetched with success."""
        return moment_of(self._db.value("SELECT max(last_success) FROM sources"))

    def upsert(self, sub: Subscription, kind: SourceKind) -> None:
        """Make a source known, or change what it is called and where it is. A new address begins with a clean
        record."""
        with self._db.transaction():
            self._db.run(
                "INSERT INTO sources(id, kind, title, url, group_name, home_url, attributes) VALUES(?,?,?,?,?,?,?) "
                "ON CONFLICT DO UPDATE SET kind = excluded.kind, "
                "title = CASE excluded.title WHEN '' THEN title ELSE excluded.title END, "
                "group_name = excluded.group_name, attributes = excluded.attributes, "
                "home_url = CASE excluded.home_url WHEN '' THEN home_url ELSE excluded.home_url END, "
                "status = CASE WHEN excluded.url <> url THEN 'new' WHEN status <> 'removed' THEN status "
                "WHEN error <> '' THEN 'failing' WHEN last_success IS NULL THEN 'new' ELSE 'ok' END, "
                "moved_to = CASE WHEN excluded.url = url THEN moved_to ELSE '' END, "
                "not_before = CASE WHEN excluded.url = url THEN not_before END, "
                "retry_after = CASE WHEN excluded.url = url THEN retry_after END, url = excluded.url",
                (
                    sub.source_id, kind.value, sub.title, sub.url, sub.group, sub.home_url,
                    json.dumps(dict(sub.attributes), ensure_ascii=False),
                ),
            )  # fmt: skip

    def record(self, attempt: Attempt) -> None:
        """Note how asking a source went; nothing happens for one that was removed meanwhile."""
        status = "moved" if attempt.moved_to else "ok"
        if attempt.retired:
            status = "retired"
        elif attempt.error is not None:
            status = "failing"
        error = attempt.error
        at, said = seconds_of(attempt.at), ""
        if error is not None:
            said = json.dumps([error.code, error.message, error.hint], ensure_ascii=False)
        with self._db.transaction():
            self._db.run(
                "UPDATE sources SET status = CASE WHEN ? = 'ok' AND moved_to <> '' THEN 'moved' ELSE ? END, "
                "last_attempt = ?, last_success = coalesce(?, last_success), error = ?, "
                "failing_since = CASE WHEN ? THEN coalesce(failing_since, CASE failures WHEN 0 THEN ? END) END, "
                "failures = CASE WHEN ? THEN failures + 1 ELSE 0 END, not_before = ?, retry_after = ?, "
                "moved_to = CASE ? WHEN '' THEN moved_to ELSE ? END, title = CASE title WHEN '' THEN ? ELSE title END "
                "WHERE id = ?",
                (
                    status, status, at, None if error else at, said, error is not None, at,
                    error is not None,
                    seconds_of(attempt.not_before), seconds_of(attempt.retry_after), attempt.moved_to,
                    attempt.moved_to, attempt.title, attempt.source_id,
                ),
            )  # fmt: skip


def _health(row: Record, items: int, unread: int) -> SourceHealth:
    (source_id, kind, title, url, group, status, last_success, last_attempt, error, failures, not_before, retry_after,
     moved_to, failing_since) = row  # fmt: skip
    return SourceHealth(
        source_id=source_id,
        kind=SourceKind(kind),
        title=title or source_id,
        url=url,
        group=group,
        status=status,
        last_success=moment_of(last_success),
        last_attempt=moment_of(last_attempt),
        last_error=Problem(*json.loads(error)) if error else None,
        failures=failures,
        not_before=moment_of(not_before),
        retry_after=moment_of(retry_after),
        moved_to=moved_to,
        failing_since=moment_of(failing_since),
        items=items,
        unread=unread,
    )
