"""What the reader writes to a real terminal: where its cursor stands, nothing while nobody does anything, ASCII."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

import pty

from tui_reader.cli.main import run

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Zürich 漢字 feed</title><link>https://a.example/</link>{items}</channel></rss>"""
ITEM = """<item><title>Öntry {n} – “naïve” שלום 👩‍🔬 …</title><link>https://a.example/{n}</link><guid>{n}</guid>
<description>&lt;p&gt;Needle {n} → é &lt;a href="https://a.example/ü?q={n}"&gt;links&lt;/a&gt; to
&lt;a href="javascript:alert(1)"&gt;nowhere&lt;/a&gt;.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;point&lt;/li&gt;&lt;/ul&gt;
</description></item>"""
ROWS, COLUMNS = 30, 120


class Terminal:
    """The reader in a pseudo-terminal of 120 by 30, drawn by a second program."""

    def __init__(self, home: Path, *options: str, env: dict[str, str] | None = None) -> None:
        self.written = b""
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            size = {"COLUMNS": str(COLUMNS), "LINES": str(ROWS)}
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor"} | size | (env or {}))
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            command = [sys.executable, "-m", "tui_reader", "--home", str(home), "--offline", "--pane", "feeds"]
            os.execv(sys.executable, [*command, *options])

    def read(self, seconds: float) -> bytes:
        """What comes within that time of silence."""
        got = b""
        while select.select([self.descriptor], [], [], seconds)[0]:
            try:
                data = os.read(self.descriptor, 65536)
            except OSError:
                break
            if not data:
                break
            got += data
        self.written += got
        self._stream.feed(got)
        return got

    def until(self, holds: Callable[[], bool]) -> None:
        """Read until something holds of the screen."""
        end = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < end, "\n".join(self.screen.display)
            self.read(0.1)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.descriptor, keys)

    @property
    def line(self) -> str:
        """The line that the cursor stands on."""
        return str(self.screen.display[self.screen.cursor.y])

    def end(self) -> None:
        """End the reader, in whatever state."""
        os.kill(self.pid, signal.SIGTERM)
        while self.read(2):
            pass
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    (folder / "feed.xml").write_text(FEED.format(items="".join(ITEM.format(n=n) for n in range(9))), "utf-8")
    assert run(["--home", str(folder / "home"), "import", str(folder / "feed.xml")]) == 0
    return folder / "home"


@pytest.fixture
def opened(home: Path) -> Iterator[Callable[..., Terminal]]:
    made: list[Terminal] = []

    def start(*options: str, env: dict[str, str] | None = None) -> Terminal:
        made.append(Terminal(home, *options, env=env))
        return made[-1]

    yield start
    for terminal in made:
        terminal.end()


def selected(terminal: Terminal) -> str:
    """The title in the row that bears the mark of the cursor."""
    return next((line for line in terminal.screen.display if "▌" in line), "")


def test_the_cursor_stands_where_one_is_and_nothing_is_written_while_idle(opened: Callable[..., Terminal]) -> None:
    terminal = opened()
    terminal.until(lambda: "Needle" in "\n".join(terminal.screen.display) and terminal.line == selected(terminal) != "")
    first = terminal.line
    assert not terminal.screen.cursor.hidden
    terminal.type(b"j")
    terminal.until(lambda: terminal.line == selected(terminal) != first)
    terminal.type(b"/")
    terminal.until(lambda: "search" in terminal.line.lower())
    terminal.type(b"ontry 4")
    terminal.until(lambda: terminal.line[: terminal.screen.cursor.x].endswith("ontry 4"))
    terminal.type(b"\r")
    terminal.until(lambda: terminal.line == selected(terminal) and "ntry 4" in terminal.line)
    terminal.type(b"\r")
    terminal.until(
        lambda: terminal.screen.cursor.x > COLUMNS // 2 and "ntry 4" in terminal.line[terminal.screen.cursor.x :]
    )
    terminal.read(6)  # a message goes
    assert terminal.read(2) == b""


def test_links_are_hyperlinks_of_cleaned_addresses(opened: Callable[..., Terminal]) -> None:
    terminal = opened()
    terminal.until(lambda: "Needle" in "\n".join(terminal.screen.display))
    links = set(re.findall(rb"\x1b\]8;id=[^;]*;([^\x1b]+)\x1b\\", terminal.written))
    assert links
    assert all(re.fullmatch(rb"https://a\.example/(%C3%BC\?q=)?\d", link) for link in links), links


@pytest.mark.parametrize(("options", "env"), [(("--ascii",), None), ((), {"LC_ALL": "C"})])
def test_nothing_but_ascii_is_written(
    options: tuple[str, ...], env: dict[str, str] | None, opened: Callable[..., Terminal]
) -> None:
    terminal = opened(*options, env=env)
    terminal.until(lambda: "Needle" in "\n".join(terminal.screen.display))
    assert 'ntry 8 - "naive" ????' in "\n".join(terminal.screen.display)
    terminal.type(b"?")
    terminal.until(lambda: "Keys in Feeds" in "\n".join(terminal.screen.display))
    assert terminal.written.isascii()


def test_without_colours_attributes_tell_what_is_selected(opened: Callable[..., Terminal]) -> None:
    terminal = opened(env={"NO_COLOR": "1"})
    terminal.until(lambda: "Needle" in "\n".join(terminal.screen.display) and selected(terminal) != "")
    styles = re.findall(rb"\x1b\[([0-9;]*)m", terminal.written)
    assert {number for style in styles for number in style.split(b";")} <= set(
        b"0 1 2 3 4 7 9 22 23 24 27 29".split()
    ) | {b""}
    row = terminal.screen.display.index(selected(terminal))
    title = selected(terminal).index("ntry")
    assert terminal.screen.buffer[row][title].reverse
    assert not terminal.screen.buffer[row + 1][title].reverse
