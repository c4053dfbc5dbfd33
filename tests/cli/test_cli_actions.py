from __future__ import annotations

import json

import pytest
from cli_samples import Cli

from tui_reader.cli.main import run

PAPER = "arxiv:2604.00001"


def _state(cli: Cli, key: str) -> tuple[object, object, object, object]:
    item = cli("show", key, "--format", "json").json
    return item["read"], item["state"], item["tags"], item.get("note")


def test_a_decision_marks_read_too(filled: Cli) -> None:
    assert filled("mark", PAPER, "--keep").out == "keep: 1 item\n"
    assert _state(filled, PAPER) == (True, "kept", [], None)


def test_a_decision_can_leave_unread(filled: Cli) -> None:
    filled("mark", PAPER, "--later", "--unread")
    assert _state(filled, PAPER) == (False, "later", [], None)


def test_several_changes_to_several_items_are_one_undo(filled: Cli) -> None:
    entry = filled("list", "entries", "kanji", "--json").json or filled("list", "entries", "--json").json
    key = entry[0]["key"]
    filled("mark", PAPER, key, "--keep", "--tag", "to read", "--tag", "speech", "--note", "Look at table 2")
    assert _state(filled, PAPER) == (True, "kept", ["speech", "to read"], "Look at table 2")
    assert _state(filled, key)[1] == "kept"
    assert filled("undo").out == "undone: 2 items\n"
    assert _state(filled, PAPER) == (False, "inbox", [], None)
    assert _state(filled, key)[1] == "none"
    assert filled("redo").out == "done again: 2 items\n"
    assert _state(filled, PAPER) == (True, "kept", ["speech", "to read"], "Look at table 2")


def test_clearing_puts_a_paper_back_into_the_inbox_and_an_entry_to_none(filled: Cli) -> None:
    key = filled("list", "entries", "--json").json[0]["key"]
    filled("mark", PAPER, key, "--skip")
    filled("mark", PAPER, key, "--clear")
    assert _state(filled, PAPER)[1] == "inbox"
    assert _state(filled, key)[1] == "none"


def test_tags_and_notes_can_be_taken_away(filled: Cli) -> None:
    filled("mark", PAPER, "--tag", "#speech", "--note", "x")
    filled("mark", PAPER, "--untag", "speech", "--note", "")
    assert _state(filled, PAPER) == (False, "inbox", [], None)


def test_one_unknown_key_changes_nothing(filled: Cli) -> None:
    done = filled("mark", PAPER, "arxiv:2604.99999", "--keep")
    assert done.code == 1
    assert _state(filled, PAPER)[1] == "inbox"
    assert filled("undo").code == 1


@pytest.mark.parametrize("words", [[], ["--tag", " "], ["--tag", "x" * 101], ["--tag", "a", "--untag", "a"]])
def test_a_mark_without_sense_is_usage(filled: Cli, words: list[str]) -> None:
    assert filled("mark", PAPER, *words).code == 2


def test_there_may_be_nothing_to_undo_or_redo(filled: Cli) -> None:
    assert filled("undo").code == 1
    assert filled("redo").code == 1


def test_tags_and_notes_are_cleaned(filled: Cli) -> None:
    filled("mark", PAPER, "--tag", "a\x1b[31m b", "--note", "one\x07\ntwo")
    assert _state(filled, PAPER)[2:] == (["a b"], "one\ntwo")


def test_marks_survive_a_library_that_is_lost(filled: Cli) -> None:
    filled("mark", PAPER, "--keep", "--tag", "speech")
    for name in ("library.db", "library.db-wal", "library.db-shm"):
        (filled.home / "data" / name).unlink(missing_ok=True)
    assert _state(filled, PAPER) == (True, "kept", ["speech"], None)
    assert {issue["key"] for issue in filled("list", "issues", "--json").json} == {"issue:2026-04-01"}


def test_a_broken_library_is_set_aside_and_made_anew(filled: Cli) -> None:
    filled("mark", PAPER, "--keep")
    data = filled.home / "data"
    for name in ("library.db-wal", "library.db-shm"):
        (data / name).unlink(missing_ok=True)
    (data / "library.db").write_bytes(b"this is no database " * 500)
    done = filled("show", PAPER, "--format", "json")
    assert done.json["state"] == "kept"
    assert "set aside" in done.err
    assert any(".damaged" in path.name for path in data.iterdir())


def test_marks_of_another_machine_are_taken_over(filled: Cli) -> None:
    line = {
        "v": 1, "id": "elsewhere:1", "at": "2026-04-02T08:00:00+00:00", "batch": "elsewhere:1", "item": PAPER,
        "field": "state", "value": "kept", "title": "", "url": "", "version": None,
    }  # fmt: skip
    folder = filled.home / "data" / "journal"
    folder.mkdir(exist_ok=True)
    (folder / "elsewhere.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    assert _state(filled, PAPER)[1] == "kept"
    assert filled("undo").code == 1, "only what was done on this machine is undone here"


def test_the_command_line_needs_no_home_of_its_own(
    filled: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INFERENCE_TUI_HOME", str(filled.home))
    assert run(["list", "issues", "--json"]) == 0
    assert "issue:2026-04-01" in capsys.readouterr().out
