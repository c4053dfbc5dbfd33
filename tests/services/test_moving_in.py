"""Moving in from newsboat: feeds, what was read, what was kept, also before the items are here."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_reader.cli.main import run
from tui_reader.config.home import Launch
from tui_reader.domain.feeds import Entry
from tui_reader.services.moving_in import parse_urls
from tui_reader.wiring import Program

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
URLS = b"""# comment
https://a.example/feed "AI Labs" tag2
http://b.example/rss "~My B" blogs
"query:Unread:unread = \\"yes\\""
exec:~/bin/make-feed
"""


def cache(folder: Path) -> Path:
    path = folder / "cache.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE rss_item(url, title, unread INTEGER, flags, deleted INTEGER)")
        rows = [
            ("https://a.example/1", "Read", 0, "", 0),
            ("https://a.example/2", "Kept", 0, "s", 0),
            ("https://a.example/3", "Unread", 1, "", 0),
            ("https://a.example/4", "Deleted", 0, "", 1),
            ("", "Nothing", 0, "", 0),
        ]
        db.executemany("INSERT INTO rss_item VALUES (?, ?, ?, ?, ?)", rows)
    db.close()
    return path


def test_urls_give_feeds_with_titles_and_groups_and_say_what_is_left_out() -> None:
    urls = parse_urls(URLS)
    assert [(f.url, f.title, f.group) for f in urls.feeds] == [
        ("https://a.example/feed", "", "AI Labs"),
        ("http://b.example/rss", "My B", "blogs"),
    ]
    assert len(urls.left_out) == 2


def test_read_and_kept_hold_for_what_is_here_and_for_what_comes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "urls").write_bytes(URLS)
    home = tmp_path / "home"
    files = [str(tmp_path / "urls"), str(cache(tmp_path))]
    assert run(["--home", str(home), "--offline", "import", "--as", "newsboat", *files]) == 0
    told = capsys.readouterr().out
    assert "2 feeds" in told
    assert "2 read, 1 kept" in told
    program = Program(Launch(home=home, offline=True), {}, lambda: NOW)
    try:
        program.catch_up()
        followed = {s.url: s.group for s in program.lists.feeds.followed()}
        assert followed["http://b.example/rss"] == "blogs"
        entries = [Entry(f"Entry {n}", f"https://a.example/{n}", published=NOW) for n in range(1, 5)]
        program.library.entries.store("a", entries, NOW)
        rows = {row.title: (row.read, row.state.value) for row in program.library.lists.rows(range(1, 5))}
        assert rows == {
            "Entry 1": (True, "none"), "Entry 2": (True, "kept"), "Entry 3": (False, "none"), "Entry 4": (False, "none")
        }  # fmt: skip
    finally:
        program.close()


def test_another_database_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE x(y)")
    db.commit()
    db.close()
    assert run(["--home", str(tmp_path / "home"), "--offline", "import", "--as", "newsboat", str(other)]) != 0
