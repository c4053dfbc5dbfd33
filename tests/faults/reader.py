"""The reader in a pseudo-terminal, as a person has it; what is on the screen, and what is left when it ends."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pyte

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

#: Set for what a trial starts, so that what is left of it is found whatever its parent is then.
MARK = "INFERENCE_TUI_TRIAL"
_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
#: Alternate screen, mouse, focus, pasting: to be off when the reader is gone; the cursor is to be on.
_OFF_IN_THE_END = (1049, 1000, 1003, 1015, 1006, 1004, 2004)
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


class Reader:
    """The reader of a home at work; `cpu` is the only processor it may use."""

    def __init__(
        self,
        home: Path,
        size: tuple[int, int] = (80, 24),
        *,
        env: Mapping[str, str] | None = None,
        arguments: tuple[str, ...] = ("--offline",),
        cpu: int | None = None,
    ) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.modes: dict[int, bool] = {}
        self.written = b""
        self.status: int | None = None
        command = [sys.executable, "-m", "tui_reader", "--home", str(home), *arguments]
        given = {k: v for k, v in os.environ.items() if k not in ("LINES", "COLUMNS", "NO_COLOR", "TMUX")}
        given |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", MARK: str(os.getpid())}
        given |= {"PYTHONPATH": os.pathsep.join(sys.path), **(env or {})}
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            if cpu is not None:
                os.sched_setaffinity(0, {cpu})
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execve(sys.executable, command, given)
        self.resize(*size)
        os.set_blocking(self.descriptor, False)

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size."""
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(max(rows, 1), max(columns, 1))

    def write(self, data: bytes, within_s: float = 30.0) -> bool:
        """Send keys, reading meanwhile as a terminal does; whether all of them were taken."""
        until = time.monotonic() + within_s
        while data and time.monotonic() < until:
            try:
                data = data[os.write(self.descriptor, data) :]
            except BlockingIOError:
                self.pump(0.01)
            except OSError:
                return False
        return not data

    def pump(self, seconds: float) -> bool:
        """Read what comes for so long at most; whether anything came."""
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.descriptor, 1 << 16)
        except OSError:
            return False
        for numbers, word in _MODES.findall(data):
            self.modes |= {int(n or 0): word == b"h" for n in numbers.split(b";")}
        self.written = (self.written + data)[-4096:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))
        return bool(data)

    def until(self, wanted: str, within_s: float = 30.0) -> bool:
        """Read until a text is on the screen; whether it came."""
        end = time.monotonic() + within_s
        while wanted not in self.text:
            if time.monotonic() > end or self.has_ended():
                return wanted in self.text
            self.pump(0.05)
        return True

    def settle(self, quiet_s: float = 0.3, within_s: float = 20.0) -> None:
        """Read until nothing comes for a while."""
        end = time.monotonic() + within_s
        while self.pump(quiet_s) and time.monotonic() < end:
            pass

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.screen.display)

    def answers(self, within_s: float = 30.0) -> str:
        """Whether it still takes keys, at 80x24: what is wrong, "" when nothing is."""
        self.resize(80, 24)
        self.settle()
        end = time.monotonic() + within_s
        while time.monotonic() < end and not self.has_ended():
            for _ in range(5):  # whatever is open is closed
                self.write(b"\x1b")
                self.settle(0.3, 2)
            self.write(b"?")
            if self.until("Keys in", 5):
                self.write(b"\x1b")
                self.settle(0.1)
                return ""
        return "it has ended" if self.has_ended() else f"no answer to a key: {self.text[:160]!r}"

    def has_ended(self) -> bool:
        """Whether the process is gone."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def ended(self, within_s: float = 15.0) -> bool:
        """Wait for the end, reading meanwhile."""
        end = time.monotonic() + within_s
        while not self.has_ended() and time.monotonic() < end:
            if not self.pump(0.02):
                time.sleep(0.01)
        while self.pump(0.02):
            pass
        return self.has_ended()

    def left_on(self) -> str:
        """What of the terminal was not put back."""
        on = [str(n) for n in _OFF_IN_THE_END if self.modes.get(n)]
        if self.modes.get(25) is False:
            on.append("no cursor")
        return f"terminal not put back: {', '.join(on)}" if on else ""

    def quit(self) -> str:
        """Leave as a person does; what is wrong with how it ended."""
        self.write(b"\x1b\x1b")
        self.settle(0.1)
        self.write(b"Q")
        if not self.ended():
            self.kill()
            return "does not end by Q"
        code = os.waitstatus_to_exitcode(self.status or 0)
        return self.left_on() or (f"exit {code}: {self.written[-300:]!r}" if code else "")

    def kill(self) -> None:
        """End it by force."""
        if not self.has_ended():
            os.kill(self.pid, signal.SIGKILL)
            self.ended()

    def close(self) -> None:
        """Let go of the terminal."""
        try:
            os.close(self.descriptor)
        except OSError:
            return


def left_over(within_s: float) -> list[str]:
    """What runs still of all that this process started in a trial; waits so long at most for it to end."""
    until = time.monotonic() + within_s
    while True:
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if f"{MARK}={os.getpid()}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                    found.append(f"{entry.name} {command.decode('utf-8', 'replace')[:120]}")
            except OSError:
                continue
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.1)
