from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from cli_samples import Cli

PAPER = "arxiv:2604.00001"


def _checks(cli: Cli, *words: str) -> tuple[int, dict[str, str]]:
    done = cli("doctor", "--json", *words)
    assert set(done.json) == {"ok", "checks"}
    assert all(set(check) == {"name", "status", "message", "hint"} for check in done.json["checks"])
    assert done.json["ok"] is (done.code == 0)
    return done.code, {check["name"]: check["status"] for check in done.json["checks"]}


def test_a_good_home_is_well(filled: Cli) -> None:
    code, checks = _checks(filled)
    assert code == 0
    assert set(checks) >= {"configuration", "library", "search", "journal", "sources", "disk space", "terminal"}
    assert set(checks.values()) <= {"ok", "warning"}


def test_an_empty_home_is_well(cli: Cli) -> None:
    assert _checks(cli)[0] == 0


def test_a_wrong_configuration_fails_but_the_rest_is_looked_at(filled: Cli) -> None:
    filled.configure("nonsense = [\n")
    code, checks = _checks(filled)
    assert (code, checks["configuration"], checks["library"]) == (1, "failed", "ok")


def test_odd_lines_of_the_journal_are_counted_and_no_failure(filled: Cli) -> None:
    filled("mark", PAPER, "--keep")
    (file,) = (filled.home / "data" / "journal").glob("*.jsonl")
    before = file.read_bytes()
    file.write_bytes(before + b"garbage\n" + b'{"v":1,"id":"torn')
    done = filled("doctor", "--json", "--repair")
    journal = next(check for check in done.json["checks"] if check["name"] == "journal")
    assert journal["status"] == "warning"
    assert "1 line is unreadable" in journal["message"]
    assert "1 file ends within a line" in journal["message"]
    assert file.read_bytes().startswith(before), "the journal is never rewritten"
    assert filled("show", PAPER, "--format", "json").json["state"] == "kept"


def _spoil_search(home: Path) -> None:
    with sqlite3.connect(home / "data" / "library.db") as db:
        db.execute("DELETE FROM search_docsize WHERE id = (SELECT max(id) FROM search_docsize)")
    db.close()


def test_a_search_index_out_of_step_is_found_and_repaired(filled: Cli) -> None:
    _spoil_search(filled.home)
    code, checks = _checks(filled)
    assert (code, checks["search"]) == (1, "failed")
    code, checks = _checks(filled, "--repair")
    assert (code, checks["search"]) == (0, "repaired")
    assert _checks(filled)[1]["search"] == "ok"


def test_a_library_damaged_inside_is_set_aside_and_rebuilt_from_imports_and_journal(filled: Cli) -> None:
    filled("mark", PAPER, "--keep", "--note", "mine")
    data = filled.home / "data"
    file = data / "library.db"
    whole = bytearray(file.read_bytes())
    page = 4096
    # The header and the schema stay; what lies behind is noise.
    for start in range(page * (len(whole) // page // 2), len(whole), page):
        whole[start : start + page] = b"\xa5" * page
    for name in ("library.db-wal", "library.db-shm"):
        (data / name).unlink(missing_ok=True)
    file.write_bytes(whole)
    done = filled("doctor", "--repair", "--json")
    assert done.code == 0, done.out
    assert any(".damaged" in path.name for path in data.iterdir())
    paper = filled("show", PAPER, "--format", "json").json
    assert (paper["state"], paper["note"]) == ("kept", "mine")
    assert len(filled("list", "entries", "--json").json) == 3
    assert _checks(filled)[0] == 0


def test_the_text_names_each_check_and_what_to_do(filled: Cli) -> None:
    filled.configure("[network]\ntimeuot_s = 1\n")
    done = filled("doctor")
    assert done.code == 1
    lines = done.out.splitlines()
    assert any(line.startswith("failed    configuration: ") for line in lines)
    assert any("config check" in line for line in lines)


def test_a_home_that_cannot_be_made_is_said(cli: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.home.write_text("a file", "utf-8")
    code, checks = _checks(cli)
    assert code == 1
    assert checks["data"] == "failed"
    assert checks["python"] == "ok"
