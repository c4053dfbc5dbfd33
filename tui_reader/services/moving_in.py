"""Moving in from other readers: what is followed there, what was read, what was kept."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from tui_reader.domain.feeds import Subscription
from tui_reader.domain.items import State, arxiv_key, url_key
from tui_reader.domain.journal import Change
from tui_reader.text.addresses import arxiv_id_of, canonical
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Known(Protocol):
    """An article of another reader."""

    @property
    def url(self) -> str:
        """Its address."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def is_read(self) -> bool:
        """Whether it was read there."""

    @property
    def flags(self) -> str:
        """What it was marked with there; something means that it was kept."""


class Urls(Struct, frozen=True):
    """Newsboat's `urls`: the feeds, and the lines that are none that this program could fetch."""

    feeds: tuple[Subscription, ...] = ()
    left_out: tuple[str, ...] = ()


def parse_urls(data: bytes) -> Urls:
    """A feed a line: its address, then tags, quoted where they have spaces; `~Title` names it, `!` hides it
    (https://newsboat.org/releases/2.36/docs/newsboat.html). The first tag becomes the group."""
    feeds: list[Subscription] = []
    left_out: list[str] = []
    for line in data.decode("utf-8-sig", "replace").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            url, *tags = shlex.split(line)
        except ValueError:
            url, *tags = line.split()
        if not url.lower().startswith(("http://", "https://")):
            left_out.append(clean_line(url)[:60])
            continue
        title = next((tag[1:] for tag in tags if tag.startswith("~")), "")
        group = next((tag for tag in tags if not tag.startswith(("~", "!"))), "")
        feeds.append(Subscription("", clean_line(title), url, clean_line(group)))
    return Urls(tuple(feeds), tuple(left_out))


def changes_of(articles: Iterable[Known]) -> Sequence[Change]:
    """What was read and kept elsewhere, as changes; they hold for items that come later, too."""
    changes: list[Change] = []
    for one in articles:
        number = arxiv_id_of(one.url)
        key = arxiv_key(number) if number else url_key(canonical(one.url))
        title = clean_line(one.title)
        if one.is_read:
            changes.append(Change(key, "read", True))
        if one.flags:
            changes.append(Change(key, "state", State.KEPT.value, title, one.url))
    return changes
