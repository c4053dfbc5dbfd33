"""Every place where a thing was seen, in order of date: where it was listed, what names it, where a model stands.

What can be asked about is an item by its key, or a name that is no item: `model:…` and `lab:…` (see domain/names.py).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.labs import BY_ID, LABS, Lab

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.domain.rows import SightingView
    from tui_reader.domain.sources import SourceHealth


class Sightings(Protocol):
    """What is asked of the library's items."""

    def sightings(self, key: str) -> list[SightingView]:
        """Where an item was seen, oldest first."""


class Names(Protocol):
    """What is asked of the library's references."""

    def mentions(self, target: str, limit: int | None = None) -> list[SightingView]:
        """The items that name a target or lead to it, oldest first."""

    def listings(self, target: str) -> list[SightingView]:
        """Where a model stands on leaderboards, oldest first."""

    def model_target(self, name: str) -> str:
        """The target of a model's name; "" when no leaderboard knows it."""


class SeenLibrary(Protocol):
    """The subjects of the library that this needs."""

    @property
    def items(self) -> Sightings:
        """Items."""

    @property
    def references(self) -> Names:
        """What names what."""


#: On a screen nobody goes through more; the command line gives all.
SHOWN = 500


def seen(library: SeenLibrary, key: str, limit: int | None = None) -> list[SightingView]:
    """Every place of an item's key or a name's target, oldest first, the undated last. Of more than `limit` items
    that name it, the newest."""
    found = list(library.items.sightings(key)) if not is_name(key) else []
    if not key.startswith(("issue:", "board:")):
        found += library.references.mentions(key, limit)
    if key.startswith("model:"):
        found += library.references.listings(key)
    return sorted(found, key=lambda s: (s.seen_on is None, s.seen_on or date.min))


def is_name(key: str) -> bool:
    """Whether a key is that of a name rather than of an item."""
    return key.startswith(("model:", "lab:"))


def target_of_words(names: Names, words: str) -> str:
    """The target that a person means by a name: a model as any leaderboard spells it, or a lab. "" for neither."""
    said = " ".join(words.split())
    if said.startswith("lab:"):
        return said if said.removeprefix("lab:") in BY_ID else ""
    lab = next((lab for lab in LABS if said.casefold() in {lab.title.casefold(), *map(str.casefold, lab.names)}), None)
    return f"lab:{lab.id}" if lab is not None else names.model_target(said.removeprefix("model:"))


def sources_of(lab: Lab, sources: Iterable[SourceHealth]) -> list[SourceHealth]:
    """The followed feeds of a lab: those at one of its hosts, or with its name in their title."""
    titles = {name.casefold() for name in (lab.title, *lab.names)}
    return [
        s
        for s in sources
        if s.kind.value == "feed" and (_is_at(s.url, lab.hosts) or _begins_with(s.title.casefold(), titles))
    ]


def _is_at(url: str, hosts: tuple[str, ...]) -> bool:
    from tui_reader.text.addresses import host

    at = host(url)
    return any(at == h or at.endswith(f".{h}") for h in hosts)


def _begins_with(title: str, names: set[str]) -> bool:
    # `Google` is no name for the feed of Google DeepMind, which is a lab of its own.
    longest = max((n for lab in LABS for n in map(str.casefold, lab.names) if _is_start(title, n)), key=len, default="")
    return longest in names


def _is_start(title: str, name: str) -> bool:
    return title == name or title.startswith(f"{name} ")
