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

#: Of whose files it is taken over what was read and kept there.
OTHER_PROGRAMS = ("newsboat", "elfeed", "zotero")
#: What is said of a file that nothing knows; of those in a folder only how many there are.
_UNKNOWN = "is nothing that is known here"


def import_files(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Exit code 0 when all went well, 3 when some files failed, 4 when all did."""
    library_of(program, output)
    paths, kind = [Path(path) for path in args.path], vars(args)["as"] or ""
    if kind in OTHER_PROGRAMS:
        from tui_reader.cli.moving_in import move_in

        files = move_in(program, kind, paths)
    else:
        files = program.importing.files(paths, kind)
    if args.json:
        output.json(shapes.imported(files))
    else:
        rows = [(f.kind, f"{f.items:,}", f.path, f.note) for f in files if f.error is None]
        columns = (Column(), Column(right=True), Column(give=True, least=20), Column(give=True, least=20))
        output.table(align(rows, columns, output.width) if rows else [])
        given = {str(Path(path)) for path in args.path}
        unknown = [f for f in files if f.error is not None and f.path not in given and _UNKNOWN in f.error.message]
        for file in files:
            if file.error is not None and file not in unknown:
                named = Path(file.path).name in file.error.message
                output.problem(file.error, "" if named else file.path)
        if unknown:
            names = ", ".join(Path(file.path).name for file in unknown[:3]) + (", …" if len(unknown) > 3 else "")
            are = "files are" if len(unknown) > 1 else "file is"
            output.note(f"inference-tui: {len(unknown):,} {are} nothing that is known here ({names}); --json names all")
        if not files:
            output.note("inference-tui: there is no file in there")
    program.read_names(NAMES_S)
    return exit_code(len(files), sum(file.error is not None for file in files))
