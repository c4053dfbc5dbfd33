"""`import`: local files read as if they had been fetched."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui_reader.cli import shapes
from tui_reader.cli.columns import Column, align
from tui_reader.cli.files import read_bytes
from tui_reader.cli.finding import NAMES_S, library_of
from tui_reader.cli.output import Output
from tui_reader.cli.sync import exit_code
from tui_reader.wiring import Program

#: What is said of a file that nothing knows; of those in a folder only how many there are.
_UNKNOWN = "is nothing that is known here"


def import_files(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Exit code 0 when all went well, 3 when some files failed, 4 when all did."""
    library_of(program, output)
    if vars(args)["as"] == "newsboat":
        return _newsboat(program, [Path(path) for path in args.path], output)
    files = program.importing.files([Path(path) for path in args.path], vars(args)["as"] or "")
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


def _newsboat(program: Program, paths: list[Path], output: Output) -> int:
    """Newsboat's `urls` and `cache.db`: feeds are followed, and what was read and flagged there is read and kept."""
    from tui_reader.services.moving_in import changes_of, parse_urls
    from tui_reader.storage.newsboat import MAGIC, articles

    for path in paths:
        data = read_bytes(path)
        if not data.startswith(MAGIC):
            urls = parse_urls(data)
            new = program.lists.feeds.follow(urls.feeds)
            output.line(f"{path.name}: {len(urls.feeds)} feeds, {len(new)} new to your list")
            for line in urls.left_out:
                output.note(f"left out, since it is no address: {line}")
            continue
        changes = changes_of(articles(path))
        if changes:
            program.triage.record(changes, "import from newsboat")
            program.triage.wait()
        read = sum(change.field == "read" for change in changes)
        output.line(f"{path.name}: {read:,} read, {len(changes) - read:,} kept; undo takes it back")
    return 0
