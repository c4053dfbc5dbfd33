"""What the library says of sources follows what is followed: names, groups, and what is followed no longer."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from tui_reader.sources.base import subscription

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tui_reader.domain.feeds import Subscription
    from tui_reader.domain.settings import Settings
    from tui_reader.domain.sources import SourceKind
    from tui_reader.services.catalogue import FollowChanges
    from tui_reader.sources.base import Source

#: What sets this apart from what another version of the program followed by the same configuration.
_FORM = 1
_FOLLOWED = "sources.followed"
_ITEMS = ("feed", "feed:", "board:", "category:")


class Words(Protocol):
    """What is asked of the library's own words."""

    def get(self, name: str) -> str:
        """The word remembered under that name, else ""."""

    def set(self, name: str, value: str) -> None:
        """Remember a word."""


class FollowedSources(Protocol):
    """What is asked of what the library knows of sources."""

    def follow(self, sources: Sequence[tuple[Subscription, SourceKind]]) -> None:
        """Make these known as all that are followed."""


class Mutes(Protocol):
    """What is asked of what is muted."""

    def configure(self, given: Mapping[str, Iterable[str]]) -> None:
        """Take over what the configuration says, by `words`, `authors`, `sources` and `domains`."""


class KnownLibrary(Protocol):
    """The subjects of the library that this needs."""

    @property
    def journal(self) -> FollowChanges:
        """What the journal adds up to."""

    @property
    def sources(self) -> FollowedSources:
        """Sources, and how they have been doing."""

    @property
    def meta(self) -> Words:
        """Words of the program's own."""

    @property
    def mutes(self) -> Mutes:
        """What is muted."""


def is_of_sources(items: Iterable[str]) -> bool:
    """Whether an action that touched these items may have changed what is followed."""
    return any(item == "feed" or item.startswith(_ITEMS) for item in items)


def take_over(library: KnownLibrary, settings: Settings, followed: Callable[[], Iterable[Source]]) -> None:
    """Have the library know the sources as they are followed now, on the writer's thread. `followed` is asked only when
    configuration or journal say something else than the last time: it loads the files of all leaderboards. `settings`
    are those of the file."""
    journal = library.journal
    told = (
        _FORM, settings.feeds, settings.arxiv.categories, settings.follow.boards, settings.issues.url,
        settings.trending.url, sorted((name, one.url) for name, one in settings.benchmarks.items()),
        journal.feed_changes(), journal.category_changes(), journal.board_changes(),
    )  # fmt: skip
    print_ = sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]
    if library.meta.get(_FOLLOWED) == print_:
        return
    library.sources.follow([(subscription(source), source.kind) for source in followed()])
    library.meta.set(_FOLLOWED, print_)
