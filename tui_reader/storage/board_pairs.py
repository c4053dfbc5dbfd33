"""Whether the scores of a leaderboard's table compare with those of the date before it: judged once, when a table is
stored, so that the page of a model need not read all tables to draw where an index was rebased."""

from __future__ import annotations

from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from tui_reader.domain.comparison_basis import basis_of
from tui_reader.domain.comparison_figures import Scale
from tui_reader.domain.model_identity import name_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.domain.boards import Snapshot
    from tui_reader.storage.db import Db, Record

#: Of several tables of one day the first in this order is shown: a whole one, then the one with more rows. Which was
#: stored first does not matter.
FULLEST = "day DESC, complete DESC, size DESC, source"
#: So many pairs that nobody judged yet are judged when a board is fetched.
_AT_ONCE = 40


def shown_tables(db: Db, board: str) -> list[Record]:
    """The table that is shown of each date, newest first: its id, day, source, size and version."""
    rows = db.all(
        f"SELECT id, day, source, size, index_version FROM snapshots WHERE board = ? ORDER BY {FULLEST}", (board,)
    )
    return [next(of_day) for _, of_day in groupby(rows, key=lambda r: r[1])]


def judged_days(db: Db, board: str, read: Callable[[int], Snapshot]) -> dict[date, bool]:
    """Of each date but the first, whether its scores compare with those of the date before. What was not judged when
    it was stored is judged now, and not kept: whoever only reads may not write."""
    known = {
        (later, earlier): bool(compares)
        for later, earlier, compares in db.all(
            "SELECT p.later, p.earlier, p.compares FROM board_pairs p JOIN snapshots s ON s.id = p.later "
            "WHERE s.board = ?",
            (board,),
        )
    }
    found = {}
    for after, before in pairwise(shown_tables(db, board)):
        does = known.get((after[0], before[0]))
        found[date.fromisoformat(after[1])] = _compares(db, before, after, read) if does is None else does
    return found


def judge(db: Db, board: str, read: Callable[[int], Snapshot], around: str = "", most: int = _AT_ONCE) -> None:
    """Judge pairs of neighbouring dates that were not judged yet, at most so many: those of the date `around` and the
    dates before and after it, or of all dates. `read` gives a table by its id."""
    tables = shown_tables(db, board)
    if around:
        at = next((n for n, row in enumerate(tables) if row[1] <= around), len(tables) - 1)
        tables = tables[max(0, at - 1) : at + 2]
    known = set(
        db.all(
            "SELECT p.later, p.earlier FROM board_pairs p JOIN snapshots s ON s.id = p.later WHERE s.board = ?",
            (board,),
        )
    )
    missing = [(a, b) for a, b in pairwise(tables) if (a[0], b[0]) not in known][:most]
    found = [(after[0], before[0], int(_compares(db, before, after, read))) for after, before in missing]
    db.many("INSERT OR REPLACE INTO board_pairs VALUES(?,?,?)", found)


def forget(db: Db, number: int) -> None:
    """A table is replaced: what was judged of it no longer holds."""
    db.run("DELETE FROM board_pairs WHERE later = ? OR earlier = ?", (number, number))


def _compares(db: Db, before: Record, after: Record, read: Callable[[int], Snapshot]) -> bool:
    versions = {row[4] for row in (before, after) if row[4]}
    if len(versions) < 2:
        # Where half of the models have exactly the score they had nothing was rebased: no table is read for that.
        same = db.value(
            "SELECT count(*) FROM (SELECT model, model_id, score FROM snapshot_rows WHERE snapshot = ? "
            "INTERSECT SELECT model, model_id, score FROM snapshot_rows WHERE snapshot = ? AND score IS NOT NULL)",
            (after[0], before[0]),
        )
        if 2 * (same or 0) >= min(before[3], after[3]):
            return True
    return compares(read(before[0]), read(after[0]))


def compares(before: Snapshot, after: Snapshot) -> bool:
    """Whether scores of two neighbouring tables compare, judged by the models that both have."""
    old = {row.model_id or name_key(row.model): row.score for row in before.rows if row.score is not None}
    both = [(row, row.model_id or name_key(row.model)) for row in after.rows if row.score is not None]
    pairs = [(score, row.score) for row, key in both if (score := old.get(key)) is not None and row.score is not None]
    scale = Scale.of((r.score for r in before.rows), (r.score for r in after.rows))
    return basis_of(before, after, pairs, scale).comparable
