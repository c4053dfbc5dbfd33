"""What is secret is shown nowhere and lies where it must alone; what is written is its owner's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from cli_samples import FEED, OPML, Cli
from support.http_server import Reply, Server

PASSWORD = "Quayside7Lantern"
KEY = "k3y-of-the-harbour-master"
HEADER = "b3arer-of-the-lighthouse"
PARAMETER = "p4rameter-of-the-pilot"

COMMANDS = (
    ("sync",),
    ("sync", "feeds", "--json"),
    ("sync", "bad"),
    ("list", "sources"),
    ("show", "good", "--json"),
    ("config", "show"),
    ("config", "check"),
    ("doctor",),
    ("doctor", "--json"),
    ("list", "entries"),
    ("list", "entries", "--json"),
    ("export", "feeds"),
    ("search", "models", "--json"),
    ("feeds", "add", "http://reader:Quayside7Lantern@127.0.0.1:9/none"),
    ("feeds", "remove", "http://reader:Quayside7Lantern@127.0.0.1:9/none"),
    ("server", "status"),
    ("server", "status", "--json"),
)


@pytest.fixture
def planted(cli: Cli) -> Cli:
    """A home whose configuration holds a password, a key and a header, one feed that works and one that does not; all
    commands were run."""
    with Server() as server:
        server.route("/good.xml", Reply(FEED.encode(), headers={"Content-Type": "application/rss+xml"}))
        server.route(
            f"/keyed.xml?api_key={PARAMETER}&a=1", Reply(FEED.encode(), headers={"Content-Type": "application/rss+xml"})
        )
        address = server.url("").replace("http://", f"http://reader:{PASSWORD}@")
        cli.configure(
            f'[issues]\nurl = "{server.url("/none")}"\n[arxiv]\ncategories = []\n[trending]\nurl = ""\n'
            f'[benchmarks.artificial-analysis]\napi_key = "{KEY}"\nurl = "{address}/aa"\n'
            f'[[feeds]]\ntitle = "Good"\nurl = "{address}/good.xml"\n'
            f'headers = {{ X-Harbour = "{HEADER}" }}\n'
            f'[[feeds]]\ntitle = "Bad"\nurl = "{address}/bad.xml"\n'
            f'[[feeds]]\ntitle = "Keyed"\nurl = "{server.url("/keyed.xml")}?api_key={PARAMETER}&a=1"\n'
            f'[[feeds]]\ntitle = "Missing"\nurl = "{server.url("/missing.xml")}?token={PARAMETER}"\n'
        )
        said = [cli("--debug", *command) for command in COMMANDS]
    assert "Evaluating small models" in "".join(done.out for done in said)
    for command, done in zip(COMMANDS, said, strict=True):
        for secret in (PASSWORD, KEY, HEADER, PARAMETER):
            assert secret not in done.out + done.err, f"{command} shows {secret}"
    return cli


def test_no_command_shows_a_password_a_key_or_a_header_and_few_files_hold_them(planted: Cli) -> None:
    holding = {
        path.relative_to(planted.home).parts[:2]
        for path in planted.home.rglob("*")
        if path.is_file() and any(s.encode() in path.read_bytes() for s in (PASSWORD, KEY, HEADER))
    }
    # Where the user wrote them, and the addresses of followed sources; never a log, a cache or a place of the screen.
    assert {name for _, name in holding} <= {"config.toml", "library.db", "library.db-wal", "journal"}


def test_secrets_are_shown_where_that_is_asked_for(planted: Cli) -> None:
    shown = planted("--secrets", "config", "show").out
    assert all(secret in shown for secret in (PASSWORD, KEY, HEADER, PARAMETER))
    assert PASSWORD in planted("--secrets", "export", "feeds").out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_others_have_no_right_to_anything_that_was_made(planted: Cli) -> None:
    planted("import", planted.write("mine.opml", OPML), planted.write("feed.xml", FEED))
    planted("feeds", "add", "https://harbour.example/more", "--offline")
    made = [
        path for name in ("data", "cache", "state") for path in (planted.home / name, *(planted.home / name).rglob("*"))
    ]
    assert {path.name for path in made} >= {"library.db", "imports", "journal", "machine", "http"}
    assert [(str(path), oct(path.stat().st_mode)) for path in made if path.stat().st_mode & 0o077] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_modes_of_what_exists_stay_and_exports_are_the_users_own(cli: Cli, tmp_path: Path) -> None:
    journal = cli.home / "data" / "journal"
    journal.mkdir(parents=True)
    journal.chmod(0o775)
    before = os.umask(0o022)
    try:
        cli("import", cli.write("feed.xml", FEED))
        cli("export", "feeds", "-o", str(tmp_path / "feeds.opml"))
        assert cli("config", "init").code == 0
    finally:
        os.umask(before)
    assert journal.stat().st_mode & 0o777 == 0o775
    assert (tmp_path / "feeds.opml").stat().st_mode & 0o777 == 0o644
    assert (cli.home / "config" / "config.toml").stat().st_mode & 0o777 == 0o600


def test_a_password_in_an_address_that_is_none_is_not_quoted(cli: Cli) -> None:
    cli.configure(f'[[feeds]]\ntitle = "T"\nurl = "ftp://reader:{PASSWORD}@quay.example/feed"\n')
    done = cli("config", "check")
    assert (done.code, PASSWORD in done.out + done.err) == (1, False)
