"""Sync with a feed server: its subscriptions as feeds, its entries, and what is read and kept, both ways."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.domain.errors import LoginRefused, ReaderError, StatusError
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.server import MANY_FLIPS, Account, Flag, KnownItem, ServerEntry, ServerFeed, decide
from tui_reader.domain.sources import Attempt, SourceKind
from tui_reader.sources.base import FetchResult
from tui_reader.sources.feed import greader
from tui_reader.text.addresses import folded
from tui_reader.text.slugs import unique_slug

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from tui_reader.domain.http import Request, Response
    from tui_reader.domain.journal import FeedChange
    from tui_reader.sources.base import SyncContext
    from tui_reader.sources.stored import SyncLibrary

#: Words of the library's own: the newest entry that the server ever had, when the login was (microseconds since
#: 1970), whether many entries may become unread, and how many would.
HIGHEST, SINCE, ACCEPTED, WAITING = "server.highest", "server.since", "server.accepted", "server.waiting"
#: Pages of numbers that are asked for: two million entries.
_MOST_PAGES = 200
ID = "server"


class ServerSource(Struct, frozen=True):
    """A feed server that somebody is logged in to. `own` are the feeds that are followed without it."""

    account: Account
    own: tuple[Subscription, ...] = ()

    kind = SourceKind.SERVER
    id = ID
    title = "Feed server"
    group = ""

    @property
    def url(self) -> str:
        """The address of its API."""
        return self.account.url

    async def sync(self, context: SyncContext) -> FetchResult:
        """Make both sides agree. What the server takes is remembered at once, so that an end in the middle costs
        nothing but doing the rest again. Raises ReaderError."""
        return await _Sync(self, context).run()


class _Sync:
    """One sync: the connection with its word for writing, and what both sides say."""

    def __init__(self, source: ServerSource, context: SyncContext) -> None:
        self._account = source.account
        self._own = {folded(sub.url): sub.source_id for sub in source.own}
        self._context = context
        self._library: SyncLibrary = context.library
        self._secret = ""
        self._notes: list[str] = []

    async def run(self) -> FetchResult:
        await self._ask_secret()
        feeds = await self._feeds()
        there = set(await self._numbers(greader.ALL))
        restored = await self._is_restored(there)
        new, updated = await self._bring(there - self._library.server.numbers(), feeds)
        unread = set(await self._numbers(greader.ALL, without=greader.READ))
        starred = set(await self._numbers(greader.STARRED))
        sent, taken = await self._settle(there, unread, starred, restored)
        highest = max(there, default=0)
        await self._context.store(lambda library: library.meta.set(HIGHEST, str(highest)))
        if sent or taken:
            self._notes.insert(0, f"{sent:,} sent, {taken:,} taken over")
        return FetchResult(
            new=new, updated=updated + taken, unchanged=not (new or updated or sent or taken),
            note="; ".join(self._notes),
        )  # fmt: skip

    # -- asking ------------------------------------------------------------------
    async def _ask_secret(self) -> None:
        response = await self._get(greader.ask_secret(self._account))
        self._secret = greader.secret_of(response.body)

    async def _get(self, request: Request) -> Response:
        try:
            return await self._context.get(request)
        except StatusError as error:
            if error.status in (401, 403):
                raise LoginRefused("the feed server does not take the login any more") from error
            raise

    async def _post(self, make: Callable[[str], Request]) -> Response:
        try:
            return await self._context.get(make(self._secret))
        except StatusError as error:
            if error.status not in (401, 403):
                raise
        await self._ask_secret()  # it is good for a while only
        return await self._get(make(self._secret))

    async def _numbers(self, stream: str, without: str = "") -> list[int]:
        found: list[int] = []
        page, asked = "", set[str]()
        for _ in range(_MOST_PAGES):
            response = await self._get(greader.ask_numbers(self._account, stream, page, without))
            numbers, page = await self._context.parse(greader.numbers_in, response.body)
            found += numbers
            if not page or page in asked or not numbers:
                break
            asked.add(page)
        return found

    # -- subscriptions -----------------------------------------------------------
    async def _feeds(self) -> dict[str, str]:
        """Subscriptions both ways: the source of each stream."""
        feeds = await self._their_feeds()
        if await self._tell_feeds(feeds):
            feeds = await self._their_feeds()
        known = {k.feed.stream: k for k in self._library.server.feeds()}
        if not feeds and known:
            self._notes.append("the server lists no feeds; those it had are kept")
            return {stream: k.source for stream, k in known.items()}
        lines = self._library.server.feed_lines()
        sources = {k.feed.stream: k.source for k in known.values()}
        taken: set[str] = set(sources.values()) | set(self._own.values())
        for feed in feeds:
            own = self._own.get(folded(feed.url))
            before = sources.get(feed.stream)
            sources[feed.stream] = own or before or self._new_id(feed, taken)
            taken.add(sources[feed.stream])
        now = self._context.now()

        def keep(library: SyncLibrary) -> None:
            library.server.keep_feeds([(feed, sources[feed.stream], lines.get(feed.url, "")) for feed in feeds])
            for feed in feeds:
                if folded(feed.url) not in self._own:
                    source = sources[feed.stream]
                    library.sources.upsert(
                        Subscription(source, feed.title, feed.url, feed.group, feed.home_url), SourceKind.FEED
                    )
                    library.sources.record(Attempt(source, now))

        await self._context.store(keep)
        return sources

    async def _their_feeds(self) -> tuple[ServerFeed, ...]:
        response = await self._get(greader.ask_feeds(self._account))
        return await self._context.parse(greader.feeds_in, response.body)

    def _new_id(self, feed: ServerFeed, taken: set[str]) -> str:
        name = unique_slug(feed.title or feed.url, taken | {ID})
        while (other := self._library.sources.get(name)) is not None and folded(other.url) != folded(feed.url):
            taken.add(name)
            name = unique_slug(feed.title or feed.url, taken | {ID})
        return name

    async def _tell_feeds(self, feeds: Sequence[ServerFeed]) -> bool:
        """Tell what was done to the list of feeds here since the last sync; whether anything was."""
        server, told = self._library.server, 0
        lines = server.feed_lines()
        changes = {c.url: c for c in self._library.journal.feed_changes() if not c.is_served}
        there = {folded(feed.url): feed for feed in feeds}
        known = {k.feed.url: k for k in server.feeds()}
        since = int(self._library.meta.get(SINCE) or 0)
        for url, change in changes.items():
            feed, before = there.get(folded(url)), known.get(url)
            line = lines.get(url, "")
            is_new = line != before.line if before is not None else int(line.partition(".")[0] or 0) > since
            if not is_new:
                continue
            try:
                told += await self._tell_feed(change, feed)
            except StatusError as error:
                if error.status != 400:
                    raise
                self._notes.append(f"the server does not take {change.title or url}")
        return told > 0

    async def _tell_feed(self, change: FeedChange, feed: ServerFeed | None) -> bool:
        account = self._account
        if change.removed:
            if feed is None:
                return False
            await self._post(lambda secret: greader.tell_feed(account, secret, "unsubscribe", feed))
            return True
        if feed is None:
            new = ServerFeed("", change.url, change.title)
            await self._post(
                lambda secret: greader.tell_feed(account, secret, "subscribe", new, change.group or None, change.title)
            )
            return True
        title = change.title if change.title not in ("", feed.title) else ""
        group = change.group if change.group != feed.group else None
        if not title and group is None:
            return False
        await self._post(lambda secret: greader.tell_feed(account, secret, "edit", feed, group, title))
        return True

    # -- entries -----------------------------------------------------------------
    async def _is_restored(self, there: set[int]) -> bool:
        highest = int(self._library.meta.get(HIGHEST) or 0)
        if not highest or highest in there or not there:
            return False
        if max(there) > highest:
            return False  # a feed was taken off, and its entries with it
        self._notes.append("the server was restored from a backup; what it forgot is told again")
        await self._context.store(lambda library: library.server.set_aside(there))
        return True

    async def _bring(self, wanted: set[int], sources: dict[str, str]) -> tuple[int, int]:
        """Take entries from the server, the newest first: how many are new and changed."""
        numbers = sorted(wanted, reverse=True)
        new = updated = 0
        for start in range(0, len(numbers), greader.ENTRIES_AT_ONCE):
            some = tuple(numbers[start : start + greader.ENTRIES_AT_ONCE])
            response = await self._post(partial(_ask_entries, self._account, some))
            now = self._context.now()
            entries = await self._context.parse(greader.entries_in, response.body, now)
            by_source: dict[str, list[ServerEntry]] = {}
            for entry in entries:
                by_source.setdefault(sources.get(entry.stream, ID), []).append(entry)

            def store(library: SyncLibrary, by_source: dict[str, list[ServerEntry]] = by_source) -> list[int]:
                counts = [0, 0]
                for source, each in by_source.items():
                    stored = library.server.store(source, each, now)  # noqa: B023  (it runs before the next turn)
                    counts[0] += len(stored.new)
                    counts[1] += len(stored.updated)
                library.server.pass_over(some)  # noqa: B023
                return counts

            counts = await self._context.store(store)
            new, updated = new + counts[0], updated + counts[1]
            self._context.say(f"{min(start + len(some), len(numbers)):,} of {len(numbers):,} entries")
        return new, updated

    # -- states --------------------------------------------------------------------
    async def _settle(self, there: set[int], unread: set[int], starred: set[int], restored: bool) -> tuple[int, int]:
        """Decide on every entry, tell the server, and take over: how many flags were sent and taken."""
        agreed: list[tuple[KnownItem, Flag, bool]] = []
        flips: list[tuple[KnownItem, Flag, bool]] = []
        to_send: dict[tuple[Flag, bool], list[tuple[KnownItem, tuple[int, ...]]]] = {}
        taken = 0
        for item in self._library.server.states():
            numbers = [n for n in item.numbers if n in there]
            if not numbers:
                continue  # purged there: that says nothing
            for flag in Flag:
                base, here = item.base[flag], item.here[flag]
                before = base.value if base is not None else False
                values = {n: n in starred if flag is Flag.STARRED else n not in unread for n in numbers}
                # An item that came in several feeds has several entries there: what was done to one counts.
                changed = next((value for value in values.values() if value != before), before)
                verdict = decide(base, here, changed, restored)
                tell = tuple(n for n, value in values.items() if value != verdict.value)
                if tell:
                    to_send.setdefault((flag, verdict.value), []).append((item, tell))
                elif flag is Flag.READ and verdict.take and not verdict.value:
                    flips.append((item, flag, verdict.value))
                elif base is None or base.value != verdict.value or base.line != here.line:
                    agreed.append((item, flag, verdict.value))
                taken += verdict.take and not (flag is Flag.READ and not verdict.value)
        taken += await self._take_flips(flips, agreed)
        await self._agree(agreed)
        return await self._send(to_send), taken

    async def _agree(self, flags: list[tuple[KnownItem, Flag, bool]]) -> None:
        await self._context.store(lambda library: library.server.agree(flags))

    async def _take_flips(
        self, flips: list[tuple[KnownItem, Flag, bool]], agreed: list[tuple[KnownItem, Flag, bool]]
    ) -> int:
        """Entries that the server calls unread, although they were read: very many at once are asked about first."""
        meta = self._library.meta
        wait = len(flips) > MANY_FLIPS and not meta.get(ACCEPTED)
        if wait:
            self._notes.append(
                f"the server says that {len(flips):,} read entries are unread; `server accept` believes it"
            )
        else:
            agreed += flips
        if wait or meta.get(WAITING) or meta.get(ACCEPTED):

            def note(library: SyncLibrary) -> None:
                library.meta.set(WAITING, str(len(flips)) if wait else "")
                library.meta.set(ACCEPTED, "")

            await self._context.store(note)
        return 0 if wait else len(flips)

    async def _send(self, to_send: dict[tuple[Flag, bool], list[tuple[KnownItem, tuple[int, ...]]]]) -> int:
        sent = 0
        for (flag, value), items in to_send.items():
            items.sort(key=lambda pair: pair[0].moment)
            for some in _in_messages(items):
                numbers = tuple(n for _, each in some for n in each)
                await self._post(partial(_tell_flag, self._account, numbers, flag, value))
                await self._agree([(item, flag, value) for item, _ in some])
                sent += len(some)
        return sent


def _ask_entries(account: Account, numbers: tuple[int, ...], secret: str) -> Request:
    return greader.ask_entries(account, secret, numbers)


def _tell_flag(account: Account, numbers: tuple[int, ...], flag: Flag, value: bool, secret: str) -> Request:
    return greader.tell_flag(account, secret, numbers, flag, value)


def _in_messages(
    items: Iterable[tuple[KnownItem, tuple[int, ...]]],
) -> Iterable[list[tuple[KnownItem, tuple[int, ...]]]]:
    message: list[tuple[KnownItem, tuple[int, ...]]] = []
    size = 0
    for item in items:
        message.append(item)
        size += len(item[1])
        if size >= greader.STATES_AT_ONCE:
            yield message
            message, size = [], 0
    if message:
        yield message


async def log_in(get: Callable[[Request], Awaitable[Response]], address: str, user: str, password: str) -> Account:
    """A login at the server of an address. Raises LoginRefused, FetchError, ParseError, UsageError."""
    failures: list[ReaderError] = []
    for api in greader.api_addresses(greader.known_address(address)):
        try:
            response = await get(greader.login(api, user, password))
            return Account(api, user, greader.token_of_login(response.body))
        except StatusError as error:
            failures.append(_refusal(api, user) if error.status in (401, 403) else error)
        except ReaderError as error:
            failures.append(error)
    raise next((f for f in failures if isinstance(f, LoginRefused)), failures[0])


def _refusal(api: str, user: str) -> LoginRefused:
    return LoginRefused(
        f"{api} refuses {user or 'that user'}",
        "It wants the password of its API, which is set in the server's settings and is not that of its pages "
        "(FreshRSS: Profile, API management; Miniflux: Integrations, Google Reader).",
    )
