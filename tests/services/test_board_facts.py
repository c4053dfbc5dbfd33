"""What is said of leaderboards at the first frame is what their files say, without loading these."""

from __future__ import annotations

import subprocess
import sys

import msgspec

from tui_reader.services.board_facts import BoardFacts


def _kept() -> dict[str, str]:
    kept: dict[str, str] = {}
    BoardFacts(lambda: kept, kept.update).note("swe-rebench", "speedy")
    return kept


def test_what_was_kept_is_known_without_loading_the_files() -> None:
    code = (
        "import sys; from tui_reader.services.board_facts import BoardFacts\n"
        f"facts = BoardFacts(lambda: {_kept()!r}, None)\n"
        "print(facts.family('arena-text'), repr(facts.family('speedy')), facts.license('arena-text'))\n"
        "print('tui_reader.sources.registry' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["Arena '' CC BY 4.0", "False"]


def test_what_other_files_said_is_read_anew() -> None:
    _, known = msgspec.json.decode(_kept()["boards.facts"])
    wrong = dict.fromkeys(known, ("Wrong", "Wrong"))
    kept = {"boards.facts": msgspec.json.encode(("1", wrong)).decode()}
    facts = BoardFacts(lambda: kept, kept.update)
    assert facts.family("arena-text") == "Arena"
    assert "Wrong" not in kept["boards.facts"]


def test_a_board_that_no_file_knows_is_asked_for_once() -> None:
    kept = _kept()
    facts = BoardFacts(lambda: kept, kept.update)
    assert (facts.family("my-own"), facts.license("my-own")) == ("", "")
    assert "my-own" in kept["boards.facts"]


def test_what_was_damaged_is_read_anew() -> None:
    kept = {"boards.facts": '["'}
    assert BoardFacts(lambda: kept, kept.update).family("arena-text") == "Arena"
