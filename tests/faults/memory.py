"""The most memory that any process took: of this one and of all that it started, as the system counts it (proc(5),
VmHWM). Looked at a hundred times a second, and 0 where the system does not say."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_HIGHEST = re.compile(rb"VmHWM:\s+(\d+) kB")
_LOOK_S = 0.02


class Peak:
    """While inside, `mib` is the most that was seen, and `whose` the command line of who took it."""

    def __init__(self) -> None:
        self.mib = 0
        self.whose = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        try:
            Path("/proc/self/clear_refs").write_text("5")  # counts from here on
        except OSError:
            return self
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_S):
            for pid in _family(os.getpid()):
                try:
                    found = _HIGHEST.search(Path(f"/proc/{pid}/status").read_bytes())
                    if found and int(found[1]) >> 10 > self.mib:
                        self.mib = int(found[1]) >> 10
                        self.whose = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:60]
                except OSError:
                    continue


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        try:
            for task in Path(f"/proc/{found[-1]}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, ValueError):
            continue
    return found
