"""The list of feeds: add, remove, OPML in and out. Changes are journal lines over the configured list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import NotFound, ParseError, UsageError
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.http import Request
from tui_reader.domain.journal import Change
from tui_reader.services.catalogue import followed_feeds
from tui_reader.services.parsing import InlineParser
from tui_reader.services.writer import USER, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tui_reader.domain.journal import FeedChange
    from tui_reader.domain.settings import Settings
    from tui_reader.services.triage import ActionJournal, FoldingLibrary
    from tui_reader.sources.base import Network, Parser


class FeedChanges(Protocol):
    """What is asked of the library's journal."""

    def feed_changes(self) -> list[FeedChange]:
        """Feeds added and removed by command, the oldest change first."""


class FeedsLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def journal(self) -> FeedChanges:
        """What the journal adds up to."""


class FeedList:
    """Which feeds are followed, and changing that."""

    def __init__(
        self,
        settings: Settings,
        journal: ActionJournal,
        library: FeedsLibrary,
        writer: Writer[FoldingLibrary],
        now: Callable[[], datetime],
        parser: Parser | None = None,
    ) -> None:
        self._settings = settings
        self._journal = journal
        self._library = library
        self._writer = writer
        self._now = now
        self._parser = parser or InlineParser()

    def followed(self) -> tuple[Subscription, ...]:
        """The feeds as they stand."""
        from tui_reader.sources.feed.builtin import BUILTIN_FEEDS

        return followed_feeds(self._settings, BUILTIN_FEEDS, self._library.journal.feed_changes())

    async def add(self, url: str, network: Network, title: str = "", group: str = "") -> Subscription:
        """Follow the feed at an address, or the one that the page there names.

        Raises FetchError, ParseError, UsageError.
        """
        from tui_reader.sources.feed.discover import feed_address, find_feeds, linked_feeds
        from tui_reader.sources.feed.parse import parse_feed

        url = feed_address(url)
        url = url if "://" in url else f"https://{url}"
        response = await network.get(Request(url))
        try:
            feed = await self._parser.parse(
                parse_feed, response.body, response.url, response.content_type, response.charset
            )
        except ParseError:
            found = linked_feeds(response.headers.get("link", ""), response.url)
            found += await self._parser.parse(find_feeds, response.body, response.url)
            if not found:
                raise ParseError(f"{url} is no feed and names none", "Give the address of the feed itself.") from None
            url = found[0].url
            response = await network.get(Request(url))
            feed = await self._parser.parse(
                parse_feed, response.body, response.url, response.content_type, response.charset
            )
        url = response.moved_to or url
        self.follow([Subscription("", title or feed.title or url, url, group)])
        return self.by_url(url)

    def follow(self, subscriptions: Iterable[Subscription]) -> int:
        """Follow feeds whose addresses are known; how many were not followed before."""
        known = {s.url for s in self.followed()}
        new = [s for s in subscriptions if s.url not in known]
        for sub in new:
            if not sub.url.lower().startswith(("http://", "https://")):
                raise UsageError(f"{sub.url} is no web address", "Feeds are fetched over http or https.")
        if new:
            changes = [Change("feed", f"feed:{s.url}", json.dumps(_told(s)), s.title, s.url) for s in new]
            self._write(changes)
        return len(new)

    def remove(self, name: str) -> Subscription:
        """Stop following a feed, named by source id or address. What it brought stays. Raises NotFound."""
        for sub in self.followed():
            if name in (sub.source_id, sub.url):
                self._write([Change("feed", f"feed:{sub.url}", None, sub.title, sub.url)])
                return sub
        raise NotFound(f"no feed {name!r} is followed", "inference-tui list sources shows their ids.")

    def import_opml(self, data: bytes) -> tuple[int, int, tuple[str, ...]]:
        """Follow what an OPML file lists: how many it lists, how many are new, and what is left out, with reasons."""
        from tui_reader.sources.feed.opml import parse_opml

        document = parse_opml(data)
        usable = [s for s in document.subscriptions if s.url.lower().startswith(("http://", "https://"))]
        return len(document.subscriptions), self.follow(usable), document.left_out

    def export_opml(self, *, secrets: bool = False) -> tuple[bytes, int]:
        """The followed feeds as OPML, and how many of them are written without the passwords or keys that they have;
        with `secrets` all are as they are."""
        from tui_reader.sources.feed.opml import render_opml, without_secrets

        followed = self.followed()
        written = followed if secrets else tuple(map(without_secrets, followed))
        hidden = sum(sub != shown for sub, shown in zip(followed, written, strict=True))
        return render_opml("Feeds of inference-tui", written), hidden

    def by_url(self, url: str) -> Subscription:
        """The followed feed with that address. Raises NotFound."""
        for sub in self.followed():
            if sub.url == url:
                return sub
        raise NotFound(f"no feed {url!r} is followed")

    def _write(self, changes: list[Change]) -> None:
        self._journal.append(changes, self._now())
        self._writer.submit(lambda library: library.journal.fold_new(self._journal), USER).result()


def _told(sub: Subscription) -> dict[str, object]:
    """What a line of the journal says of a feed; what there is nothing of is left out."""
    more = {"home": sub.home_url, "attributes": dict(sub.attributes)}
    return {"title": sub.title, "group": sub.group} | {name: value for name, value in more.items() if value}
