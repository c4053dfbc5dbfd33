"""Which official benchmarks Hugging Face has: asked when one is added, and remembered in the library."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import NotFound
from tui_reader.domain.http import Freshness, Request, Trust
from tui_reader.services.writer import USER, Writer
from tui_reader.sources.boards.official import PREFIX, list_url, parse_list

if TYPE_CHECKING:
    from tui_reader.sources.base import Network, Parser

_PLACE = "boards.official"


class Words(Protocol):
    """What is asked of the program's own words."""

    def get(self, name: str) -> str:
        """The word remembered under that name, else ""."""

    def set(self, name: str, value: str) -> None:
        """Remember a word."""


class WordsLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def meta(self) -> Words:
        """Words of the program's own."""


def known_names(library: WordsLibrary) -> tuple[str, ...]:
    """The names `hf:OWNER/NAME` that the list had when it was last asked for; none where it never was."""
    try:
        told = json.loads(library.meta.get(_PLACE) or "[]")
    except ValueError:
        return ()
    return tuple(name for name in told if isinstance(name, str)) if isinstance(told, list) else ()


async def ask_for_names(site: str, network: Network, parser: Parser, writer: Writer[WordsLibrary]) -> tuple[str, ...]:
    """The names that the list has now, as far as the answer of before may still be taken; they are remembered. Raises
    FetchError and ParseError."""
    request = Request(list_url(site), expect="json", trust=Trust.CONFIGURED, freshness=Freshness.DUE)
    answer = await network.get(request)
    names: tuple[str, ...] = await parser.parse(parse_list, answer.body)
    writer.submit(lambda library: library.meta.set(_PLACE, json.dumps(names)), USER).result()
    return names


def checked(name: str, names: tuple[str, ...]) -> str:
    """The name as the list has it. Raises NotFound with the nearest names."""
    by_fold = {known.casefold(): known for known in names}
    if (found := by_fold.get(name.casefold())) is not None:
        return found
    wanted = name.casefold().removeprefix(PREFIX)
    near = [by_fold[fold] for fold in by_fold if wanted.rpartition("/")[2] in fold.rpartition("/")[2]]
    near = near or [by_fold[fold] for fold in difflib.get_close_matches(name.casefold(), by_fold, 3, 0.5)]
    hint = f"There is {', '.join(near[:4])}." if near else "inference-tui boards add hf: lists them."
    raise NotFound(f"Hugging Face has no official benchmark {name.removeprefix(PREFIX)!r}", hint)
