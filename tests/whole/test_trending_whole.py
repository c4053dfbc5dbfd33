"""Trending lists of several periods: one that fails does not keep back the others, and is told of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.http_server import Reply, Server

from tui_reader.domain.query import Field
from tui_reader.domain.sources import SyncOptions, SyncStatus
from tui_reader.services.catalogue import select
from tui_reader.wiring import Launch, Program

NOW = datetime(2026, 4, 2, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def program(tmp_path: Path, server: Server) -> Iterator[Program]:
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text(f'[network]\ntimeout_s = 5\n[trending]\nurl = "{server.url("/trending")}"\n', "utf-8")
    program = Program(Launch(home=tmp_path), {}, lambda: NOW)
    yield program
    program.close()


def page(name: str) -> Reply:
    rows = f'<article><h2><a href="/o/{name}">o / {name}</a></h2><a href="/o/{name}/stargazers">12</a></article>'
    return Reply(f"<html><body>{rows}</body></html>".encode(), headers={"Content-Type": "text/html"})


def route(server: Server, *failing: str) -> None:
    for period in ("daily", "weekly", "monthly"):
        server.route(f"/trending?since={period}", Reply(b"no", 404) if period in failing else page(period))


def test_one_period_that_fails_keeps_the_others_and_is_told_of(program: Program, server: Server) -> None:
    route(server, "weekly")
    (result,) = program.sync(select(program.sources(), ["trending"]), SyncOptions(), lambda _: None).sources
    assert (result.status, result.new) == (SyncStatus.UPDATED, 2)
    assert result.note.startswith("weekly: ")
    assert "404" in result.note
    rows = program.library.lists.rows(program.library.lists.ids(Field("group", "Trending")))
    assert {row.key for row in rows} == {"repo:o/daily", "repo:o/monthly"}
    (seen,) = program.library.items.sightings("repo:o/monthly")
    assert (seen.kind, seen.where) == ("trending", "monthly")


def test_when_all_fail_the_source_has_failed(program: Program, server: Server) -> None:
    route(server, "daily", "weekly", "monthly")
    (result,) = program.sync(select(program.sources(), ["trending"]), SyncOptions(), lambda _: None).sources
    assert result.status is SyncStatus.FAILED
