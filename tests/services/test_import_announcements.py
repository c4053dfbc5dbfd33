"""A file of announcements goes to the inbox as fetched ones do: followed categories and types alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_reader.cli.main import run


def item(number: str, category: str, kind: str) -> str:
    return (
        f"<item><title>Paper {number}</title><link>https://arxiv.org/abs/{number}</link>"
        f"<description>arXiv:{number}v1 Announce Type: {kind} \nAbstract: Words.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{number}v1</guid><category>{category}</category>'
        f"<arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>Ann Author</dc:creator></item>"
    )


FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>cs.SD updates on arXiv.org</title>
<link>http://rss.arxiv.org/rss/cs.SD</link><pubDate>Mon, 14 Sep 2026 00:00:00 -0400</pubDate>
{item("2609.00001", "cs.SD", "new")}{item("2609.00002", "math.AG", "new")}{item("2609.00003", "cs.SD", "replace")}
</channel></rss>"""


def test_followed_announcements_go_to_the_inbox(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = tmp_path / "announcements.xml"
    feed.write_text(FEED, encoding="utf-8")
    home = ["--home", str(tmp_path / "home"), "--offline"]
    assert run([*home, "import", str(feed), "--json"]) == 0
    (done,) = json.loads(capsys.readouterr().out)["files"]
    assert done["keys"] == ["arxiv:2609.00001", "arxiv:2609.00002", "arxiv:2609.00003"]
    assert run([*home, "list", "papers", "--json"]) == 0
    states = {paper["key"]: paper["state"] for paper in json.loads(capsys.readouterr().out)}
    assert states == {"arxiv:2609.00001": "inbox", "arxiv:2609.00002": "none", "arxiv:2609.00003": "none"}
