"""The JSON shapes of items, which the command line prints and an export writes: keys in snake_case, dates ISO 8601,
absent values null, empty lists [].

Times are UTC and end in Z, without fractions; days are plain dates. An empty string is an absent value.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import Any

from tui_reader.domain.boards import BoardRow, Column, Snapshot
from tui_reader.domain.rows import EntryDetail, PaperDetail

Json = dict[str, Any]


def iso(when: date | datetime | None) -> str | None:
    """A day as `2026-04-21`, a time as `2026-04-21T08:12:00Z`."""
    if isinstance(when, datetime):
        if when.tzinfo is UTC and not when.microsecond:  # as the library keeps them
            return when.isoformat()[:19] + "Z"
        return when.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    return when.isoformat() if when else None


def entry(detail: EntryDetail, body: str) -> Json:
    """A feed entry or linked article; `body` is its text as Markdown."""
    row = detail.row
    return {
        "key": row.key,
        "kind": "entry",
        "title": row.title,
        "url": row.url or None,
        "source": row.source or None,
        "group": detail.group or None,
        "author": detail.author or None,
        "published": iso(detail.published),
        "updated": iso(detail.updated),
        "summary": detail.summary or None,
        "body": body or None,
        "read": row.read,
        "state": row.state.value,
        "tags": list(row.tags),
        "note": detail.note or None,
        "items": list(detail.items),
        "enclosures": list(detail.enclosures),
    }


def paper(detail: PaperDetail) -> Json:
    """A paper."""
    row, known = detail.row, detail.paper
    return {
        "key": row.key,
        "kind": "paper",
        "title": known.title or row.title,
        "authors": [author.name for author in known.authors],
        "abstract": known.abstract or None,
        "primary_category": known.primary_category or None,
        "categories": list(known.categories),
        "published": iso(known.published),
        "updated": iso(known.updated),
        "announced": iso(known.announced_on),
        "announce_type": known.announce_type.value if known.announce_type else None,
        "version": known.version,
        "comment": known.comment or None,
        "doi": known.doi or None,
        "journal_ref": known.journal_ref or None,
        "url": known.url or row.url or None,
        "pdf_url": known.pdf_url or None,
        "read": row.read,
        "state": row.state.value,
        "tags": list(row.tags),
        "note": detail.note or None,
        "sightings": detail.sightings,
    }


def table(snapshot: Snapshot, *, whole: bool = False) -> Json:
    """A leaderboard on a day; `window`, `sem`, `low` and `high` of the scores only where the board has such, or the
    `whole` form is wanted, which leaves out what the columns are."""
    more = whole or any(r.window or r.interval is not None for r in snapshot.rows)
    return {
        "board": snapshot.board,
        "title": snapshot.title,
        "metric": snapshot.metric or None,
        "date": iso(snapshot.taken_on),
        "source": snapshot.source or None,
        "held_until": iso(snapshot.held_until),
        **({} if whole else {"columns": [_column(c) for c in snapshot.columns]}),
        "rows": [
            board_row(r)
            | {"id": r.model_id or None}
            | {"interval": interval(r), "values": dict(r.values)}
            | (board_error(r) if more else {})
            for r in snapshot.rows
        ],
    }


def _column(column: Column) -> Json:
    return {
        "id": column.id,
        "title": column.title,
        "unit": column.unit or None,
        "better": column.better or None,
    }


def interval(row: BoardRow | None) -> list[float | None] | None:
    """The lowest and the highest score that the error of a row leaves open, None where nothing is known of it."""
    return None if row is None or row.interval is None else [number(end) for end in row.interval]


def board_error(row: BoardRow) -> Json:
    """Which tasks a score is of, and what its error is."""
    return {"window": row.window or None, "sem": number(row.sem), "low": number(row.low), "high": number(row.high)}


def board_row(row: BoardRow) -> Json:
    """A line of a leaderboard."""
    return {
        "rank": row.rank,
        "model": row.model,
        "score": number(row.score),
        "tok_s": number(row.tok_s),
        "usd_per_1m": number(row.usd_per_1m),
    }


def number(value: float | None) -> float | None:
    """A number that JSON can say: it knows no infinity and no "not a number"."""
    return value if value is not None and math.isfinite(value) else None
