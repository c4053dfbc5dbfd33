"""Two tables of one leaderboard set against each other: what moved, and what only seems to.

Pure functions over snapshots. Neither the order of rows nor the order of the two tables matters: comparing b with a
gives the mirror image of comparing a with b.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from tui_reader.domain.boards import AGENT, BoardRow, Snapshot
from tui_reader.domain.comparison_basis import Basis, apart, basis_of
from tui_reader.domain.comparison_doubts import (
    Doubt,
    errors_overlap,
    incomparable,
    is_above,
    is_older_than_model,
    main_window,
    strangers,
)
from tui_reader.domain.comparison_figures import Delta, Scale, figure_delta, rank_delta, sane, speed_delta
from tui_reader.domain.comparison_notes import (
    format_above_ceiling,
    format_absence,
    format_doubt,
    format_kin,
    format_pushed,
    format_renamed,
    format_rescored,
    variants,
)
from tui_reader.domain.comparison_standing import Standing, better_is_lower, places_by_score, standings
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

    same_source = before.source == after.source
    found = match(old, new, same_source=same_source, agree=agree, key=key)
    is_back = before.taken_on > after.taken_on
    basis = _basis(before, after, found.both, scores)
    if is_back and not basis.comparable:
        # What changed is told in the order of time.
        turned = [Match(m.after, m.before) for m in found.both]
        basis = _basis(after, before, turned, Scale(scores.after, scores.before))
    lower = _lower_is_better(before, after, (old, new))
    odd = strangers(old) | strangers(new)
    context = _Context(
        basis,
        scores,
        speeds,
        prices,
        lower_is_better=lower,
        same_source=same_source,
        is_one_day=before.taken_on == after.taken_on and not same_source,
        is_back=is_back,
        old_places=places_by_score([r for r in old if id(r) not in odd], lower_is_better=lower),
        new_places=places_by_score([r for r in new if id(r) not in odd], lower_is_better=lower),
        by_rank=any(r.rank is not None for r in (*old, *new)),
        old_scored=any(r.score is not None for r in old),
        new_scored=any(r.score is not None for r in new),
        ceiling=before.ceiling if before.ceiling is not None else after.ceiling,
        several=_several(old) | _several(new),
    )
    stands = standings(
        found.both, found.only_before, found.only_after, scores, drift=basis.drift, lower_is_better=lower, odd=odd
    )
    rows = _within_errors([_in_both(m, stand, context) for m, stand in zip(found.both, stands, strict=True)])
    entered = [replace(context.row(None, row), change=Change.ENTERED) for row in found.only_after]
    entered = [_with_note(r, format_above_ceiling(context.ceiling)) if r.is_beyond else r for r in entered]
    left = [replace(context.row(row, None), change=Change.LEFT) for row in found.only_before]
    known_in = [r for r in entered if _is_known(r, new, before)]
    known_out = [r for r in left if _is_known(r, old, after)]
    outside = len(entered) + len(left) - len(known_in) - len(known_out)
    gone = partial(format_absence, is_one_day=context.is_one_day, same_source=same_source, is_back=is_back)
    olds, news = (variants(rows) if same_source else {} for rows in (known_out, known_in))
    then, now = ("listed now", "listed before") if is_back else ("listed before", "listed now")
    rows += [_with_note(r, gone("entered", before), format_kin(r, olds, then)) for r in known_in]
    rows += [_with_note(r, gone("left", after), format_kin(r, news, now)) for r in known_out]
    rows.sort(key=_order)
    said = [basis.warning] if basis.warning else []
    if context.is_one_day:
        said.append("Both tables are of one day: what differs is between the sources, and nothing moved.")
    elif not same_source and any(r.change in (Change.ENTERED, Change.LEFT) and not r.is_rescored for r in rows):
        said.append("The tables come from different sources, which may name one model differently.")
    if outside:
        short = min((s for s in (before, after) if not s.complete), key=lambda s: (len(s.rows), s.taken_on))
        models = "model is" if outside == 1 else "models are"
        said.append(f"Of {short.taken_on} only the top {len(short.rows)} is known: {outside} more {models} left out.")
    return Comparison(
        before, after, tuple(rows), basis.comparable, basis.reason, " ".join(said), outside, context.is_one_day
    )


def returned(comparison: Comparison, last_seen: Mapping[str, date]) -> Comparison:
    """The comparison with those that entered, but stood in an older table, marked as back again. `last_seen` gives the
    last day before `comparison.before` by `ModelChange.key`."""
    where = "back again" if comparison.after.complete else f"back in the top {len(comparison.after.rows)}"
    rows = tuple(
        replace(row, last_seen=day, note=f"{where}, last seen on {day.isoformat()}")
        if row.change is Change.ENTERED and not row.is_rescored and (day := last_seen.get(row.key)) is not None
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
    is_one_day: bool
    is_back: bool
    old_places: Mapping[int, int]
    new_places: Mapping[int, int]
    by_rank: bool
    old_scored: bool
    new_scored: bool
    ceiling: float | None
    several: frozenset[str]

    def row(self, old: BoardRow | None, new: BoardRow | None) -> ModelChange:
        """A model with the deltas of its figures, and no verdict yet."""
        named = new or old or _NOWHERE
        place = rank_delta(self.old_places.get(id(old)), self.new_places.get(id(new)))
        older = is_older_than_model(named)
        before, after = old, new
        old, new = old or _NOWHERE, new or _NOWHERE
        score = Delta(old.score, new.score)
        if self.basis.comparable and incomparable(old, new) is None:
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
            is_older_than_model=older,
            is_beyond=is_above(new, self.ceiling),
            agent=named.text(AGENT) if self.several and shown_name(named.model) in self.several else "",
            note="its tasks began before its release: may be contaminated" if older else "",
            before=before,
            after=after,
        )

    def doubt(self, old: BoardRow, new: BoardRow, score: Delta) -> Doubt | None:
        """Why two scores that differ are no move."""
        if old.score is None or new.score is None or not self.basis.comparable:
            return None
        if (other := incomparable(old, new)) is not None:
            return other
        if not score.moved:
            return None
        if self.is_one_day:
            return Doubt.SOURCE
        if is_above(old, self.ceiling) and is_above(new, self.ceiling):
            return Doubt.CEILING
        return Doubt.ERROR if errors_overlap(old, new) else None


def _in_both(found: Match, stand: Standing, context: _Context) -> ModelChange:
    old, new = found.before, found.after
    row = context.row(old, new)
    # Another source's way of writing a name is no new name.
    is_renamed = shown_name(old.model) != shown_name(new.model) and (found.by_id or context.same_source)
    doubt = context.doubt(old, new, row.score)
    if doubt is not None:
        row = replace(row, doubt=doubt, score=replace(row.score, moved=False))
    change, is_pushed = (
        (Change.SAME, False) if context.is_one_day else _direction(row.rank, row.score, stand, context.lower_is_better)
    )
    # Nobody came, went, passed it or was passed, and its score is what it was: only how ranks are counted differs.
    is_recounted = (
        change in (Change.UP, Change.DOWN)
        and stand.is_known
        and not (stand.overtook or stand.above or row.score.moved)
        and doubt is None
    )
    # Who was listed without a score and has one now did not rise: it is new among the scores.
    is_first = old.score is None and new.score is not None and context.old_scored
    is_last = old.score is not None and new.score is None and context.new_scored
    notes = []
    if is_renamed:
        notes.append(format_renamed(old.model, new.model, is_back=context.is_back))
    elif is_recounted:
        notes.append("its rank is only counted otherwise")
    elif is_pushed and not (is_first or is_last):
        notes.append(format_pushed(stand.above))
    if is_first or is_last:
        notes.append(format_rescored(is_first=is_first, is_back=context.is_back))
    if doubt is not None:
        earlier, later = (new, old) if context.is_back else (old, new)
        notes.append(format_doubt(doubt, earlier, later, context.ceiling))
    elif (row.score.moved or is_first) and row.is_beyond:
        notes.append(format_above_ceiling(context.ceiling))
    if is_renamed and not (is_first or is_last):
        change = Change.RENAMED
    return replace(
        row,
        change=Change.ENTERED if is_first else Change.LEFT if is_last else change,
        was=old.model if is_renamed else "",
        is_pushed=(is_pushed or is_recounted) and not (is_renamed or is_first or is_last),
        is_recounted=is_recounted and not is_renamed,
        is_against_score=_is_against_score(change, row.score, lower_is_better=context.lower_is_better),
        is_rescored=is_first or is_last,
        note="; ".join([*notes, *([row.note] if row.note else [])]),
    )


def _within_errors(rows: list[ModelChange]) -> list[ModelChange]:
    """The rows with those marked whose rank moved only because others changed within their error.

    Such a model's own score is what it was, and every model that changed sides with it did so without a move that is
    known to be one.
    """
    unsure = _moved_ranks(r for r in rows if r.doubt in (Doubt.ERROR, Doubt.CEILING) and r.rank.moved)
    if not unsure:
        return rows
    sure = _moved_ranks(r for r in rows if r.doubt is None and r.score.moved)

    def crossed(row: ModelChange, others: Iterable[tuple[float, float]]) -> bool:
        before, after = row.rank.before or 0, row.rank.after or 0
        return any((then - before) * (now - after) < 0 for then, now in others)

    def is_within(row: ModelChange) -> bool:
        is_own = row.change in (Change.UP, Change.DOWN) and not row.is_pushed and row.doubt is None
        return is_own and not row.score.moved and not crossed(row, sure) and crossed(row, unsure)

    said = "within the error of what changed sides with it"
    return [_with_note(replace(r, doubt=Doubt.ERROR), said) if is_within(r) else r for r in rows]


def _moved_ranks(rows: Iterable[ModelChange]) -> list[tuple[float, float]]:
    return [(r.rank.before, r.rank.after) for r in rows if r.rank.before is not None and r.rank.after is not None]


def _basis(before: Snapshot, after: Snapshot, both: Sequence[Match], scales: Scale) -> Basis:
    """Whether scores compare, going by those that are of the same tasks, agent and number of tries."""
    scored = [(m.before, m.after) for m in both if m.before.score is not None and m.after.score is not None]
    why = [incomparable(a, b) for a, b in scored]
    same = [(a.score or 0.0, b.score or 0.0) for (a, b), doubt in zip(scored, why, strict=True) if doubt is None]
    if 2 * len(same) < len(scored) and 2 * why.count(Doubt.TASKS) > len(scored):
        old, new = (main_window(rows) for rows in zip(*scored, strict=True))
        return apart(f"The tasks changed from {old} to {new}")
    return basis_of(before, after, same, scales)


def _lower_is_better(before: Snapshot, after: Snapshot, tables: Collection[Sequence[BoardRow]]) -> bool:
    """What the tables themselves say; where they say nothing, or not the same, what their ranks do."""
    said = {table.better for table in (before, after) if table.better}
    return said == {"lower"} if len(said) == 1 else better_is_lower(tables)


def _direction(rank: Delta, score: Delta, stand: Standing, lower_is_better: bool) -> tuple[Change, bool]:
    """Up, down or same, which are moves of the rank, and whether the model only made room or closed up."""
    # Nearer to the top is up, so the sign of a rank is turned round; so is that of a score that is better when lower.
    by_rank = -_sign(rank.delta)
    by_score = (-_sign(score.delta) if lower_is_better else _sign(score.delta)) if score.moved else 0
    if not by_rank:
        return Change.SAME, False
    if by_rank in (stand.overtook, by_score):
        return _change(by_rank), False
    if by_rank == -_sign(stand.above):
        return _change(by_rank), True
    # Models with one score stand in any order; that the order changed says nothing.
    return Change.SAME if stand.is_tied else _change(by_rank), False


def _is_against_score(change: Change, score: Delta, *, lower_is_better: bool) -> bool:
    if change not in (Change.UP, Change.DOWN) or not score.moved:
        return False
    is_better = ((score.delta or 0) < 0) is lower_is_better
    return is_better is (change is Change.DOWN)


def _change(sign: int) -> Change:
    return Change.UP if sign > 0 else Change.DOWN if sign < 0 else Change.SAME


def _sign(value: float | None) -> int:
    return 0 if not value else 1 if value > 0 else -1


def _several(rows: Iterable[BoardRow]) -> frozenset[str]:
    """The names that stand in a table more than once, each with an agent."""
    counted = Counter(shown_name(row.model) for row in rows if row.value(AGENT) is not None)
    return frozenset(name for name, count in counted.items() if count > 1)


def _is_known(row: ModelChange, own: tuple[BoardRow, ...], other: Snapshot) -> bool:
    """Whether the table that a model is not in would have it, were its rank there that of its own table."""
    rank = row.rank.after if row.change is Change.ENTERED else row.rank.before
    if other.complete:
        return True
    if rank is None:
        # A model without a rank among others that have one stands below all of them.
        return all(r.rank is None and r.score is None for r in own)
    return rank <= len(other.rows)


def _with_note(row: ModelChange, *notes: str) -> ModelChange:
    return replace(row, note="; ".join(note for note in (*notes, row.note) if note))


def _order(row: ModelChange) -> tuple[object, ...]:
    rank = row.rank.before if row.change is Change.LEFT else row.rank.after
    return row.change is Change.LEFT, rank is None, rank or 0, row.place.after or 0, row.model, row.model_id


def _sane(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """Rows without figures that cannot be reckoned with."""
    return tuple(
        replace(r, score=sane(r.score), tok_s=sane(r.tok_s), usd_per_1m=sane(r.usd_per_1m))
        if sane(r.score) != r.score or sane(r.tok_s) != r.tok_s or sane(r.usd_per_1m) != r.usd_per_1m
        else r
        for r in rows
    )
