"""Repositories."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from tui_reader.domain.items import repo_key


class Repo(Struct, frozen=True):
    """A repository seen in a trending list; `name` is `owner/name` as written, `stars` None when not said, `gained` how
    many of them came in the time the list is of."""

    name: str
    description: str = ""
    language: str = ""
    stars: int | None = None
    url: str = ""
    gained: int | None = None

    @property
    def key(self) -> str:
        """`repo:owner/name`, lower case."""
        return repo_key(self.name)


class TrendingList(Struct, frozen=True):
    """A trending list; `day` and `period` (`daily`, `weekly`, `monthly`) None and "" where it does not say."""

    repos: tuple[Repo, ...]
    day: date | None = None
    period: str = ""
