"""A shell on a terminal of its own, to see what its tab key does."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from pathlib import Path


class RealShell:
    """Runs `argv` in a folder, which is its home, too."""

    def __init__(self, argv: list[str], folder: Path) -> None:
        self._terminal, inner = pty.openpty()
        environment = {"PATH": os.environ["PATH"], "TERM": "vt100", "PS1": "> ", "HOME": str(folder)}
        self._process = subprocess.Popen(
            argv, stdin=inner, stdout=inner, stderr=inner, cwd=folder, env=environment, start_new_session=True
        )
        os.close(inner)

    def told(self, text: str, awaited: str, seconds: float = 20) -> str:
        """What the shell wrote until `awaited` was in it; AssertionError with all of it when that never came."""
        os.write(self._terminal, text.encode())
        seen, end = "", time.monotonic() + seconds
        while awaited not in seen:
            ready, _, _ = select.select([self._terminal], [], [], max(0, end - time.monotonic()))
            assert ready, f"{awaited!r} never came: {seen!r}"
            seen += os.read(self._terminal, 4096).decode("utf-8", "replace")
        return seen

    def close(self) -> None:
        """End the shell."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)
