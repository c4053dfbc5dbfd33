"""Small files to import, and a way to run a command line in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui_reader.cli.main import run

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour Notes</title>
<link>https://harbour.example/</link>
<item><title>Evaluating small models</title><link>https://harbour.example/small</link><guid>1</guid>
<pubDate>Wed, 01 Apr 2026 08:00:00 GMT</pubDate>
<description>&lt;p&gt;A &lt;b&gt;bold&lt;/b&gt; claim with a
&lt;a href="/more"&gt;link&lt;/a&gt;.&lt;/p&gt;</description></item>
<item><title>漢字 in the terminal \u202etxet desrever</title><link>https://harbour.example/kanji</link><guid>2</guid>
<pubDate>Tue, 31 Mar 2026 08:00:00 GMT</pubDate><description>Wide letters take two cells.</description></item>
</channel></rss>"""

EMPTY_FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Silent</title>
<link>https://silent.example/</link></channel></rss>"""

ISSUE = (
    "<html><head><title>The Inference Report — April 1, 2026</title></head><body><main>"
    "<h1>The Inference Report</h1><time datetime='2026-04-01'>April 1, 2026</time>"
    + "<p>The essay speaks of harbours and of models, and goes on for long enough to be a paragraph of its own.</p>"
    * 2
    + "<p>Sam Ample</p>"
    "<section><h2>AI Labs</h2><a href='/labs'>All labs</a><ul><li><span>A Lab</span> "
    "<a href='https://lab.example/note'>A note from the lab</a></li></ul></section>"
    "<section><h2>Research Papers</h2><article><h3><a href='https://arxiv.org/abs/2604.00001'>Small Models Read"
    "</a> <span>cs.CL</span></h3><p>We study how small models read long texts, at length and with care, and find"
    " that they do so slowly but well enough.</p></article></section>"
    "<section><h2>Benchmarks</h2><h3>SWE-rebench</h3><p>Agentic coding</p><table><tr><th>#</th><th>Model</th>"
    "<th>Score</th></tr><tr><td>1</td><td>Model A</td><td>65.3%</td></tr><tr><td>2</td><td>Model B</td>"
    "<td>64.0%</td></tr></table></section>"
    "<section><h2>Trending</h2><ul><li><a href='https://github.com/octo-org/Reader'>octo-org/Reader</a> "
    "<p>Reads things</p> <span>Rust</span> <span>★ 1,234</span></li></ul></section></main></body></html>"
)

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Ports"><outline text="Harbour Notes" type="rss" xmlUrl="https://harbour.example/feed"/></outline>
</body></opml>"""


@dataclass(frozen=True)
class Done:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as the one JSON document it must be."""
        assert self.out, self.err
        return json.loads(self.out)


class Cli:
    """Runs command lines on one home."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def __call__(self, *words: str) -> Done:
        """Run one command line."""
        self._capsys.readouterr()
        code = run(["--home", str(self.home), *words])
        out, err = self._capsys.readouterr()
        return Done(code, out, err)

    def write(self, name: str, text: str | bytes) -> str:
        """A file beside the home, by its path."""
        path = self.home.parent / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    def configure(self, text: str) -> None:
        """The configuration file of the home."""
        path = self.home / "config" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
