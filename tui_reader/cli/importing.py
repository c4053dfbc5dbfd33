"""`import`: local files read as if they had been fetched."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui_reader.cli import shapes
from tui_reader.cli.columns import Column, align
from tui_reader.cli.finding import NAMES_S, library_of
from tui_reader.cli.output import Output
from tui_reader.cli.sync import exit_code
from tui_reader.wiring import Program


def import_files(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Exit code 0 when all went well, 3 when some files failed, 4 when all did."""
    library_of(program, output)
    files = program.importing.files([Path(path) for path in args.path], vars(args)["as"] or "")
    if args.json:
        output.json(shapes.imported(files))
    else:
        rows = [(f.kind, f"{f.items:,}", f.path, f.note) for f in files if f.error is None]
        columns = (Column(), Column(right=True), Column(give=True, least=20), Column(give=True, least=20))
        output.table(align(rows, columns, output.width) if rows else [])
        for file in files:
            if file.error is not None:
                named = Path(file.path).name in file.error.message
                output.problem(file.error, "" if named else file.path)
        if not files:
            output.note("inference-tui: there is no file in there")
    program.read_names(NAMES_S)
    return exit_code(len(files), sum(file.error is not None for file in files))
