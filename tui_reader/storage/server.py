"""What a feed server said at the last sync: its subscriptions, its entries, and which of them are read and starred.

States taken from it are a base below the journal (`domain.server`): `marks.apply_marks` lays it under what the journal
says, for as long as the journal's last line on the matter is the one that was there then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.domain.server import Flag, KnownFeed, KnownItem, ServerFeed, Side
from tui_reader.storage.entry_batch import EntryBatch
from tui_reader.storage.keys import find
from tui_reader.storage.marks import apply_marks, said_of
from tui_reader.storage.sort_keys import seconds_of
from tui_reader.storage.texts import address_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from tui_reader.domain.feeds import Entry
    from tui_reader.domain.rows import Stored
    from tui_reader.domain.server import ServerEntry
    from tui_reader.storage.item_writer import ItemWriter

_STEP = 500
_DAY = 86_400


class ServerStates:
    """The base below the journal, and what belongs to it."""

    def __init__(self, items: ItemWriter) -> None:
        self._items = items
        self._db = items.db

    # -- subscriptions ---------------------------------------------------------
    def feeds(self) -> list[KnownFeed]:
        """The subscriptions of the last sync."""
        return [
            KnownFeed(ServerFeed(stream, url, title, group, home), source, line)
            for stream, url, title, group, home, source, line in self._db.all(
                "SELECT stream, url, title, group_name, home_url, source, line FROM server_feeds ORDER BY stream"
            )
        ]

    def keep_feeds(self, feeds: Iterable[tuple[ServerFeed, str, str]]) -> None:
        """The subscriptions as they are now, in place of those of before: each with its source, and the journal's last
        line on it."""
        with self._db.transaction():
            self._db.run("DELETE FROM server_feeds")
            self._db.many(
                "INSERT OR REPLACE INTO server_feeds VALUES(?,?,?,?,?,?,?)",
                ((f.stream, f.url, f.title, f.group, f.home_url, source, line) for f, source, line in feeds),
            )

    def feed_lines(self) -> dict[str, str]:
        """The journal's last live line on each feed, by address."""
        return {
            field.removeprefix("feed:"): f"{at}.{name}.{number}"
            for field, at, name, number in self._db.all(
                "SELECT field, at, name, number FROM actions WHERE item = 'feed' AND field >= 'feed:' "
                "AND field < 'feed;' AND batch NOT IN (SELECT batch FROM turns WHERE undone) "
                "ORDER BY at, name, number, print"
            )
        }

    # -- entries -----------------------------------------------------------------
    def numbers(self) -> set[int]:
        """The numbers of all entries that were taken from the server and mean the same there."""
        return {row[0] for row in self._db.all("SELECT number FROM server_items WHERE number > 0")}

    def store(self, source: str, entries: Sequence[ServerEntry], now: datetime) -> Stored:
        """Store entries of one feed; which item each is, is remembered. Those that the feed itself brought are found
        by their address, else by title and day."""
        known: dict[int, int] = {}
        fresh: dict[str, int] = {}
        new: list[Entry] = []
        for each in entries:
            item_id = self._own(source, each.entry)
            if item_id is not None:
                known[each.number] = item_id
            else:
                fresh[each.entry.guid] = each.number
                new.append(each.entry)
        batch = EntryBatch(self._items, source, new, now)
        guids = iter([named.entry.guid for named in batch.entries])

        def step(some: Sequence[object]) -> list[tuple[str, str]]:
            outcomes = batch.store(some)  # type: ignore[arg-type]
            for key, _ in outcomes:
                item_id = find(self._db, key)
                if item_id is not None:
                    known[fresh[next(guids)]] = item_id
            self._remember(known)
            return outcomes

        with self._db.transaction():
            self._remember(known)
        stored = self._items.in_steps(batch.entries, step)
        with self._db.transaction():
            # What could not be told apart from another has no item, and is not asked for again.
            self._db.many(
                "INSERT OR IGNORE INTO server_items(number, id) VALUES(?, NULL)", ((e.number,) for e in entries)
            )
        return stored

    def _remember(self, known: Mapping[int, int]) -> None:
        self._db.many(
            "INSERT INTO server_items(number, id) VALUES(?, ?) ON CONFLICT DO UPDATE SET id = excluded.id, "
            "read = CASE WHEN id IS excluded.id THEN read END, starred = CASE WHEN id IS excluded.id THEN starred END",
            known.items(),
        )

    def set_aside(self, there: set[int]) -> None:
        """The server was restored from a backup, and will give numbers that it lost to other entries: what held of
        those is kept under a number that nobody gives."""
        lost = sorted(self.numbers() - there)
        with self._db.transaction():
            lowest = min(0, self._db.value("SELECT min(number) FROM server_items") or 0)
            self._db.many(
                "UPDATE server_items SET number = ? WHERE number = ?",
                ((lowest - place, number) for place, number in enumerate(lost, 1)),
            )

    def pass_over(self, numbers: Iterable[int]) -> None:
        """Remember numbers that the server gave no entry for."""
        with self._db.transaction():
            self._db.many("INSERT OR IGNORE INTO server_items(number, id) VALUES(?, NULL)", ((n,) for n in numbers))

    def _own(self, source: str, entry: Entry) -> int | None:
        db = self._db
        if entry.url:
            found = db.all(
                "SELECT DISTINCT id FROM entry_addresses WHERE source = ? AND address = ? LIMIT 2",
                (source, address_number(entry.url)),
            )
            if len(found) == 1:
                return int(found[0][0])
            if not found:
                return None
        found = db.all(
            "SELECT DISTINCT n.id, e.published FROM identities n JOIN items i ON i.id = n.id "
            "JOIN entries e ON e.id = n.id WHERE n.source = ? AND i.title = ? LIMIT 20",
            (source, entry.title),
        )
        at = seconds_of(entry.published)
        near = [row[0] for row in found if at is None or row[1] is None or abs(row[1] - at) < _DAY]
        return int(near[0]) if len(near) == 1 else None

    # -- states ------------------------------------------------------------------
    def states(self) -> list[KnownItem]:
        """Every item that the server has, with what held of it and what the journal says."""
        db = self._db
        numbers: dict[int, list[int]] = {}
        base: dict[int, dict[Flag, Side | None]] = {}
        for number, item, read, read_line, starred, starred_line in db.all(
            "SELECT number, id, read, read_line, starred, starred_line FROM server_items WHERE id IS NOT NULL "
            "AND number > 0 ORDER BY number DESC"
        ):
            numbers.setdefault(item, []).append(number)
            told = base.setdefault(item, {Flag.READ: None, Flag.STARRED: None})
            if read is not None:
                told[Flag.READ] = Side(bool(read), read_line)
            if starred is not None:
                told[Flag.STARRED] = Side(bool(starred), starred_line)
        spoken = {
            row[0]
            for row in db.all(
                "SELECT i.id FROM (SELECT DISTINCT item FROM actions WHERE field IN ('read', 'state')) a "
                "CROSS JOIN items i ON i.key = a.item UNION SELECT i.id FROM (SELECT DISTINCT item FROM actions "
                "WHERE field IN ('read', 'state')) a CROSS JOIN aliases o ON o.old = a.item "
                "CROSS JOIN items i ON i.key = o.key"
            )
        }
        silent = {flag: Side(value=False) for flag in Flag}
        backlog = {row[0] for row in db.all("SELECT id FROM items WHERE is_backlog = 1")}
        found = []
        for item, each in numbers.items():
            here, moment = said_of(db, item) if item in spoken else (silent, 0)
            if item in backlog and not here[Flag.READ].line:  # it came in as read
                here = {**here, Flag.READ: Side(value=True)}
            found.append(KnownItem(item, tuple(each), base[item], here, moment))
        return found

    def agree(self, flags: Iterable[tuple[KnownItem, Flag, bool]]) -> None:
        """Both sides have these values now; what the journal said when they were compared is remembered with them."""
        steps = list(flags)
        for start in range(0, len(steps), _STEP):
            with self._db.transaction():
                touched = set()
                for item, flag, value in steps[start : start + _STEP]:
                    line = item.here[flag].line
                    self._db.many(
                        f"UPDATE server_items SET {flag} = ?, {flag}_line = ? WHERE number = ?",
                        ((int(value), line, number) for number in item.numbers),
                    )
                    touched.add(item.item)
                for item_id in touched:
                    apply_marks(self._db, item_id)

    def forget(self) -> None:
        """Everything that is known of the server, states included: what the journal says is all there is again."""
        with self._db.transaction():
            touched = [r[0] for r in self._db.all("SELECT DISTINCT id FROM server_items WHERE id IS NOT NULL")]
            self._db.run("DELETE FROM server_items")
            self._db.run("DELETE FROM server_feeds")
            for item_id in touched:
                apply_marks(self._db, item_id)
