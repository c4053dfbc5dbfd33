"""The settings of leaderboards, filled in by what the boards say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_reader.config.board_settings import BoardDefault, unknown_boards, with_boards
from tui_reader.config.settings_file import load, read
from tui_reader.domain.settings import BenchmarkSettings, FollowSettings, Settings

KEYED = BoardDefault("keyed", "https://keyed.example/api", "KEYED_API_KEY", is_followed=True)
OTHER = BoardDefault("other", "https://other.example", is_followed=False)
BOARDS = (KEYED, OTHER)


def test_what_nobody_set_is_what_the_board_says() -> None:
    settings = with_boards(Settings(), BOARDS, {})
    assert settings.benchmarks == {
        "keyed": BenchmarkSettings("https://keyed.example/api", ""),
        "other": BenchmarkSettings("https://other.example", ""),
    }
    assert settings.follow.boards == ("keyed",)


def test_what_was_set_holds_and_an_empty_address_stays_empty() -> None:
    own = Settings(benchmarks={"other": BenchmarkSettings("", "k")}, follow=FollowSettings(boards=("other", "nowhere")))
    settings = with_boards(own, BOARDS, {})
    assert settings.benchmarks["other"] == BenchmarkSettings("", "k")
    assert settings.follow.boards == ("other",)


@pytest.mark.parametrize(("in_file", "key"), [("from-file", "from-file"), ("", "from-env")])
def test_the_environment_holds_the_key_of_its_board_alone(in_file: str, key: str) -> None:
    own = Settings(benchmarks={"keyed": BenchmarkSettings(None, in_file)})
    settings = with_boards(own, BOARDS, {"KEYED_API_KEY": " from-env "})
    assert (settings.benchmarks["keyed"].api_key, settings.benchmarks["other"].api_key) == (key, "")


def test_a_board_that_does_not_exist_is_named_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[follow]\nboards = [\n "keyed",\n "othr",\n]\n[benchmarks.key_ed]\nurl = "https://x.example"\n')
    settings = load(file).settings
    problems = unknown_boards(settings, BOARDS, file)
    assert [(p.line, p.nearest) for p in problems] == [(4, "other"), (6, "keyed")]
    assert all("keyed" in p.hint for p in problems)
    right, _ = read(b'[benchmarks.keyed]\napi_key = "k"\n', file)
    assert unknown_boards(right, BOARDS, file) == ()
