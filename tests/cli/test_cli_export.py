from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import bibtexparser
import yaml
from cli_samples import Cli


def test_papers_go_to_stdout_as_bibtex(filled: Cli) -> None:
    done = filled("export", "papers", "--format", "bibtex")
    assert done.code == 0, done.err
    (entry,) = bibtexparser.parse_string(done.out).entries
    assert entry["eprint"] == "2604.00001"


def test_a_query_narrows_an_export(filled: Cli) -> None:
    assert filled("export", "papers", "cat:cs.CL", "--format", "jsonl").out.count("\n") == 1
    done = filled("export", "papers", "cat:cs.SD", "--format", "csl-json")
    assert (done.code, done.json) == (0, [])
    assert "Nothing matches" in done.err


def test_an_export_into_a_folder_is_named_after_what_it_holds(filled: Cli, tmp_path: Path) -> None:
    done = filled("export", "entries", "--format", "ris", "-o", f"{tmp_path}/new/folder/")
    assert (done.code, done.out) == (0, ""), done.err
    assert (tmp_path / "new" / "folder" / "entries.ris").read_text("utf-8").startswith("TY  - ELEC")


def test_markdown_is_a_file_each(filled: Cli, tmp_path: Path) -> None:
    assert filled("export", "papers", "--format", "markdown", "-o", str(tmp_path / "vault")).code == 0
    (note,) = (tmp_path / "vault").iterdir()
    assert yaml.safe_load(note.read_text("utf-8").split("---\n")[1])["arxiv"] == "2604.00001"


def test_boards_are_narrowed_by_name_and_day(filled: Cli) -> None:
    done = filled("export", "boards", "board:swe-rebench", "since:2026-04-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [(row["model"], row["date"]) for row in rows] == [("Model A", "2026-04-01"), ("Model B", "2026-04-01")]
    assert filled("export", "boards", "until:2026-03-01", "--format", "jsonl").out == ""
    assert json.loads(filled("export", "boards", "--format", "jsonl").out)["board"] == "swe-rebench"
