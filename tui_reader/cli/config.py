"""`config`: where the configuration is, what it says, whether it is right."""

from __future__ import annotations

import argparse
from contextlib import suppress

from tui_reader.cli.files import write_bytes
from tui_reader.cli.output import Output
from tui_reader.domain.errors import ConfigError, StorageError
from tui_reader.wiring import Program


def path(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print the path of the configuration file, whether or not it exists."""
    output.line(str(program.paths.config_file))
    return 0


def show(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print the settings in force; what is wrong with the file goes to stderr, and then the exit code is 1."""
    from tui_reader.config.template import show as shown

    program.boards()
    output.text(shown(program.settings, secrets=program.launch.secrets))
    return _report(program, output)


def init(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Write the commented file where there is none."""
    from tui_reader.config.template import render

    file = program.paths.config_file
    if file.exists() or file.is_symlink():
        raise ConfigError(f"{file} exists already", "It is yours to edit; move it away to get a new one.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"{file.parent} cannot be made: {error.strerror}"
        raise StorageError(reason, "Choose another place with --config FILE.") from None
    with suppress(OSError):  # passwords and keys will stand in it
        file.touch(0o600, exist_ok=False)
    write_bytes(file, render(program.boards()).encode())
    output.line(f"wrote {file}")
    return 0


def check(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print what is wrong with the file, a line each; exit code 1 if anything is."""
    code = _report(program, output)
    if code == 0:
        file = program.paths.config_file
        output.line(f"{file} is right" if program.config.exists else f"there is no {file}; the defaults hold")
    return code


def problems(program: Program) -> list[str]:
    """What is wrong with the configuration: place, key, what, and what to do."""
    program.boards()
    found = []
    for problem in program.config.problems:
        place = f"{problem.file}:{problem.line}" if problem.line else str(problem.file)
        found.append(f"{place}: {problem.message}. {problem.hint}".strip())
    found += [f"{program.paths.config_file}: [keys] {p.message}. {p.hint}" for p in program.keymap.problems]
    return found


def _report(program: Program, output: Output) -> int:
    found = problems(program)
    for problem in found:
        output.note(problem)
    return 1 if found else 0
