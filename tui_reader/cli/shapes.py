"""The JSON shapes that subcommands print: keys in snake_case, dates ISO 8601, absent values null, empty lists [].

Times are UTC and end in Z, without fractions; days are plain dates. An empty string is an absent value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui_reader.domain.boards import BoardInfo
from tui_reader.domain.checks import Check
from tui_reader.domain.errors import Problem
from tui_reader.domain.issues import Issue, SourcedLink
from tui_reader.domain.items import Kind
from tui_reader.domain.rows import RepoDetail, Row, SightingView
from tui_reader.domain.sources import SourceHealth, SourceResult, SyncReport
from tui_reader.services.doctor import is_well
from tui_reader.services.importing import ImportedFile
from tui_reader.services.item_shapes import Json, board_row
from tui_reader.services.item_shapes import entry as entry
from tui_reader.services.item_shapes import iso as iso
from tui_reader.services.item_shapes import paper as paper
from tui_reader.services.item_shapes import table as table
from tui_reader.text.address_parts import login_hidden

if TYPE_CHECKING:
    from tui_reader.sources.leaderboard.board import Board


def error(problem: Problem | None) -> Json | None:
    """Why something failed."""
    if problem is None:
        return None
    return {"code": problem.code, "message": problem.message, "hint": problem.hint}


def sync_report(report: SyncReport) -> Json:
    """What a sync did."""
    return {"sources": [source_result(s) for s in report.sources], "new": report.new, "failed": report.failed}


def source_result(result: SourceResult) -> Json:
    """What a sync did with one source."""
    return {
        "id": result.source_id,
        "kind": result.kind.value,
        "title": result.title,
        "status": result.status.value,
        "new": result.new,
        "updated": result.updated,
        "seconds": round(result.seconds, 3),
        "error": error(result.error),
    }


def imported(files: Iterable[ImportedFile]) -> Json:
    """What an import did."""
    return {
        "files": [
            {
                "path": file.path,
                "kind": file.kind,
                "items": file.items,
                "keys": list(file.keys),
                "note": file.note or None,
                "error": error(file.error),
            }
            for file in files
        ]
    }


def summary(row: Row) -> Json:
    """An item in short."""
    is_day = row.kind is Kind.ISSUE and row.date is not None
    return {
        "key": row.key,
        "kind": row.kind.value,
        "title": row.title,
        "date": iso(row.date.date() if is_day and row.date else row.date),
        "source": row.source or None,
        "url": row.url or None,
        "read": row.read,
        "state": row.state.value,
        "tags": list(row.tags),
    }


def source(health: SourceHealth) -> Json:
    """A source and how it is doing."""
    return {
        "id": health.source_id,
        "kind": health.kind.value,
        "title": health.title,
        "url": login_hidden(health.url) or None,
        "group": health.group or None,
        "status": health.status,
        "last_success": iso(health.last_success),
        "last_error": error(health.last_error),
        "items": health.items,
    }


def issue(found: Issue, row: Row) -> Json:
    """A whole issue."""
    return {
        "key": row.key,
        "kind": "issue",
        "date": iso(found.day),
        "title": found.title,
        "author": found.author or None,
        "url": found.url or row.url or None,
        "read": row.read,
        "state": row.state.value,
        "essay": list(found.essay),
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "author": section.author or None,
                "url": section.url or None,
                "essay": list(section.essay),
            }
            for section in found.sections
        ],
        "missing": list(found.missing),
        "labs": [_link(link) for link in found.labs],
        "wire": [_link(link) for link in found.wire],
        "papers": [
            {
                "key": paper.key,
                "title": paper.title,
                "category": paper.primary_category or None,
                "abstract": paper.abstract or None,
                "url": paper.url or None,
            }
            for paper in found.papers
        ],
        "tables": [
            {
                "board": snapshot.board,
                "title": snapshot.title,
                "metric": snapshot.metric or None,
                "description": snapshot.description or None,
                "rows": [board_row(r) for r in snapshot.rows],
            }
            for snapshot in found.tables
        ],
        "trending": [
            {
                "repo": repo.name,
                "description": repo.description or None,
                "language": repo.language or None,
                "stars": repo.stars,
                "url": repo.url or None,
            }
            for repo in found.trending
        ],
    }


def repo(detail: RepoDetail) -> Json:
    """A repository."""
    row = detail.row
    return {
        "key": row.key,
        "kind": "repo",
        "repo": row.key.removeprefix("repo:"),
        "title": row.title,
        "description": detail.description or None,
        "language": detail.language or None,
        "stars": detail.stars,
        "url": row.url or None,
        "read": row.read,
        "state": row.state.value,
        "tags": list(row.tags),
    }


def board(info: BoardInfo, described: Board | None = None, followed: bool = False) -> Json:
    """A leaderboard and the span of its snapshots; `described` where it is one that can be fetched."""
    from tui_reader.sources.registry import family_and_license

    family, license_ = (described.family, described.license) if described else family_and_license(info.board)
    return {
        "board": info.board,
        "title": info.title,
        "metric": info.metric or None,
        "snapshots": info.snapshots,
        "first": iso(info.first),
        "last": iso(info.last),
        "family": family or None,
        "followed": followed,
        "attribution": described.attribution if described else None,
        "license": license_ or None,
    }


def seen(sighting: SightingView) -> Json:
    """One place where an item was seen."""
    return {
        "source": sighting.source or None,
        "kind": sighting.kind,
        "date": iso(sighting.seen_on),
        "where": sighting.where or sighting.title or None,
        "key": sighting.key or None,
    }


def doctor(checks: Iterable[Check]) -> Json:
    """What the doctor found."""
    done = list(checks)
    return {
        "ok": is_well(done),
        "checks": [
            {"name": c.name, "status": c.status.value, "message": c.message, "hint": c.hint or None} for c in done
        ],
    }


def _link(link: SourcedLink) -> Json:
    return {"source": link.source or None, "title": link.title, "url": link.url or None}
