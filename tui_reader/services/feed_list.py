"""The list of feeds: add, rename, move, remove, OPML in and out. Changes are journal lines over the configured list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.journal import Change
from tui_reader.services.catalogue import FAMILIES, followed_feeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.domain.journal import BatchDone, FeedChange
    from tui_reader.domain.settings import Settings

#: Characters of the longest title or group.
_LONGEST = 200


class Recorder(Protocol):
    """What records the user's actions."""

    def record(self, changes: Sequence[Change], label: str) -> BatchDone:
        """Record one action on things that are no rows. Raises StorageError."""

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the library holds everything that was done, so long at most; whether it does."""


class FeedChanges(Protocol):
    """What is asked of the library's journal."""

    def feed_changes(self) -> list[FeedChange]:
        """Feeds added, changed and removed by command, the oldest change first."""


class Addresses(Protocol):
    """What is asked of what the library knows of sources."""

    def addresses(self) -> dict[str, str]:
        """The addresses of all sources, followed or not, by their ids."""


class FeedsLibrary(Protocol):
    """The subjects of the library that this needs."""

    @property
    def journal(self) -> FeedChanges:
        """What the journal adds up to."""

    @property
    def sources(self) -> Addresses:
        """Sources, and how they have been doing."""


class FeedList:
    """Which feeds are followed, and changing that. An action waits `patience` seconds at most for the library to hold
    it (None: as long as it takes)."""

    def __init__(
        self, settings: Settings, library: FeedsLibrary, recorder: Recorder, patience: float | None = None
    ) -> None:
        self._settings = settings
        self._library = library
        self._recorder = recorder
        self._patience = patience

    def followed(self) -> tuple[Subscription, ...]:
        """The feeds as they stand."""
        from tui_reader.sources.feed.builtin import BUILTIN_FEEDS

        return followed_feeds(self._settings, BUILTIN_FEEDS, self._library.journal.feed_changes())

    def named(self, name: str) -> Subscription:
        """The followed feed with that source id or address. Raises NotFound with the nearest."""
        followed = self.followed()
        for sub in followed:
            if name in (sub.source_id, sub.url):
                return sub
        import difflib

        near = difflib.get_close_matches(name, [sub.source_id for sub in followed], 1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise NotFound(f"no feed {name!r} is followed", f"{hint}inference-tui list sources shows their ids.")

    def groups(self) -> tuple[str, ...]:
        """The groups that feeds are in, in their order."""
        return tuple(dict.fromkeys(sub.group for sub in self.followed() if sub.group))

    def follow(self, subscriptions: Iterable[Subscription]) -> tuple[Subscription, ...]:
        """Follow feeds whose addresses are known, as one action; those that were not followed before, with their ids.
        One that was followed once has its id and what it brought again. Raises UsageError, StorageError."""
        changes, new = self.changes_for(subscriptions)
        if new:
            what = new[0].title if len(new) == 1 else f"{len(new)} feeds"
            self._write(changes, f"follow {what}")
        return new

    def changes_for(self, subscriptions: Iterable[Subscription]) -> tuple[list[Change], tuple[Subscription, ...]]:
        """The lines of an action that follows feeds, and those of them that are not followed yet. Raises UsageError."""
        from tui_reader.sources.registry import boards
        from tui_reader.text.slugs import slug, unique_slug

        followed = self.followed()
        known, addresses = {sub.url for sub in followed}, self._library.sources.addresses()
        taken = set(FAMILIES) | set(addresses) | {sub.source_id for sub in followed} | {board.id for board in boards()}
        before = {url: source_id for source_id, url in addresses.items()}
        new: list[Subscription] = []
        for sub in subscriptions:
            if sub.url in known:
                continue
            if not sub.url.lower().startswith(("http://", "https://")):
                raise UsageError(f"{sub.url} is no web address", "Feeds are fetched over http or https.")
            source_id = before.get(sub.url) or unique_slug(slug(sub.title) or sub.url, taken)
            known.add(sub.url)
            taken.add(source_id)
            new.append(replace(sub, source_id=source_id))
        return [_line(sub) for sub in new], tuple(new)

    def rename(self, name: str, title: str) -> Subscription:
        """Give a feed, named by source id or address, another title; the feed as it is now. Raises NotFound,
        UsageError."""
        sub = self.named(name)
        if not title.strip():
            raise UsageError("a feed needs a title", "Write how it is to stand in the list.")
        return self._changed(replace(sub, title=_short(title)), sub, f"rename {sub.title}")

    def move(self, name: str, group: str) -> Subscription:
        """Put a feed, named by source id or address, into a group ("" for none); the feed as it is now. Raises
        NotFound."""
        sub = self.named(name)
        return self._changed(replace(sub, group=_short(group)), sub, f"move {sub.title}")

    def remove(self, name: str) -> Subscription:
        """Stop following a feed, named by source id or address. What it brought stays. Raises NotFound."""
        sub = self.named(name)
        self._write([unfollowed(sub)], f"remove {sub.title}")
        return sub

    def import_opml(self, data: bytes) -> tuple[int, int, tuple[str, ...]]:
        """Follow what an OPML file lists: how many it lists, how many are new, and what is left out, with reasons."""
        from tui_reader.sources.feed.opml import parse_opml

        document = parse_opml(data)
        usable = [s for s in document.subscriptions if s.url.lower().startswith(("http://", "https://"))]
        return len(document.subscriptions), len(self.follow(usable)), document.left_out

    def export_opml(self, *, secrets: bool = False) -> tuple[bytes, int]:
        """The followed feeds as OPML, and how many of them are written without the passwords or keys that they have;
        with `secrets` all are as they are."""
        from tui_reader.sources.feed.opml import render_opml, without_secrets

        followed = self.followed()
        written = followed if secrets else tuple(map(without_secrets, followed))
        hidden = sum(sub != shown for sub, shown in zip(followed, written, strict=True))
        return render_opml("Feeds of inference-tui", written), hidden

    def _changed(self, sub: Subscription, before: Subscription, label: str) -> Subscription:
        if sub != before:
            self._write([_line(sub)], label)
        return sub

    def _write(self, changes: list[Change], label: str) -> None:
        self._recorder.record(changes, label)
        self._recorder.wait(self._patience)


def unfollowed(sub: Subscription) -> Change:
    """The line that takes a feed off the list."""
    return Change("feed", f"feed:{sub.url}", None, sub.title, sub.url)


def _line(sub: Subscription) -> Change:
    """What the journal says of a feed; what there is nothing of is left out. As text within the line, since versions
    before read nothing else."""
    more = {"id": sub.source_id, "home": sub.home_url, "attributes": dict(sub.attributes)}
    told = {"title": sub.title, "group": sub.group} | {name: value for name, value in more.items() if value}
    return Change("feed", f"feed:{sub.url}", json.dumps(told), sub.title, sub.url)


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
