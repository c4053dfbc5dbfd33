"""Which sources there are: the configuration (or the built-in list) and what was chosen in the reader or by command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from tui_reader.domain.errors import NotFound
from tui_reader.domain.feeds import Subscription
from tui_reader.domain.sources import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.config.board_settings import BoardDefault
    from tui_reader.domain.journal import FeedChange
    from tui_reader.domain.server import Account
    from tui_reader.domain.settings import Settings
    from tui_reader.services.board_facts import BoardFacts
    from tui_reader.sources.base import Source

#: Words that mean every source of a family.
FAMILIES = {
    "issues": SourceKind.ISSUES,
    "feeds": SourceKind.FEED,
    "feed": SourceKind.FEED,
    "arxiv": SourceKind.ARXIV,
    "papers": SourceKind.ARXIV,
    "benchmarks": SourceKind.BOARD,
    "boards": SourceKind.BOARD,
    "trending": SourceKind.TRENDING,
    "server": SourceKind.SERVER,
}


def followed_feeds(
    settings: Settings, builtin: Iterable[Subscription], changes: Iterable[FeedChange]
) -> tuple[Subscription, ...]:
    """The feeds to read: `[[feeds]]` if given, else the built-in list; then what was added, renamed, moved and removed
    in order. A feed keeps its id under whatever title; of two that have got the same one on two machines, that with the
    lesser address keeps it."""
    from tui_reader.sources.registry import boards
    from tui_reader.text.addresses import folded
    from tui_reader.text.slugs import slug, unique_slug

    chosen: dict[str, Subscription] = {}
    changes = tuple(changes)
    # Ids are only made for feeds of the user's own, which take none of a family or a board.
    taken = set(FAMILIES) | ({b.id for b in boards()} if settings.feeds is not None or changes else set())
    if settings.feeds is None:
        for sub in builtin:
            chosen[sub.url] = sub
            taken.add(sub.source_id)
    else:
        for feed in settings.feeds:
            source_id = unique_slug(feed.title or feed.url, taken)
            taken.add(source_id)
            chosen[feed.url] = Subscription(source_id, feed.title or feed.url, feed.url, feed.group)
    given = dict(chosen)
    # A feed that is followed without the server as well is fetched here.
    own = {folded(url) for url in given} if any(c.is_served for c in changes) else set()
    changes = tuple(c for c in changes if not (c.is_served and folded(c.url) in own))
    served = {c.url for c in changes if c.is_served}
    owners: dict[str, str] = {}
    for change in sorted(changes, key=lambda one: one.url):
        if change.source_id and not change.removed and change.url not in given and change.source_id not in taken:
            owners.setdefault(change.source_id, change.url)
    taken |= set(owners)
    for change in changes:
        known = given.get(change.url)
        if change.removed:
            chosen.pop(change.url, None)
        elif change.source_id or change.url not in chosen:
            source_id = known.source_id if known is not None else change.source_id
            if known is None and owners.get(source_id) != change.url:
                source_id = unique_slug(source_id or slug(change.title) or change.url, taken)
            taken.add(source_id)
            title = change.title or (known.title if known is not None else change.url)
            chosen[change.url] = Subscription(
                source_id, title, change.url, change.group, change.home_url, change.attributes, change.url in served
            )
    return tuple(chosen.values())


def followed_names(configured: Iterable[str], changes: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """The arXiv categories, or leaderboards, that are followed: the configured ones, as the journal changes them."""
    names = dict.fromkeys(configured)
    for name, is_followed in changes:
        if is_followed:
            names.setdefault(name)
        else:
            names.pop(name, None)
    return tuple(names)


def select(sources: Iterable[Source], names: Iterable[str]) -> tuple[Source, ...]:
    """The sources that were named: by id, or by family. None named means all. Raises NotFound with the nearest."""
    import difflib

    everything = tuple(sources)
    wanted = tuple(names)
    if not wanted:
        return everything
    chosen: dict[str, Source] = {}
    for name in wanted:
        found = [s for s in everything if s.id == name] or [s for s in everything if s.kind is FAMILIES.get(name)]
        if not found:
            near = difflib.get_close_matches(name, [s.id for s in everything] + list(FAMILIES), 1)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            raise NotFound(f"there is no source {name!r}", f"{hint}inference-tui list sources shows them.")
        chosen.update({s.id: s for s in found})
    return tuple(chosen.values())


def board_defaults(facts: BoardFacts) -> tuple[BoardDefault, ...]:
    """What every leaderboard says of itself to the configuration, `facts` noted beside. Loads the files of all."""
    from tui_reader.config.board_settings import BoardDefault
    from tui_reader.sources.registry import boards

    facts.note()
    return tuple(BoardDefault(b.id, b.url, b.key_variable, b.is_followed) for b in boards())


class FollowChanges(Protocol):
    """What is asked of the library's journal."""

    def feed_changes(self) -> list[FeedChange]:
        """Feeds added, changed and removed by command, the oldest change first."""

    def category_changes(self) -> list[tuple[str, bool]]:
        """arXiv categories followed and dropped by command, the oldest change first."""

    def board_changes(self) -> list[tuple[str, bool]]:
        """Leaderboards followed and dropped by command, the oldest change first."""


class FollowingLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def journal(self) -> FollowChanges:
        """What the journal adds up to."""


def followed_sources(
    settings: Settings, library: FollowingLibrary, account: Account | None = None
) -> tuple[Source, ...]:
    """Every source as configured and followed, and the feed server of an account. `settings` know all leaderboards;
    loads the files of these."""
    from tui_reader.sources.feed.builtin import BUILTIN_FEEDS
    from tui_reader.sources.registry import all_sources

    boards = followed_names(settings.follow.boards or (), library.journal.board_changes())
    categories = followed_names(settings.arxiv.categories, library.journal.category_changes())
    settings = replace(
        settings,
        follow=replace(settings.follow, boards=boards),
        arxiv=replace(settings.arxiv, categories=categories),
    )
    feeds = followed_feeds(settings, BUILTIN_FEEDS, library.journal.feed_changes())
    return all_sources(settings, feeds, account)
