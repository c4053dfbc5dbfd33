"""`export`: papers, entries, leaderboards and the list of feeds in the formats of other programs."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from tui_reader.cli.files import write_bytes
from tui_reader.cli.finding import library_of, query_of
from tui_reader.cli.narrow import matches
from tui_reader.cli.output import Output
from tui_reader.domain.boards import Snapshot
from tui_reader.domain.errors import UsageError
from tui_reader.domain.items import Kind
from tui_reader.domain.query import Field
from tui_reader.services.exporting.export import Exporter, target, write_to
from tui_reader.services.exporting.files import make_folder
from tui_reader.services.exporting.formats import Format, choose
from tui_reader.storage.library import Library
from tui_reader.wiring import Program

_KINDS = {"papers": Kind.PAPER, "entries": Kind.ENTRY}


def export(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Write what matches to stdout, to a file, or as files into a folder."""
    if args.to:
        return _to_zotero(program, args, output)
    if args.collection or args.again:
        raise UsageError("--collection and --again are for --to zotero", "Add --to zotero.")
    form = choose(args.what, args.format)
    path = None if args.output in (None, "-") else Path(args.output).expanduser()
    if form.needs_folder and path is None:
        raise UsageError(f"{args.what} in {form.name} are many files", "Name a folder for them with -o.")
    if args.what == "feeds":
        return _feeds(program, args, form, path, output)
    if path is not None and not form.needs_folder and str(args.output).endswith("/"):
        make_folder(path)
    library = library_of(program, output)
    if args.what == "boards":
        return _boards(program, library, args, form, path, output)
    query = query_of(program, library, args.query, Field("kind", _KINDS[args.what].value))
    ids = library.lists.ids(query)
    exporter = Exporter(library, pdf_of=program.pdfs.path_of)
    if form.needs_folder and path is not None:
        _say_written(output, exporter.notes(ids, path), args.what, path)
    else:
        _write(exporter.items(args.what, ids, form), path, args.what, form, output)
        if path is not None:
            _say_written(output, len(ids), args.what, target(path, args.what, form))
    if not ids:
        output.note("Nothing matches.")
    return 0


def _to_zotero(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Put papers or entries into a running Zotero, each once."""
    if args.what not in _KINDS:
        raise UsageError(f"Zotero takes papers and entries, no {args.what}", "Use --format for a file.")
    if args.format or args.output:
        raise UsageError("--to zotero writes no file", "Leave out --format and -o.")
    library = library_of(program, output)
    ids = library.lists.ids(query_of(program, library, args.query, Field("kind", _KINDS[args.what].value)))
    if not ids:
        output.note("Nothing matches.")
        return 0
    target = program.zotero.target(args.collection or "")

    def tell(count: int) -> None:
        output.progress(f"{count:,} of {len(ids):,} put into Zotero")

    wanted = Exporter(library, pdf_of=program.pdfs.path_of).for_zotero(ids)
    try:
        sent = program.zotero.send(library, wanted, target, again=args.again, tell=tell)
    finally:
        output.clear_progress()
    output.line(sent.words(target.name))
    return 0


def _feeds(program: Program, args: argparse.Namespace, form: Format, path: Path | None, output: Output) -> int:
    if args.query:
        raise UsageError("export feeds takes no query", "It writes the whole list.")
    library_of(program, output)
    data, hidden = program.source_lists.feeds.export_opml(secrets=program.launch.secrets)
    if hidden:
        output.note(f"Passwords of {hidden} feed{'s' if hidden > 1 else ''} are left out; --secrets writes them.")
    if path is None:
        output.data(data)
    else:
        write_bytes(target(path, args.what, form), data)
    return 0


def _boards(
    program: Program, library: Library, args: argparse.Namespace, form: Format, path: Path | None, output: Output
) -> int:
    exporter = Exporter(library)
    days = _days(program, library, args)
    counted = _Counted(exporter.on_days(days))
    if form.needs_folder and path is not None:
        _say_written(output, exporter.board_notes(counted, path), "tables", path)
    else:
        _write(exporter.boards(counted, form, dict.fromkeys(board for board, _ in days)), path, args.what, form, output)
        if path is not None:
            _say_written(output, counted.count, "tables", target(path, args.what, form))
    if not counted.count:
        output.note("Nothing matches.")
    return 0


def _days(program: Program, library: Library, args: argparse.Namespace) -> list[tuple[str, date]]:
    """The boards and days of the tables that match, board by board, oldest first."""
    query = query_of(program, library, args.query)
    found: list[tuple[str, date]] = []
    for board in library.boards.all():
        words, fields = f"{board.board} {board.title} {board.metric}", {"board": (board.board,), "kind": ("board",)}
        days = [info.taken_on for info in reversed(library.boards.snapshots(board.board))]
        found += [(board.board, day) for day in days if matches(query, words, fields, day)]
    return found


class _Counted:
    """Counts what is taken of it."""

    def __init__(self, snapshots: Iterator[Snapshot]) -> None:
        self._snapshots = snapshots
        self.count = 0

    def __iter__(self) -> Iterator[Snapshot]:
        for snapshot in self._snapshots:
            self.count += 1
            yield snapshot


def _write(chunks: Iterable[str], path: Path | None, what: str, form: Format, output: Output) -> None:
    if path is not None:
        write_to(target(path, what, form), chunks)
        return
    for chunk in chunks:
        output.data(chunk.encode("utf-8", "replace"))


def _say_written(output: Output, count: int, what: str, where: Path) -> None:
    if count:
        output.note(f"{count:,} {what} to {where}")
