"""Two tables of one leaderboard set against each other: what moved, and what only seems to.

Pure functions over snapshots. Neither the order of rows nor the order of the two tables matters: comparing b with a
gives the mirror image of comparing a with b.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.boards import BoardRow, Snapshot
from tui_reader.domain.comparison_basis import Basis, basis_of
from tui_reader.domain.comparison_errors import errors_overlap, main_window, other_tasks, strangers
from tui_reader.domain.comparison_figures import Delta, Scale, figure_delta, rank_delta, sane, speed_delta
from tui_reader.domain.comparison_standing import StatusBar, better_is_lower, places_by_score, standings
from tui_reader.domain.comparison_values import Change, Comparison, Counts, ModelChange, counts
from tui_reader.domain.model_identity import Match, match, name_key, shown_name

__all__ = ["Change", "Comparison", "Counts", "ModelChange", "compare", "counts", "returned"]

#: The other side of a model that is in one table only.
_NOWHERE = BoardRow("")


def compare(before: Snapshot, after: Snapshot, key: Callable[[str], str] = name_key) -> Comparison:
    """What became of each model of a board between two of its tables.

    `key` is what is the same for all names of a model: `ModelAliases.key`, where its names are to be tied together.
    """
    old, new = _sane(before.rows), _sane(after.rows)
    scores, speeds, prices = (
        Scale.of((getattr(r, name) for r in old), (getattr(r, name) for r in new))
        for name in ("score", "tok_s", "usd_per_1m")
    )

    def agree(a: BoardRow, b: BoardRow) -> bool:
        if a.score is None or b.score is None or abs(a.score - b.score) > scores.slack(a.score, b.score):
            return False
        return not figure_delta(a.usd_per_1m, b.usd_per_1m, prices).moved

    found = match(old, new, same_source=before.source == after.source, agree=agree, key=key)
    basis = _basis(before, after, found.both, scores)
    lower = _lower_is_better(before, after, (old, new))
    odd = strangers(old) | strangers(new)
    context = _Context(
        basis,
        scores,
        speeds,
        prices,
        lower_is_better=lower,
        same_source=before.source == after.source,
        old_places=places_by_score([r for r in old if id(r) not in odd], lower_is_better=lower),
        new_places=places_by_score([r for r in new if id(r) not in odd], lower_is_better=lower),
        by_rank=any(r.rank is not None for r in (*old, *new)),
    )
    stands = standings(
        found.both, found.only_before, found.only_after, scores, drift=basis.drift, lower_is_better=lower, odd=odd
    )
    rows = [_in_both(m, stand, context) for m, stand in zip(found.both, stands, strict=True)]
    entered = [replace(context.row(None, row), change=Change.ENTERED) for row in found.only_after]
    left = [replace(context.row(row, None), change=Change.LEFT) for row in found.only_before]
    rows += [replace(r, note=_noted("entered", before, context)) for r in entered if _is_known(r, new, before)]
    rows += [replace(r, note=_noted("left", after, context)) for r in left if _is_known(r, old, after)]
    outside = len(found.both) + len(entered) + len(left) - len(rows)
    rows.sort(key=_order)
    said = [basis.warning] if basis.warning else []
    if not context.same_source and any(r.change in (Change.ENTERED, Change.LEFT) for r in rows):
        said.append("The tables come from different sources, which may name one model differently.")
    if outside:
        short = min((s for s in (before, after) if not s.complete), key=lambda s: (len(s.rows), s.taken_on))
        models = "model is" if outside == 1 else "models are"
        said.append(f"Of {short.taken_on} only the top {len(short.rows)} is known: {outside} more {models} left out.")
    return Comparison(before, after, tuple(rows), basis.comparable, " ".join(said), outside)


def returned(comparison: Comparison, last_seen: Mapping[str, date]) -> Comparison:
    """The comparison with those that entered, but stood in an older table, marked as back again. `last_seen` gives the
    last day before `comparison.before` by `ModelChange.key`."""
    where = "back again" if comparison.after.complete else f"back in the top {len(comparison.after.rows)}"
    rows = tuple(
        replace(row, last_seen=day, note=f"{where}, last seen on {day.isoformat()}")
        if row.change is Change.ENTERED and (day := last_seen.get(row.key)) is not None
        else row
        for row in comparison.rows
    )
    return replace(comparison, rows=rows)


class _Context(Struct, frozen=True):
    """What holds for all rows of a comparison."""

    basis: Basis
    scores: Scale
    speeds: Scale
    prices: Scale
    lower_is_better: bool
    same_source: bool
    old_places: Mapping[int, int]
    new_places: Mapping[int, int]
    by_rank: bool

    def row(self, old: BoardRow | None, new: BoardRow | None) -> ModelChange:
        """A model with the deltas of its figures, and no verdict yet."""
        named = new or old or _NOWHERE
        place = rank_delta(self.old_places.get(id(old)), self.new_places.get(id(new)))
        old, new = old or _NOWHERE, new or _NOWHERE
        score = Delta(old.score, new.score)
        if self.basis.comparable and not other_tasks(old, new):
            score = figure_delta(old.score, new.score, self.scores, self.basis.drift)
        return ModelChange(
            named.model,
            Change.SAME,
            rank=rank_delta(old.rank, new.rank) if self.by_rank else place,
            place=place,
            score=score,
            tok_s=speed_delta(old.tok_s, new.tok_s, self.speeds),
            usd_per_1m=figure_delta(old.usd_per_1m, new.usd_per_1m, self.prices),
            model_id=new.model_id or old.model_id,
        )


def _in_both(found: Match, stand: StatusBar, context: _Context) -> ModelChange:
    old, new = found.before, found.after
    row = context.row(old, new)
    # Another source's way of writing a name is no new name.
    is_renamed = shown_name(old.model) != shown_name(new.model) and (found.by_id or context.same_source)
    doubt = _doubt(old, new, row.score)
    if doubt:
        row = replace(row, is_uncertain=True, score=replace(row.score, moved=False))
    change, is_pushed = _direction(row.rank, row.score, stand, context.lower_is_better)
    notes = []
    if is_renamed:
        notes.append(f"was {old.model}")
    elif is_pushed:
        notes.append(_push(stand.above))
    if old.score is None and new.score is not None:
        notes.append("had no score before")
    elif old.score is not None and new.score is None:
        notes.append("has no score any more")
    if doubt:
        notes.append(doubt)
    return replace(
        row,
        change=Change.RENAMED if is_renamed else change,
        was=old.model if is_renamed else "",
        is_pushed=is_pushed and not is_renamed,
        note="; ".join(notes),
    )


def _doubt(old: BoardRow, new: BoardRow, score: Delta) -> str:
    """Why two scores that differ are no move."""
    if old.score is None or new.score is None:
        return ""
    if other_tasks(old, new):
        return f"scores are of other tasks: {old.window}, then {new.window}"
    return "the error bars overlap" if score.moved and errors_overlap(old, new) else ""


def _basis(before: Snapshot, after: Snapshot, both: Sequence[Match], scales: Scale) -> Basis:
    """Whether scores compare, going by those that are of the same tasks."""
    scored = [(m.before, m.after) for m in both if m.before.score is not None and m.after.score is not None]
    same = [(a.score or 0.0, b.score or 0.0) for a, b in scored if not other_tasks(a, b)]
    if 2 * len(same) < len(scored):
        old, new = (main_window(rows) for rows in zip(*scored, strict=True))
        return Basis(False, f"The tasks changed from {old} to {new}: scores do not compare, ranks do.")
    return basis_of(before, after, same, scales)


def _lower_is_better(before: Snapshot, after: Snapshot, tables: Collection[Sequence[BoardRow]]) -> bool:
    """What the tables themselves say; where they say nothing, or not the same, what their ranks do."""
    said = {table.better for table in (before, after) if table.better}
    return said == {"lower"} if len(said) == 1 else better_is_lower(tables)


def _direction(rank: Delta, score: Delta, stand: StatusBar, lower_is_better: bool) -> tuple[Change, bool]:
    """Up, down or same, and whether the model only made room or closed up."""
    # Nearer to the top is up, so the sign of a rank is turned round; so is that of a score that is better when lower.
    by_rank = -_sign(rank.delta)
    by_score = (-_sign(score.delta) if lower_is_better else _sign(score.delta)) if score.moved else 0
    if not by_rank:
        return _change(by_score), False
    if by_rank in (stand.overtook, by_score):
        return _change(by_rank), False
    if by_rank == -_sign(stand.above):
        return _change(by_rank), True
    # Models with one score stand in any order; that the order changed says nothing.
    return _change(by_score if stand.is_tied else by_rank), False


def _change(sign: int) -> Change:
    return Change.UP if sign > 0 else Change.DOWN if sign < 0 else Change.SAME


def _sign(value: float | None) -> int:
    return 0 if not value else 1 if value > 0 else -1


def _push(above: int) -> str:
    models = "1 model" if abs(above) == 1 else f"{abs(above)} models"
    return f"pushed down: {models} more above it" if above > 0 else f"moved up: {models} fewer above it"


def _is_known(row: ModelChange, own: tuple[BoardRow, ...], other: Snapshot) -> bool:
    """Whether the table that a model is not in would have it, were its rank there that of its own table."""
    rank = row.rank.after if row.change is Change.ENTERED else row.rank.before
    if other.complete:
        return True
    if rank is None:
        # A model without a rank among others that have one stands below all of them.
        return all(r.rank is None and r.score is None for r in own)
    return rank <= len(other.rows)


def _noted(verb: str, table: Snapshot, context: _Context) -> str:
    """What a model's absence from a table means: of a top N, no more than that."""
    top = "" if table.complete else f"the top {len(table.rows)}"
    # What one source calls by another name than the other cannot be told from what it does not list.
    if not context.same_source:
        where = f"in {top}" if top else "listed"
        return f"not {where} under this name" + ("" if verb == "left" else " before")
    if top:
        return f"{verb} {top}"
    return "no longer listed" if verb == "left" else ""


def _order(row: ModelChange) -> tuple[object, ...]:
    rank = row.rank.before if row.change is Change.LEFT else row.rank.after
    return row.change is Change.LEFT, rank is None, rank or 0, row.place.after or 0, row.model, row.model_id


def _sane(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """Rows without figures that cannot be reckoned with."""
    return tuple(
        replace(r, score=sane(r.score), tok_s=sane(r.tok_s), usd_per_1m=sane(r.usd_per_1m))
        if any(v is not None and sane(v) is None for v in (r.score, r.tok_s, r.usd_per_1m))
        else r
        for r in rows
    )
