"""`download`: the files that entries bring, and the PDFs of papers."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from tui_reader.cli.finding import find_rows, library_of
from tui_reader.cli.output import Output
from tui_reader.cli.sync import exit_code
from tui_reader.domain.errors import NotFound, ReaderError
from tui_reader.domain.events import DownloadProgress
from tui_reader.domain.items import Kind
from tui_reader.domain.rows import Row
from tui_reader.services.downloads import Enclosure, download_of, enclosures_of, folder_of
from tui_reader.wiring import Program


def download(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print where each file is. Exit code 0 when all went well, 3 when some failed, 4 when all did."""
    library = library_of(program, output)
    settings = program.settings.downloads
    if args.output:
        settings = replace(settings, folder=args.output)
    asked = failed = 0
    for row in find_rows(library, args.key):
        jobs = _jobs(program, row, folder_of(settings), output)
        if not jobs:
            raise NotFound(f"{row.key} brings no file", "Entries with enclosures and papers do.")
        for job in jobs:
            asked += 1
            try:
                place = job()
            except ReaderError as error:
                output.clear_progress()
                output.problem(error)
                failed += 1
            else:
                output.clear_progress()
                output.line(str(place))
    return exit_code(asked, failed)


def _jobs(program: Program, row: Row, folder: Path, output: Output) -> list[Callable[[], Path]]:
    """What is fetched of an item, a file each."""

    def tell(name: str, progress: DownloadProgress) -> None:
        with suppress(OSError):
            output.progress(f"{name}: {progress.words()}")

    if row.kind is Kind.PAPER and (paper := program.library.papers.get(row.key)) is not None:
        if (here := program.pdfs.path_of(paper.paper)) is not None:
            return [lambda: here]
        return [partial(program.pdfs.keep, paper.paper, partial(tell, paper.paper.title))]
    entry = program.library.entries.get(row.key) if row.kind is Kind.ENTRY else None

    def fetch(one: Enclosure) -> Path:
        if not one.is_here:
            program.fetching.download(download_of(one, program.settings.downloads), partial(tell, one.name))
        return one.place

    return [partial(fetch, one) for one in enclosures_of(entry, folder)] if entry is not None else []
