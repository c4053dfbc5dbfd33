"""A comparison of two leaderboard tables in words and cells, for people: as text and as Markdown."""

from __future__ import annotations

from tui_reader.domain.comparison import Change, Comparison, ModelChange
from tui_reader.services.comparison_words import difference, move, number, score_places, summary

__all__ = ["HEAD", "SHORT", "cells_of", "markdown", "number", "score_places", "shown", "summary", "title"]

#: A comparison with more rows than these shows only the models to which something happened.
SHORT = 20
HEAD = ("", "#", "MODEL", "SCORE", "", "TOK/S", "", "$/1M", "", "NOTE")


def title(comparison: Comparison) -> str:
    """The board and the two days."""
    before, after = comparison.before, comparison.after
    metric = f" · {after.metric}" if after.metric and after.metric not in after.title else ""
    return f"{after.title or after.board}{metric} · {before.taken_on} → {after.taken_on}"


def shown(comparison: Comparison) -> list[ModelChange]:
    """The rows to print: all of a short table, of a long one those to which something happened."""
    rows = list(comparison.rows)
    return rows if len(rows) <= SHORT else [row for row in rows if row.is_move]


def cells_of(row: ModelChange) -> tuple[str, ...]:
    """One row under HEAD. Deltas stand only beside what moved."""
    has_left = row.change is Change.LEFT
    figures = (row.score, row.tok_s, row.usd_per_1m)
    texts = [
        part
        for figure, places in zip(figures, (score_places(row.score.before or row.score.after), 1, 2), strict=True)
        for part in (number(figure.before if has_left else figure.after, places), difference(figure, places))
    ]
    return (move(row), number(row.rank.before if has_left else row.rank.after, 0), row.called, *texts, row.note)


def markdown(comparison: Comparison) -> str:
    """The comparison as a document with one table."""
    head = [name or "±" for name in HEAD]
    head[0] = " "
    rows = [head, [":--" if name in (" ", "MODEL", "NOTE") else "--:" for name in head]]
    rows += [[_plain(cell) for cell in cells_of(row)] for row in shown(comparison)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    parts = [
        f"# {_plain(title(comparison))}",
        _plain(comparison.warning),
        summary(comparison),
        table if rows[2:] else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _plain(text: str) -> str:
    """Foreign words in Markdown, as they stand."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#~" else c for c in text)
