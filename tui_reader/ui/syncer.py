"""A sync on a thread of its own, so that no key waits for it. What it tells is collected, so that a sync of hundreds
of sources wakes the screen some ten times a second, not at each."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.domain.events import SyncEvent
    from tui_reader.domain.sources import SyncOptions
    from tui_reader.sources.base import Source
    from tui_reader.ui.open_library import OpenLibrary

_log = logging.getLogger(__name__)


class Syncer:
    """One sync at a time; `wake` is called on the sync's thread when there is something to `take`."""

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._events: list[SyncEvent] = []
        self._is_waking = False
        self._thread: threading.Thread | None = None
        self._stopped = False

    @property
    def is_running(self) -> bool:
        """Whether a sync is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, opened: OpenLibrary, sources: Sequence[Source], options: SyncOptions) -> bool:
        """Start a sync; False when one is under way."""
        if self.is_running or self._stopped:
            return False
        self._thread = threading.Thread(target=self._run, args=(opened, sources, options), name="sync", daemon=True)
        self._thread.start()
        return True

    def take(self) -> list[SyncEvent]:
        """What was told since the last time."""
        with self._lock:
            events, self._events = self._events, []
            self._is_waking = False
        return events

    def wait(self) -> None:
        """Wait for the end of the sync that runs."""
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """Tell nothing more; the thread ends with the program."""
        self._stopped = True

    def _run(self, opened: OpenLibrary, sources: Sequence[Source], options: SyncOptions) -> None:
        from tui_reader.domain.events import SyncFinished
        from tui_reader.domain.sources import SyncReport

        try:
            opened.sync(sources, options, self._say)
        except ReaderError as error:
            if self._stopped:
                return
            _log.warning("sync: %s", error.message)
            self._say(SyncFinished(SyncReport()))
        except Exception:
            if not self._stopped:
                _log.exception("sync")
                self._say(SyncFinished(SyncReport()))

    def _say(self, event: SyncEvent) -> None:
        if self._stopped:
            return
        with self._lock:
            self._events.append(event)
            was_waking, self._is_waking = self._is_waking, True
        if not was_waking:
            self._wake()
