"""Feeds, categories and boards by command: what is chosen holds everywhere, and is undone like any action."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_samples import FEED, Cli
from support.http_server import Reply, Server

PAGE = b"""<!doctype html><html><head><title>A blog</title>
<link rel="alternate" type="application/rss+xml" title="Posts" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml"></head></html>"""


@pytest.fixture
def web() -> Iterator[Server]:
    with Server() as server:
        server.route("/feed.xml", Reply(FEED.encode(), headers={"content-type": "application/rss+xml"}))
        server.route("/comments.xml", Reply(FEED.replace("Harbour Notes", "Comments").encode()))
        server.route("/blog", Reply(PAGE, headers={"content-type": "text/html"}))
        server.route(
            "/plain", Reply(b"<!doctype html><html><body>Words.</body></html>", headers={"content-type": "text/html"})
        )
        yield server


def source(cli: Cli, name: str) -> dict[str, object]:
    return next(one for one in cli("list", "sources", "--json").json if one["id"] == name)


def test_the_feed_of_an_ordinary_page_is_found_and_others_are_named(cli: Cli, web: Server) -> None:
    done = cli("feeds", "add", web.url("/blog"))
    assert (done.code, done.out) == (0, f"added harbour-notes: Harbour Notes <{web.url('/feed.xml')}>\n"), done.err
    assert web.url("/comments.xml") in done.err
    assert cli("feeds", "add", web.url("/feed.xml")).out.startswith("already followed harbour-notes")


def test_why_nothing_can_be_followed_is_said(cli: Cli, web: Server) -> None:
    assert "is an ordinary page and names no feed" in cli("feeds", "add", web.url("/plain")).err
    assert "404" in cli("feeds", "add", web.url("/none")).err
    assert "no address" in cli("feeds", "add", "two words").err
    assert "no web address" in cli("feeds", "add", "ftp://example.org/feed").err
    assert "working offline" in cli("--offline", "feeds", "add", "https://example.org/blog").err


def test_a_page_does_not_lead_into_a_private_network(cli: Cli, web: Server) -> None:
    elsewhere = web.url("/feed.xml", host="127.0.0.2")
    web.route(
        "/lure", Reply(PAGE.replace(b'"/feed.xml"', f'"{elsewhere}"'.encode()).replace(b"/comments.xml", b"/none"))
    )
    done = cli("feeds", "add", web.url("/lure"))
    assert done.code == 1
    assert "private network" in done.err
    assert web.seen("/feed.xml") == []


def test_a_renamed_and_moved_feed_is_so_everywhere_and_keeps_its_id(cli: Cli, web: Server) -> None:
    cli("feeds", "add", web.url("/feed.xml"))
    assert cli("sync", "harbour-notes").code == 0
    assert cli("feeds", "rename", "harbour-notes", "Quay", "papers").out.startswith(
        "renamed harbour-notes: Quay papers"
    )
    assert cli("feeds", "move", "harbour-notes", "Ports").code == 0
    told = source(cli, "harbour-notes")
    assert (told["title"], told["group"], told["items"]) == ("Quay papers", "Ports", 2)
    assert {row["source"] for row in cli("list", "entries", "group:Ports", "--json").json} == {"harbour-notes"}
    assert 'text="Quay papers"' in cli("export", "feeds", "--format", "opml").out
    assert cli("undo").code == cli("undo").code == 0
    told = source(cli, "harbour-notes")
    assert (told["title"], told["group"]) == ("Harbour Notes", None)


def test_a_built_in_feed_is_renamed_over_the_list(cli: Cli) -> None:
    assert cli("feeds", "rename", "openai", "Open AI").code == 0
    assert cli("feeds", "move", "openai").out.endswith("to no group\n")
    told = source(cli, "openai")
    assert (told["title"], told["group"]) == ("Open AI", None)


def test_a_removed_feed_is_no_trouble_any_more_and_comes_back_with_what_it_brought(cli: Cli, web: Server) -> None:
    cli("feeds", "add", web.url("/feed.xml"))
    cli("sync", "harbour-notes")
    web.route("/feed.xml", Reply(b"gone wrong", 500))
    assert cli("sync", "harbour-notes").code == 4
    assert "harbour-notes" in cli("doctor").out
    assert cli("feeds", "remove", "harbour-notes").code == 0
    assert "harbour-notes" not in cli("doctor").out
    assert (source(cli, "harbour-notes")["status"], source(cli, "harbour-notes")["items"]) == ("removed", 2)
    assert cli("undo").code == 0
    assert (source(cli, "harbour-notes")["status"], source(cli, "harbour-notes")["items"]) == ("failing", 2)


def test_choices_survive_a_library_made_anew(cli: Cli, web: Server, tmp_path: Path) -> None:
    cli("feeds", "add", web.url("/feed.xml"))
    cli("feeds", "rename", "harbour-notes", "Quay")
    for file in (tmp_path / "home" / "data").glob("library.db*"):
        file.unlink()
    assert source(cli, "harbour-notes")["title"] == "Quay"


def test_issues_and_tables_are_counted_for_their_sources(filled: Cli) -> None:
    assert source(filled, "issues")["items"] == 1
    assert source(filled, "swe-rebench")["items"] == 1
