"""Moving in from other readers: what is followed there, what was read, what was kept."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from tui_reader.domain.feeds import Subscription
from tui_reader.domain.items import arxiv_key, title_key, url_key
from tui_reader.domain.journal import CITATION_KEY, LONGEST_TAG, STARRED, Change
from tui_reader.text.addresses import arxiv_id_of, canonical
from tui_reader.text.sanitise import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.domain.bibliography import Work


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

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags of the user's."""


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
    """What was read, kept and tagged elsewhere, as changes; they hold for items that come later, too. What was kept
    there is `starred`: each was kept for itself, however many lines come at once."""
    changes: list[Change] = []
    for one in articles:
        number = arxiv_id_of(one.url)
        key = arxiv_key(number) if number else url_key(canonical(one.url))
        title = clean_line(one.title)
        if one.is_read:
            changes.append(Change(key, "read", True))
        if one.flags:
            changes.append(Change(key, "state", STARRED, title, one.url))
        changes += [Change(key, f"tag:{tag}", True, title, one.url) for tag in one.tags]
    return changes


def changes_of_works(works: Iterable[Work]) -> Sequence[Change]:
    """What a bibliography holds, as changes: all of it was kept, tagged, and is cited by the keys that it has there."""
    changes: list[Change] = []
    for work in works:
        if work.is_page and not work.url:
            continue
        if work.is_page:
            key = url_key(canonical(work.url))
        else:
            key = arxiv_key(work.arxiv_id) if work.arxiv_id else title_key(work.title)
        url = f"https://arxiv.org/abs/{work.arxiv_id}" if work.arxiv_id else work.url
        changes.append(Change(key, "state", STARRED, work.title, url))
        tags = (tag for tag in work.tags if len(tag) <= LONGEST_TAG)
        changes += [Change(key, f"tag:{tag}", True, work.title, url) for tag in tags]
        if work.citation_key:
            changes.append(Change(key, CITATION_KEY, work.citation_key))
    return changes


def told_of(changes: Sequence[Change]) -> str:
    """What changes amount to, for a person."""
    counts = {
        "read": sum(change.field == "read" for change in changes),
        "kept": sum(change.field == "state" for change in changes),
        "tagged": len({change.item for change in changes if change.field.startswith("tag:")}),
        "citation keys": sum(change.field == CITATION_KEY for change in changes),
    }
    usual = ("read", "kept")
    said = {word: word.removesuffix("s") if count == 1 else word for word, count in counts.items()}
    return ", ".join(f"{count:,} {said[word]}" for word, count in counts.items() if count or word in usual)
