"""How the program was started, and the home that follows from it: folders, configuration, log."""

from __future__ import annotations

import logging
import tempfile
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.config import remembered
from tui_reader.config.configuration import Configuration
from tui_reader.config.log_file import log_to
from tui_reader.config.paths import Paths, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_reader.config.keymap import Keymap
    from tui_reader.config.scroll_positions import ScrollPositions
    from tui_reader.domain.model_aliases import ModelAliases
    from tui_reader.domain.settings import Settings


class Launch(Struct, frozen=True):
    """How the program was started: the global options."""

    home: Path | None = None
    config: Path | None = None
    offline: bool = False
    demo: bool = False
    debug: bool = False
    pane: str = ""
    secrets: bool = False
    forbids_programs: bool = False
    """Whether no other program may be run: for a reader that is served to a browser."""


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


class Home:
    """The folders of a launch, its configuration, and its log, which is written until `close`. The sample edition keeps
    nothing: its home goes with the program, and its settings are what `sampled` makes of the user's."""

    def __init__(
        self, launch: Launch, env: Mapping[str, str], sampled: Callable[[Settings], Settings] | None = None
    ) -> None:
        self._throw_away: tempfile.TemporaryDirectory[str] | None = None
        folder = launch.home
        if launch.demo:
            self._throw_away = tempfile.TemporaryDirectory(prefix="inference-tui-sample-", ignore_cleanup_errors=True)
            folder = Path(self._throw_away.name)
        self.paths: Paths = resolve(folder, launch.config, env)
        self.config = Configuration(self.paths.config_file, env, sampled)
        self._log = log_to(self.paths.state / "inference-tui.log", debug=launch.debug)

    def close(self) -> None:
        """End the log, and throw away what is not kept."""
        logging.getLogger("tui_reader").removeHandler(self._log)
        if self._throw_away is not None:
            self._throw_away.cleanup()


class AtHome:
    """What a program has of its home alone: settings, and small things that it keeps from one start to the next."""

    launch: Launch

    def __init__(self, home: Home) -> None:
        self.home = home
        self.paths, self.config = home.paths, home.config
        self.keymap: Keymap = home.config.keymap

    @property
    def settings(self) -> Settings:
        """What the configuration says; that of the leaderboards once they are loaded."""
        return self.config.settings

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample edition."""
        return self.launch.demo

    @property
    def is_offline(self) -> bool:
        """Whether the network is not to be used."""
        return self.launch.offline and not self.launch.demo

    def remember(self, values: dict[str, str]) -> None:
        """Keep small things for the next start."""
        remembered.write(self.paths.state, values)

    def recall(self) -> dict[str, str]:
        """What was kept."""
        return remembered.read(self.paths.state)

    @cached_property
    def places(self) -> ScrollPositions:
        """Where each text was left."""
        from tui_reader.config.scroll_positions import ScrollPositions

        return ScrollPositions(self.paths.state)

    @cached_property
    def aliases(self) -> ModelAliases:
        """Which names on leaderboards mean one model."""
        from tui_reader.domain.model_aliases import ModelAliases

        return ModelAliases(self.settings.aliases)
