"""`completions`: scripts for the shells, made by shtab from a parser of the whole command line."""

from __future__ import annotations

import argparse

import shtab

from tui_reader.cli.arguments import PROGRAM, add_argument, add_option
from tui_reader.cli.commands import COMMANDS
from tui_reader.cli.globals import GLOBAL_OPTIONS, PANES
from tui_reader.cli.output import Output
from tui_reader.services.catalogue import FAMILIES
from tui_reader.wiring import Program

_FAMILIES = {
    "server": "log in at a feed server, and out",
    "feeds": "follow feeds, or stop following them",
    "follow": "watch authors, words and phrases, or stop watching them",
    "config": "where the configuration is, what it says, and whether it holds",
}


def completions(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print the script for one shell."""
    output.text(script(args.shell))
    return 0


def script(shell: str) -> str:
    """The script for bash, zsh, fish or tcsh, to be sourced, or put where the shell looks for completions."""
    text: str = shtab.complete(_whole_parser(), shell)
    # shtab knows being autoloaded and `eval "$(…)"`; this makes it know `source <(…)`, too.
    return text.replace("[[ $zsh_eval_context[-1] == eval ]]", "[[ $zsh_eval_context[-1] == (eval|file) ]]")


def _whole_parser() -> argparse.ArgumentParser:
    """All subcommands below one parser, for shtab alone: the command line itself builds only the one it needs."""
    whole = argparse.ArgumentParser(prog=PROGRAM, add_help=False)
    _add_globals(whole)
    first = whole.add_subparsers()
    seconds = {}
    known: dict[str, argparse.ArgumentParser] = {}
    for command in COMMANDS:
        family, _, second = command.name.partition(" ")
        if second and family not in seconds:
            below = known.get(family)  # a family may be a subcommand of its own, too
            if below is None:
                below = first.add_parser(family, help=_FAMILIES[family], add_help=False)
                _add_globals(below)
            seconds[family] = below.add_subparsers()
        parser = (seconds[family] if second else first).add_parser(
            second or family, help=_escaped(command.help), description=_escaped(command.help), add_help=False
        )
        known[command.name] = parser
        for argument in command.arguments:
            added = add_argument(parser, argument)
            added.choices = list(FAMILIES) if argument.complete == "source" else list(argument.choices) or None
            _complete(added, argument.complete)
        for option in command.options:
            added = add_option(parser, option)
            added.choices = list(option.choices) or None
            _complete(added, option.complete)
        _add_globals(parser)
    return whole


def _add_globals(parser: argparse.ArgumentParser) -> None:
    for option in GLOBAL_OPTIONS:
        if option.metavar:
            choices = PANES if option.complete == "pane" else None
            _complete(parser.add_argument(option.flag, help=option.help, choices=choices), option.complete)
        else:
            parser.add_argument(option.flag, help=option.help, action="store_true")


def _complete(added: argparse.Action, what: str) -> None:
    known = {"file": shtab.FILE, "dir": shtab.DIRECTORY}
    if what in known:
        added.complete = known[what]  # type: ignore[attr-defined]


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
