"""`sync`: fetch without a screen."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, time

from tui_reader.cli import shapes
from tui_reader.cli.columns import Column, align
from tui_reader.cli.finding import NAMES_S, library_of
from tui_reader.cli.output import Output
from tui_reader.domain.events import (
    ProgramsFailed,
    SourceFinished,
    SourceProgress,
    SourceStarted,
    SyncEvent,
    SyncStarted,
)
from tui_reader.domain.query import day_of
from tui_reader.domain.sources import SourceResult, SyncOptions, SyncReport, SyncStatus
from tui_reader.services.catalogue import select
from tui_reader.wiring import Program

SOME_FAILED = 3
ALL_FAILED = 4
_BAR = 20
#: New items whose texts are read for names before the command ends: a tenth of a second.
_FEW = 300


def sync(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Exit code 0 when all went well, 3 when some sources failed, 4 when all that were asked did."""
    since = None
    if args.since:
        since = datetime.combine(day_of(args.since, program.now().date()), time(), UTC)
    library_of(program, output, sample=False)  # the list of feeds depends on the journal
    chosen = select(program.sources(), args.source)
    progress = Progress(output, quiet=args.quiet)
    try:
        options = SyncOptions(
            due=args.due, issues=args.issues, since=since, full_text=args.full_text, history=args.history
        )
        report = program.sync(chosen, options, progress)
    finally:
        output.clear_progress()
    for failure in progress.failures:
        output.note(failure)
    pdfs = _keep_pdfs(program, output, quiet=args.quiet)
    if args.json:
        output.json(shapes.sync_report(report))
    elif not args.quiet:
        _print(report, output)
        if pdfs:
            output.line(pdfs)
    if not args.json:
        for result in report.sources:
            if result.error is not None:
                output.problem(result.error, result.source_id)
    if program.library.references.waiting(_FEW + 1) <= _FEW:  # many are read when somebody asks, or by the reader
        program.read_names(NAMES_S)
    asked = [s for s in report.sources if s.status is not SyncStatus.SKIPPED]
    return exit_code(len(asked), report.failed)


def _keep_pdfs(program: Program, output: Output, *, quiet: bool) -> str:
    """Fetch the PDFs of kept papers, where that is configured; what came of it, for a person."""
    if not program.pdfs.is_due:
        return ""
    if not quiet:
        output.progress("PDFs of kept papers")
    try:
        return program.pdfs.keep_kept(program.library).words()
    finally:
        output.clear_progress()


def exit_code(attempted: int, failed: int) -> int:
    """The exit code of a sync or an import."""
    if failed == 0:
        return 0
    return ALL_FAILED if failed >= attempted else SOME_FAILED


class Progress:
    """Draws a bar on stderr as the sources come in; called from the thread that syncs."""

    def __init__(self, output: Output, quiet: bool = False) -> None:
        self._output = output
        self._quiet = quiet
        self._waiting: dict[str, str] = {}
        self._done = 0
        self._total = 0
        self._failed = 0
        self._new = 0
        self._told = ""
        self.failures: tuple[str, ...] = ()
        """What programs that run for what came did wrong."""

    def __call__(self, event: SyncEvent) -> None:
        """Take an event in and draw."""
        if isinstance(event, SyncStarted):
            self._total = event.total
        elif isinstance(event, SourceStarted):
            self._waiting[event.source_id] = event.title
        elif isinstance(event, SourceProgress):
            self._told = event.text
        elif isinstance(event, SourceFinished):
            self._waiting.pop(event.result.source_id, None)
            self._told = ""
            self._done, self._total = event.done, event.total
            self._failed += event.result.status is SyncStatus.FAILED
            self._new += event.result.new
        elif isinstance(event, ProgramsFailed):
            self.failures = event.failures
        if not self._quiet:
            self._output.progress(self.text())

    def text(self) -> str:
        """The line as it stands."""
        full = _BAR * self._done // self._total if self._total else _BAR
        counts = f"{self._done}/{self._total} · {self._new} new"
        counts += f" · {self._failed} failed" if self._failed else ""
        waiting = self._told or next(iter(self._waiting.values()), "")
        return f"{'█' * full}{'░' * (_BAR - full)} {counts}" + (f" · {waiting}" if waiting else "")


def _print(report: SyncReport, output: Output) -> None:
    columns = (Column(), Column(), Column(give=True, least=20))
    rows = [(s.source_id, _how(s), s.note) for s in report.sources if s.status is not SyncStatus.FAILED]
    output.table(align(rows, columns, output.width) if rows else [])
    failed = f", {report.failed} of {len(report.sources)} sources failed" if report.failed else ""
    output.line(f"{report.new} new{failed}")


def _how(result: SourceResult) -> str:
    if result.status is not SyncStatus.UPDATED:
        return result.status.value
    parts = [f"{result.new} new"]
    if result.updated:
        parts.append(f"{result.updated} changed")
    return ", ".join(parts)
