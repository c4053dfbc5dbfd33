"""`doctor`: look everything over, and repair what can be repaired."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from tui_reader.cli import shapes
from tui_reader.cli.config import problems
from tui_reader.cli.listing import every_source
from tui_reader.cli.output import Output
from tui_reader.domain.checks import Check, CheckStatus
from tui_reader.services import doctor as judging
from tui_reader.services.doctor import Examination
from tui_reader.wiring import Program


def doctor(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Exit code 0 when nothing failed (warnings are well), else 1."""
    checks: list[Check] = []
    for examination in examinations(program, output, is_whole=args.repair):
        # A library of a million items takes seconds: what is being looked at is said, and what was found at once.
        output.progress(f"looking at: {examination.name} …")
        found = judging.examine([examination], args.repair)
        output.clear_progress()
        checks += found
        if not args.json:
            _say(found, output)
    if args.json:
        output.json(shapes.doctor(checks))
    return 0 if judging.is_well(checks) else 1


def _say(checks: Sequence[Check], output: Output) -> None:
    for check in checks:
        output.table([f"{check.status.value:<9} {check.name}: {check.message}"])
        if check.hint and check.status is not CheckStatus.OK:
            output.table([f"{'':<9} {check.hint}"])
    output.flush()


def examinations(program: Program, output: Output, *, is_whole: bool = False) -> list[Examination]:
    """All that is looked at, in the order in which one thing needs the one before; `is_whole`: every row."""
    paths = program.paths
    return [
        Examination("python", lambda: [judging.judge_python(sys.version_info[:3], sqlite3.sqlite_version_info)]),
        Examination(
            "terminal", lambda: [judging.judge_terminal(os.environ, sys.stdout.encoding or "", output.is_terminal)]
        ),
        Examination(
            "configuration",
            lambda: [judging.judge_configuration(paths.config_file, program.config.exists, problems(program))],
        ),
        Examination("data", lambda: [judging.judge_folder("data", paths.data, judging.probe_folder)]),
        Examination("state", lambda: [judging.judge_folder("state", paths.state, judging.probe_folder)]),
        Examination("cache", lambda: [judging.judge_folder("cache", paths.cache, judging.probe_folder)]),
        Examination("disk space", lambda: [judging.judge_space(paths.data, _free(paths.data))]),
        Examination("library", lambda: _library(program, is_whole=is_whole), program.repair_library),
        Examination("journal", lambda: [_journal(program)]),
        Examination("ranking", lambda: _ranking(program)),
        Examination("PDFs", lambda: [program.pdfs.check()]),
        Examination("sources", lambda: [judging.judge_sources(every_source(program, program.library))]),
    ]


def _library(program: Program, *, is_whole: bool) -> Sequence[Check]:
    opening = judging.judge_opening(program.library.notice)
    # The journal is looked at by itself, in its own files.
    found = program.library.health.check(is_whole=is_whole)
    return [opening, *(check for check in found if check.name != "journal")]


def _ranking(program: Program) -> Sequence[Check]:
    if not program.settings.ranking.enabled:
        return [Check("ranking", CheckStatus.OK, "turned off in the configuration")]
    said = str(program.ranking.measure(program.library))
    waiting = program.library.features.waiting()
    return [Check("ranking", CheckStatus.OK, f"{said} {waiting:,} papers are not counted yet." if waiting else said)]


def _journal(program: Program) -> Check:
    folder = program.paths.data / "journal"
    return judging.judge_journal(judging.survey_journal(program.journal, folder, program.machine, program.now()))


def _free(folder: Path) -> int:
    """Free bytes on the disk of a folder that need not exist yet."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(there).free
