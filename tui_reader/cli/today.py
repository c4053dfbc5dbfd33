"""`today`: what came since you last looked."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, time
from typing import Any

from tui_reader.cli import shapes
from tui_reader.cli.compare import row_json
from tui_reader.cli.finding import library_of
from tui_reader.cli.output import Output
from tui_reader.cli.ranking import ranking_of
from tui_reader.domain.comparison import Change
from tui_reader.domain.query import day_of
from tui_reader.services.today import BoardNews, Likely, Today, with_comparisons, with_likeliest
from tui_reader.services.today_words import as_markdown, as_text
from tui_reader.wiring import Program

_LAST = "last"


def today(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print what came. `--since last` means since it was asked so before, and notes that it was asked."""
    library = library_of(program, output)
    now = program.now()
    since = _since(program, args.since or "", now)
    found = with_comparisons(program.today(library, since, now), library, program.aliases)
    if program.settings.ranking.enabled:
        ranking = ranking_of(program, library, output)
        found = with_likeliest(found, library, ranking)
        ranking.keep(library)
    form = args.format or "text"
    if form == "json":
        output.json(_shape(found))
    else:
        output.text(as_markdown(found) if form == "markdown" else as_text(found))
    if args.since == _LAST:
        output.flush()  # what could not be printed was not told
        program.visits.note_report(now)
    return 0


def _since(program: Program, given: str, now: datetime) -> datetime | None:
    if given == _LAST:
        return program.visits.reported or program.visits.ended
    if given:
        return datetime.combine(day_of(given, now.astimezone(UTC).date()), time(), UTC)
    return program.visits.ended


def _shape(found: Today) -> dict[str, Any]:
    return {
        "since": shapes.iso(found.since),
        "issue": shapes.summary(found.issue) if found.issue is not None else None,
        "papers": {
            "new": found.papers.new,
            "likely": found.papers.likely,
            "top": [_paper(one) for one in found.papers.top],
        },
        "boards": [_board(one) for one in found.boards],
        "entries": {
            "new": found.posts,
            "by_group": [
                {"group": one.group or None, "new": one.new, "newest": [shapes.summary(row) for row in one.newest]}
                for one in found.groups
            ],
        },
        "watched": [shapes.summary(row) for row in found.watched],
        "failing": [
            {"id": one.source_id, "title": one.title, "since": shapes.iso(one.since), "error": shapes.error(one.error)}
            for one in found.failing
        ],
    }


def _paper(one: Likely) -> dict[str, Any]:
    return shapes.paper(one.detail) | {
        "score": round(one.score, 4),
        "reasons": [{"term": r.term, "share": round(r.share, 4)} for r in one.explained.reasons],
    }


def _board(one: BoardNews) -> dict[str, Any]:
    return {
        "board": one.board.board,
        "from": shapes.iso(one.since),
        "to": shapes.iso(one.day),
        "headline": one.headline,
        "moved": [row_json(row) for row in one.moved],
        "entered": [row_json(row) for row in one.rows(Change.ENTERED)],
        "left": [row_json(row) for row in one.rows(Change.LEFT)],
    }
