"""`export`: the list of feeds for another reader."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui_reader.cli.files import write_bytes
from tui_reader.cli.finding import library_of
from tui_reader.cli.output import Output
from tui_reader.domain.errors import UsageError
from tui_reader.wiring import Program


def export(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Write the followed feeds as OPML, to stdout or to a file."""
    if args.what != "feeds":
        hint = f"inference-tui list {args.what} --json gives all that is known of them."
        raise UsageError(f"export {args.what} is not available yet", hint)
    if args.format not in (None, "opml"):
        raise UsageError(f"feeds cannot be exported as {args.format}", "Use --format opml.")
    if args.query:
        raise UsageError("export feeds takes no query", "It writes the whole list.")
    library_of(program, output)
    data = program.feeds.export_opml()
    if args.output in (None, "-"):
        output.data(data)
    else:
        write_bytes(Path(args.output), data)
    return 0
