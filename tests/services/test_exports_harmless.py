"""What in LaTeX reads, writes or runs is no command in any export, also when another program makes LaTeX of it; names
of authors are read everywhere alike."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tui_reader.cli.main import run

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><title>ArXiv Query</title><id>http://arxiv.org/api/x</id>
<opensearch:totalResults>1</opensearch:totalResults><entry><id>http://arxiv.org/abs/2603.05009v1</id>
<updated>2026-03-01T15:53:19Z</updated><published>2026-03-01T15:53:19Z</published>
<title>Spoons \\input{/etc/passwd} and $\\write18{ls}$ \\catcode`\\@=0 held</title>
<summary>We \\immediate\\write18{rm} {\\openin5=x} ^^5cinput{y} \\csname input\\endcsname of K\\"ahler.</summary>
<author><name>Erwin Schr\\"odinger</name></author><author><name>Ada \\input{x}</name></author>
<arxiv:comment>see \\include{c}</arxiv:comment><arxiv:journal_ref>J. of \\input{j} 5 (2020) 1-2</arxiv:journal_ref>
<category term="cs.LG"/></entry></feed>"""
TITLE = "<title>On $\\\\mathrm{H_2O}$</title>"
COMMANDS = re.compile(r"\\(?:input|write|catcode|immediate|openin|csname|endcsname|include)|\^\^5c")


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    (tmp_path / "spoons.atom").write_text(ATOM, encoding="utf-8")
    home = ["--home", str(tmp_path / "home"), "--offline"]
    assert run([*home, "import", str(tmp_path / "spoons.atom")]) == 0
    capsys.readouterr()
    return home


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json", "csv", "jsonl"])
def test_no_export_has_a_command_that_does_something(
    form: str, home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*home, "export", "papers", "--format", form]) == 0
    written = capsys.readouterr().out.replace("\\\\", "\\")
    assert "input" in written
    assert not COMMANDS.search(written)
    assert "Schrödinger" in written or 'Schr{\\"o}dinger' in written


def test_no_markdown_file_has_one_either(home: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*home, "export", "papers", "--format", "markdown", "-o", str(tmp_path / "notes")]) == 0
    (file,) = (tmp_path / "notes").iterdir()
    assert not COMMANDS.search(file.read_text(encoding="utf-8"))


def test_a_note_of_the_user_is_written_out_as_it_is(home: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*home, "mark", "arxiv:2603.05009", "--note", "put \\input{mine} here"]) == 0
    capsys.readouterr()
    assert run([*home, "export", "papers", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["note"] == "put \\input{mine} here"


@pytest.mark.parametrize("words", ["Schrödinger", "schrodinger", "author:Schrödinger", "author:schrodinger"])
def test_an_author_is_found_and_shown_with_and_without_the_accent(
    words: str, home: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*home, "list", "papers", words, "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert [paper["authors"][0] for paper in found] == ["Erwin Schrödinger"]


def test_lists_read_the_latex_of_a_title(home: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(home[1]).parent / "other.atom"
    path.write_text(re.sub("<title>Spoons.*?</title>", TITLE, ATOM).replace("05009", "05010"), encoding="utf-8")
    assert run([*home, "import", str(path)]) == 0
    capsys.readouterr()
    assert run([*home, "list", "papers"]) == 0
    assert "On H₂O" in capsys.readouterr().out
