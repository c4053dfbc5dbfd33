"""From the words of a command line to a subcommand and its arguments: argparse over the table."""

from __future__ import annotations

import argparse
import difflib
import textwrap
from collections.abc import Sequence
from typing import NoReturn

from tui_reader.cli.commands import BY_NAME, COMMANDS, Argument, Command, Option
from tui_reader.cli.globals import GLOBAL_OPTIONS
from tui_reader.domain.errors import UsageError

PROGRAM = "inference-tui"

#: Stands before a query term such as `-term` while argparse looks, so that it is not taken for an option.
_TERM = "\0"


def parse(words: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """The subcommand and its arguments, each under its name in lower case. Raises UsageError."""
    command, rest = find(words)
    parser = parser_of(command)
    values = parser.parse_intermixed_args(_protect(rest, command))
    for name, value in vars(values).items():
        if isinstance(value, list):
            setattr(values, name, [word.removeprefix(_TERM) for word in value])
        elif isinstance(value, str):
            setattr(values, name, value.removeprefix(_TERM))
    _refuse_contradictions(command, values)
    return command, values


def find(words: Sequence[str]) -> tuple[Command, list[str]]:
    """The subcommand that the first one or two words name, and the words after it. Raises UsageError."""
    first = words[0] if words else ""
    family = [c.name.split()[1] for c in COMMANDS if c.name.startswith(first + " ")]
    if first in BY_NAME and not (len(words) > 1 and words[1] in family):
        return BY_NAME[first], list(words[1:])
    if family:
        second = words[1] if len(words) > 1 else ""
        if second in family:
            return BY_NAME[f"{first} {second}"], list(words[2:])
        said = f"{first} {second!r} is no subcommand" if second else f"{first} needs a subcommand"
        raise UsageError(said, f"It can be {', '.join(family)}.")
    if first.startswith("-"):
        raise UsageError(f"there is no option {first!r} here", f"See {PROGRAM} --help.")
    near = difflib.get_close_matches(first, {c.name.split()[0] for c in COMMANDS}, 1)
    raise UsageError(
        f"there is no subcommand {first!r}", f"Did you mean {near[0]!r}?" if near else f"See {PROGRAM} --help."
    )


def parser_of(command: Command) -> argparse.ArgumentParser:
    """The parser of one subcommand; only the one that is needed is ever built."""
    parser = _Parser(
        prog=f"{PROGRAM} {command.name}",
        description=command.help[0].upper() + command.help[1:] + ".",
        epilog="Global options: " + " ".join(f"{o.flag} {o.metavar}".strip() for o in GLOBAL_OPTIONS),
        allow_abbrev=False,
        add_help=False,
    )
    for argument in command.arguments:
        add_argument(parser, argument)
    for option in command.options:
        add_option(parser, option)
    return parser


def help_text(words: Sequence[str]) -> str:
    """The help of the subcommand that the words begin with, of a family of them, or of the program."""
    if not words:
        return _overview()
    if words[0] not in BY_NAME and len(words) == 1:
        family = [c for c in COMMANDS if c.name.startswith(words[0] + " ")]
        if family:
            return "\n".join(f"{PROGRAM} {_call(c):<32} {c.help}" for c in family) + "\n"
    command, _ = find(words)
    return parser_of(command).format_help()


def _overview() -> str:
    lines = [
        f"usage: {PROGRAM} [OPTION…] [SUBCOMMAND …]",
        "",
        "A keyboard-driven reader for people who follow AI. Without a subcommand it opens the reader.",
        "",
        "subcommands:",
    ]
    lines += [f"  {_call(command):<26} {command.help}" for command in COMMANDS]
    lines += ["", "options, before or after the subcommand:"]
    lines += [f"  {f'{option.flag} {option.metavar}'.strip():<26} {option.help}" for option in GLOBAL_OPTIONS]
    lines += [
        "",
        'A query is words, "phrases" and terms such as cat:cs.SD author:name is:inbox since:7d tag:x -term, a OR b.',
        f"{PROGRAM} SUBCOMMAND --help explains a subcommand.",
    ]
    return "\n".join(lines) + "\n"


def _call(command: Command) -> str:
    shown = []
    for argument in command.arguments:
        name = argument.name
        shown.append({"*": f"[{name}…]", "+": f"{name}…", "?": f"[{name}]"}.get(argument.count, name))
    return " ".join([command.name, *shown])


class _Parser(argparse.ArgumentParser):
    """Complains by our own error, in one line."""

    def error(self, message: str) -> NoReturn:
        said = textwrap.shorten(message.replace(_TERM, ""), 300)
        raise UsageError(said, f"See {self.prog} --help.")


def add_argument(parser: argparse.ArgumentParser, argument: Argument) -> argparse.Action:
    """Put an argument of the table on a parser; what argparse made of it."""
    return parser.add_argument(
        argument.name.lower(),
        metavar=argument.name,
        help=_shown_help(argument.help, argument.choices),
        nargs=argument.count or None,
        type=_one_of(argument.choices) if argument.choices else str,
    )


def add_option(parser: argparse.ArgumentParser, option: Option) -> argparse.Action:
    """Put an option of the table on a parser; what argparse made of it."""
    if not option.metavar:
        return parser.add_argument(*option.flags, dest=option.dest, help=option.help, action="store_true")
    kind = _whole if option.number else _one_of(option.choices) if option.choices else str
    return parser.add_argument(
        *option.flags,
        dest=option.dest,
        metavar=option.metavar,
        help=_shown_help(option.help, option.choices),
        type=kind,
        action="append" if option.many else "store",
        default=[] if option.many else None,
    )


def _shown_help(text: str, choices: tuple[str, ...]) -> str:
    return f"{text}: {', '.join(choices)}" if choices else text


class _one_of:  # noqa: N801 - argparse calls it as a type and prints its name
    def __init__(self, choices: tuple[str, ...]) -> None:
        self.choices = choices

    def __call__(self, word: str) -> str:
        if word not in self.choices:
            near = difflib.get_close_matches(word, self.choices, 1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise argparse.ArgumentTypeError(f"{word!r} is none of {', '.join(self.choices)}{meant}")
        return word


def _whole(word: str) -> int:
    try:
        number = int(word.removeprefix(_TERM))
    except ValueError:
        number = 0
    if not 1 <= number <= 2**31:
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number from 1")
    return number


def _protect(words: Sequence[str], command: Command) -> list[str]:
    """Words that begin with a dash and are no options, made so that argparse does not take them for any: terms of a
    query such as `-term`, and everything after `--` (which argparse treats differently from version to version)."""
    has_query = any(argument.name in ("QUERY", "TERM") for argument in command.arguments)
    short = {flag for option in command.options for flag in option.flags if not flag.startswith("--")}
    safe: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            safe += [_TERM + after for after in rest]
            break
        is_term = has_query and len(word) > 1 and word[0] == "-" and word[1] != "-" and word not in short
        safe.append(_TERM + word if is_term else word)
    return safe


def _refuse_contradictions(command: Command, values: argparse.Namespace) -> None:
    given: dict[str, str] = {}
    for option in command.options:
        if option.only_one and getattr(values, option.dest):
            if option.only_one in given:
                raise UsageError(f"{given[option.only_one]} and {option.flags[-1]} contradict each other")
            given[option.only_one] = option.flags[-1]
