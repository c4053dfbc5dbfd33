"""The log in state/: what went wrong, and with --debug more."""

from __future__ import annotations

import logging
from pathlib import Path


class LogFile(logging.Handler):
    """Appends to the log; opens it only when there is something to say, and never fails the program."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Append a record."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8", errors="replace") as log:
                log.write(self.format(record) + "\n")
        except OSError:
            return
