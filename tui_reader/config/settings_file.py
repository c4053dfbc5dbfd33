"""Reading config.toml. What is wrong is reported with its line and left at its default; the rest holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from tui_reader.config.toml_text import dotted, visible
from tui_reader.domain.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui_reader.config.settings_reader import Finding


class ConfigProblem(Struct, frozen=True):
    """Something wrong in the file. `line` counts from 1, 0 when it is about the file as a whole; `key` is dotted
    (`network.timeout_s`, `feeds[2].url`), "" when no key is meant; `nearest` is the valid key or value that may have
    been meant, or ""."""

    file: Path
    line: int
    key: str
    message: str
    hint: str = ""
    nearest: str = ""

    @property
    def place(self) -> str:
        """File and line, for a person."""
        return f"{self.file}:{self.line}" if self.line else str(self.file)


class Loaded(Struct, frozen=True):
    """The settings that hold, and what was wrong with the file, by line. `exists` is False without a file."""

    settings: Settings
    problems: tuple[ConfigProblem, ...] = ()
    exists: bool = True


def load(path: Path) -> Loaded:
    """Read the file. Never raises: without one the defaults hold."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Loaded(Settings(), (), exists=False)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = ConfigProblem(path, 0, "", f"cannot be read: {reason}", "Check what it is and who may read it.")
        return Loaded(Settings(), (problem,))
    settings, problems = read(raw, path)
    return Loaded(settings, problems)


def read(raw: bytes, path: Path) -> tuple[Settings, tuple[ConfigProblem, ...]]:
    """The settings a file's bytes mean, and the problems by line; `path` is only named in them. Never raises."""
    # Imported here, on the way to the first frame: without a file, none of it is needed.
    import tomllib

    from tui_reader.config.settings_reader import SettingsReader

    try:
        # utf-8-sig: some editors begin a file with a byte order mark, which TOML forbids.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Settings(), (ConfigProblem(path, line, "", "is not UTF-8", "Save it as UTF-8."),)
    try:
        table = tomllib.loads(text)
    except RecursionError:
        return Settings(), (ConfigProblem(path, 0, "", "is nested too deeply", "Take out the inner brackets."),)
    except ValueError as error:  # TOMLDecodeError, and int() on numbers of thousands of digits
        return Settings(), (_syntax_problem(str(error), text, path),)
    reader = SettingsReader()
    settings = reader.settings(table)
    return settings, placed(reader.findings, text, path)


def _syntax_problem(message: str, text: str, path: Path) -> ConfigProblem:
    found = re.search(r" ?\(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1 if found else 0
    what = message[: found.start()] if found else message
    hint = "Texts stand in quotes, lists in [ ], one key = value a line; inference-tui config init shows an example."
    return ConfigProblem(path, line, "", visible(f"is not valid TOML: {what[:1].lower()}{what[1:]}"), hint)


def placed(findings: Sequence[Finding], text: str, file: Path) -> tuple[ConfigProblem, ...]:
    """Findings as problems, each with its line in the file's text."""
    if not findings:
        return ()
    from tui_reader.config.toml_lines import key_lines

    try:
        lines = key_lines(text)
    except RecursionError:
        lines = {}
    problems: list[ConfigProblem] = []
    for finding in findings:
        place = finding.path
        while place and place not in lines:
            place = place[:-1]
        problems.append(
            ConfigProblem(
                file, lines.get(place, 0), dotted(finding.path), finding.message, finding.hint, finding.nearest
            )
        )
    return tuple(sorted(problems, key=lambda p: p.line))
