"""The manual page `inference-tui(1)`, from the tables of subcommands, actions and settings.

Written in the `man` macros (groff_man(7)); what it says of a subcommand, a key or a setting is said nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tui_reader.cli.commands import COMMANDS, Argument, Command, Option
from tui_reader.cli.globals import GLOBAL_OPTIONS
from tui_reader.config.keymap import show
from tui_reader.config.template import describe
from tui_reader.domain.actions import ACTIONS

PATH = Path(__file__).resolve().parents[2] / ".ci" / "packaging" / "inference-tui.1"

_ABOUT = (
    (
        "inference-tui is a reader for people who follow AI. It has four panes: issues of The Inference Report, feeds, "
        "arXiv papers and leaderboards. It opens from disk, needs no network for what was fetched before, and keeps "
        "what you decide in a journal of its own."
    ),
    (
        "Without a subcommand the reader opens. With one, the program does that and ends; lists and documents are "
        "plain text, or JSON with --json."
    ),
)
_EXITS = (
    ("0", "Done."),
    ("1", "An error: one line on standard error says what, why and what to do."),
    ("2", "The command line was not understood."),
    ("3", "Some sources, or some files, failed."),
    ("4", "All of them failed."),
    ("130", "Interrupted."),
)
_FILES = (
    ("config.toml", "The settings. Yours: the program never writes it. `inference-tui config init` prints one."),
    ("journal/", "What you did, a line for each action. It may lie in a shared folder; machines merge."),
    ("library.db", "What was fetched. It is made anew from the network, the imports and the journal."),
    ("imports/", "A copy of every file that was imported."),
)
_VARIABLES = (
    ("NO_COLOR", "Without colours, if it is set."),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME, XDG_STATE_HOME", "Where the files are, on Linux."),
)


def manual_page() -> str:
    """The whole page, in roff."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield '.TH INFERENCE-TUI 1 "" "inference-tui" "User Commands"'
    yield from (".SH NAME", r"inference\-tui \- a terminal reader for people who follow AI")
    yield from (".SH SYNOPSIS", r"\fBinference\-tui\fR [\fIoptions\fR] [\fIsubcommand\fR [\fIarguments\fR]]")
    yield ".SH DESCRIPTION"
    for number, paragraph in enumerate(_ABOUT):
        yield from ([".PP"] if number else [])
        yield _text(paragraph)
    yield from (".SH OPTIONS", _text("They stand before or after a subcommand."))
    for option in GLOBAL_OPTIONS:
        yield from _entry(_bold(option.flag) + (f" {_italic(option.metavar)}" if option.metavar else ""), option.help)
    yield ".SH SUBCOMMANDS"
    for command in COMMANDS:
        yield from _command(command)
    yield from (".SH KEYS", _text("Keys as they are without a configuration; ? shows those of a pane."))
    group = ""
    for action in ACTIONS:
        if action.group != group:
            group = action.group
            yield f".SS {_quoted(group)}"
        keys = ", ".join(_bold(show(sequence)) for sequence in action.keys) or _text("(no key)")
        yield from _entry(keys, f"{action.help} ({action.id})")
    yield from (".SH CONFIGURATION", _text("Settings of config.toml; their types, and what they are without one."))
    for setting in describe():
        default = f"; {setting.default}" if setting.default else ""
        yield from _entry(f"{_bold(setting.key)} ({_text(setting.type)}{_text(default)})", setting.help)
    for title, rows in (("FILES", _FILES), ("ENVIRONMENT", _VARIABLES), ("EXIT STATUS", _EXITS)):
        yield f".SH {_quoted(title)}"
        if title == "FILES":
            yield _text("`inference-tui config path` says where they are; --home DIR puts all of them under DIR.")
        for name, said in rows:
            yield from _entry(_bold(name), said)
    yield from (".SH SEE ALSO", _text("newsboat(1), groff_man(7)"))


def _command(command: Command) -> Iterator[str]:
    called = " ".join((_bold(command.name), *map(_argument, command.arguments)))
    yield from _entry(called, f"{command.help[:1].upper()}{command.help[1:]}.")
    for option in command.options:
        yield ".RS"
        yield from _entry(_option(option), _with_choices(option.help, option.choices))
        yield ".RE"


def _argument(argument: Argument) -> str:
    name = _italic(argument.name)
    return {"": name, "?": f"[{name}]", "+": f"{name}\\&...", "*": f"[{name}\\&...]"}[argument.count]


def _option(option: Option) -> str:
    flags = ", ".join(map(_bold, option.flags))
    return f"{flags} {_italic(option.metavar)}" if option.metavar else flags


def _with_choices(said: str, choices: tuple[str, ...]) -> str:
    missing = [choice for choice in choices if choice not in said]
    return f"{said} ({', '.join(choices)})" if missing else said


def _entry(tag: str, said: str) -> Iterator[str]:
    yield from (".TP", tag, _text(said))


def _bold(text: str) -> str:
    return rf"\fB{_text(text)}\fR"


def _italic(text: str) -> str:
    return rf"\fI{_text(text)}\fR"


def _quoted(text: str) -> str:
    return '"' + _text(text).replace('"', r"\(dq") + '"'


def _text(text: str) -> str:
    """Text that roff prints as it is: its escape character, hyphens that may be copied, and the first character of a
    line, which may be no request."""
    plain = re.sub(r"\s+", " ", text).strip().replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga")
    plain = plain.replace("^", r"\(ha").replace("~", r"\(ti")
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain
