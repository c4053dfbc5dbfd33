"""The command line: finds the subcommand, runs it, and turns what goes wrong into one line and an exit code.

Exit codes: 0 fine; 1 an error; 2 the command line was not understood; 3 and 4 some or all sources (files) failed;
130 interrupted.
"""

from __future__ import annotations

import gc
import importlib
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui_reader.cli.globals import Globals, split
from tui_reader.config.private_files import private_files
from tui_reader.domain.errors import NotFound, ReaderError, UsageError

if TYPE_CHECKING:
    import argparse

    from tui_reader.cli.output import Output
    from tui_reader.ui.app import ReaderApp
    from tui_reader.wiring import Program

    Function = Callable[[Program, argparse.Namespace, Output], int]

INTERRUPTED = 130
_log = logging.getLogger(__name__)


def run(argv: list[str]) -> int:
    """Run a command line; the exit code."""
    with private_files():
        return exit_code_of(lambda: _run(argv), debug="--debug" in argv)


def exit_code_of(work: Callable[[], int], debug: bool = False) -> int:
    """Do the work; what it raises becomes one line on stderr (with `debug` after a traceback) and an exit code."""
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough. What is left in the buffer must not fail once more at exit.
        _discard_stdout()
        return 0
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except ReaderError as error:
        if debug:
            _trace()
        from tui_reader.cli.output import said

        _say(said(error))
        return 2 if isinstance(error, UsageError) else 1
    except OSError as error:
        if debug:
            _trace()
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{error.strerror or error}. Check the place and the room there; inference-tui doctor says more.")
        _discard_stdout()
        return 1
    except Exception as error:  # a bug; a person gets a line, and the log the rest
        _log.exception("unexpected")
        if debug:
            _trace()
        _say(f"unexpected {type(error).__name__}: {error}. This is a mistake in inference-tui; --debug shows where.")
        return 1
    return code


def _run(argv: list[str]) -> int:
    given, rest = split(argv)
    if given.help:
        from tui_reader.cli.arguments import help_text

        text = help_text(rest)
        if given.ascii:
            from tui_reader.text.ascii import to_ascii

            text = to_ascii(text)
        sys.stdout.write(text)
        return 0
    if given.version:
        from importlib.metadata import version

        sys.stdout.write(f"inference-tui {version('inference-tui')}\n")
        return 0
    if rest and rest != ["--"]:
        return _command(given, rest)
    return _reader(given)


def _reader(given: Globals) -> int:
    """Open the reader. Nothing on this way imports what fetches or parses. Without a terminal on standard output
    nothing is drawn: the pane is printed as plain lines."""
    if given.tour and (given.plain or not sys.stdout.isatty()):
        return _tour_in_lines(given)
    is_served = "TEXTUAL_DRIVER" in os.environ  # a browser's window is at the other end (`serve`)
    if not is_served and not sys.stdout.isatty():
        return _printed(given)
    if given.plain:
        return _in_lines(given)
    if not is_served and not sys.stdin.isatty():
        raise UsageError("the reader needs a terminal to take keys from", "The subcommands do without; see --help.")
    from tui_reader.ui.app import open_reader

    make: type[ReaderApp] | None = None
    if given.tour:
        from tui_reader.ui.tour import TourApp

        make = TourApp
    _refuse_missing_config(given)
    program = _program(given)
    program.fetch_beside()
    program.tell = _progress
    try:
        program.library  # noqa: B018 -- an old one is brought up to date before the screen is taken
        is_ascii = _is_ascii(given, program)
        return open_reader(program, given.pane, program.sample, _kept(program), is_ascii=is_ascii, make=make)
    finally:
        program.close()


def _tour_in_lines(given: Globals) -> int:
    from tui_reader.domain.tour import STEPS

    program = _program(given)
    try:
        output = _output(given, program)
        for step in STEPS:
            for line in (*step.lines(program.keymap.first), ""):
                output.line(line)
        return 0
    finally:
        program.close()


def _kept(program: Program) -> str:
    """On the first start of all where things are kept, as the page of that start says it; else ""."""
    paths = program.paths
    if program.launch.demo or program.launch.offline or program.config.exists or program.recall().get("first.asked"):
        return ""
    if any((paths.data / "journal").glob("*.jsonl")) or program.library.lists.max_id():
        return ""
    return (
        f"Kept in {paths.data}, what you do in journal/ there. Settings, if you want any: {paths.config_file} "
        "(inference-tui config init writes it). ! shows and changes all of this later."
    )


def _in_lines(given: Globals) -> int:
    from tui_reader.cli.line_reader import LineReader

    gc.enable()
    _refuse_missing_config(given)
    program = _program(given)
    try:
        program.refuse_bad_config()

        def prompt() -> None:
            sys.stdout.write("> ")
            sys.stdout.flush()

        return LineReader(program, _output(given, program), sys.stdin, prompt).run(given.pane)
    finally:
        program.close()


#: What `list` calls the rows of a pane.
_LISTS = {"issues": "issues", "feeds": "entries", "papers": "papers", "benchmarks": "boards"}


def _printed(given: Globals) -> int:
    return _command(replace(given, pane=""), ["list", _LISTS.get(given.pane, "issues")])


def _command(given: Globals, rest: list[str]) -> int:
    from tui_reader.cli.arguments import parse

    gc.enable()
    command, args = parse(rest)
    if given.pane:
        raise UsageError("--pane is for the reader, not for subcommands", "Leave it out.")
    function: Function = getattr(importlib.import_module(f"tui_reader.cli.{command.module}"), command.function)
    if not command.unchecked:
        _refuse_missing_config(given)
    program = _program(given)
    program.tell = _progress
    try:
        if not command.unchecked:
            program.refuse_bad_config()
        return function(program, args, _output(given, program))
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise _damage_behind(error, program) from error
    finally:
        program.close()


def _damage_behind(error: Exception, program: Program) -> Exception:
    """What damaged rows make of a command, or the error itself where the library is sound."""
    from tui_reader.domain.checks import CheckStatus
    from tui_reader.domain.errors import StorageError

    with suppress(Exception):
        for check in program.library.health.check():
            if check.status is CheckStatus.FAILED:
                _log.exception("the library is damaged")
                return StorageError(f"the library is damaged: {check.message}", check.hint)
    return error


def _output(given: Globals, program: Program) -> Output:
    from tui_reader.cli.output import Output

    return Output(is_plain=given.plain, is_ascii=_is_ascii(given, program))


def _is_ascii(given: Globals, program: Program) -> bool:
    """Whether nothing but ASCII is to be shown: asked for, or all that the locale has."""
    from tui_reader.config.locale_charset import is_utf8

    is_asked = given.ascii or program.settings.general.ascii
    return is_asked or (sys.platform != "win32" and not is_utf8(os.environ))


def _program(given: Globals) -> Program:
    from tui_reader.wiring import Launch, Program

    return Program(
        Launch(
            home=given.home,
            config=given.config,
            offline=given.offline,
            demo=given.demo,
            debug=given.debug,
            secrets=given.secrets,
            pane=given.pane,
            forbids_programs="INFERENCE_TUI_NO_COMMANDS" in os.environ,  # set by `serve`
        )
    )


def _progress(text: str) -> None:
    """Draw the line of progress on stderr anew, "" takes it away; nothing where stderr is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text[:78]}")
        sys.stderr.flush()


def _refuse_missing_config(given: Globals) -> None:
    # Without a file the defaults hold, but one that was asked for by name should be there.
    if given.config is not None and not given.config.expanduser().exists():
        raise NotFound(f"there is no configuration file {given.config}", "Check the path, or leave --config out.")


def _say(text: str) -> None:
    from tui_reader.text.address_parts import logins_hidden
    from tui_reader.text.sanitise import clean_line

    with suppress(OSError, ValueError):
        sys.stderr.write(f"inference-tui: {clean_line(logins_hidden(text))}\n")
        sys.stderr.flush()


def _trace() -> None:
    import traceback

    from tui_reader.text.address_parts import logins_hidden

    with suppress(OSError, ValueError):
        sys.stderr.write(logins_hidden(traceback.format_exc()))


def _discard_stdout() -> None:
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
