"""`mark`, `undo` and `redo`: what the user does to items, from a shell."""

from __future__ import annotations

import argparse

from tui_reader.cli.finding import find_rows, library_of
from tui_reader.cli.output import Output
from tui_reader.domain.errors import NotFound, UsageError
from tui_reader.domain.items import State
from tui_reader.domain.journal import BatchDone, JsonValue
from tui_reader.services.triage import cleared
from tui_reader.text.sanitise import clean_line, clean_text
from tui_reader.wiring import Program

_DECISIONS = {"keep": State.KEPT, "skip": State.SKIPPED, "later": State.LATER}


def mark(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Change items: all of it is one action, taken back by one undo."""
    changes, said = _changes(args)
    library = library_of(program, output)
    rows = find_rows(library, args.key)
    if args.clear:
        each = [(row, [*changes, ("state", cleared(row).value)]) for row in rows]
    else:
        each = [(row, changes) for row in rows]
    program.triage.mark_each(each)
    _stored(program, output)
    output.line(f"{', '.join(said)}: {_counted(len(rows))}")
    return 0


def undo(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Take back the last action of this machine that stands."""
    library_of(program, output)
    return _turned(program, program.triage.undo(), "undone", output)


def redo(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Do again what was undone last."""
    library_of(program, output)
    return _turned(program, program.triage.redo(), "done again", output)


def _changes(args: argparse.Namespace) -> tuple[list[tuple[str, JsonValue]], list[str]]:
    changes: list[tuple[str, JsonValue]] = []
    said: list[str] = []
    for name, state in _DECISIONS.items():
        if getattr(args, name):
            changes.append(("state", state.value))
            said.append(name)
            # A decision marks read, as it does in the reader.
            if not args.unread and not args.read:
                changes.append(("read", True))
    if args.clear:
        said.append("clear")
    for name, read in (("read", True), ("unread", False)):
        if getattr(args, name):
            changes.append(("read", read))
            said.append(name)
    for name, on in (("tag", True), ("untag", False)):
        for tag in dict.fromkeys(_tag(given) for given in getattr(args, name)):
            changes.append((f"tag:{tag}", on))
            said.append(f"{name} {tag}")
    if both := {_tag(t) for t in args.tag} & {_tag(t) for t in args.untag}:
        raise UsageError(f"--tag and --untag contradict each other for {min(both)!r}")
    if args.note is not None:
        note = clean_text(args.note).strip()
        changes.append(("note", note or None))
        said.append("note" if note else "no note")
    if not said:
        raise UsageError("mark needs to know what to do", "Give --read, --keep, --tag T, …; see mark --help.")
    return changes, said


def _tag(given: str) -> str:
    tag = clean_line(given).removeprefix("#")
    if not tag:
        raise UsageError("a tag needs a name")
    return tag


def _stored(program: Program, output: Output) -> None:
    """Wait for the library, which need not be there for what was done to be safe."""
    if not program.triage.wait():
        output.note("inference-tui: it is in the journal; the library is in use and takes it over later.")


def _turned(program: Program, done: BatchDone | None, said: str, output: Output) -> int:
    if done is None:
        verb = "undo" if said == "undone" else "redo"
        raise NotFound(f"there is nothing to {verb}", "Only what was done on this machine can be.")
    _stored(program, output)
    output.line(f"{said}: {_counted(len(set(done.items)))}")
    return 0


def _counted(number: int) -> str:
    return f"{number:,} item{'s' if number != 1 else ''}"
