"""The configuration as a whole: settings, keys, and what is wrong with either."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tui_reader.config.keymap import build
from tui_reader.config.settings_file import load
from tui_reader.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tui_reader.config.board_settings import BoardDefault
    from tui_reader.domain.settings import Settings


class Configuration:
    """What a file says. `env` may hold the keys of leaderboards; `changed` gives the settings of the sample edition."""

    def __init__(
        self, file: Path, env: Mapping[str, str], changed: Callable[[Settings], Settings] | None = None
    ) -> None:
        loaded = load(file)
        self.file = file
        self.exists = loaded.exists
        self.settings = loaded.settings if changed is None else changed(loaded.settings)
        self.written = self.settings
        """What the file says, whatever is known of leaderboards."""
        self.keymap = build(self.settings.keys)
        self.problems = loaded.problems
        self.chosen_boards = self.settings.follow.boards
        """The leaderboards that are followed, None for those that are when nobody chose."""
        self._env = env
        self._is_sample = changed is not None
        self._loading = threading.Lock()
        self._boards: tuple[BoardDefault, ...] | None = None

    def boards(self, known: Callable[[], tuple[BoardDefault, ...]]) -> tuple[BoardDefault, ...]:
        """What the leaderboards say of themselves, asked once. From then on the settings hold those of every board, and
        ids that no board has are among the problems."""
        with self._loading:
            if self._boards is not None:
                return self._boards
            from tui_reader.config.board_settings import unknown_boards, with_boards

            boards = known()
            if not self._is_sample:
                self.problems += unknown_boards(self.settings, boards, self.file)
            self.settings = with_boards(self.settings, boards, self._env)
            self._boards = boards
            return boards

    def warnings(self) -> list[str]:
        """What is wrong, a line each, what tells most first: a narrow screen shows its beginning."""
        found = [
            f"{p.file.name}{f':{p.line}' if p.line else ''}: {p.message}. {p.hint} It is {p.file}."
            for p in self.problems
        ]
        return found + [f"[keys] {p.message}. {p.hint}" for p in self.keymap.problems]

    def refuse_problems(self) -> None:
        """Raise ConfigError if the file or its keys are wrong: for the command line."""
        for wrong in self.problems:
            raise ConfigError(f"{wrong.place}: {wrong.message}", wrong.hint)
        for problem in self.keymap.problems:
            raise ConfigError(f"{self.file}: [keys] {problem.message}", problem.hint)
