"""`backup` and `restore`: everything that a rebuild would lose, in one file."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path

from tui_reader.cli.output import Output
from tui_reader.domain.errors import UsageError
from tui_reader.wiring import Program


def backup(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Write the home into one file."""
    from tui_reader.storage.backup import save

    if not args.output:
        raise UsageError("backup needs a file to write", "inference-tui backup -o reader.tar.gz")
    file = Path(args.output).expanduser().absolute()
    paths = program.paths
    saved = save(file, paths.data, paths.config_file, program.now(), version("inference-tui"))
    output.line(f"wrote {file}: {saved.files:,} files, {file.stat().st_size / 1e6:,.1f} MB")
    return 0


def restore(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Put such a file in place of an empty home, or with --force of any."""
    from tui_reader.storage.backup import restore as put_back

    paths = program.paths
    file = Path(args.file).expanduser().absolute()
    saved, aside = put_back(file, paths.data, paths.config_file, paths.state, program.now(), force=args.force)
    output.line(f"restored {saved.files:,} files of {saved.made} into {paths.data}")
    if aside:
        output.line(f"the old home lies in {aside}")
    return 0
