"""Counting the words of papers that have not been counted yet, behind everything else the writer does."""

from __future__ import annotations

import logging
import threading
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.services.writer import Writer

#: Behind what the user did and what the network brought.
_IDLE = 5
#: Papers of a step where nobody waits for keys, and where somebody may: some 75 and 5 ms.
_STEP, _SMALL_STEP = 250, 15

_log = logging.getLogger(__name__)


class Features(Protocol):
    """What is asked of the library to make what papers are ranked by."""

    def waiting(self) -> int:
        """How many papers have no blob yet, or one of what they said before."""

    def make(self, most: int) -> bool:
        """Make the blobs of so many papers at most. Whether more are waiting."""


class FeaturesLibrary(Protocol):
    """The subject of the library that this needs."""

    @property
    def features(self) -> Features:
        """The words of papers, counted."""


class FeatureMaking:
    """Makes the blobs of papers that have none, step by step. Ends when nothing is left or the writer is closed; the
    next run goes on from there. `tell` is called, on the writer's thread, with about how many are left. With `rest` a
    step is followed by so many times its own time of nothing: counting keeps the interpreter from the keys, and the
    migration of a large library takes minutes of it."""

    def __init__(
        self, writer: Writer[FeaturesLibrary], tell: Callable[[int], object] | None = None, rest: float = 0.0
    ) -> None:
        self._writer = writer
        self._tell = tell
        self._rest = rest
        self._done = threading.Event()
        self._left: int | None = None

    def start(self) -> FeatureMaking:
        """Begin, without waiting."""
        self._submit()
        return self

    @property
    def is_done(self) -> bool:
        """Whether nothing is left, or no more can be made."""
        return self._done.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end, so long at most. Whether it came."""
        return self._done.wait(seconds)

    def _submit(self) -> None:
        try:
            self._writer.submit(self._step, _IDLE)
        except RuntimeError:  # the writer is closed: the program ends
            self._done.set()

    def _step(self, library: FeaturesLibrary) -> None:
        begun = monotonic()
        try:
            step = _SMALL_STEP if self._rest else _STEP
            if self._left is None:
                self._left = library.features.waiting()
            more = library.features.make(step)
            self._left = max(1, self._left - step) if more else 0
            if self._tell is not None:
                self._tell(self._left)
        except ReaderError as error:
            _log.warning("ranking: %s", error.message)
            more = False
        if not more:
            self._done.set()
        elif self._rest:
            later = threading.Timer(self._rest * (monotonic() - begun), self._submit)
            later.daemon = True
            later.start()
        else:
            self._submit()
