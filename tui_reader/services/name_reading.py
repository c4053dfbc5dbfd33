"""Searching older items for names that became known since: in steps, when the writer has nothing better to do."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui_reader.services.writer import Writer

#: Behind what the user did and what the network brought.
IDLE = 5

_log = logging.getLogger(__name__)


class References(Protocol):
    """What is asked of the library's references."""

    def use_aliases(self, own: Mapping[str, Sequence[str]]) -> None:
        """Take over the names of models that the configuration ties together."""

    def read_step(self) -> bool:
        """Search one step of the items stored before a name was known. False when nothing is left to search now."""


class NamesLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def references(self) -> References:
        """What names what."""


class NameReading:
    """One run: a step is a job of the writer, which asks for the next when it is done. Ends when nothing is left, when
    the writer is closed, or when the library cannot be written; the next run goes on from there."""

    def __init__(self, writer: Writer[NamesLibrary], aliases: Mapping[str, Sequence[str]]) -> None:
        self._writer = writer
        self._aliases = aliases
        self._done = threading.Event()

    def start(self) -> NameReading:
        """Begin, without waiting."""
        self._submit(self._first)
        return self

    def wait(self, seconds: float) -> bool:
        """Wait for the end, so long at most. Whether it came."""
        return self._done.wait(seconds) if seconds > 0 else self._done.is_set()

    def _submit(self, step: Callable[[NamesLibrary], None]) -> None:
        try:
            self._writer.submit(step, IDLE)
        except RuntimeError:  # the writer is closed: the program ends
            self._done.set()

    def _first(self, library: NamesLibrary) -> None:
        try:
            library.references.use_aliases(self._aliases)
        except ReaderError as error:
            self._fail(error)
            return
        self._step(library)

    def _step(self, library: NamesLibrary) -> None:
        try:
            more = library.references.read_step()
        except ReaderError as error:
            self._fail(error)
            return
        if more:
            self._submit(self._step)
        else:
            self._done.set()

    def _fail(self, error: ReaderError) -> None:
        _log.warning("names: %s", error.message)
        self._done.set()
