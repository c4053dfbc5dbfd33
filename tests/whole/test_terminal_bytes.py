"""What reaches the terminal, byte by byte: only the reader's own sequences, whatever a feed says."""

from __future__ import annotations

import codecs
import os
import re
import select
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

import pty

from tui_reader.cli.main import run

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Evil &#x202e;feed</title><link>https://evil.example/</link>
<item><title>One &amp;#27;[31mred&amp;#27;]0;owned&amp;#7; &#x9b;2J&#x85;\u202etxt.exe\u2066</title>
<link>https://evil.example/1</link><guid>1</guid><author>A\u200bnn&#x90;</author>
<description>&lt;p&gt;FIRST-TEXT &amp;#x1b;[2J &amp;#155;31m \u202eback\u202c &amp;#8238;x &amp;#7;&lt;/p&gt;&lt;pre&gt;
&amp;#27;[5mcode&#x80;&lt;/pre&gt;&lt;a href="https://evil.example/&amp;#27;]8;;x"&gt;a\u2067link&lt;/a&gt;</description></item>
</channel></rss>
"""

#: What a terminal is told in controls: Textual's styles, cursor, modes, pointer shape, questions, and links.
OWN = re.compile(
    rb"\x1b\[[0-9;]*m|\x1b\[[0-9;]*H|\x1b\[[?<>=]?[0-9;]*\$?[a-zA-Z]|\x1b\]22;[a-z]+\x07"
    rb"|\x1b\]8;(?:id=[0-9-]+)?;(?:https?://[!-~]*)?\x1b\\|\x1b\]11;\?\x1b\\"
)
REORDERING = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Terminal:
    """The reader in a pseudo-terminal, and all it wrote."""

    def __init__(self, home: Path) -> None:
        self.written = b""
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            command = [sys.executable, "-m", "tui_reader", "--home", str(home), "--offline", "--pane", "feeds"]
            os.execv(sys.executable, command)

    def until(self, wanted: bytes) -> None:
        """Read until the text was written; fails after half a minute without any output."""
        while wanted not in OWN.sub(b"", self.written):
            assert select.select([self.descriptor], [], [], 30)[0], f"{wanted!r} never came"
            if not self._read():
                pytest.fail(f"the reader ended before {wanted!r} came")

    def end(self) -> None:
        """Leave the reader and read the rest."""
        os.write(self.descriptor, b"Q")
        while self._read():
            pass
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)

    def _read(self) -> bool:
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:
            return False
        self.written += data
        return bool(data)


def test_no_control_or_reordering_character_of_a_feed_reaches_the_terminal(tmp_path: Path) -> None:
    feed = tmp_path / "evil.xml"
    feed.write_text(FEED, encoding="utf-8")
    home = tmp_path / "home"
    assert run(["--home", str(home), "import", str(feed), "--json"]) == 0
    terminal = Terminal(home)
    terminal.until(b"txt.exe")
    os.write(terminal.descriptor, b"\r")  # where the terminal is narrow, the document is not yet shown
    terminal.until(b"FIRST-TEXT")
    terminal.until(b"alink")
    terminal.end()
    left = OWN.sub(b"", terminal.written)
    text = codecs.decode(left, "utf-8", "strict")
    assert [c for c in text if (ord(c) < 32 and c not in "\r\n") or 127 <= ord(c) < 160] == []
    assert REORDERING.findall(text) == []
