"""A saved page of a paper is imported as the text of that paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_reader.cli.main import run

PAPER = (
    '<article class="ltx_document"><h1 class="ltx_title ltx_title_document">Counting Sheep</h1><p>Baa.</p></article>'
)
API = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title><id>http://arxiv.org/api/x</id><opensearch:'
    'totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults><entry><id>'
    "http://arxiv.org/abs/2601.00007v1</id><updated>2026-01-01T00:00:00Z</updated><published>2026-01-01T00:00:00Z"
    "</published><title>Counting Sheep</title><summary>x</summary><author><name>Ann One</name></author></entry></feed>"
)


@pytest.mark.parametrize(
    ("name", "head", "known", "key"),
    [
        ("a.html", '<base href="/html/2601.00009v2/">', False, "arxiv:2601.00009"),  # arXiv's
        ("a.html", "<title>[2601.00009] Counting Sheep</title>", False, "arxiv:2601.00009"),  # ar5iv's
        ("2601.00009v2.html", "", False, "arxiv:2601.00009"),
        ("a.html", "", True, "arxiv:2601.00007"),  # by its title alone
        ("a.html", "", False, "title:"),
    ],
)
def test_it_is_the_text_of_its_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, head: str, known: bool, key: str
) -> None:
    page, api = tmp_path / name, tmp_path / "api.atom"
    page.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{PAPER}</body></html>", encoding="utf-8")
    api.write_text(API, encoding="utf-8")
    home = ["--home", str(tmp_path / "home"), "--offline"]
    if known:
        assert run([*home, "import", str(api)]) == 0
        capsys.readouterr()
    assert run([*home, "import", str(page), "--json"]) == 0
    (done,) = json.loads(capsys.readouterr().out)["files"]
    assert done["kind"] == "arxiv"
    assert done["keys"][0].startswith(key)
    assert run([*home, "show", done["keys"][0], "--full-text"]) == 0
    assert "Baa." in capsys.readouterr().out
