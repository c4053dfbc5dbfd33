"""Repositories."""

from __future__ import annotations

from tui_reader.domain.items import repo_key
from tui_reader.domain.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository seen in a trending list; `name` is `owner/name` as written, `stars` None when not said."""

    name: str
    description: str = ""
    language: str = ""
    stars: int | None = None
    url: str = ""

    @property
    def key(self) -> str:
        """`repo:owner/name`, lower case."""
        return repo_key(self.name)
