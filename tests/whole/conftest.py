from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests/support is shared by the rooms

from support.http_server import Reply, Server

from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>%(title)s</title><link>https://blog.example</link>
<item><title>%(title)s one</title><link>https://blog.example/%(title)s/1</link><guid>1</guid>
<pubDate>Wed, 01 Apr 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;The first text.&lt;/p&gt;</description></item>
<item><title>%(title)s two</title><link>https://blog.example/%(title)s/2</link><guid>2</guid>
<pubDate>Tue, 31 Mar 2026 08:00:00 GMT</pubDate><description>The second.</description></item></channel></rss>"""

PARAGRAPH = (
    "The essay of the %s says something about terminals, and goes on for long enough to be one paragraph of it. "
)


def issue_page(day: str, name: str) -> bytes:
    """A small issue in a markup of its own."""
    essay = "".join(f"<p>{PARAGRAPH % name * 2}</p>" for _ in range(2))
    return (
        f"<html><head><title>The Inference Report — {name}</title></head><body>"
        "<nav><a href='/archive'>Archive</a></nav>"
        f"<main><h1>The Inference Report</h1><time datetime='{day}'>{name}</time>{essay}<p>Sam Ample</p>"
        "<section><h2>AI Labs</h2><a href='/labs'>All labs</a><ul><li><span>A Lab</span> "
        f"<a href='https://lab.example/{day}'>A note of {day}</a></li></ul></section>"
        "<section><h2>Research Papers</h2><article><h3><a href='https://arxiv.org/abs/2604.00001'>Small Models Read"
        "</a> <span>cs.CL</span></h3><p>We study how small models read long texts, at length and with care, and find"
        " that they do so slowly but well enough.</p></article></section>"
        "<section><h2>Benchmarks</h2><h3>SWE-rebench</h3><p>Agentic coding</p><table><tr><th>#</th><th>Model</th>"
        "<th>Score</th></tr><tr><td>1</td><td>Model A</td><td>65.3%</td></tr><tr><td>2</td><td>Model B</td>"
        "<td>64.0%</td></tr></table></section></main></body></html>"
    ).encode()


def tagged(body: bytes, kind: str) -> Reply:
    """An answer with a validator."""
    return Reply(body, headers={"ETag": f'"{hash(body)}"', "Content-Type": kind})


@pytest.fixture
def web() -> Iterator[Server]:
    """A server that plays the report and three feeds."""
    with Server() as server:
        archive = (
            b"<html><body><h1>Archive</h1><a href='/archive/2026-04-01'>1 April</a>"
            b"<a href='/archive/2026-03-31'>31 March</a></body></html>"
        )
        server.route("/archive", tagged(archive, "text/html"))
        server.route("/archive/2026-04-01", tagged(issue_page("2026-04-01", "April 1, 2026"), "text/html"))
        server.route("/archive/2026-03-31", tagged(issue_page("2026-03-31", "March 31, 2026"), "text/html"))
        for name in (b"alpha", b"beta"):
            server.route(f"/{name.decode()}.xml", tagged(RSS % {b"title": name}, "application/rss+xml"))
        yield server


@pytest.fixture
def open_program(tmp_path: Path, web: Server) -> Iterator[Callable[..., Program]]:
    """Make programs on one home whose configuration points at the server."""
    made: list[Program] = []
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        f'[issues]\nurl = "{web.url("")}"\n[arxiv]\ncategories = []\n'
        + "".join(
            f'[[feeds]]\ntitle = "{n}"\nurl = "{web.url(f"/{n}.xml")}"\ngroup = "Test"\n' for n in ("alpha", "beta")
        ),
        "utf-8",
    )

    def make(**launch: Any) -> Program:
        program = Program(Launch(home=tmp_path, **launch), {}, lambda: NOW)
        made.append(program)
        return program

    yield make
    for program in made:
        program.close()
