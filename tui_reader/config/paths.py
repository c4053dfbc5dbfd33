"""Where the files are: one folder each for configuration, data, cache and state."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "inference-tui"
CONFIG_FILE = "config.toml"
HOME_VARIABLE = "INFERENCE_TUI_HOME"
CONFIG_VARIABLE = "INFERENCE_TUI_CONFIG"


class Paths(Struct, frozen=True):
    """The configuration file and the three folders the program writes to; all absolute, none need exist."""

    config_file: Path
    data: Path
    cache: Path
    state: Path


def resolve(home: Path | None, config: Path | None, env: Mapping[str, str]) -> Paths:
    """Find the places, from the strongest wish to the weakest.

    `home` (`--home`) or `$INFERENCE_TUI_HOME` puts all four into one folder; `config` (`--config`) or
    `$INFERENCE_TUI_CONFIG` names only the file. A flag beats any variable, so `--home` also beats a variable that
    names the file; otherwise the platform's own folders hold. Relative paths start at the current directory.
    """
    named_home = home or _from_env(env, HOME_VARIABLE)
    named_config = config or (None if home else _from_env(env, CONFIG_VARIABLE))
    places = _under(_absolute(named_home)) if named_home else _of_platform()
    if named_config is None:
        return places
    return Paths(_absolute(named_config), places.data, places.cache, places.state)


def _under(home: Path) -> Paths:
    return Paths(home / "config" / CONFIG_FILE, home / "data", home / "cache", home / "state")


def _of_platform() -> Paths:
    # Imported here: with a home of its own the program never needs it.
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP, appauthor=False)
    return Paths(dirs.user_config_path / CONFIG_FILE, dirs.user_data_path, dirs.user_cache_path, dirs.user_state_path)


def _from_env(env: Mapping[str, str], name: str) -> Path | None:
    value = env.get(name, "").strip()
    return Path(value) if value else None


def _absolute(path: Path) -> Path:
    # A variable set outside a shell (a desktop file, a service) comes with its tilde.
    with suppress(RuntimeError):  # "~nobody" is a folder of that name, then
        path = path.expanduser()
    return path.absolute()
