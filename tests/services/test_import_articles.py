"""A saved page of an ordinary article is imported as the entry that it is at its address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tui_reader.cli.main import run

WORDS = "".join(
    f"<p>A spoon is held in a hand for {n} minutes, and what it holds is eaten before it falls; it takes practice.</p>"
    for n in range(5)
)
PAGE = (
    "<!DOCTYPE html><html><head><title>On spoons | Spoon News</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
    f"<article><h1>On spoons</h1><p class='byline'>By Ada Example</p>{WORDS}<p>It is a <math><mfrac><mi>p</mi><mi>q"
    f"</mi></mfrac></math> of a fork, as <a href='/forks'>forks</a> say.</p>{WORDS}</article></body></html>"
)
HEAD = (
    "<meta property='og:site_name' content='Spoon News'><link rel='canonical' href='https://spoons.example/on'>"
    "<meta property='article:published_time' content='2026-03-02T08:00:00Z'>"
)


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    run(arguments)
    return json.loads(capsys.readouterr().out)


def imported(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], list[str]]:
    path = tmp_path / "on spoons.html"
    path.write_text(page, encoding="utf-8")
    home = ["--home", str(tmp_path / "home"), "--offline"]
    file: dict[str, Any] = told([*home, "import", str(path), "--json"], capsys)["files"][0]
    return file, home


def test_a_saved_page_is_its_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, home = imported(PAGE.format(head=HEAD), tmp_path, capsys)
    assert (file["kind"], file["items"], file["error"]) == ("article", 1, None)
    entry = told([*home, "show", file["keys"][0], "--format", "json"], capsys)
    assert entry["url"] == "https://spoons.example/on"
    assert (entry["title"], entry["author"], entry["group"]) == ("On spoons", "Ada Example", "Imported")
    assert entry["published"].startswith("2026-03-02")
    assert "a p/q of a fork, as [forks](https://spoons.example/forks) say." in entry["body"]
    assert "Home" not in entry["body"]


@pytest.mark.parametrize(
    "said",
    ["<!-- saved from url=(0025)https://spoons.example/on -->", "<!--\n Page saved with X\n url: https://spoons.example/on\n-->"],
)  # fmt: skip
def test_the_address_is_also_where_it_was_saved_from(
    said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, home = imported(PAGE.format(head=said), tmp_path, capsys)
    entry = told([*home, "show", file["keys"][0], "--format", "json"], capsys)
    assert entry["url"] == "https://spoons.example/on"


def test_a_page_without_an_address_is_kept_once_however_often_it_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, home = imported(PAGE.format(head=""), tmp_path, capsys)
    again = told([*home, "import", file["path"], "--json"], capsys)["files"][0]
    assert again["keys"] == file["keys"]
    assert len(told([*home, "list", "entries", "--json"], capsys)) == 1


def test_a_page_without_an_article_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, _ = imported("<!DOCTYPE html><html><body><p>Log in.</p>" + "<br>" * 60 + "</body></html>", tmp_path, capsys)
    assert file["items"] == 0
    assert "no article was found" in file["error"]["message"]
