"""The log in state/: what went wrong, and with --debug more."""

from __future__ import annotations

import logging
from pathlib import Path


def log_to(path: Path, *, debug: bool) -> LogFile:
    """Have what the program says of itself appended to a file, warnings or, with `debug`, all. Remove it when done."""
    log = LogFile(path)
    log.setLevel(logging.DEBUG if debug else logging.WARNING)
    ours = logging.getLogger("tui_reader")
    if debug:
        ours.setLevel(logging.DEBUG)
    ours.addHandler(log)
    return log


class LogFile(logging.Handler):
    """Appends to the log; opens it only when there is something to say, and never fails the program."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Append a record; logins of addresses are hidden."""
        from tui_reader.text.address_parts import logins_hidden  # not on the way to the first frame

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8", errors="replace") as log:
                log.write(logins_hidden(self.format(record)) + "\n")
        except OSError:
            return
