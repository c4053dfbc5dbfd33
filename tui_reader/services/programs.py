"""Other programs at work: started without a shell, given an item on standard input, heard while they run, and ended.

What a program prints is foreign text: it is cleaned line by line, and one that floods is ended. It runs in a process
group of its own, so that what it started ends with it.
"""

from __future__ import annotations

import codecs
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tui_reader.domain.errors import ReaderError
from tui_reader.domain.programs import Ended, filled
from tui_reader.text.sanitise import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tui_reader.domain.programs import Given

MOST = 400_000
"""So many characters of output are taken; a program that prints more is ended."""
_MOST_ERRORS = 4_000
_MOST_LINE = 16_000
_CHUNK = 65_536
_GRACE_S = 2.0


class ProgramError(ReaderError):
    """A program could not be run."""

    code = "program"


class Heard:
    """What a stream said so far, cleaned: whole lines once, the line that is still being written anew each time."""

    def __init__(self, most: int) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._most = most
        self._lock = threading.Lock()
        self._settled: list[str] = []
        self._length = 0
        self._tail = ""
        self.number = 0
        """Rises with what is heard."""

    def hear(self, data: bytes, *, is_last: bool = False) -> bool:
        """Take more in; False when it is too much."""
        with self._lock:
            self.number += 1
            self._tail += self._decoder.decode(data, is_last)
            at = self._tail.rfind("\n") + 1
            if not at and (is_last or len(self._tail) > _MOST_LINE):
                at = len(self._tail)
            if at:
                clean = clean_text(self._tail[:at])[: self._most - self._length]
                self._settled.append(clean)
                self._length += len(clean)
                self._tail = self._tail[at:]
            return self._length < self._most

    @property
    def text(self) -> str:
        """All of it."""
        with self._lock:
            whole = "".join(self._settled)
            self._settled = [whole]
            return whole + clean_text(self._tail)


class Running:
    """A program that was started. `output` grows while it runs; `ended` says how it ended, None before."""

    def __init__(self, process: subprocess.Popen[bytes], files: Sequence[Path], limit_s: float | None) -> None:
        self._process = process
        self._files = files
        self._reason = ""
        self._output, self._errors = Heard(MOST), Heard(_MOST_ERRORS)
        self._is_over = threading.Event()
        self.ended: Ended | None = None
        self._threads = [
            threading.Thread(target=self._listen, args=(stream, heard, name), name=f"program-{name}", daemon=True)
            for stream, heard, name in (
                (process.stdout, self._output, "output"), (process.stderr, self._errors, "errors")
            )
            if stream is not None
        ]  # fmt: skip
        for thread in self._threads:
            thread.start()
        self._timer = threading.Timer(limit_s, self.end, (f"ended after {limit_s:g} s",)) if limit_s else None
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        threading.Thread(target=self._wait, name="program", daemon=True).start()

    @property
    def output(self) -> str:
        """What it printed so far."""
        return self._output.text

    @property
    def number(self) -> int:
        """Rises with what it prints."""
        return self._output.number

    def end(self, reason: str = "ended by you") -> None:
        """End it and what it started; one that does not heed that is killed."""
        if self.ended is None:
            self._reason = self._reason or reason
            _signal(self._process, signal.SIGTERM)
            killer = threading.Timer(_GRACE_S, self._kill)
            killer.daemon = True
            killer.start()

    def _kill(self) -> None:
        if self.ended is None:
            _signal(self._process, getattr(signal, "SIGKILL", signal.SIGTERM))

    def wait(self, seconds: float | None = None) -> Ended | None:
        """Wait until it ended, and how it did; None when that takes longer."""
        self._is_over.wait(seconds)
        return self.ended

    def _listen(self, stream: IO[bytes], heard: Heard, name: str) -> None:
        is_output, more = name == "output", True
        try:
            # Straight from the descriptor, which gives what there is and does not wait for a full buffer.
            while data := os.read(stream.fileno(), _CHUNK):
                more = heard.hear(data) if more else False
                if not more and is_output:
                    self.end(f"ended here: it printed more than {MOST:,} characters")
                    break
            else:
                heard.hear(b"", is_last=True)
        except (OSError, ValueError):
            return  # the stream was closed while it was read

    def _wait(self) -> None:
        code = self._process.wait()
        # What it started may keep the streams open for as long as it likes.
        for thread in self._threads:
            thread.join(_GRACE_S)
        if self._timer is not None:
            self._timer.cancel()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None and not any(t.is_alive() for t in self._threads):
                stream.close()
        for file in self._files:
            file.unlink(missing_ok=True)
        self.ended = Ended(code, self._errors.text.strip(), self._reason)
        self._is_over.set()


class Programs:
    """Starts programs. `secrets` names the variables of the environment that hold this program's own keys, which no
    other program gets; where it `is_allowed` to nobody, as in a browser, everything here says so."""

    def __init__(
        self,
        env: Mapping[str, str],
        secrets: Callable[[], Iterable[str]] = tuple,
        *,
        is_allowed: bool = True,
    ) -> None:
        self._env = env
        self._secrets = secrets
        self.is_allowed = is_allowed

    def refuse(self) -> None:
        """Raise where no program may be run."""
        if not self.is_allowed:
            raise ProgramError("No program is run from a browser", "serve --allow-commands lets it")

    def environment(self) -> dict[str, str]:
        """What a program finds in its environment."""
        hidden = set(self._secrets())
        return {name: value for name, value in self._env.items() if name not in hidden}

    def start(
        self, run: Sequence[str], given: Given, *, is_heard: bool = True, limit_s: float | None = None
    ) -> Running:
        """Start a program with an item on its standard input. Its output is kept when it `is_heard`.
        Raises ReaderError."""
        self.refuse()
        files: list[Path] = []
        try:
            if "{path}" in run and not given.path:
                given, file = _with_file(given)
                files.append(file)
            arguments = filled(run, given)
            # A file, not a pipe: nobody waits for a program that does not read. A session of its own: what it starts
            # ends with it, and the terminal's ctrl+c is not its.
            with tempfile.TemporaryFile(prefix="inference-tui-") as item:
                item.write(given.text.encode("utf-8", "replace"))
                item.seek(0)
                out = subprocess.PIPE if is_heard else subprocess.DEVNULL
                process = subprocess.Popen(  # noqa: S603  # a list of arguments: no shell
                    arguments,
                    stdin=item,
                    stdout=out,
                    stderr=subprocess.PIPE,
                    env=self.environment(),
                    start_new_session=True,
                )
        except (OSError, ValueError) as error:
            for file in files:
                file.unlink(missing_ok=True)
            raise _not_started(run, error) from None
        return Running(process, files, limit_s)

    def open(self, run: Sequence[str], given: Given) -> None:
        """Start a program that lives on its own: a player, a viewer. Raises ReaderError."""
        self.refuse()
        try:
            process = subprocess.Popen(  # noqa: S603  # a list of arguments: no shell
                filled(run, given),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self.environment(),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise _not_started(run, error) from None
        # Somebody has to ask how it ended, or it stays in the table of processes.
        threading.Thread(target=process.wait, name="opened", daemon=True).start()

    def in_front(self, run: Sequence[str]) -> int:
        """Run a program that takes the terminal, and wait for it; its exit code. Raises ReaderError."""
        self.refuse()
        try:
            return subprocess.call(list(run), env=self.environment())  # noqa: S603  # a list of arguments: no shell
        except (OSError, ValueError) as error:
            raise _not_started(run, error) from None


def _with_file(given: Given) -> tuple[Given, Path]:
    """The same with a file that holds its text, which only the user can read."""
    from msgspec.structs import replace

    descriptor, name = tempfile.mkstemp(prefix="inference-tui-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(given.text)
    return replace(given, path=name), Path(name)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        if sys.platform == "win32":
            process.terminate()
        else:
            os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return  # it ended meanwhile


def _not_started(run: Sequence[str], error: Exception) -> ProgramError:
    name = run[0] if run else ""
    if isinstance(error, FileNotFoundError):
        return ProgramError(f"There is no program {name}", "Install it, or name another one.")
    if isinstance(error, PermissionError):
        return ProgramError(f"{name} may not be run", "Check that it is a program.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ProgramError(f"{name} could not be started: {reason}", "Give it less, or another program.")
