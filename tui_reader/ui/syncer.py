"""A sync on a thread of its own, so that no key waits for it."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from tui_reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_reader.domain.events import SyncEvent
    from tui_reader.services.catalogue import Source
    from tui_reader.services.syncing.options import Options
    from tui_reader.ui.edition import Edition

_log = logging.getLogger(__name__)


class Syncer:
    """One sync at a time; `tell` is called on the sync's thread."""

    def __init__(self, tell: Callable[[SyncEvent], object]) -> None:
        self._tell = tell
        self._thread: threading.Thread | None = None
        self._stopped = False

    @property
    def is_running(self) -> bool:
        """Whether a sync is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, edition: Edition, sources: Sequence[Source], options: Options) -> bool:
        """Start a sync; False when one is under way."""
        if self.is_running or self._stopped:
            return False
        self._thread = threading.Thread(target=self._run, args=(edition, sources, options), name="sync", daemon=True)
        self._thread.start()
        return True

    def stop(self) -> None:
        """Tell nothing more; the thread ends with the program."""
        self._stopped = True

    def _run(self, edition: Edition, sources: Sequence[Source], options: Options) -> None:
        from tui_reader.domain.events import SyncFinished
        from tui_reader.domain.sources import SyncReport

        try:
            edition.sync(sources, options, self._say)
        except ReaderError as error:
            _log.warning("sync: %s", error.message)
            self._say(SyncFinished(SyncReport()))
        except Exception:
            if not self._stopped:
                _log.exception("sync")
                self._say(SyncFinished(SyncReport()))

    def _say(self, event: SyncEvent) -> None:
        if not self._stopped:
            self._tell(event)
