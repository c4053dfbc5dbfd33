from __future__ import annotations

from pathlib import Path

import platformdirs

from tui_reader.config.paths import CONFIG_VARIABLE, HOME_VARIABLE, Paths, resolve


def under(home: Path) -> Paths:
    return Paths(home / "config" / "config.toml", home / "data", home / "cache", home / "state")


def test_a_home_holds_all_four(tmp_path: Path) -> None:
    assert resolve(tmp_path, None, {}) == under(tmp_path)


def test_the_variable_names_a_home_too(tmp_path: Path) -> None:
    assert resolve(None, None, {HOME_VARIABLE: str(tmp_path)}) == under(tmp_path)


def test_the_flag_wins_over_the_variable(tmp_path: Path) -> None:
    env = {HOME_VARIABLE: str(tmp_path / "other"), CONFIG_VARIABLE: str(tmp_path / "other.toml")}
    assert resolve(tmp_path, None, env) == under(tmp_path)


def test_a_config_file_moves_nothing_else(tmp_path: Path) -> None:
    paths = resolve(tmp_path, tmp_path / "mine.toml", {CONFIG_VARIABLE: "/elsewhere.toml"})
    assert paths.config_file == tmp_path / "mine.toml"
    assert (paths.data, paths.cache, paths.state) == (tmp_path / "data", tmp_path / "cache", tmp_path / "state")


def test_among_variables_the_file_beats_the_home(tmp_path: Path) -> None:
    env = {HOME_VARIABLE: str(tmp_path), CONFIG_VARIABLE: str(tmp_path / "mine.toml")}
    paths = resolve(None, None, env)
    assert paths.config_file == tmp_path / "mine.toml"
    assert paths.data == tmp_path / "data"


def test_without_a_wish_the_folders_of_the_platform_hold() -> None:
    paths = resolve(None, None, {HOME_VARIABLE: "", CONFIG_VARIABLE: "  "})
    assert paths.config_file == platformdirs.user_config_path("inference-tui", appauthor=False) / "config.toml"
    assert paths.data == platformdirs.user_data_path("inference-tui", appauthor=False)
    assert paths.cache == platformdirs.user_cache_path("inference-tui", appauthor=False)
    assert paths.state == platformdirs.user_state_path("inference-tui", appauthor=False)


def test_relative_and_tilde_paths_become_absolute() -> None:
    assert resolve(Path("here"), None, {}).data == Path.cwd() / "here" / "data"
    assert resolve(None, None, {HOME_VARIABLE: "~/there"}).data == Path.home() / "there" / "data"


def test_an_unknown_user_is_a_folder_name() -> None:
    assert resolve(Path("~no-such-user-here/x"), None, {}).state == Path.cwd() / "~no-such-user-here/x" / "state"
