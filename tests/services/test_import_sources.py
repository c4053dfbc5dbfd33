"""What a file brings belongs to the source it would have come from, so that filters by source and group find it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_reader.cli.main import run

TRENDING = json.dumps([{"repo": "octo/hub", "description": "A hub.", "language": "Rust", "stars": 12}])
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Simon Willison</title><id>x</id><entry><id>e</id>'
    '<title>Words</title><link href="https://s.example/1"/><updated>2026-04-01T00:00:00Z</updated></entry></feed>'
)


@pytest.mark.parametrize(
    ("name", "text", "what", "query"),
    [
        ("daily_2026-03-02.json", TRENDING, "repos", "group:Trending"),
        ("feed.xml", FEED, "entries", "group:Newsletters"),
    ],
)
def test_an_import_is_found_by_the_group_of_its_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, what: str, query: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    home = ["--home", str(tmp_path / "home"), "--offline"]
    assert run([*home, "import", str(path)]) == 0
    capsys.readouterr()
    assert run([*home, "list", what, query, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
