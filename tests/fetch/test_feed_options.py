"""What the configuration says of single feeds is obeyed by the fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.http_server import Reply, Server

from tui_reader.cli.main import run
from tui_reader.domain.sources import SyncOptions, SyncReport
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)
ITEM = """<item><title>{name}</title><link>{link}</link><guid>{name}</guid>
<pubDate>Wed, 01 Apr 2026 08:00:00 GMT</pubDate><description>Short.</description></item>"""
ARTICLE = (
    "<!doctype html><html><body><article><h1>One</h1>"
    "<p>" + "The whole text of the article. " * 40 + "</p></article></body></html>"
)


@pytest.fixture
def web() -> Iterator[Server]:
    with Server() as server:
        item = ITEM.format(name="One", link=server.url("/one"))
        feed = f'<rss version="2.0"><channel><title>F</title>{item}</channel></rss>'
        server.route("/feed.xml", Reply(feed.encode()))
        server.route("/one", Reply(ARTICLE.encode(), headers={"content-type": "text/html"}))
        yield server


@pytest.fixture
def sync(tmp_path: Path, web: Server) -> Iterator[Callable[..., SyncReport]]:
    made: list[Program] = []

    def go(lines: str, path: str = "/feed.xml", now: datetime = NOW, *, due: bool = False) -> SyncReport:
        config = tmp_path / "config" / "config.toml"
        config.parent.mkdir(exist_ok=True)
        config.write_text(f'[[feeds]]\ntitle = "F"\nurl = "{web.url(path)}"\n{lines}\n')
        program = Program(Launch(home=tmp_path), {}, lambda: now)
        made.append(program)
        assert program.config.problems == ()
        program.catch_up()
        return program.sync([s for s in program.sources() if s.id == "f"], SyncOptions(due=due), lambda _: None)

    yield go
    for program in made:
        program.close()


def test_headers_and_user_agent_are_sent_to_the_feeds_server(sync, web: Server) -> None:  # type: ignore[no-untyped-def]
    assert sync('user_agent = "Mine/1.0"\nheaders = { "X-Key" = "secret" }').failed == 0
    (seen,) = web.seen("/feed.xml")
    assert (seen.headers["user-agent"], seen.headers["x-key"]) == ("Mine/1.0", "secret")


def test_headers_never_follow_to_another_origin(sync, web: Server) -> None:  # type: ignore[no-untyped-def]
    with Server() as other:
        other.route("/feed.xml", Reply(b"<rss version='2.0'><channel><title>F</title></channel></rss>"))
        for path, status in (("/moved", 301), ("/away", 302)):
            web.route(path, Reply(b"", status, {"location": other.url("/feed.xml")}))
            for _ in range(2):  # the second time it is asked where it moved to
                sync('headers = { "X-Key" = "secret", "Authorization" = "Bearer x" }', path)
        link = f'<link rel="alternate" type="application/rss+xml" href="{other.url("/feed.xml")}">'
        page = f"<html><head>{link}</head></html>"
        web.route("/page", Reply(page.encode(), headers={"content-type": "text/html"}))
        sync('headers = { "X-Key" = "secret" }', "/page")
        assert web.seen("/moved")[0].headers["x-key"] == "secret"
        for seen in other.seen():
            assert "x-key" not in seen.headers
            assert "authorization" not in seen.headers


def test_a_feed_has_its_own_interval(sync, web: Server) -> None:  # type: ignore[no-untyped-def]
    sync("refresh_minutes = 10", due=True)
    assert len(web.seen("/feed.xml")) == 1
    sync("refresh_minutes = 10", now=NOW + timedelta(minutes=11), due=True)
    assert len(web.seen("/feed.xml")) == 2
    sync("refresh_minutes = 0", now=NOW + timedelta(days=3), due=True)
    assert len(web.seen("/feed.xml")) == 2
    sync("refresh_minutes = 0", now=NOW + timedelta(days=3))
    assert len(web.seen("/feed.xml")) == 3


def test_articles_come_with_the_feed_where_that_is_wanted(sync, web: Server, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    sync("full_text = true")
    assert len(web.seen("/one")) == 1
    sync("full_text = true")
    assert len(web.seen("/one")) == 1
    capsys.readouterr()
    run(["--home", str(tmp_path), "--offline", "show", web.url("/one")])
    assert "The whole text of the article." in capsys.readouterr().out


def test_without_it_they_do_not(sync, web: Server) -> None:  # type: ignore[no-untyped-def]
    sync("")
    assert web.seen("/one") == []


@pytest.mark.parametrize(
    "line",
    ['headers = "X"', 'headers = { "bad name" = "x" }', 'headers = { "Host" = "x" }', 'headers = { "A" = "b\\nc" }',
     'user_agent = "a\\nb"', "refresh_minutes = -1", 'full_text = "yes"', "fulltext = true"],
)  # fmt: skip
def test_what_is_wrong_is_said_and_no_value_of_a_header_with_it(tmp_path: Path, capsys, line: str) -> None:  # type: ignore[no-untyped-def]
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text(f'[[feeds]]\nurl = "https://a.example/f"\n{line}\n')
    assert run(["--home", str(tmp_path), "config", "check"]) == 1
    assert "config.toml:3" in capsys.readouterr().err


def test_headers_are_shown_nowhere(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text('[[feeds]]\nurl = "https://a.example/f"\nheaders = { "X-Key" = "hidden-one" }\n')
    for words in (
        ["config", "show"],
        ["list", "sources", "--json"],
        ["doctor", "--json"],
        ["export", "feeds", "--format", "opml"],
    ):
        run(["--home", str(tmp_path), "--offline", *words])
        out, err = capsys.readouterr()
        assert "hidden-one" not in out + err
